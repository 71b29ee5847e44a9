"""Networks run by OpenVINO in place of ONNX Runtime: a session with the same methods, so that nothing else knows the difference.

On processors that multiply matrices of bfloat16 in tiles (Intel's AMX), it runs the pose network in two thirds of the time (docs/models.md,
"OpenVINO"). It comes with the extra ``openvino`` and is imported when it is first used.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import openvino

PROVIDER = "OpenVINO"
"""Name of the provider beside those of ONNX Runtime."""

MOST_SHAPES = 4
"""Graphs of fixed shape that a session keeps; images of further shapes run in one of any shape, which takes about half as long again."""

TOGETHER = 2
"""Images that run together: weights are read once for both. One image takes 5.9 ms alone, 4.9 of two, 4.7 of three, 4.5 of four or eight
(docs/models.md); a graph for another number takes 50 MB."""

_TYPES = {"f32": "tensor(float)", "f16": "tensor(float16)", "i32": "tensor(int32)", "u8": "tensor(uint8)"}
"""Number types by ONNX Runtime's names."""

Shape = tuple[int, ...]


class Value(NamedTuple):
    """An input or output as ONNX Runtime describes it: name, sides (None: free) and type."""

    name: str
    shape: list[int | None]
    type: str


def is_installed() -> bool:
    """Whether the package ``openvino`` is there."""
    return find_spec("openvino") is not None


