"""What each setting of a run means, in a line: the help of ``lightpose train``."""

from __future__ import annotations

MEANING = {
    "data": "folder of the data set; sample: frames of the sample clip",
    "dataset": "its format: coco or mpii",
    "skeleton": "joint set, such as coco17 or mpii16",
    "model": "network, see `lightpose models`",
    "backbone": "variant of the feature extractor of the model lightpose",
    "attention": "attention block of the model lightpose",
    "init": "weights to start from: a file, imagenet, or empty for fresh ones",
    "height": "of the input, px, a multiple of 32",
    "width": "of the input, px, a multiple of 32",
    "sigma": "of the target Gaussians, heatmap pixels",
    "loss": "weight function of the heatmap weighting loss",
    "consistency": "weight of the difference between two crops of a person; 0: none",
    "epochs": "how often all people are seen",
    "batch_size": "people a process and micro batch",
    "accumulate": "micro batches an optimiser step",
    "optimizer": "adam or muon",
    "lr": "learning rate",
    "schedule": "steps or cosine",
    "milestones": "epochs at which the learning rate falls by gamma (steps)",
    "gamma": "factor of the learning rate at a milestone",
    "warmup": "steps of rising learning rate at the start",
    "warmup_ratio": "share of the learning rate at which the warm-up begins",
    "ema": "decay of the averaged weights; 0: none",
    "amp": "mixed precision: off, bf16 or fp16",
    "channels_last": "memory layout that is faster on most processors",
    "compile": "compile the network: slow start, faster steps",
    "sync_bn": "batch statistics over all processes",
    "threads": "of torch; 0: its own choice",
    "workers": "processes that load images",
    "seed": "of all random numbers",
    "unsure_weight": "weight of joints with visibility 1",
    "teacher_weight": "factor on the weight of labels that no human made",
    "unlabelled_weight": "weight of empty targets for unlabelled joints; 0: ignored",
    "mixture": "how often images of a name's prefix are seen: coco=3,lspet=0.5",
    "oversample_human": "how often a person labelled by a human stands in an epoch",
    "minimum_joints": "people with fewer labelled joints are not trained on",
    "samples_per_epoch": "people an epoch; 0: all",
    "eval_every": "epochs between evaluations",
    "eval_limit": "evaluate at most this many people; 0: all",
    "flip_test": "average with the mirrored crop in evaluations",
    "checkpoint_minutes": "minutes between checkpoints within an epoch",
    "max_minutes": "stop with a checkpoint after this time; 0: never",
    "augment.flip": "probability of mirroring",
    "augment.half_body": "probability of keeping the upper or lower body only",
    "augment.half_body_joints": "labelled joints above which half_body may happen",
    "augment.scale": "spread of the crop's scale",
    "augment.rotation": "spread of the rotation, degrees",
    "augment.rotation_probability": "probability of a rotation",
    "augment.truncate": "probability of cutting the person at chest or waist",
    "augment.shift": "largest move of the box, share of its size",
    "augment.miss": "probability of a box that misses a part of the person",
    "augment.edge": "probability that the image ends within the person",
    "augment.neighbour": "probability of another person pasted beside",
    "augment.small": "probability of the detail of a person far away",
    "augment.colour": "probability of changed colours",
    "augment.blur": "probability of blur",
    "augment.cutout": "probability of a blank patch",
    "augment.lowlight": "probability of darkness and noise",
    "augment.jpeg": "probability of JPEG artefacts",
    "augment.occlude": "probability of a patch of another image in front",
}


def describe(name: str, default: object) -> str:
    """Meaning, type and default of a setting; ``%`` doubled, as argparse wants it."""
    kind = "integers" if isinstance(default, tuple) else {"str": "text", "bool": "true or false"}.get(type(default).__name__)
    shown = ",".join(map(str, default)) if isinstance(default, tuple) else str(default).lower() if isinstance(default, bool) else default
    kind = kind or {"int": "integer", "float": "number"}[type(default).__name__]
    return f"{MEANING[name]} ({kind}; default {shown if shown != '' else 'none'})".replace("%", "%%")
