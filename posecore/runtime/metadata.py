"""What an ONNX file says about itself: the one place where its metadata keys are named, written and read.

A TOML beside the file (``NAME.toml`` beside ``NAME.onnx``) may say the same without ``lightpose.``, and counts where both do. What neither
says is recognised from the graph (:mod:`posecore.runtime.recognise`) where it differs from these tables: SimCC and coordinate heads have
crops of 1.25 and decodings of their own, inputs of integers see pixel values as they are, and the number of joints tells the joint set.

Pose networks (:class:`PoseMetadata`):

=====================  ==============================================================  ================
key                    meaning                                                         where it is absent
=====================  ==============================================================  ================
``lightpose.kind``     ``pose``                                                        not read
``lightpose.skeleton`` joint set, see :mod:`posecore.skeletons`                         ``coco17``
``lightpose.size``     ``WxH`` of the input, px; the graph's own fixed size counts     not read
``lightpose.mean``     three numbers, of pixel values divided by 255                   ImageNet's
``lightpose.std``      three numbers, likewise                                         ImageNet's
``lightpose.channels`` ``rgb`` or ``bgr``                                              ``rgb``
``lightpose.padding``  how much larger than the box the crop is                        1.125
``lightpose.udp``      ``true``: trained with unbiased data processing                 ``false``
``lightpose.head``     kind of head, see :mod:`posecore.runtime.decoders`              ``heatmap``
``lightpose.decoding`` method of that decoder                                          ``oks``
``lightpose.scores``   slope and constant of each joint, see                           heights of the
                       :mod:`posecore.runtime.decoders.scores`                         heatmaps
``lightpose.flip``     ``fused``: the flip test is in the graph                        it is not
=====================  ==============================================================  ================

Person detectors (:class:`DetectorMetadata`):

========================  ===========================================================  ================
key                       meaning                                                      where it is absent
========================  ===========================================================  ================
``lightpose.kind``        ``person``                                                   not read
``lightpose.threshold``   score from which a detection counts                          0.3
``lightpose.iou``         overlap above which two boxes are one person                 0.6
``lightpose.size``        longest side of the input, px, or several: ``320,480``       416
``lightpose.multiscale``  longest sides where there is time for several                ``lightpose.size``
``lightpose.thorough``    older name of ``lightpose.multiscale``                       –
``imgsz``                 ultralytics' size, where ``lightpose.size`` is absent         416
``lightpose.head``        layout of the outputs                                        by their shapes
``lightpose.person``      index of the class that counts                               by ``names``
``lightpose.mean``, …     ``std``, ``channels``: as above                              by the layout
``names``                 ultralytics' class names, a Python dict                      ``{0: 'person'}``
========================  ===========================================================  ================
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from posecore.geometry import Channels
from posecore.runtime.beside import PREFIX
from posecore.runtime.crops import RUN_PADDING, InputSpec, Triple
from posecore.runtime.decoders.scores import ScoreModel
from posecore.skeletons import COCO17, Skeleton, get_skeleton, spell

RUN_DECODING = "oks"
"""The decoding of networks in use: errs and jitters least of :data:`posecore.codec.METHODS`."""

T = TypeVar("T")


@dataclass(frozen=True)
class PoseMetadata:
    """A pose network's input, head and joint set.

    Attributes:
        spec: of its input.
        skeleton: the joint set.
        head, decoding: see :func:`posecore.runtime.decoders.make_decoder`.
        scores: what makes joint scores of heatmaps, where they are decoded as here; None: their heights.
        flip_fused: the graph averages with the mirrored crops itself.
    """

    spec: InputSpec
    skeleton: Skeleton = COCO17
    head: str = "heatmap"
    decoding: str = RUN_DECODING
    flip_fused: bool = False
    scores: ScoreModel | None = None

    def to_props(self) -> dict[str, str]:
        """The metadata of the file."""
        spec = self.spec
        facts = {
            "kind": "pose",
            "skeleton": spell(self.skeleton),
            "size": f"{spec.size[0]}x{spec.size[1]}",
            "mean": _numbers(spec.mean),
            "std": _numbers(spec.std),
            "channels": spec.channels,
            "padding": str(spec.padding),
            "head": self.head,
            "decoding": self.decoding,
        }
        facts |= {"flip": "fused"} if self.flip_fused else {}
        facts |= {"udp": "true"} if spec.udp else {}
        facts |= {"scores": self.scores.to_text()} if self.scores is not None else {}
        return {PREFIX + key: value for key, value in facts.items()}

    @classmethod
    def from_props(cls, props: Mapping[str, str], size: tuple[int, int], default: PoseMetadata | None = None) -> PoseMetadata:
        """Read back what :meth:`to_props` wrote.

        Args:
            props: metadata of the file, all keys optional.
            size: (W, H) of the graph's input, px.
            default: what holds where a key is absent; None: the table above.

        Raises:
            ValueError: a value makes no sense; the message names the key.
        """
        default = default or cls(InputSpec(size, padding=RUN_PADDING))
        usual = default.spec
        spec = InputSpec(
            size,
            _read(props, "mean", _triple, usual.mean),
            _read(props, "std", _triple, usual.std),
            props.get(PREFIX + "channels", usual.channels),  # type: ignore[arg-type]  # checked by InputSpec
            _read(props, "padding", float, usual.padding),
            _read(props, "udp", _boolean, usual.udp),
        )
        return cls(
            spec,
            _read(props, "skeleton", get_skeleton, default.skeleton),
            props.get(PREFIX + "head", default.head),
            props.get(PREFIX + "decoding", default.decoding),
            props.get(PREFIX + "flip", "fused" if default.flip_fused else "") == "fused",
            _read(props, "scores", ScoreModel.from_text, default.scores),
        )


@dataclass(frozen=True)
class DetectorLook:
    """How a detector wants to see its input: mean and std of pixel values divided by 255, in the order of ``channels``."""

    mean: Triple = (0.0, 0.0, 0.0)
    std: Triple = (1.0, 1.0, 1.0)
    channels: Channels = "rgb"

    def __post_init__(self) -> None:
        if self.channels not in ("rgb", "bgr") or not min(self.std) > 0:
            raise ValueError(f"channels must be rgb or bgr and std positive, not {self.channels!r} and {self.std}")


@dataclass(frozen=True)
class DetectorMetadata:
    """A person detector's defaults.

    Attributes:
        threshold: score from which a detection counts.
        iou: overlap above which two boxes are one person.
        sizes: longest sides of the input, px; usually one.
        multiscale: longest sides, px, where there is time to run in several; ``sizes`` where empty.
        names: class names by index.
        head: layout of the outputs, see :mod:`posecore.runtime.detectors.heads`; None: by their shapes.
        person: index of the class that counts; None: by ``names``.
        look: how it wants to see its input; None: by the layout.
    """

    threshold: float = 0.3
    iou: float = 0.6
    sizes: tuple[int, ...] = (416,)
    multiscale: tuple[int, ...] = ()
    names: Mapping[int, str] | list[str] = field(default_factory=lambda: {0: "person"})
    head: str | None = None
    person: int | None = None
    look: DetectorLook | None = None

    def to_props(self) -> dict[str, str]:
        """The metadata of the file."""
        facts = {"kind": "person", "threshold": str(self.threshold), "iou": str(self.iou), "size": _numbers(self.sizes)}
        if self.multiscale:
            facts["multiscale"] = _numbers(self.multiscale)
        return {PREFIX + key: value for key, value in facts.items()} | {"names": str(self.names)}

    @classmethod
    def from_props(cls, props: Mapping[str, str]) -> DetectorMetadata:
        """Read back what :meth:`to_props` wrote, or what ultralytics writes. Raises ValueError, which names the key."""
        default = cls()
        older = _read(props, "thorough", _integers, default.multiscale)
        return cls(
            _read(props, "threshold", float, default.threshold),
            _read(props, "iou", float, default.iou),
            _read(props, "size", _integers, _image_size(props) or default.sizes),
            _read(props, "multiscale", _integers, older),
            ast.literal_eval(props["names"]) if "names" in props else default.names,
            props.get(PREFIX + "head") or None,
            int(_read(props, "person", float, -1.0)) if PREFIX + "person" in props else None,
            _look(props),
        )


def _look(props: Mapping[str, str]) -> DetectorLook | None:
    if not {PREFIX + key for key in ("mean", "std", "channels")} & set(props):
        return None
    plain = DetectorLook()
    channels = props.get(PREFIX + "channels", plain.channels)
    return DetectorLook(_read(props, "mean", _triple, plain.mean), _read(props, "std", _triple, plain.std), channels)  # type: ignore[arg-type]


def _image_size(props: Mapping[str, str]) -> tuple[int, ...] | None:
    """The longest side that ultralytics writes: ``imgsz`` = ``[640, 640]``."""
    try:
        sides = ast.literal_eval(props.get("imgsz", ""))
        return (max(int(side) for side in sides),)
    except (ValueError, SyntaxError, TypeError):
        return None


def _read(props: Mapping[str, str], name: str, parse: Callable[[str], T], default: T) -> T:
    text = props.get(PREFIX + name, "")
    try:
        return parse(text) if text else default
    except ValueError as error:
        raise ValueError(f"metadata {PREFIX}{name} = {text!r} makes no sense ({error})") from None


def _numbers(values: Sequence[float]) -> str:
    return ",".join(str(value) for value in values)


def _integers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("expected true or false")
    return text.lower() == "true"


def _triple(text: str) -> tuple[float, float, float]:
    first, second, third = (float(part) for part in text.split(","))
    return first, second, third
