"""*Check for updates*: asks for the newest version while the dialog is open, and only then."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PyQt6.QtCore import QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QShowEvent
from PyQt6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from lightpose.gui.dialogs.buttons import close_button
from lightpose.gui.language import translate
from lightpose.gui.placing import FittedDialog
from lightpose.gui.reasons import translated
from lightpose.gui.text import PlainLabel
from lightpose.updates import NoReleaseError, Release, UpdateError, address, newest
from posecore.version import full_version


def ask() -> Release:
    """The newest release as this build knows it. Raises UpdateError."""
    return newest(address())


class UpdatesDialog(FittedDialog):
    """What is installed and what is newest.

    Args:
        parent: the window.
        check: called in a thread of its own; raises UpdateError.
    """

    _answered = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None, check: Callable[[], Release] = ask) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Updates", "Check for updates"))
        self.setMinimumWidth(440)
        self._check = check
        self.text = PlainLabel(translate("Updates", "Asking for the newest version…"))
        self.text.setWordWrap(True)
        installed = PlainLabel(translate("Updates", "Installed: {version}").format(version=full_version()), role="muted")
        self.buttons = close_button(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(installed)
        layout.addWidget(self.text)
        layout.addWidget(self.buttons)
        self._answered.connect(self._show)
        self._thread = threading.Thread(target=self._ask, name="updates", daemon=True)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._thread.ident is None:
            self._thread.start()

    def _ask(self) -> None:
        try:
            answer: Release | UpdateError = self._check()
        except UpdateError as error:
            answer = error
        try:
            self._answered.emit(answer)
        except RuntimeError:  # the dialog has gone meanwhile
            return

    def _show(self, answer: Release | UpdateError) -> None:
        if isinstance(answer, NoReleaseError):
            self.text.setText(
                translate("Updates", "This copy is not a release, so there is no place to ask. Update it the way it was installed.")
            )
        elif isinstance(answer, UpdateError):
            self.text.setText(
                translate("Updates", "The newest version could not be asked for: {reason}.").format(reason=translated(str(answer)))
            )
        elif answer.newer:
            self.text.setText(translate("Updates", "Version {version} can be had.").format(version=answer.version))
            button = self.buttons.addButton(translate("Updates", "Show its page"), QDialogButtonBox.ButtonRole.ActionRole)
            assert button is not None
            button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(answer.page)))
        else:
            self.text.setText(translate("Updates", "This is the newest version."))
