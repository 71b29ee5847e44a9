"""Many threads at once, to be run as ``python -X dev -W error -m tests.reliability.threads FOLDER``: whatever is left behind is an error.

Loads the bundled networks in 8 threads (one cache of graphs, empty at first), calls one of them from 8 threads, records two live inputs at
once, and stops engines while they start. Prints a line of JSON: what was done, and faults in words.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from posecore.engine import Engine
from posecore.formats import read
from posecore.pipelines.frame import PoseFrame
from posecore.pipelines.headless import record_live
from posecore.pipelines.image import Pipeline, load
from posecore.pipelines.live import Live
from posecore.sources.synthetic import SyntheticPeople
from tests.clips import video_times

COUNT = 8
SIZE = (160, 120)


def at_once(work: Callable[[int], Any], count: int = COUNT) -> list[Any]:
    """What ``work`` gives for 0, 1, …, in as many threads that begin together; an exception where it raised one."""
    results: list[Any] = [None] * count
    barrier = threading.Barrier(count)

    def body(i: int) -> None:
        barrier.wait()
        try:
            results[i] = work(i)
        except BaseException as error:
            results[i] = error

    threads = [threading.Thread(target=body, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def loading(folder: Path, faults: list[str]) -> Pipeline:
    """One of the pipelines that 8 threads loaded."""
    os.environ["LIGHTPOSE_CACHE"] = str(folder / "graphs")
    loaded = at_once(lambda _: load(threads=1))
    faults += [f"loading: {found!r}" for found in loaded if not isinstance(found, Pipeline)]
    kept = [path for path in (folder / "graphs").rglob("*") if not path.is_dir()]
    left = [path.name for path in kept if path.suffix != (".blob" if path.parent.name == "openvino" else ".onnx")]
    if left:
        faults.append(f"left in the cache of graphs: {left}")
    return next(found for found in loaded if isinstance(found, Pipeline))


def calling(pipeline: Pipeline, faults: list[str]) -> int:
    """Each thread has its own pictures and must find in them what one thread alone finds. Returns people found."""
    camera = SyntheticPeople(2, (320, 240))
    images = [camera.render(7 * i) for i in range(COUNT)]
    alone = [pipeline(image) for image in images]
    beside = at_once(lambda i: [pipeline(images[(i + k) % COUNT]) for k in range(2)])
    for i, found in enumerate(beside):
        if isinstance(found, BaseException):
            faults.append(f"calling: {found!r}")
            continue
        for k, people in enumerate(found):
            expected = alone[(i + k) % COUNT]
            if len(people) != len(expected) or not np.array_equal(people.keypoints, expected.keypoints):
                faults.append(f"thread {i} found other people than one thread alone does")
    return sum(map(len, alone))


def two_recordings(folder: Path, networks: Pipeline, faults: list[str]) -> int:
    """Two live inputs at once, each into a video and a keypoint file. Returns frames written."""
    frames = 0

    def one(i: int) -> None:
        camera = SyntheticPeople(1, SIZE, seed=i)
        record_live(camera, networks, folder / f"{i}.mp4", keypoints=folder / f"{i}.jsonl", duration=1.0)

    faults += [f"recording: {found!r}" for found in at_once(one, 2) if found is not None]
    for i in range(2):
        lines = len(read(folder / f"{i}.jsonl").frames)
        shown = len(video_times(folder / f"{i}.mp4"))
        frames += lines
        if not lines or shown != lines:
            faults.append(f"recording {i}: {lines} frames in the keypoint file, {shown} in the video")
    return frames


def stopping(networks: Pipeline, faults: list[str]) -> Counter[str]:
    """Engines that are stopped from another thread while they start, at many moments. Returns the states they ended in."""
    states: Counter[str] = Counter()
    for i in range(60):
        engine = Live(SyntheticPeople(1, SIZE), networks).engine
        moment = i % 20 * 0.0005

        def work(n: int, engine: Engine[PoseFrame] = engine, moment: float = moment) -> None:
            if n:
                time.sleep(moment)
                engine.stop(20)
                return
            try:
                engine.start()
            except RuntimeError:  # it was stopped before
                states["not started"] += 1

        faults += [f"stopping: {found!r}" for found in at_once(work, 2) if found is not None]
        left = [thread.name for thread in threading.enumerate() if thread.name.startswith("engine-")]
        if engine.error is not None or not engine.wait(0) or engine.stragglers or left:
            faults.append(f"stopped after {moment:.4f} s: {engine.state}, {engine.error!r}, stragglers {engine.stragglers}, threads {left}")
        states[engine.state.value] += 1
    return states


def main(folder: Path) -> None:
    """See the module."""
    faults: list[str] = []
    pipeline = loading(folder, faults)
    people = calling(pipeline, faults)
    files = len(os.listdir("/proc/self/fd"))
    frames = two_recordings(folder, pipeline, faults)
    states = stopping(pipeline, faults)
    gc.collect()
    left = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if left:
        faults.append(f"threads are left: {left}")
    if len(os.listdir("/proc/self/fd")) > files:
        faults.append(f"open files: {files} before, {len(os.listdir('/proc/self/fd'))} after")
    print(json.dumps({"people": people, "frames": frames, "states": states, "faults": faults}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
