"""Networks of one's own are tried out in a process that is ended where they do not end, or crash."""

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from posecore.runtime import session, trial
from posecore.runtime.session import open_session

onnx = pytest.importorskip("onnx")
h, Kind = onnx.helper, onnx.TensorProto

IN_CHILD = trial.in_child  # before the fixture of tests/conftest.py replaces it


@pytest.fixture(autouse=True)
def _real(_networks_are_tried_here, monkeypatch):
    """A process for each, and no network known from another test."""
    monkeypatch.setattr(trial, "in_child", IN_CHILD)
    monkeypatch.setattr(trial, "_passed", set())


def save(path, nodes, constants=(), kind=Kind.FLOAT, out=("n", "c", "h", "w")):
    source = h.make_tensor_value_info("x", kind, ["n", 3, 64, 64])
    graph = h.make_graph(nodes, "g", [source], [h.make_tensor_value_info("y", Kind.FLOAT, out)], list(constants))
    onnx.save(h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=9), path)
    return path


def loop(condition, value):
    """A node that turns ``value`` round as long as the outer ``condition`` (a name) is true: without end, or not at all."""
    body = h.make_graph(
        [h.make_node("Identity", [condition], ["c2"]), h.make_node("Identity", ["v"], ["v2"])],
        "body",
        [h.make_tensor_value_info(n, t, s) for n, t, s in (("i", Kind.INT64, []), ("c", Kind.BOOL, []), ("v", Kind.FLOAT, None))],
        [h.make_tensor_value_info(n, t, s) for n, t, s in (("c2", Kind.BOOL, []), ("v2", Kind.FLOAT, None))],
    )
    return h.make_node("Loop", ["", condition, value], ["y"], body=body)


TRUE = h.make_tensor("true", Kind.BOOL, [], [True])


def brighter_than(limit):
    """Nodes and constants: ``bright``, whether the image's largest value is above ``limit``."""
    nodes = [
        h.make_node("ReduceMax", ["f"], ["most"], keepdims=0),
        h.make_node("Greater", ["most", "limit"], ["bright"]),
    ]
    return nodes, [h.make_tensor("limit", Kind.FLOAT, [], [limit])]


def large_product():
    """Products of 8000 × 8000 numbers: 10^12 operations in a node each, between which alone ONNX Runtime could be stopped."""
    sides = h.make_tensor("sides", Kind.INT64, [2], [8000, 8000])
    return [
        h.make_node("ReduceMean", ["x"], ["mean"], keepdims=0),
        h.make_node("Expand", ["mean", "sides"], ["a"]),
        *(h.make_node("MatMul", [a, "a"], [b]) for a, b in (("a", "b"), ("b", "d"), ("d", "e"))),
        h.make_node("ReduceMean", ["e"], ["y"], keepdims=1),
    ], [sides]


def never_ends(tmp_path):
    return save(tmp_path / "loop.onnx", [loop("true", "x")], [TRUE])


def ends_on_black_only(tmp_path):
    nodes, constants = brighter_than(0.5)
    return save(tmp_path / "bright.onnx", [h.make_node("Identity", ["x"], ["f"]), *nodes, loop("bright", "f")], constants)


def takes_whole_numbers(tmp_path):
    return save(tmp_path / "bytes.onnx", [h.make_node("Cast", ["x"], ["f"], to=Kind.FLOAT), loop("true", "f")], [TRUE], Kind.UINT8)


def is_one_long_node(tmp_path):
    nodes, constants = large_product()
    return save(tmp_path / "product.onnx", nodes, constants, out=None)


@pytest.mark.parametrize("made", [never_ends, ends_on_black_only, takes_whole_numbers, is_one_long_node])
def test_a_network_that_does_not_end_is_given_up(tmp_path, monkeypatch, made):
    """Whatever keeps it, the process ends itself, or is ended soon after it should have."""
    monkeypatch.setattr(trial, "MAX_RUN", 0.5)
    codes = []

    def noted(*arguments):
        code, said = IN_CHILD(*arguments)
        codes.append(code)
        return code, said

    monkeypatch.setattr(trial, "in_child", noted)
    path = made(tmp_path)
    began = time.monotonic()
    with pytest.raises(ValueError, match=rf"{path.name}: the network has no answer within 0\.5 s; it may never end"):
        open_session(path)
    assert codes in ([trial.LATE], [None])
    assert time.monotonic() - began < 60


def test_a_process_that_does_not_end_itself_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "MAX_OPENING", 0.2)
    monkeypatch.setattr(trial, "LEEWAY", 0.3)
    monkeypatch.setattr(sys, "executable", str(sleeper(tmp_path)))
    began = time.monotonic()
    assert trial.in_child(tmp_path / "net.onnx", 1, ["CPUExecutionProvider"]) == (None, "opening")
    assert time.monotonic() - began < 20


def sleeper(folder):
    if os.name == "nt":
        pytest.skip("a shell script")
    program = folder / "python"
    program.write_text("#!/bin/sh\necho opening\nexec sleep 600\n")
    program.chmod(0o755)
    return program


def test_an_honest_network_is_tried_once(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(trial, "in_child", lambda *a: calls.append(a) or IN_CHILD(*a))
    path = save(tmp_path / "honest.onnx", [h.make_node("Neg", ["x"], ["y"])])
    for threads in (1, 2):
        opened = open_session(path, threads=threads)
    assert len(calls) == 1
    image = np.ones((1, 3, 64, 64), np.float32)
    np.testing.assert_array_equal(opened.run(None, {"x": image})[0], -image)
    save(path, [h.make_node("Abs", ["x"], ["y"])])
    os.utime(path, ns=(1, 1))
    open_session(path)
    assert len(calls) == 2


def test_a_bundled_network_is_not_tried(monkeypatch):
    from posecore.runtime.weights import find_weights

    monkeypatch.setattr(session, "try_out", lambda *a: pytest.fail("tried"))
    open_session(find_weights("person"))


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        (1, "opening", "is not open within 120 s"),
        (1, "opening\nrunning", "has no answer within 10 s"),
        (None, "opening\nrunning\nrunning", "has no answer within 10 s"),
        (-11, "opening\nrunning", r"makes ONNX Runtime crash \(signal 11\)"),
        (3221225477, "opening", r"makes ONNX Runtime crash \(code 3221225477\)"),
        (3, "opening\nrunning\nit answers with too much", "n.onnx: it answers with too much"),
        (0, "opening\nrunning", None),
        (1, "", None),  # Python itself did not start
        (-9, "", None),
    ],
)
def test_how_it_ended_is_said(code, said, expected):
    if expected is None:
        trial.judge(Path("n.onnx"), code, said)
    else:
        with pytest.raises(ValueError, match=expected):
            trial.judge(Path("n.onnx"), code, said)


def test_where_no_process_starts_the_network_is_opened_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    open_session(save(tmp_path / "honest.onnx", [h.make_node("Neg", ["x"], ["y"])]))


def test_modules_in_the_current_folder_are_not_taken(tmp_path, monkeypatch):
    """The process imports what this one would, not what lies beside a network that somebody sent."""
    (tmp_path / "numpy.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    open_session(save(tmp_path / "honest.onnx", [h.make_node("Neg", ["x"], ["y"])]))
    assert not (tmp_path / "mark").exists()
