"""Ctrl-C, SIGTERM and SIGHUP at any moment: the program ends soon with 130, 143 or 129 and one line, whatever it was doing."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import pytest

from posecore.sinks import partial_path
from tests.clips import make_clip, picture, video_times
from tests.datasets import make_dataset
from tests.processes import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts processor time by /proc")
SIGNALS = (signal.SIGINT, signal.SIGTERM) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONG = int(os.environ.get("LIGHTPOSE_SIGNALS", "100"))
"""Runs of each command in the long form."""

END = 2.0
"""Seconds of processor time within which a command ends."""

BEGIN = "import sys; sys.argv[0] = 'lightpose'; from lightpose.start import main; "
STAND_IN = (
    "from tests.clips import fake_estimator; from lightpose.cli import pipeline; pipeline.load_estimator = lambda *a, **o: fake_estimator; "
)
FOLLOWED = (
    STAND_IN.replace("tests.clips", "tests.app.test_cli").replace("fake_estimator", "Jittering").replace(": Jittering", ": Jittering()")
)
"""Import much of what the command needs before it begins."""


@dataclass(frozen=True)
class Work:
    """A command that is stopped.

    Attributes:
        arguments: of it; it works in a folder that has what :func:`ready` makes.
        seconds: of processor time after which the latest signal comes.
        left: what is wrong with the files that a stopped one leaves; "" where nothing is.
        needs: a module without which it does not run.
        begin: Python before the program's own ``main()``, for two of three runs.
    """

    arguments: tuple[str, ...]
    seconds: float
    left: Callable[[Path], str]
    needs: str = "numpy"
    begin: str = STAND_IN


def ready(folder: Path) -> None:
    """A clip, pictures and a data set."""
    make_clip(folder / "in.mp4", pts=range(0, 4000, 20), audio="aac")
    (folder / "pictures").mkdir()
    for i in range(150):
        (folder / "pictures" / f"{i:03d}.png").write_bytes(cv2.imencode(".png", picture(i, 320, 240))[1].tobytes())
    make_dataset(folder / "data", train=8, val=4)


def _partial_plays(folder: Path) -> str:
    partial = partial_path(folder / "out.mp4")
    return "an unplayable partial is left" if partial.exists() and not video_times(partial) else ""


def _pictures_are_whole(folder: Path) -> str:
    names = sorted(path.name for path in (folder / "out.d").glob("*"))
    broken = [name for name in names if cv2.imread(str(folder / "out.d" / name)) is None]
    table = partial_path(folder / "out.jsonl")
    lines = len(table.read_text().splitlines()) - 1 if table.exists() else 0
    if broken or not len(names) <= lines + 1:
        return f"broken pictures {broken}, {len(names)} pictures, {lines} in the keypoint file"
    return ""


def _recording_is_whole(folder: Path) -> str:
    left = sorted(path.name for path in folder.glob("out.*"))
    if left not in ([], ["out.jsonl", "out.mp4"]):
        return f"not both files: {left}"
    if left and len(video_times(folder / "out.mp4")) != len((folder / "out.jsonl").read_text().splitlines()) - 1:
        return "the files do not hold the same frames"
    return ""


def _run_can_go_on(folder: Path) -> str:
    from posecore.training.checkpoint import read_checkpoint

    log, last = folder / "out.run" / "log.csv", folder / "out.run" / "last.pt"
    steps = len(log.read_text().splitlines()) - 1 if log.exists() else 0
    done = 0
    if last.exists():
        state = read_checkpoint(last)
        done = 2 * state["epoch"] + state["batch"]
    return "" if steps <= done else f"{steps} steps in log.csv, {done} in the checkpoint"


SMALL = ("--height=64", "--width=64", "--batch-size=4", "--workers=0", "--threads=1", "--samples-per-epoch=8", "--epochs=60")

WORKS = {
    "video": Work(("video", "in.mp4", "-o", "out.mp4", "--keypoints", "out.jsonl"), 1.8, _partial_plays),
    "image": Work(("image", "pictures", "-o", "out.d", "--keypoints", "out.jsonl"), 1.8, _pictures_are_whole),
    "live": Work(
        ("live", "--headless", "--source", "synthetic:1", "--size", "160x120", "-o", "out.mp4", "-k", "out.jsonl"),
        2.5,
        _recording_is_whole,
        begin=FOLLOWED,
    ),
    "train": Work(("train", "--config", "smoke", "--data", "data", "--out", "out.run", *SMALL), 8, _run_can_go_on, "torch", ""),
}


def heard() -> None:
    """In a program to come: SIGHUP is not ignored, as ``nohup`` would have the tests and all they start ignore it."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def signalled(folder: Path, work: Work, number: signal.Signals, moment: float, begin: str) -> tuple[str, float | None]:
    """Run it, send ``number`` after ``moment`` seconds of processor time. What was wrong, and the processor time until the end, None where
    it was done before."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'app'}"}
    command = [sys.executable, "-c", BEGIN + begin + "main()", *work.arguments]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard
    )
    used = before = 0.0
    sent = False
    while process.poll() is None:
        try:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            break
        used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if not sent and used >= moment and _python_runs(process.pid):
            process.send_signal(number)
            sent, before = True, used
        time.sleep(0.002)
    _, error = process.communicate(timeout=60)
    if not sent or process.returncode == 0:
        return "", None  # it was done before
    blamed = [line for line in error.splitlines() if line.startswith("lightpose: error: ") and line != "lightpose: error: stopped"]
    stopped = [line for line in error.splitlines() if line.startswith("lightpose: error: stopped")]
    wrong = ""
    if process.returncode != 128 + number or len(stopped) > 1 or [line for line in blamed if line not in stopped] or "Traceback" in error:
        wrong = f"exit code {process.returncode}, {error}"
    elif wrong := work.left(folder):
        wrong += f"; {error}"
    return f"{number.name} after {moment:.2f} s: {wrong}" if wrong else "", used - before


def _python_runs(process: int) -> bool:
    """Whether the program has handlers for all signals; before that, it is the interpreter that starts."""
    caught = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("SigCgt"))
    mask = int(caught.split()[1], 16)
    return all(mask >> (number - 1) & 1 for number in SIGNALS)


def bombard(folder: Path, name: str, count: int, seed: int) -> tuple[list[str], list[float]]:
    """``count`` runs of a command, each with a signal at a random moment; what was wrong, and the processor time each took to end."""
    work = WORKS[name]
    pytest.importorskip(work.needs)
    ready(folder)
    chance = random.Random(seed)
    faults, times = [], []
    for i in range(count):
        number = chance.choice(SIGNALS)
        wrong, took = signalled(folder, work, number, chance.uniform(0, work.seconds), work.begin if i % 3 else "")
        if took is not None:
            times.append(took)
            if took > END:
                faults.append(f"{number.name}: {took:.1f} s of processor time to end")
        if wrong:
            faults.append(wrong)
        for path in folder.glob("out.*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return faults, times


@pytest.mark.parametrize("name", ["video", "image", "live", pytest.param("train", marks=pytest.mark.slow)])
def test_a_signal_at_any_moment(tmp_path: Path, name: str) -> None:
    faults, _ = bombard(tmp_path, name, 3 if name == "video" else 2, 7)
    assert not faults, "\n".join(faults)


PICTURE_WITH_A_SIGNAL = """
import os, pathlib, signal, sys
from lightpose.cli.signals import exit_code, heed_signals
from posecore import sinks

