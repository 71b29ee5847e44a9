"""How crops and images are handed to a graph: its axes, its number type and its batch size, whichever it was exported with."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecore.runtime.devices import ONE_AT_A_TIME
from posecore.runtime.session import Session, active_provider

TYPES: dict[str, Any] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(int32)": np.int32,
    "tensor(uint8)": np.uint8,
}
"""Types of inputs that images are given in: floats normalised, integers as they are in the image, 0 to 255."""


IMAGES_A_THREAD = 2
"""Measured with the bundled network, eight crops, one thread; ms of processor time a crop in batches of 8, 4, 2 and 1: INT8 24.7, 20.4,
17.9, 20.4; FP32 30.0, 27.6, 26.7, 29.2 (AMD EPYC, docs/speed.md). The memory of a run grows with the batch, too."""


class Feeder:
    """The only input of a session that takes images.

    Args:
        session: open.

    Attributes:
        batch: images a run; None: any number.
        most: at most so many a run on the CPU, where larger batches do not stay in the caches; None: no limit.
        size: (W, H) px; None where a side is free.
        integers: it wants pixel values as they are.

    Raises:
        ValueError: another number of inputs, or one that takes no images of three channels.
    """

    def __init__(self, session: Session) -> None:
        inputs = session.get_inputs()
        shape = list(inputs[0].shape) if inputs else []
        if len(inputs) != 1 or len(shape) != 4 or 3 not in (shape[1], shape[3]) or inputs[0].type not in TYPES:
            given = ", ".join(f"{i.shape} {i.type}" for i in inputs)
            raise ValueError(f"its input is {given or 'nothing'}, expected one of images: (N,3,H,W) or (N,H,W,3)")
        self.session = session
        alone = active_provider(session) in ONE_AT_A_TIME
        self._turn: contextlib.AbstractContextManager[Any] = threading.Lock() if alone else contextlib.nullcontext()
        self._name, self._dtype = inputs[0].name, TYPES[inputs[0].type]
        self.channels_last = shape[1] != 3
        self.batch = shape[0] if isinstance(shape[0], int) and shape[0] > 0 else None
        threads = session.get_session_options().intra_op_num_threads
        self.most = IMAGES_A_THREAD * max(1, threads) if active_provider(session) == "cpu" else None
        height, width = shape[1:3] if self.channels_last else shape[2:]
        fixed = isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0
        self.size = (width, height) if fixed else None
        self.integers = not np.issubdtype(self._dtype, np.floating)

    def __call__(self, batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """(N,3,H,W) float32, N ≥ 1 → all outputs, floats as float32, each (N,...); in several runs where the batch has a limit."""
        if self.batch is None:
            most = self.most or len(batch)
            if len(batch) <= most:
                return self._run(batch)
            runs = [self._run(batch[i : i + most]) for i in range(0, len(batch), most)]
            return [np.concatenate(parts) for parts in zip(*runs, strict=True)]
        if len(batch) == self.batch:
            return self._run(batch)
        missing = -len(batch) % self.batch
        padded = np.concatenate([batch, np.zeros((missing, *batch.shape[1:]), batch.dtype)]) if missing else batch
        runs = [self._run(padded[i : i + self.batch]) for i in range(0, len(padded), self.batch)]
        return [np.concatenate(parts)[: len(batch)] for parts in zip(*runs, strict=True)]

    def _run(self, batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        images: NDArray[Any] = batch.transpose(0, 2, 3, 1) if self.channels_last else batch
        if self.integers:
            images = np.clip(np.rint(images), 0, 255)
        images = np.ascontiguousarray(images, self._dtype)
        with self._turn:
            outputs = self.session.run(None, {self._name: images})
        return [as_float(output) for output in outputs]

    def shapes(self, size: tuple[int, int] | None = None) -> list[list[int | str | None]]:
        """The outputs' shapes as the file states them; where a side besides the first is free, from a run on a black image of ``size``."""
        stated = [list(output.shape) for output in self.session.get_outputs()]
        size = self.size or size
        if size is None or all(isinstance(side, int) and side > 0 for shape in stated for side in shape[1:]):
            return stated
        found: list[list[int | str | None]] = [list(o.shape) for o in self(np.zeros((self.batch or 1, 3, size[1], size[0]), np.float32))]
        return found

    @property
    def output_names(self) -> Sequence[str]:
        """Of the outputs, in the order of the file."""
        return [output.name for output in self.session.get_outputs()]


def as_float(output: Any) -> NDArray[np.float32]:
    """An output; float16 and float64 become float32, integers stay."""
    array = np.asarray(output)
    return array.astype(np.float32) if array.dtype in (np.float16, np.float64) else array