class OpenVinoSession:
    """What lightpose uses of ``onnxruntime.InferenceSession``. Safe to call from several threads.

    Images of a batch run two together where there are enough for all threads, else one by one; each run has one thread, as many run at once
    as there are: two threads for one image gain little (docs/models.md). Graphs are compiled for the shape of an image: as the file is
    opened, or where it leaves width or height free, as the first of them comes. Products of floats are in bfloat16 where the processor has
    tiles for them.

    Args:
        file: the ``.onnx`` file. Raises RuntimeError where OpenVINO cannot read or compile it.
        threads: for the images of one call.
        cache: folder for compiled graphs; None: none are kept.
    """

    def __init__(self, file: Path, threads: int, cache: Path | None = None) -> None:
        self.threads = self._streams = threads
        self._kept = {} if cache is None else {"CACHE_DIR": str(cache)}
        reader = _onnx_reader()
        self._model = reader.convert(reader.load(str(file)))
        _float_products(self._model)
        _transposed_stacks(self._model)
        self._graphs: dict[Shape | None, openvino.CompiledModel] = {}
        self._asked: set[Shape] = set()
        self._requests = threading.local()
        self._lock = threading.Lock()
        shape = self.get_inputs()[0].shape
        self._graph(None if None in shape[1:] else tuple(side or 1 for side in shape))

    def on_one_thread(self) -> OpenVinoSession:
        """The same graphs for as many callers at once as there are threads here, each of which keeps one of them busy."""
        other = copy.copy(self)
        other.threads, other._requests = 1, threading.local()
        return other

    def get_inputs(self) -> list[Value]:
        """In the order of the file."""
        return [_described(value) for value in self._model.inputs]

    def get_outputs(self) -> list[Value]:
        """In the order of the file."""
        return [_described(value) for value in self._model.outputs]

    def get_providers(self) -> list[str]:
        """OpenVINO alone."""
        return [PROVIDER]

    def get_session_options(self) -> SimpleNamespace:
        """The number of threads, by ONNX Runtime's name."""
        return SimpleNamespace(intra_op_num_threads=self.threads)

    def get_modelmeta(self) -> SimpleNamespace:
        """The file's own properties."""
        info = self._model.get_rt_info()
        found = {key: str(value.value) for key, value in info["framework"].items()} if "framework" in info else {}
        return SimpleNamespace(custom_metadata_map=found)

    def run(self, names: Sequence[str] | None, feed: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """All outputs for the one input in ``feed``, whose first axis is the batch; ``names`` as with ONNX Runtime (all, if None)."""
        (images,) = feed.values()
        images = np.ascontiguousarray(images)
        parts = self._parts(images.shape)
        outputs: list[NDArray[Any]] = []
        found = []
        for i in range(0, len(parts), self.threads):
            now = parts[i : i + self.threads]
            requests = [self._own_requests((part.stop - part.start, *images.shape[1:]))[k] for k, part in enumerate(now)]
            outputs = outputs or _rooms(requests[0], len(images))
            for request, part in zip(requests, now, strict=True):
                _start(request, images[part], [output[part] for output in outputs])
            for request in requests:
                request.wait()
                if not outputs:
                    found.append([np.array(output.data) for output in request.output_tensors])
        outputs = outputs or [np.concatenate(values) for values in zip(*found, strict=True)]
        if names is None:
            return outputs
        return [output for value, output in zip(self.get_outputs(), outputs, strict=True) if value.name in names]

    def _parts(self, shape: Shape) -> list[slice]:
        """Which images of a batch of ``shape`` run together: :data:`TOGETHER`; alone where they are few, or a thread had nothing to do."""
        count = shape[0]
        if not self._model.inputs[0].partial_shape[0].is_dynamic:
            return [slice(0, count)]
        together = count - count % TOGETHER if count >= TOGETHER * self.threads and self._can((TOGETHER, *shape[1:])) else 0
        return [slice(i, i + TOGETHER) for i in range(0, together, TOGETHER)] + [slice(i, i + 1) for i in range(together, count)]

    def _can(self, shape: Shape) -> bool:
        """Whether there is a graph for several images of ``shape``. It is compiled beside the work: they wait for no compiler, and their
        results are the same alone, bit for bit."""
        with self._lock:
            if shape in self._graphs:
                return True
            if (1, *shape[1:]) not in self._graphs or shape in self._asked:
                return False
            self._asked.add(shape)

        def compile_beside() -> None:
            with contextlib.suppress(RuntimeError):
                graph = self._compiled(shape)
                with self._lock:
                    self._graphs[shape] = graph

        threading.Thread(target=compile_beside, name="openvino-compile").start()
        return False

    def _own_requests(self, shape: Shape) -> list[openvino.InferRequest]:
        """``threads`` requests that this thread alone uses, for images of ``shape``."""
        kept: dict[Shape | None, list[openvino.InferRequest]] = self._requests.__dict__.setdefault("by_shape", {})
        if shape in kept:
            return kept[shape]
        key, graph = self._graph(shape)
        if key not in kept:
            kept[key] = [graph.create_infer_request() for _ in range(self.threads)]
        return kept[key]

    def _graph(self, shape: Shape | None) -> tuple[Shape | None, openvino.CompiledModel]:
        """The graph for images of ``shape``, and what it is kept under: the shape, or None for the one of any shape."""
        with self._lock:
            fixed = len({key[1:] for key in self._graphs if key is not None})
            key = shape if shape in self._graphs or fixed < MOST_SHAPES else None
            if key not in self._graphs:
                self._graphs[key] = self._compiled(key)
            return key, self._graphs[key]

    def _compiled(self, shape: Shape | None) -> openvino.CompiledModel:
        model = self._model.clone()
        if shape is not None:
            model.reshape(list(shape))
        threads = {"NUM_STREAMS": self._streams, "INFERENCE_NUM_THREADS": self._streams}
        return _core().compile_model(model, "CPU", {**self._kept, **threads, "ENABLE_CPU_PINNING": False})


def _rooms(request: openvino.InferRequest, images: int) -> list[NDArray[Any]]:
    """An array for each output of a batch of ``images``, into which the graph writes; none where it does not know the shapes beforehand, or
    an output's first axis is not that of the images."""
    values, (asked,) = request.model_outputs, request.model_inputs
    if any(value.partial_shape.is_dynamic or list(value.shape)[:1] != list(asked.shape)[:1] for value in values):
        return []
    return [np.empty((images, *list(value.shape)[1:]), value.element_type.to_dtype()) for value in values]


def _start(request: openvino.InferRequest, images: NDArray[Any], outputs: Sequence[NDArray[Any]]) -> None:
    """Begin with ``images``, which are read where they are, as ``outputs`` are written where they are."""
    from openvino import Tensor

    request.set_input_tensor(Tensor(images, shared_memory=True))
    for i, output in enumerate(outputs):
        request.set_output_tensor(i, Tensor(output, shared_memory=True))
    request.start_async()


def _package() -> Any:
    """``openvino``, imported without its ``openvino_telemetry``, which reports to its maker as soon as it is imported."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # Python's way to say that there is no such module
    import openvino.frontend

    return openvino


@functools.cache
def _core() -> openvino.Core:
    """The one of the process, which stays.

    Each that is made and ended leaves signals a stack of its own; where they do not end in the reverse order, that is a freed one, and the
    next signal crashes the process (OpenVINO 2026.4, processors with AMX).
    """
    return _package().Core()


@functools.cache
def _onnx_reader() -> openvino.frontend.FrontEnd:
    """What reads ONNX alone: without it, a broken file is tried as one of every other program, which say so on the terminal."""
    return _package().frontend.FrontEndManager().load_by_framework("onnx")


def _described(value: Any) -> Value:
    kind = value.element_type.get_type_name()
    shape = [None if side.is_dynamic else side.get_length() for side in value.partial_shape]
    return Value(value.any_name, shape, _TYPES.get(kind, kind))


def _float_products(model: openvino.Model) -> None:
    """Integer matrix products of bytes as float ones, in place: OpenVINO has a fast way for these alone.

    The result is the same. Bytes are exact in bfloat16, and sums of up to 512 products of theirs in the float32 they are added up in.
    """
    from openvino import Type
    from openvino import opset13 as ops

    for product in model.get_ops():
        if product.get_type_name() != "MatMul" or product.output(0).get_element_type() != Type.i32:
            continue
        factors = []
        for side in product.inputs():
            shifted = side.get_source_output().get_node()
            if shifted.get_type_name() != "Subtract":
                break
            wide, zero = (part.get_source_output().get_node() for part in shifted.inputs())
            if wide.get_type_name() != "Convert":
                break
            factors.append(ops.subtract(ops.convert(wide.input(0).get_source_output(), "f32"), ops.convert(zero.output(0), "f32")))
        users = [user.get_node() for user in product.output(0).get_target_inputs()]
        if len(factors) == 2 and all(user.get_type_name() == "Convert" for user in users):
            attributes = product.get_attributes()
            result = ops.matmul(*factors, attributes["transpose_a"], attributes["transpose_b"])
            for user in users:
                user.output(0).replace(result.output(0))


def _transposed_stacks(model: openvino.Model) -> None:
    """Parts that are put together number by number (along the last axis, one wide each) are put together along the first axis but one, and
    transposed, for which OpenVINO has a fast way: 4.6 ms of the pose network become 4.3. In place, the same result."""
    from openvino import opset13 as ops

    for node in model.get_ops():
        if node.get_type_name() != "Concat" or node.get_output_partial_shape(0).rank.is_dynamic:
            continue
        rank = node.get_output_partial_shape(0).rank.get_length()
        parts = [value.get_source_output() for value in node.inputs()]
        wide = [part.get_partial_shape()[rank - 1] for part in parts]
        if rank < 3 or node.get_attributes()["axis"] % rank != rank - 1 or any(side.is_dynamic or side.get_length() != 1 for side in wide):
            continue
        moved = [ops.unsqueeze(ops.squeeze(part, [rank - 1]), [1]) for part in parts]
        order = [0, *range(2, rank), 1]
        users = node.output(0).get_target_inputs()
        stacked = ops.transpose(ops.concat(moved, 1), order)
        for user in users:
            user.replace_source_output(stacked.output(0))