place, name, number = sys.argv[1:]
target, number = pathlib.Path(place), int(number)
heed_signals()
real = getattr(sinks, name)
def interrupted(*arguments):
    lock = real(*arguments)
    os.kill(os.getpid(), number)
    for _ in range(1000):  # the handler runs between two lines
        pass
    return lock
setattr(sinks, name, interrupted)
try:
    (sinks.write_whole(target, b"whole") if name == "partial_path" else sinks.check_output(target, {".png"}))
    for _ in range(100000000):
        pass
except KeyboardInterrupt:
    os._exit(exit_code())
"""


@pytest.mark.parametrize(("name", "left"), [("partial_path", ["a.png"]), ("Lock", [])])
def test_a_file_in_one_piece_is_not_interrupted(tmp_path: Path, name: str, left: list[str]) -> None:
    """Neither while it is written nor while it is found out whether it can be: no piece of it is left."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"}
    for number in SIGNALS:
        command = [sys.executable, "-c", PICTURE_WITH_A_SIGNAL, str(tmp_path / "a.png"), name, str(int(number))]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False, preexec_fn=heard)
        assert (done.returncode, done.stderr) == (128 + number, "")
        assert sorted(path.name for path in tmp_path.iterdir()) == left
        for path in tmp_path.iterdir():
            path.unlink()


