"""Open an ONNX file with the best execution provider this machine has: one of ONNX Runtime's, or OpenVINO."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnxruntime

from posecore.runtime import openvino_session
from posecore.runtime.devices import choose_providers, provider_arguments, short_name
from posecore.runtime.graph_cache import CPU, GraphCache, cache_folder
from posecore.runtime.trial import try_out
from posecore.runtime.weights import vouched_hash

Session: TypeAlias = onnxruntime.InferenceSession | openvino_session.OpenVinoSession
"""What runs a network."""

MAX_DEFAULT_THREADS = 4

MAX_NUMBERS = 1 << 26
"""The most numbers of one image's input or output: 256 MB, a 4700×4700 px image. Networks that ask for more are refused."""


def default_threads() -> int:
    """How many threads a session uses unless told: the cores this process may use, at most 4.

    The networks here are small; past four threads handing out the work costs more than it saves, and other stages need cores too.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MAX_DEFAULT_THREADS))


def fast_integers(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies 8-bit integers in one instruction (VNNI, dot product), without which INT8 networks gain nothing.

    Known on Linux, where the kernel tells, and on Apple's own processors; taken as False elsewhere.
    """
    if platform.system() == "Darwin":
        return platform.machine() == "arm64"
    return _says("(flags|Features)", "(avx512_vnni|avx_vnni|asimddp)", cpuinfo)


def matrix_tiles(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies matrices of bfloat16 in tiles (Intel's AMX); known on Linux, taken as False elsewhere."""
    return _says("flags", "amx_bf16", cpuinfo)


def _says(field: str, flag: str, cpuinfo: Path) -> bool:
    """Whether the kernel lists a flag of the processor; ``field`` and ``flag`` are regular expressions."""
    try:
        text = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return re.search(rf"^{field}\s*:.*\b{flag}\b", text, re.MULTILINE) is not None


def available_providers() -> list[str]:
    """Full names of all providers that are installed: ONNX Runtime's own, and OpenVINO's."""
    return [*onnxruntime.get_available_providers(), *([openvino_session.PROVIDER] if openvino_session.is_installed() else [])]


def faster_on_openvino() -> bool:
    """Whether pose networks are, or would be, faster on OpenVINO than on the best that is installed."""
    return matrix_tiles() and best_provider() == "cpu"


def pose_providers(wanted: Sequence[str] | None = None) -> Sequence[str] | None:
    """``wanted``, or where that is None, OpenVINO for pose networks if it is installed and faster. None: as for any other network."""
    if wanted is None and openvino_session.is_installed() and faster_on_openvino():
        return ["openvino"]
    return wanted


def session_options(threads: int | None = None) -> onnxruntime.SessionOptions:
    """Options for ``threads`` threads (None: :func:`default_threads`).

    Spinning is off: by default the idle threads of a session burn their cores while they wait for the next run, which the other stages
    (capture, pose network, encoder) need. It costs some microseconds a run and frees the cores between frames.

    Raises:
        ValueError: ``threads`` is below 1.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or default_threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def open_session(path: str | os.PathLike[str], *, threads: int | None = None, providers: Sequence[str] | None = None) -> Session:
    """Open an ONNX file; the first provider that works runs it.

    Args:
        path: the ``.onnx`` file.
        threads: CPU threads for one run; None: :func:`default_threads`.
        providers: short or full names in order of preference, such as ``["cuda", "cpu"]``; None: the best that onnxruntime offers, see
            :func:`posecore.runtime.devices.choose_providers`. A provider that fails to start (a missing driver, say) is passed over, down
            to the CPU.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is not a usable ONNX model (or one beyond the limits of this module), or a provider or ``threads`` makes no
            sense.
    """
    file = Path(path)
    if not file.is_file():
        raise FileNotFoundError(f"{file}: no such model file; give the path of an .onnx file")
    options = session_options(threads)
    chosen = choose_providers(available_providers(), providers)
    sha256 = vouched_hash(file)
    if sha256 is None:
        try_out(file, options.intra_op_num_threads, chosen)
    session = _kept(file, sha256, options, chosen) or start_session(file, options, chosen, _compiled(sha256))
    check_sizes(file, session)
    return session


def _kept(
    file: Path, sha256: str | None, options: onnxruntime.SessionOptions, chosen: Sequence[str]
) -> onnxruntime.InferenceSession | None:
    """A bundled network that runs on the CPU, from :mod:`posecore.runtime.graph_cache`; None for all others, whose ``sha256`` is None."""
    folder = cache_folder()
    if folder is None or sha256 is None or list(chosen) != [CPU]:
        return None
    return GraphCache(folder).open(file, sha256, options)


def start_session(file: Path, options: onnxruntime.SessionOptions, chosen: Sequence[str], folder: Path | None = None) -> Session:
    """A session with the first of the providers that starts, untried. Raises ValueError where none does.

    ``folder`` is where OpenVINO keeps what it has compiled.
    """
    error: Exception | None = None
    for start, name in enumerate(chosen):
        try:
            if name == openvino_session.PROVIDER:
                return openvino_session.OpenVinoSession(file, options.intra_op_num_threads, folder)
            own = [provider_arguments(other) for other in chosen[start:] if other != openvino_session.PROVIDER]
            return onnxruntime.InferenceSession(str(file), options, providers=own)
        except Exception as e:
            error = e
    reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    raise ValueError(f"{file}: not a usable ONNX model, download or export it again ({reason})") from error


def _compiled(sha256: str | None) -> Path | None:
    """Where OpenVINO keeps what it has compiled of bundled networks; None where nothing is to be kept, and for others."""
    folder = cache_folder()
    return GraphCache(folder).compiled() if folder is not None and sha256 is not None else None


def check_sizes(file: Path, session: Session) -> None:
    """Raise ValueError where one input or output has more than :data:`MAX_NUMBERS` numbers, dynamic sides counted as 1."""
    for what, values in (("input", session.get_inputs()), ("output", session.get_outputs())):
        for value in values:
            sides = [side for side in value.shape if isinstance(side, int)]
            if np.prod(np.asarray(sides, np.float64)) > MAX_NUMBERS:
                raise ValueError(f"{file}: its {what} of {'×'.join(map(str, value.shape))} numbers is above the limit of {MAX_NUMBERS:,}")


def active_provider(session: Session) -> str:
    """The short name of the provider that runs this session, such as ``cpu`` (ONNX Runtime's own name where it has no short one)."""
    return short_name(session.get_providers()[0])


def best_provider(wanted: Sequence[str] | None = None) -> str:
    """The short name of the provider that is tried first. Raises ValueError as :func:`choose_providers`."""
    return short_name(choose_providers(available_providers(), wanted)[0])
