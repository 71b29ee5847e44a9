"""How a program ends that has much loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

END = """
import atexit, multiprocessing, os, sys, threading, time
from posecore.terminal import end
atexit.register(lambda: print("exit functions run"))
def work():
    time.sleep(0.2)
    print("threads are waited for")
threading.Thread(target=work).start()
child = multiprocessing.Process(target=time.sleep, args=(600,), daemon=True)
child.start()
print(child.pid)
class Module:
    def __del__(self):
        print("modules are taken apart")
keeps = Module()
sys.stdout.write("written out\\n")
end(3)
"""


def test_the_end_leaves_modules_alone_and_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-c", END], capture_output=True, text=True, timeout=60, check=False)
    child, *said = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (3, "")
    assert said == ["written out", "threads are waited for", "exit functions run"]
    assert not _alive(int(child))


def test_the_end_without_streams() -> None:
    code = "import os, sys; print('lost'); os.close(1); sys.stderr = None; from posecore.terminal import end; end(4)"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    assert subprocess.run([sys.executable, "-c", code], env=buffered, capture_output=True, timeout=60, check=False).returncode == 4


HEARS = """
import gc, os, signal, sys, threading
from posecore.terminal import hear_signals
rung = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: None)
heard = lambda number: (print(number == signal.SIGTERM, flush=True), rung.set())
if sys.argv[1] == "kept":
    close = hear_signals([signal.SIGTERM], heard)
else:  # what would end it is let go, so that nobody will
    hear_signals([signal.SIGTERM], heard)
gc.collect()
with open(sys.argv[2], "wb") as file:  # gets the number of what was closed
    os.kill(os.getpid(), signal.SIGTERM)
    print(rung.wait(10))
    if sys.argv[1] == "kept":
        close()
        os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the program there")
@pytest.mark.parametrize("end", ["kept", "let go"])
def test_signals_are_heard_whether_or_not_the_end_of_it_is_kept(tmp_path: Path, end: str) -> None:
    """A bell that was collected was closed: signals were heard no more, and written into the file that had its number."""
    file = tmp_path / "file"
    done = subprocess.run([sys.executable, "-c", HEARS, end, str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr, done.stdout.split()) == (0, "", ["True", "True"])
    assert file.read_bytes() == b""


def _alive(process: int) -> bool:
    if sys.platform == "win32":  # asks by ending it
        return False
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
