"""How sources, camera back ends and keypoint formats are found: modules of a package of ours, entry points of other packages."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Callable
from importlib import metadata

__all__ = ["import_modules", "load_entry_points"]


def import_modules(package: str) -> None:
    """Import every module of ``package``, each of which may register something."""
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{module.name}")


def load_entry_points(group: str, add: Callable[[object], None] | None = None) -> None:
    """Load the entry points of ``group`` that installed packages have; importing them registers what they have to offer.

    Args:
        group: such as ``lightpose.sources``.
        add: gets each object that an entry point names.

    A plug-in that cannot be loaded is reported by a RuntimeWarning with its name; the others are loaded all the same.
    """
    for point in metadata.entry_points(group=group):
        try:
            loaded = point.load()
            if add is not None:
                add(loaded)
        except Exception as error:  # whatever is wrong in somebody else's package
            text = " ".join(str(error).split()) or type(error).__name__
            warnings.warn(f"the plug-in '{point.name}' ({point.value}) of {group} cannot be used: {text}", RuntimeWarning, stacklevel=2)
