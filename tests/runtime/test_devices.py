"""Names of accelerators: what is taken, in which order, and what is said where one is missing."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from posecore.runtime.devices import (
    ON_REQUEST,
    PACKAGES,
    PROVIDERS,
    Device,
    choose_providers,
    how_to_install,
    provider_arguments,
    providers_of,
    runtime_packages,
)
from posecore.runtime.feeding import Feeder

EVERYTHING = list(PROVIDERS.values())


def test_order_is_best_first_and_cpu_last() -> None:
    available = ["CPUExecutionProvider", "DmlExecutionProvider", "CUDAExecutionProvider", "SomethingElse"]
    assert choose_providers(available) == ["CUDAExecutionProvider", "DmlExecutionProvider", "CPUExecutionProvider"]
    assert choose_providers(EVERYTHING) == [name for short, name in PROVIDERS.items() if short not in ON_REQUEST]


def test_wanted_order_is_kept_and_cpu_is_added() -> None:
    expected = [PROVIDERS["openvino"], PROVIDERS["cuda"], PROVIDERS["cpu"]]
    assert choose_providers(EVERYTHING, ["openvino", "CUDAExecutionProvider"]) == expected


def test_unknown_provider_names_what_is_offered() -> None:
    with pytest.raises(ValueError, match=r"'npu'.*offers: cpu$"):
        choose_providers(["CPUExecutionProvider"], ["npu"])


@pytest.mark.parametrize(
    ("device", "command"),
    [("cuda", "pip uninstall -y onnxruntime && pip install onnxruntime-gpu"), ("openvino", "install it: pip install openvino")],
)
def test_a_missing_one_says_what_to_install(device: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    with pytest.raises(ValueError, match=f"{command}$"):
        choose_providers(["CPUExecutionProvider"], providers_of(device))
    assert how_to_install("directml", "Linux") == "directml is for Windows"
    assert how_to_install("coreml", "Windows") == "coreml is for macOS"
    assert how_to_install("npu") == ""


def test_every_device_has_a_provider_and_a_package() -> None:
    names = {device.value for device in Device} - {"auto"}
    assert names == set(PROVIDERS) == set(PACKAGES)
    assert providers_of("auto") is None
    assert providers_of(None) is None
    assert providers_of("cuda") == ["cuda"]
    with pytest.raises(ValueError, match="npu"):
        providers_of("npu")


def test_tensorrt_keeps_its_engines() -> None:
    name, options = provider_arguments(PROVIDERS["tensorrt"])
    assert name == PROVIDERS["tensorrt"]
    assert options["trt_engine_cache_enable"]  # type: ignore[index]
    assert provider_arguments(PROVIDERS["cpu"]) == PROVIDERS["cpu"]


def test_the_installed_package_is_found() -> None:
    assert [name for name in runtime_packages() if name.startswith("onnxruntime")]


class _Session:
    """Counts how many runs are going on at once."""

    def __init__(self, provider: str) -> None:
        self.provider, self.now, self.most = provider, 0, 0

    def get_inputs(self) -> list[object]:
        return [type("Input", (), {"name": "images", "shape": ["n", 3, 4, 4], "type": "tensor(float)"})]

    def get_providers(self) -> list[str]:
        return [self.provider]

    def get_session_options(self) -> object:
        return type("Options", (), {"intra_op_num_threads": 1})

    def run(self, names: None, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.05)
        self.now -= 1
        return [feed["images"]]


@pytest.mark.parametrize(("device", "most"), [("directml", 1), ("cpu", 3)])
def test_directml_runs_one_at_a_time(device: str, most: int) -> None:
    session = _Session(PROVIDERS[device])
    feeder = Feeder(session)  # type: ignore[arg-type]
    threads = [threading.Thread(target=feeder, args=(np.zeros((1, 3, 4, 4), np.float32),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.most == most


def test_the_extras_name_these_packages() -> None:
    import tomllib

    project = Path(__file__).parents[2] / "pyproject.toml"
    if not project.is_file():
        pytest.skip("not a checkout")
    extras = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for package in PACKAGES.values():
        if package.extra:
            assert [line.split(">")[0] for line in extras[package.extra]] == [package.name]
