"""Recordings on a local Ray cluster of two processes; one of them is killed in the middle."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import pickle
import re
import signal
import socket
import sys
import threading
import time
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posecore import formats
from posecore.pipelines.batch import BatchJob, Phase
from posecore.pipelines.cluster import NICENESS, ClusterError, Share, run_on_ray
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.resume import RECORD
from posecore.sinks import partial_path
from tests.clips import fake_estimator, make_clip

needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs Ray")
CLIPS = 6


class Load:
    """Networks that take their time; notes the process that loads them."""

    def __init__(self, pids: Path) -> None:
        self.pids = pids

    def __call__(self) -> Any:
        with self.pids.open("a") as file:
            file.write(f"{os.getpid()}\n")

        def slow(image: Any) -> Any:
            time.sleep(0.02)
            return fake_estimator(image)

        return slow


@needs_ray
@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_every_file_is_done_once_though_a_process_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    clips = [make_clip(tmp_path / f"{i}.mp4", pts=range(0, 1200, 20)) for i in range(CLIPS)]
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    out, pids = tmp_path / "out", tmp_path / "pids"
    jobs = [BatchJob(str(clip), clip.name, (out / f"{clip.stem}.mp4", out / f"{clip.stem}.jsonl")) for clip in clips]
    jobs.append(BatchJob(str(tmp_path / "broken.mp4"), "broken.mp4", (out / "broken.mp4",)))
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05) and not killed:
            with contextlib.suppress(OSError, ValueError, IndexError):
                if any(partial_path(out / f"{i}.jsonl").exists() for i in range(CLIPS)):
                    pid = int(pids.read_text().split()[0])
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    told: list[str] = []
    try:
        run_on_ray(jobs, Share(Recipe(), Load(pids), out, {"network": "slow"}), "local", 2, lambda job: told.append(job.shown))
    finally:
        over.set()
        killer.join()
    assert killed, [job.message for job in jobs]
    assert len(set(pids.read_text().split())) >= 3, "a process took the place of the one that was killed"
    assert [job.phase for job in jobs] == [Phase.DONE] * CLIPS + [Phase.FAILED]
    assert "broken.mp4" in jobs[-1].message
    assert Counter(told) == Counter(job.shown for job in jobs)
    noted = Counter(json.loads(line)[0] for line in (out / RECORD).read_text().splitlines())
    assert noted == Counter({f"{i}.jsonl|{i}.mp4": 1 for i in range(CLIPS)})
    for i in range(CLIPS):
        assert len(formats.read(out / f"{i}.jsonl").frames) == 60
    assert not list(out.glob("*.partial"))


class NeverConnects(types.ModuleType):
    """In place of Ray, which tries for minutes where nobody answers: to ask it is the fault."""

    def init(self, address: str, **options: Any) -> None:
        raise AssertionError(f"Ray was asked to connect to {address}")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine where nobody listens and nobody else can begin to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.mark.parametrize("form", ["127.0.0.1:{port}", "ray://127.0.0.1:{port}"])
def test_no_cluster_is_said_in_one_line_before_ray_is_asked(
    form: str, closed_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", NeverConnects("ray"))
    address = form.format(port=closed_port)
    with pytest.raises(ClusterError, match=rf"^no Ray cluster at {re.escape(address)}: [^\n]+$"):
        run_on_ray([], Share(Recipe(), lambda: fake_estimator, tmp_path, {}), address)


def test_a_cluster_that_is_gone_is_not_waited_for(closed_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", NeverConnects("ray"))
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("RAY_TMPDIR", str(tmp_path))
    share = Share(Recipe(), lambda: fake_estimator, tmp_path, {})
    with pytest.raises(ClusterError, match="no Ray cluster is running here"):
        run_on_ray([], share, "auto")
    (tmp_path / "ray").mkdir()
    (tmp_path / "ray" / "ray_current_cluster").write_text(f"127.0.0.1:{closed_port}")
    with pytest.raises(ClusterError, match=rf"no Ray cluster at 127\.0\.0\.1:{closed_port}"):
        run_on_ray([], share, "auto")


@pytest.mark.parametrize("address", ["somewhere", "127.0.0.1", "127.0.0.1:port", "ray://", ""])
def test_what_is_no_address_of_a_cluster(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", NeverConnects("ray"))
    with pytest.raises(ClusterError, match="is no address of a Ray cluster; write HOST:PORT"):
        run_on_ray([], Share(Recipe(), lambda: fake_estimator, tmp_path, {}), address)


class StandIn(types.ModuleType):
    """In place of Ray: tasks run at once, their arguments pickled; after losing a process, Ray runs a task again."""

    class exceptions:
        class RayError(Exception): ...

    def __init__(self, again: set[str]) -> None:
        super().__init__("ray")
        self.again, self.runs = again, Counter[str]()
        self.open = False

    def init(self, address: str, **options: Any) -> None:
        self.open, self.niceness = True, os.environ.get(NICENESS)

    def shutdown(self) -> None:
        self.open = False

    def put(self, value: Any) -> Any:
        return value

    def remote(self, **options: Any) -> Any:
        assert options["max_retries"] == -1

        def decorate(function: Any) -> Any:
            def call(job: BatchJob, *rest: Any) -> Any:
                for _ in range(2 if job.shown in self.again else 1):
                    self.runs[job.shown] += 1
                    done = function(*pickle.loads(pickle.dumps((job, *rest))))
                reference = object()
                self.results[reference] = pickle.loads(pickle.dumps(done))
                return reference

            return types.SimpleNamespace(remote=call)

        self.results: dict[object, BatchJob] = {}
        return decorate

    def wait(self, pending: list[object], **options: Any) -> tuple[list[object], list[object]]:
        return pending[-1:], pending[:-1]

    def get(self, reference: object) -> BatchJob:
        return self.results[reference]


def test_what_was_whole_when_a_process_was_lost_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = StandIn(again={"0.mp4"})
    monkeypatch.setitem(sys.modules, "ray", ray)
    clips = [make_clip(tmp_path / f"{i}.mp4", pts=range(0, 100, 20)) for i in range(2)]
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    out = tmp_path / "out"
    jobs = [BatchJob(str(clip), clip.name, (out / f"{clip.stem}.jsonl",)) for clip in [*clips, tmp_path / "broken.mp4"]]
    told: list[str] = []
    run_on_ray(
        jobs, Share(Recipe(), Load(tmp_path / "pids"), out, {"test": str(tmp_path)}), "local", on_change=lambda job: told.append(job.shown)
    )
    assert [job.phase for job in jobs] == [Phase.DONE, Phase.DONE, Phase.FAILED]
    assert jobs[1].progress.frames == 5
    assert sorted(told) == ["0.mp4", "1.mp4", "broken.mp4"]
    assert ray.runs["0.mp4"] == 2
    noted = Counter(json.loads(line)[0] for line in (out / RECORD).read_text().splitlines())
    assert noted == {"0.jsonl": 1, "1.jsonl": 1}
    assert len((tmp_path / "pids").read_text().splitlines()) == 1, "the networks are loaded once a process"
    assert not ray.open


@pytest.mark.parametrize("set_by_user", [None, "5"])
def test_processes_here_are_as_urgent_as_the_command(set_by_user: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray's own niceness of 15 leaves them next to nothing of a busy machine: minutes in place of seconds."""
    ray = StandIn(again=set())
    monkeypatch.setitem(sys.modules, "ray", ray)
    monkeypatch.setenv(NICENESS, "x")  # put back after the test, whatever it sets
    if set_by_user is None:
        monkeypatch.delenv(NICENESS)
    else:
        monkeypatch.setenv(NICENESS, set_by_user)
    run_on_ray([], Share(Recipe(), Load(tmp_path / "pids"), tmp_path, {}), "local")
    assert ray.niceness == (set_by_user or "0")


def test_without_ray_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"lightpose\[cluster\]"):
        run_on_ray([], Share(Recipe(), lambda: fake_estimator, tmp_path, {}), "auto")
