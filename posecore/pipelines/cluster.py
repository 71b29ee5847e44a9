"""Many recordings on the machines of a Ray cluster (https://docs.ray.io), which have lightpose installed and share a file system.

Ray starts the processes, hands out the recordings, and hands one out again when the process that worked on it is lost.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from posecore.pipelines.annotate import Progress
from posecore.pipelines.batch import BatchJob, Phase
from posecore.pipelines.many import process
from posecore.pipelines.recipe import Recipe
from posecore.pipelines.recorded import Estimator
from posecore.pipelines.resume import Record

__all__ = ["ClusterError", "Share", "run_on_ray"]

CONNECT_SECONDS = 10.0
"""Until an address where nobody answers is given up. Ray itself tries for minutes."""
CLIENT_PORT = 10001
"""Ray's own, of a ``ray://`` address that names none."""
NICENESS = "RAY_worker_niceness"
"""How much Ray's processes stand back: 15 by itself, as if what was asked for here were background work."""
_ADDRESS = re.compile(r"(?:(?P<client>ray://)|(?=.*:\d+$))(?P<host>\[[^\]]+\]|[^/:\[\]]+)(?::(?P<port>\d+))?/?")

_networks: dict[str, Estimator] = {}
"""Of this process, by what they are made of."""


class ClusterError(RuntimeError):
    """Ray is missing or the cluster cannot be reached."""


@dataclass(frozen=True)
class Share:
    """What the processes of the cluster are told. Pickled.

    Attributes:
        recipe: what is done to each recording.
        load: makes the networks, once a process.
        folder: of the results.
        models: what the networks are made of.
    """

    recipe: Recipe
    load: Callable[[], Estimator]
    folder: Path
    models: Mapping[str, Any]

    @property
    def record(self) -> Record:
        """The record of the folder as it is now."""
        return Record.of(self.folder, self.recipe, self.models)

    def networks(self) -> Estimator:
        """Loaded by the first call in this process."""
        key = repr(sorted(self.models.items()))
        if key not in _networks:
            _networks[key] = self.load()
        return _networks[key]


def run_on_ray(
    jobs: Sequence[BatchJob], share: Share, address: str, workers: int | None = None, on_change: Callable[[BatchJob], None] | None = None
) -> None:
    """Do the jobs that wait; ends when all of them did.

    Args:
        jobs: their sources and outputs mean the same on every machine.
        share: what is done to each.
        address: of the cluster, as ``ray.init`` takes it: ``HOST:PORT``, ``ray://HOST:PORT``, ``auto``; ``local`` starts one here.
        workers: of a ``local`` cluster; None: one a core.
        on_change: told of a job that ended.

    Raises ClusterError, and KeyboardInterrupt when the rest was stopped. A recording whose process is lost is begun anew, as often as it
    takes; one that is whole by then is not.
    """
    ray = _connect(address, workers)
    tell = on_change or (lambda job: None)
    begun = _now(share.folder)
    # SPREAD: the first machine does not get everything
    remote = ray.remote(num_cpus=1, max_retries=-1, scheduling_strategy="SPREAD")(_do)
    pending = {}
    try:
        shared = ray.put(share)
        for job in jobs:
            if job.phase is Phase.WAITING:
                sent = BatchJob(_absolute(job.source), job.shown, tuple(Path(os.path.abspath(path)) for path in job.outputs))
                pending[remote.remote(sent, shared, begun)] = job
        while pending:
            for reference in ray.wait(list(pending), num_returns=1, timeout=0.5)[0]:
                job = pending.pop(reference)
                try:
                    _take_over(job, ray.get(reference))
                except ray.exceptions.RayError as error:
                    job.phase, job.message, job.error = Phase.FAILED, _one_line(error), error
                tell(job)
    except BaseException:
        for reference, job in pending.items():
            ray.cancel(reference, force=True)
            job.phase = Phase.STOPPED
        raise
    finally:
        ray.shutdown()


def _connect(address: str, workers: int | None) -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    if address != "local":
        os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", "1")  # of 40 s each, where something answers that is not Ray
    else:
        os.environ.setdefault(NICENESS, "0")
    try:
        import ray
    except ImportError as error:
        raise ClusterError('a cluster needs Ray: pip install "lightpose[cluster]"') from error
    if address != "local":
        _check_listening(address)
    options: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False} if address == "local" else {}
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **options)
    except Exception as error:
        raise ClusterError(f"no Ray cluster at {address}: {_one_line(error)}") from error
    return ray


def _check_listening(address: str) -> None:
    """Raise ClusterError where no server listens at ``address``."""
    found = _of_auto() if address == "auto" else address
    if found == "local":
        return
    if found is None:
        raise ClusterError("no Ray cluster is running here; start one with 'ray start --head', or give its address: --ray HOST:PORT")
    parts = _ADDRESS.fullmatch(found)
    if parts is None:
        if "://" in found and not found.startswith("ray://"):
            return  # of a service that Ray knows
        raise ClusterError(f"'{found}' is no address of a Ray cluster; write HOST:PORT, ray://HOST:PORT, auto or local")
    port = int(parts["port"] or CLIENT_PORT)
    try:
        socket.create_connection((parts["host"].strip("[]"), port), CONNECT_SECONDS).close()
    except (OSError, OverflowError, UnicodeError) as error:
        raise ClusterError(f"no Ray cluster at {found}: {getattr(error, 'strerror', None) or _one_line(error)}") from error


def _of_auto() -> str | None:
    """The address that Ray takes for ``auto``: of the environment, or of the cluster that ``ray start`` started or joined last."""
    if named := os.environ.get("RAY_ADDRESS"):
        return None if named == "auto" else named
    try:
        return (Path(os.environ.get("RAY_TMPDIR", "/tmp")) / "ray" / "ray_current_cluster").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _do(job: BatchJob, share: Share, begun: float) -> BatchJob:
    """In a process of the cluster. Errors come back in the job: only a lost process makes Ray try again."""
    record = share.record
    if record.whole(job) and min(path.stat().st_mtime for path in job.outputs) >= begun:
        job.phase = Phase.DONE  # the process was lost between its last file and its answer
        return job
    try:
        job.progress = process(job, share.recipe, share.networks(), record, lambda progress: None)
        job.phase = Phase.DONE
    except Exception as error:
        job.phase, job.message = Phase.FAILED, _one_line(error)
    return job


def _take_over(job: BatchJob, done: BatchJob) -> None:
    job.phase, job.message, job.total = done.phase, done.message, done.total
    job.warnings += done.warnings
    job.progress = replace(done.progress) if isinstance(done.progress, Progress) else job.progress


def _now(folder: Path) -> float:
    """The time, s, by the clock of the file system."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".lightpose-") as file:
        return os.stat(file.name).st_mtime


def _absolute(source: str) -> str:
    return os.path.abspath(source) if Path(source).exists() else source


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
