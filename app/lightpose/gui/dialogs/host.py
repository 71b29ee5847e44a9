"""Shows the dialogs of a window, one small one at a time, and the dialog for recorded videos and streams beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QDialog, QWidget

from lightpose.gui.sending import Sending
from lightpose.gui.state import AppState

if TYPE_CHECKING:
    from lightpose.gui.dialogs.process import ProcessDialog
    from lightpose.gui.dialogs.streams import StreamsDialog
    from lightpose.gui.process_queue import NetworkWishes


class Dialogs:
    """The dialogs in front of ``parent``; none of them stops it.

    Args:
        parent: the window.
        state: for the dialog for recorded videos.
        load: makes the networks for recorded videos as wished; called in the thread that uses them.
        sending: for the dialog for streams.

    Attributes:
        current: the small dialog that was shown last.
        process, streams: the dialogs for recorded videos and for streams, None until they are asked for.
    """

    def __init__(self, parent: QWidget, state: AppState, load: Callable[[NetworkWishes], Any], sending: Sending) -> None:
        self._parent, self._state, self._load, self._sending = parent, state, load, sending
        self.current: QDialog | None = None
        self.process: ProcessDialog | None = None
        self.streams: StreamsDialog | None = None

    def show(self, dialog: QDialog) -> None:
        """Show ``dialog`` instead of the small one before."""
        if self.current is not None:
            self.current.deleteLater()
        self.current = dialog
        dialog.setModal(True)
        dialog.open()

    def show_process(self) -> ProcessDialog:
        """Show the dialog for recorded videos."""
        if self.process is None:
            from lightpose.gui.dialogs.process import ProcessDialog  # a fifth of what the window needs to import

            self.process = ProcessDialog(self._state, self._load, self._parent)
        self.process.show()
        self.process.raise_()
        return self.process

    def show_streams(self) -> StreamsDialog:
        """Show the dialog for streams."""
        if self.streams is None:
            from lightpose.gui.dialogs.streams import StreamsDialog

            self.streams = StreamsDialog(self._sending, self._parent)
        self.streams.show()
        self.streams.raise_()
        return self.streams

    def cancel(self) -> None:
        """Stop what the dialog for recorded videos works on."""
        if self.process is not None:
            self.process.queue.cancel()

    def join(self, timeout: float) -> bool:
        """Wait for that; True when no thread is left."""
        return self.process is None or self.process.queue.join(timeout)
