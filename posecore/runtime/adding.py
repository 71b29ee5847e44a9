"""Add a network to those of the user's data folder: fetch or copy it, check it, pin it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from posecore.runtime.beside import beside, read_beside
from posecore.runtime.download import Report, download, is_address, unpack
from posecore.runtime.registry import added, check_name, kind_of, known_files, models_folder, sha256_of
from posecore.skeletons import get_skeleton, spell


@dataclass(frozen=True)
class Added:
    """A network that was added. ``kind``: ``pose`` or ``person``; ``about``: a line; ``sha256`` of ``path``, which is pinned."""

    name: str
    kind: str
    about: str
    path: Path
    sha256: str


def add_model(
    source: str, name: str = "", *, skeleton: str | None = None, sha256: str = "", report: Report | None = None, replace: bool = False
) -> Added:
    """Add a network; from then on its name stands for it wherever a file may be named.

    Args:
        source: an ``.onnx`` file, a ``.zip`` with one inside, an https address of either, or the name of a well-known file.
        name: under which it is found; empty for that of the well-known file, or of the file.
        skeleton: joint set, where the file does not say: a name or a ``.toml`` file. It is kept with the network.
        sha256: what the file, or the file at the address, must have; empty for any.
        report: progress of a download.
        replace: take the place of a network of the same name.

    Raises:
        DownloadError, FileNotFoundError, ValueError: it cannot be fetched, is no network that can be run, or the name is taken. Nothing is
            added then; of a download that broke off what is there is kept, and the same call goes on from it.
    """
    public = next((entry for entry in known_files() if entry.name == source), None)
    name = check_name(name or (public.name if public else Path(source.split("?")[0]).stem))
    if name in added() and not replace:
        raise ValueError(f"a network called {name} is there already; choose another --name, or --replace it")
    folder = models_folder()
    work = folder / ".adding"
    work.mkdir(parents=True, exist_ok=True)
    facts = dict(public.settings) if public else {}
    address = public.url if public else source
    if is_address(address):
        got = work / f"{name}{'.zip' if address.split('?')[0].lower().endswith('.zip') else '.onnx'}"
        download(address, got, sha256=sha256 or (public.sha256 if public else ""), report=report)
    else:
        got = Path(address)
        if not got.is_file():
            known = ", ".join(entry.name for entry in known_files())
            raise FileNotFoundError(f"{source}: no such file; give an .onnx file, an https address, or one of: {known}")
        if sha256 and sha256_of(got) != sha256.lower():
            raise ValueError(f"{source}: not the expected file (SHA-256 {sha256_of(got)})")
        facts |= read_beside(got)
    draft = work / f"{name}.checked" / f"{name}.onnx"
    draft.parent.mkdir(exist_ok=True)
    try:
        if got.suffix.lower() == ".zip":
            unpack(got, draft)
        else:
            shutil.copyfile(got, draft)
        joints = skeleton or facts.get("skeleton") or (public.skeleton if public else "")
        if joints:
            facts["skeleton"] = spell(get_skeleton(joints))
        facts |= {"sha256": sha256_of(draft), "source": address}
        beside(draft).write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in facts.items()), encoding="utf-8")
        kind, about = kind_of(draft)
        path = folder / draft.name
        beside(draft).replace(beside(path))
        draft.replace(path)
    except ValueError as error:  # of the copy, which nobody knows of
        raise ValueError(str(error).replace(str(draft), source)) from error
    finally:
        shutil.rmtree(draft.parent, ignore_errors=True)
        if got.parent == work:
            got.unlink(missing_ok=True)
    return Added(name, kind, about, path, facts["sha256"])


def remove_model(name: str) -> Path:
    """Remove an added network. Raises ValueError where there is none of that name."""
    path = added().get(name)
    if path is None:
        raise ValueError(f"no network called {name} was added; there are: {', '.join(added()) or 'none'}")
    path.unlink()
    beside(path).unlink(missing_ok=True)
    return path
