"""Mailbox and queue between threads."""

from __future__ import annotations

import threading
import time

import pytest

from posecore.engine import BlockingQueue, Channel, Closed, Mailbox


def test_mailbox_newest_wins():
    box: Mailbox[int] = Mailbox()
    for i in range(5):
        box.put(i)
    assert (box.get(), box.dropped, len(box)) == (4, 4, 0)
    assert box.take() is None


def test_queue_waits_for_room_and_keeps_order():
    queue: BlockingQueue[int] = BlockingQueue(2)
    thread = threading.Thread(target=lambda: [queue.put(i) for i in range(20)])
    thread.start()
    time.sleep(0.02)
    assert len(queue) == 2
    assert [queue.get(1) for _ in range(20)] == list(range(20))
    thread.join(1)
    assert not thread.is_alive()
    assert queue.dropped == 0


@pytest.mark.parametrize("channel", [Mailbox(), BlockingQueue(1)])
def test_close_wakes_who_waits_and_keeps_what_is_in_it(channel: Channel[int]):
    woken: list[str] = []

    def reader() -> None:
        try:
            channel.get()
        except Closed:
            woken.append("reader")

    thread = threading.Thread(target=reader)
    thread.start()
    time.sleep(0.01)
    channel.close()
    thread.join(1)
    assert woken == ["reader"]
    with pytest.raises(Closed):
        channel.put(1)


@pytest.mark.parametrize("kind", [Mailbox, BlockingQueue])
@pytest.mark.parametrize("discard", [True, False])
def test_what_is_left_at_the_end(kind: type[Channel[int]], discard: bool):
    channel = kind()
    channel.put(7)
    channel.close(discard)
    if not discard:
        assert channel.get() == 7
    with pytest.raises(Closed):
        channel.get()


def test_close_wakes_a_blocked_writer():
    queue: BlockingQueue[int] = BlockingQueue(1)
    queue.put(0)
    errors: list[type] = []

    def writer() -> None:
        try:
            queue.put(1)
        except Closed:
            errors.append(Closed)

    thread = threading.Thread(target=writer)
    thread.start()
    time.sleep(0.01)
    queue.close()
    thread.join(1)
    assert errors == [Closed]


def test_get_times_out():
    with pytest.raises(TimeoutError):
        Mailbox[int]().get(0.01)


def test_capacity():
    with pytest.raises(ValueError, match="at least 1"):
        BlockingQueue(0)