@pytest.mark.kill
@pytest.mark.parametrize("name", WORKS)
def test_many_signals(tmp_path: Path, name: str) -> None:
    faults, times = bombard(tmp_path, name, LONG, 2026)
    print(f"{name}: {len(times)} signals, the slowest end took {max(times):.2f} s of processor time")
    assert not faults, "\n".join(faults)


def test_a_signal_during_the_first_imports(tmp_path: Path) -> None:
    """Half of a library is no place for an exception: the program ends at once."""
    (tmp_path / "slow.py").write_text("print('importing', flush=True)\nimport time\ntime.sleep(30)\n")
    code = "import sys, lightpose.start as s; sys.argv=['lightpose', '--version']; sys.modules['lightpose.cli'] = None\n"
    code += "import builtins; real = builtins.__import__\n"
    code += "builtins.__import__ = lambda n, *a, **k: real('slow') if n == 'lightpose.cli' else real(n, *a, **k)\ns.main()"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT / 'app'}{os.pathsep}{ROOT}"}
    for number in SIGNALS:
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "importing\n"
        process.send_signal(number)
        _, error = process.communicate(timeout=20)
        assert (process.returncode, error) == (128 + number, "lightpose: error: stopped\n")


def test_nohup_is_heeded(tmp_path: Path) -> None:
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); import sys; sys.argv = ['lightpose', '--version']\n"
    code += "from lightpose.start import main\ntry:\n    main()\nfinally:\n    print(signal.getsignal(signal.SIGHUP).name)"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "SIG_IGN", done.stderr


@pytest.mark.parametrize("name", ["live", pytest.param("train", marks=pytest.mark.slow)])
def test_the_terminal_is_closed(tmp_path: Path, name: str) -> None:
    """The system sends SIGHUP, and whatever is written to the terminal from then on fails: the files are whole all the same."""
    import pty  # Windows has none

    work = WORKS[name]
    pytest.importorskip(work.needs)
    ready(tmp_path)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'app'}", "TERM": "xterm"}
    command = [sys.executable, "-c", BEGIN + work.begin + "main()", *work.arguments]
    child, terminal = pty.fork()
    if child == 0:
        heard()
        os.chdir(tmp_path)
        os.execvpe(command[0], command, environment)
    written = tmp_path / ("out.jsonl.partial" if name == "live" else "out.run/log.csv")
    deadline = time.monotonic() + 250
    try:
        while len(written.read_text().splitlines() if written.exists() else ()) < 4:
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 1 << 16)  # else it is full, and the program waits
            assert time.monotonic() < deadline
        os.close(terminal)
        os.kill(child, signal.SIGHUP)  # once more, as a shell does that ends
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert not work.left(tmp_path)
    if name == "live":
        assert (tmp_path / "out.mp4").exists()


KEPT = """
import ctypes, os, sys, threading
from lightpose.cli import signals
signals.PATIENCE = 0.3
signals.heed_signals()
mutex, c = ctypes.create_string_buffer(64), ctypes.CDLL(None)
c.pthread_mutex_lock(mutex)
threading.Timer(0.3, os.kill, (os.getpid(), int(sys.argv[1]))).start()
c.pthread_mutex_lock(mutex)
"""

WAITS = """
import sys, threading, concurrent.futures as futures
from lightpose import cli, start
start.GRACE = 0.3
def command():
    futures.ThreadPoolExecutor(1).submit(threading.Event().wait)
    sys.exit(int(sys.argv[1]))
cli.main = command
start.main()
"""


def ended(code: str, argument: int) -> tuple[int, str]:
    """Exit code and stderr of a program."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'app'}"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(argument)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=40,
        preexec_fn=heard,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("number", SIGNALS)
def test_a_main_thread_that_a_library_keeps(number: signal.Signals) -> None:
    assert ended(KEPT, number) == (128 + number, "lightpose: error: stopped\n")


def test_a_thread_that_never_ends_keeps_no_stopped_program() -> None:
    assert ended(WAITS, 143) == (143, "")


@pytest.mark.parametrize("code", [2, 143])
def test_an_engine_that_never_ends_keeps_no_program(code: int) -> None:
    assert ended(WAITS.replace("GRACE = 0.3", "GRACE = 99").replace("Executor(1)", 'Executor(1, "engine-pose")'), code) == (code, "")
