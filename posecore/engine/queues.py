"""The two ways between stages: a mailbox where the newest wins (live), a bounded queue that blocks (files). Nobody polls."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Closed(Exception):
    """The queue was closed: nothing more will come out (get), nothing more goes in (put)."""


class Channel(ABC, Generic[T]):
    """What both have in common. All methods may be called from any thread.

    ``dropped`` counts items that were put in and never got out because a newer one took their place.
    """

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self.dropped = 0

    @abstractmethod
    def put(self, item: T) -> None:
        """Hand over ``item``. Raises Closed."""

    def get(self, timeout: float | None = None) -> T:
        """The next item, waiting for it. Raises Closed after the last one, TimeoutError after ``timeout`` seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._items or self._closed, timeout):
                raise TimeoutError
            if not self._items:
                raise Closed
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def take(self) -> T | None:
        """The next item if there is one, else None; never waits (for a GUI timer)."""
        with self._changed:
            if not self._items:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def close(self, discard: bool = False) -> None:
        """No more items. What is in it can still be got, unless ``discard``. Wakes everybody who waits. May be called again."""
        with self._changed:
            self._closed = True
            if discard:
                self._items.clear()
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether :meth:`close` was called."""
        return self._closed

    def __len__(self) -> int:
        return len(self._items)


class Mailbox(Channel[T]):
    """One slot; a new item takes the place of one that nobody fetched, which is counted in ``dropped``. ``put`` never waits."""

    def put(self, item: T) -> None:
        with self._changed:
            if self._closed:
                raise Closed
            if self._items:
                self._items.clear()
                self.dropped += 1
            self._items.append(item)
            self._changed.notify_all()


class BlockingQueue(Channel[T]):
    """At most ``capacity`` items, first in first out; ``put`` waits for room. Nothing is ever dropped."""

    def __init__(self, capacity: int = 2) -> None:
        super().__init__()
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self.capacity = capacity

    def put(self, item: T) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < self.capacity)
            if self._closed:
                raise Closed
            self._items.append(item)
            self._changed.notify_all()
