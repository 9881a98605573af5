"""The page of the scoring grids: their words, and a new version where one is already in use."""

from __future__ import annotations

from desktop.rules.settings import Subject
from desktop.ui.fields import Button
from desktop.ui.office import Office
from desktop.ui.settings.page import EntriesPage


class ScoreGridsPage(EntriesPage):
    """A new version serves the calls where nothing is scored yet; the former one stays for the others."""

    def __init__(self, office: Office, subject: Subject) -> None:
        super().__init__(office, subject)
        self.version = Button(self.tr("&Nouvelle version"), "copy")
        self.version.setAutoDefault(False)
        self.version.setEnabled(not self.why_not)
        self.version.clicked.connect(self._copy)
        self.foot.insertWidget(1, self.version)

    def _copy(self) -> None:
        from desktop.flow.score_versions import new_version

        if self._code and self.office.do(new_version, grid=bytes.fromhex(self._code)) is not None:
            self.read()
