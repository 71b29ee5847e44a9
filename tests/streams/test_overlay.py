"""The page in ``examples`` that draws the skeletons, in a headless Chromium where there is one."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import cv2
import numpy as np
import pytest

from posecore.skeletons import COCO17
from posecore.streams import open_stream
from tests.streams.test_streams import frame, until

PAGE = Path(__file__).parents[2] / "examples" / "overlay.html"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def test_the_limbs_are_those_of_the_library() -> None:
    found = re.search(r"coco17: (\[.*?\]\]),", PAGE.read_text(encoding="utf-8"), re.S)
    assert found is not None
    limbs = {frozenset(pair) for pair in json.loads(found[1])}
    known = {frozenset(COCO17.keypoints.index(name) for name in limb) for limb in COCO17.limbs}
    assert limbs <= known
    assert len(limbs) > 15


@pytest.fixture
def browser() -> str:
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no Chromium (apt-get install chromium-headless-shell)")


class Page:
    """A page in a browser without a screen, by Chromium's remote control (DevTools protocol)."""

    def __init__(self, browser: str, home: Path) -> None:
        from websockets.sync import client

        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=640,480"]
        command = [browser, *options, f"--user-data-dir={home}", "--remote-debugging-port=0", "about:blank"]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            start_new_session=True,
            env={**os.environ, "HOME": str(home)},
        )
        place = home / "DevToolsActivePort"
        until(lambda: place.exists() and len(place.read_text().splitlines()) == 2, 60)
        port, path = place.read_text().splitlines()
        self.socket = client.connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None)
        self.session: dict[str, str] = {}
        target = next(t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = {"sessionId": self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]}

    def ask(self, method: str, **parameters: Any) -> Any:
        self.socket.send(json.dumps({"id": 1, "method": method, "params": parameters, **self.session}))
        while (answer := json.loads(self.socket.recv(60))).get("id") != 1:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def value(self, expression: str) -> Any:
        return self.ask("Runtime.evaluate", expression=expression)["result"].get("value")

    def screenshot(self) -> Any:
        data = base64.b64decode(self.ask("Page.captureScreenshot")["data"])
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)

    def close(self) -> None:
        self.socket.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@pytest.mark.parametrize("token", ["", "a/b"])
def test_a_browser_draws_the_skeletons(browser: str, token: str, tmp_path: Path) -> None:
    """Served by the stream itself without a token, opened as a file with one."""
    pytest.importorskip("websockets")
    query = f"?token={quote(token, safe='')}" if token else ""
    over = threading.Event()
    with open_stream(f"ws://127.0.0.1:0{query}", "camera") as stream:

        def send() -> None:
            for i in itertools.count():
                stream.write(frame(i, people=2))
                if over.wait(0.05):
                    return

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        page = Page(browser, tmp_path)
        try:
            place = f"{PAGE.as_uri()}{query}&address=ws://127.0.0.1:{stream.port}&" if token else f"{stream.page}?"
            page.ask("Page.navigate", url=f"{place}background=black")
            until(lambda: int(page.value("document.body && document.body.dataset.drawn || 0")) > 3, 60)
            assert page.value("document.body.dataset.people") == "2"
            image = page.screenshot()
        finally:
            over.set()
            thread.join(5)
            page.close()
    coloured = image.max(axis=2).astype(int) - image.min(axis=2) > 60
    assert 500 < coloured.sum() < 0.3 * coloured.size
    rows, columns = np.nonzero(coloured)
    assert 0.05 < rows.min() / image.shape[0] < 0.3
    assert 0.7 < rows.max() / image.shape[0] < 1.0, "the people stand from 10 to 110 px of 120"
    assert columns.max() / image.shape[1] < 0.6, "in the left part"
