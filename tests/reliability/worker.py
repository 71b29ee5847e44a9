"""A process that runs commands of lightpose one after the other, so that a crash or a hang of one is seen and costs no other.

``python -m tests.reliability.worker [real]`` reads a JSON list of arguments a line and answers with a line each; without ``real`` the
networks are stand-ins. :class:`Worker` is the other end of it.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds for one command on a tiny file; far more than it takes, as other programs may have the processor."""


@dataclass(frozen=True)
class Outcome:
    """What one command did.

    Attributes:
        code: exit code; None where it crashed or hung.
        output: what it printed, both streams.
        trouble: "" or what must never happen: a traceback, a crash, a hang, noise on the terminal.
        seconds: it took.
    """

    code: int | None
    output: str
    trouble: str = ""
    seconds: float = 0.0

    @property
    def errors(self) -> list[str]:
        """Its error lines."""
        return [line for line in self.output.splitlines() if line.startswith("lightpose: error: ")]


class Worker:
    """Runs commands in a process that is started again where one killed it."""

    def __init__(self, folder: Path, *, real: bool = False, patience: float = PATIENCE) -> None:
        self._command = [sys.executable, "-m", "tests.reliability.worker", *(["real"] if real else [])]
        self._noise, self._patience = folder / "noise.txt", patience
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def run(self, arguments: Sequence[object]) -> Outcome:
        """``lightpose ARGUMENTS``."""
        process = self._started()
        assert process.stdin is not None
        begun = time.monotonic()
        process.stdin.write(json.dumps([str(a) for a in arguments]) + "\n")
        process.stdin.flush()
        try:
            line = self._answers.get(timeout=self._patience)
        except queue.Empty:
            self._end()
            return Outcome(None, "", f"hangs: no end after {self._patience:g} s", time.monotonic() - begun)
        if line is None:
            code = process.wait()
            self._end()
            return Outcome(None, "", f"crashed (code {code}): {self._noise.read_text(errors='replace')[-300:]}", time.monotonic() - begun)
        answer: dict[str, Any] = json.loads(line)
        noise = self._noise.read_text(errors="replace")
        with self._noise.open("r+") as file:
            file.truncate()
        trouble = answer["trouble"] or (f"noise: {noise}" if noise.strip() else "")
        return Outcome(answer["code"], answer["output"], trouble, answer["seconds"])

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            with self._noise.open("a") as noise:
                noise.truncate(0)
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise, text=True, cwd=ROOT
                )
            self._answers = queue.Queue()
            threading.Thread(target=self._listen, args=(self._process, self._answers), daemon=True).start()
            assert self._answers.get(timeout=120) == "ready"
        return self._process

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            answers.put(line.strip())
        answers.put(None)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process = None


def _serve(real: bool) -> None:
    from lightpose.start import settle

    settle()
    from typer.testing import CliRunner

    from lightpose.cli import app, pipeline
    from tests.clips import fake_estimator

    if not real:
        pipeline.load_estimator = lambda *given, **options: fake_estimator
    answers = sys.stdout
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        begun = time.monotonic()
        result = CliRunner().invoke(app, json.loads(line))
        trouble = ""
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            trouble = "traceback: " + "".join(traceback.format_exception(result.exception))
        answer = {"code": result.exit_code, "output": result.output, "trouble": trouble, "seconds": time.monotonic() - begun}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    _serve("real" in sys.argv[1:])
