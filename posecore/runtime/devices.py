"""Processors and accelerators by the names people use: which execution provider of ONNX Runtime each is, and what to install for it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from posecore.runtime import openvino_session

PROVIDERS = {
    "tensorrt": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "openvino": openvino_session.PROVIDER,
    "directml": "DmlExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
"""Short names and full ones, best first: those of ONNX Runtime, and OpenVINO's (:mod:`posecore.runtime.openvino_session`)."""

ON_REQUEST = frozenset({"tensorrt", "openvino"})
"""Never taken unless asked for: TensorRT builds an engine for minutes at the first start; OpenVINO is faster only with pose networks on
processors with AMX (:func:`posecore.runtime.session.pose_providers`)."""

ONE_AT_A_TIME = frozenset({"directml"})
"""Providers whose sessions must not be run by two threads at once (ONNX Runtime's documentation of DirectML)."""


class Device(StrEnum):
    """What ``--device`` takes."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    tensorrt = "tensorrt"
    coreml = "coreml"
    openvino = "openvino"
    directml = "directml"


@dataclass(frozen=True)
class Package:
    """Where a provider comes from.

    Attributes:
        name: the distribution that has it. Distributions of ONNX Runtime exclude each other: they write the same files.
        extra: the extra of lightpose that names it; empty for what lightpose needs anyway.
        systems: ``platform.system()`` of those it is for.
        hardware: what it needs.
    """

    name: str
    extra: str
    systems: tuple[str, ...]
    hardware: str


EVERYWHERE = ("Linux", "Windows", "Darwin")
PACKAGES = {
    "cpu": Package("onnxruntime", "", EVERYWHERE, "any processor"),
    "cuda": Package("onnxruntime-gpu", "gpu", ("Linux", "Windows"), "an NVIDIA GPU with CUDA and cuDNN"),
    "tensorrt": Package("onnxruntime-gpu", "gpu", ("Linux", "Windows"), "an NVIDIA GPU with TensorRT"),
    "coreml": Package("onnxruntime", "", ("Darwin",), "a Mac"),
    "openvino": Package("openvino", "openvino", EVERYWHERE, "an Intel, AMD or ARM processor"),
    "directml": Package("onnxruntime-directml", "directml", ("Windows",), "a GPU with DirectX 12"),
}
"""Short name of the provider → the package that has it."""


def providers_of(device: str | None) -> list[str] | None:
    """A name of :class:`Device` → ``providers`` of :func:`posecore.runtime.session.open_session`; None for the best that ``auto`` takes.

    Raises:
        ValueError: no such device.
    """
    if device is None or device == Device.auto:
        return None
    return [Device(device).value]


def choose_providers(available: Sequence[str], wanted: Sequence[str] | None = None) -> list[str]:
    """Full provider names to try, best first, the CPU always last.

    Args:
        available: what :func:`posecore.runtime.session.available_providers` offers.
        wanted: short or full names in the caller's order; None takes all that are available but those of :data:`ON_REQUEST`.

    Raises:
        ValueError: a wanted provider is unknown or not installed; the message says what to install.
    """
    cpu = PROVIDERS["cpu"]
    if wanted is None:
        chosen = [name for short, name in PROVIDERS.items() if name in available and short not in ON_REQUEST]
    else:
        chosen = [PROVIDERS.get(name.lower(), name) for name in wanted]
        for asked, name in zip(wanted, chosen, strict=True):
            if name not in available:
                offered = ", ".join(short for short, full in PROVIDERS.items() if full in available)
                hint = how_to_install(short_name(name))
                raise ValueError(f"provider '{asked}' is not in this onnxruntime; it offers: {offered}" + (f"; {hint}" if hint else ""))
    return [name for name in dict.fromkeys(chosen) if name != cpu] + [cpu]


def how_to_install(device: str, system: str | None = None) -> str:
    """What to do where a device is missing: a command, or the systems it is for; empty for an unknown one.

    Args:
        device: short name.
        system: as ``platform.system()`` names it; None for this one.
    """
    package = PACKAGES.get(device)
    if package is None:
        return ""
    if (system or platform.system()) not in package.systems:
        return f"{device} is for {' and '.join(package.systems)}".replace("Darwin", "macOS")
    first = "pip uninstall -y onnxruntime && " if package.name.startswith("onnxruntime") else ""
    return f"{device} needs {package.hardware}; install it: {first}pip install {package.name}"


def provider_arguments(name: str) -> str | tuple[str, dict[str, Any]]:
    """A provider as a session of ONNX Runtime takes it, with the options that it needs: TensorRT keeps its engines."""
    if name == PROVIDERS["tensorrt"]:
        return name, {"trt_engine_cache_enable": True, "trt_engine_cache_path": str(Path.home() / ".cache" / "lightpose" / "tensorrt")}
    return name


def short_name(name: str) -> str:
    """``cpu`` of ``CPUExecutionProvider``; ONNX Runtime's own name where there is no short one."""
    return next((short for short, full in PROVIDERS.items() if full == name), name)


def on_this_system() -> list[str]:
    """Short names of the devices that this operating system can have, ``cpu`` first."""
    return [name for name, package in PACKAGES.items() if platform.system() in package.systems]


def runtime_packages() -> list[str]:
    """Distributions of ONNX Runtime that are installed; more than one overwrite each other's files."""
    from importlib.metadata import distributions

    known = {package.name for package in PACKAGES.values() if package.name.startswith("onnxruntime")}
    return sorted({name for found in distributions() if (name := (found.metadata["Name"] or "").lower()) in known})
