"""Programs that are killed (SIGKILL) at random moments, and what they leave.

``python -m tests.reliability.killing video|training|window FOLDER COUNT SEED`` prints a line of JSON: what was found. Everything heavy
is imported once; each life is a fork of that process, killed when it has used a random share of the processor time that it needs.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


def life(work: Callable[[], object], seconds: float | None) -> tuple[bool, float]:
    """Run ``work`` in a fork and kill it after ``seconds`` of processor time (None: never). Whether it was killed, and what it used.

    Raises RuntimeError where it failed by itself.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            work()
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    used = 0.0
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        used = (int(fields[11]) + int(fields[12])) / TICK
        if seconds is not None and used >= seconds:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            break
        time.sleep(0.002)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"failed by itself after {used:.2f} s")
    return os.WIFSIGNALED(status), used


class Found:
    """Counts of what was found, and faults in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def expect(self, truth: object, text: str) -> None:
        """``truth``, or a fault."""
        if not truth:
            self.faults.append(text)


def check_recording(found: Found, name: str, video: Path, table: Path, lag: int) -> None:
    """What a killed program left of ``video`` and ``table`` is made whole and holds all but the last ``lag`` frames that were written."""
    from posecore import formats
    from posecore.sinks import SinkError, partial_path
    from posecore.sinks.recovery import recover_file
    from tests.clips import video_times

    for path in (video, table):
        if partial_path(path).exists():
            try:
                recover_file(partial_path(path))
            except SinkError as error:
                found.expect("first second" in str(error) or "holds no frame" in str(error), f"{name}: {error}")
                partial_path(path).unlink(missing_ok=True)
    lines = len(formats.read(table).frames) if table.exists() else 0
    frames = len(video_times(video)) if video.exists() else 0
    found.counts["nothing yet" if not lines else "playable" if frames else "only keypoints"] += 1
    found.expect(frames <= lines + 1 and frames >= lines - lag, f"{name}: {frames} frames in the video, {lines} in the keypoint file")
    for path in (video, table):
        path.unlink(missing_ok=True)
    left = [path for path in video.parent.iterdir() if path.name.startswith(video.stem)]
    found.expect(not left, f"{name}: leftovers {left}")
    for path in left:
        path.unlink()


def videos(folder: Path, count: int, chance: random.Random, found: Found) -> None:
    """``annotate``, killed while it writes."""
    from posecore.pipelines.annotate import annotate
    from tests.clips import fake_estimator, make_clip

    clip = make_clip(folder / "in.mp4", pts=range(0, 6000, 20), audio="aac", size=(128, 96))
    video, table = folder / "out.mp4", folder / "out.jsonl"

    def work() -> None:
        annotate(clip, video, fake_estimator, keypoints=table)

    _, whole = life(work, None)
    found.expect(video.exists() and table.exists(), "not killed, yet not whole")
    check_recording(found, "whole", video, table, 0)
    found.counts.clear()
    while found.counts.total() < count:
        moment = chance.uniform(0, whole)
        killed, _ = life(work, moment)
        if killed:
            check_recording(found, f"killed after {moment:.2f} s", video, table, 30 + 70)
        for path in (video, table):  # of one that was done before
            path.unlink(missing_ok=True)


def trainings(folder: Path, count: int, chance: random.Random, found: Found) -> None:
    """Runs that are killed and resumed again and again until they are done: the same as one that was never killed."""
    import torch

    from posecore.train import main
    from posecore.training.checkpoint import read_checkpoint, read_weights
    from tests.datasets import make_dataset

    data = make_dataset(folder / "data", train=8, val=4)
    options = ["--config", "smoke", "--data", str(data), "--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1"]
    options += ["--warmup=2", "--checkpoint-minutes=0", "--eval-every=1", "--samples-per-epoch=12", "--epochs=2"]

    def run(out: Path, resume: bool) -> Callable[[], None]:
        def work() -> None:
            torch.set_num_threads(1)
            code = main([*options, "--out", str(out), *(["--resume"] if resume else [])])
            if code:
                raise RuntimeError(f"exit code {code}")

        return work

    straight = folder / "straight"
    _, whole = life(run(straight, False), None)
    number = 0
    while found.counts["killed"] < count:
        out, number, resume = folder / f"run{number}", number + 1, False
        killed = True
        while killed:
            killed, _ = life(run(out, resume), chance.uniform(0, 1.3 * whole))
            found.counts["killed"] += killed
            resume = (out / "config.toml").exists()
        found.counts["runs"] += 1
        a, b = read_checkpoint(straight / "last.pt"), read_checkpoint(out / "last.pt")
        same = all(torch.equal(a[part][key], b[part][key]) for part in ("model", "ema") for key in a[part])
        found.expect(same and _equal(a["optimizer"], b["optimizer"]), f"{out.name}: other weights")
        found.expect((a["epoch"], a["best"]) == (b["epoch"], b["best"]), f"{out.name}: another best: {b['best']} instead of {a['best']}")
        best, other = read_weights(straight / "best.safetensors"), read_weights(out / "best.safetensors")
        found.expect(all(torch.equal(best[key], other[key]) for key in best), f"{out.name}: another best.safetensors")
        found.expect(_steps(straight) == _steps(out), f"{out.name}: another log.csv: {_steps(out)}")
        found.expect((straight / "eval.csv").read_text() == (out / "eval.csv").read_text(), f"{out.name}: another eval.csv")


def _equal(a: Any, b: Any) -> bool:
    import torch

    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_equal(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(_equal, a, b))
    return bool(a == b)


def _steps(out: Path) -> list[tuple[str, ...]]:
    with (out / "log.csv").open(newline="") as file:
        return [(row["epoch"], row["batch"], row["step"], row["loss"]) for row in csv.DictReader(file)]


def windows(folder: Path, count: int, chance: random.Random, found: Found) -> None:
    """The window, killed while it records, and what its next start makes of it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import lightpose.gui.window  # noqa: F401
    from posecore import formats
    from posecore.pipelines.recorder import recover
    from tests.clips import video_times

    recordings = folder / "recordings"

    def work() -> None:
        from lightpose.gui.application import make_application
        from lightpose.gui.assembly import Assembly
        from lightpose.gui.cameras import CameraWatch
        from lightpose.gui.state import AppState
        from lightpose.gui.window import MainWindow
        from tests.gui.fakes import FakeCamera, FakeNetworks

        app = make_application()
        state = AppState()
        state.folder = str(recordings)
        window = MainWindow(state, Assembly(lambda _: FakeNetworks(), lambda spec, options: FakeCamera()), CameraWatch(lambda: [], 60))
        window.show()
        window.begin("0")
        window.first_person.connect(lambda: setattr(state, "recording", True))
        app.exec()

    while found.counts.total() < count:
        moment = chance.uniform(1.0, 6.0)
        killed, _ = life(work, moment)
        found.expect(killed, "ended by itself")
        left = {path.name for path in recordings.iterdir()} if recordings.exists() else set()
        made = recover(recordings, older_than=0)
        frames = sum(len(video_times(path)) for path in made if path.suffix == ".mp4")
        lines = sum(len(formats.read(path).frames) for path in made if path.suffix == ".jsonl")
        found.counts["not yet recording" if not left else "playable" if frames else "nothing yet" if not lines else "only keypoints"] += 1
        found.expect(lines - 45 <= frames <= lines + 1, f"killed after {moment:.2f} s: {frames} frames in the video, {lines} lines")
        for path in recordings.iterdir() if recordings.exists() else []:
            if path.suffix == ".partial":
                found.expect(path.stat().st_size < 4000, f"killed after {moment:.2f} s: {path.name} of {path.stat().st_size} bytes is left")
            path.unlink()


KINDS = {"video": videos, "training": trainings, "window": windows}


def main(kind: str, folder: str, count: str, seed: str) -> None:
    """See the module."""
    found = Found()
    Path(folder).mkdir(parents=True, exist_ok=True)
    KINDS[kind](Path(folder), int(count), random.Random(int(seed)), found)
    print(json.dumps({"counts": found.counts, "faults": found.faults}))


if __name__ == "__main__":
    main(*sys.argv[1:])
