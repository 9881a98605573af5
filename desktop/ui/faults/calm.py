"""A fault that nobody expected: what was kept, in one calm box, and the report for who wants it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from desktop import faults
from desktop.ui.office import Office
from desktop.ui.window import Window


class Calm(QObject):
    """Told from any thread; one box at a time, and never one for each of a hundred repaints."""

    fault = Signal(str)

    def __init__(self, office: Office, window: Window) -> None:
        super().__init__(window)
        self._office, self._window = office, window
        self.box: QMessageBox | None = None
        self.fault.connect(self.tell)
        faults.open_log()
        faults.told_by(self.fault.emit)
        office.closing.connect(self.stop)
        if faults.crashed_before():
            office.told.emit(
                self.tr(
                    "Parvis s’était arrêté brutalement la dernière fois. Ce qui était enregistré l’est "
                    "toujours. Aide, Signaler une panne (Ctrl+F1) en prépare un rapport."
                ),
                "warn",
            )

    def tell(self, _kind: str) -> None:
        """Say what was kept, and offer the report."""
        if self.box is not None:
            return
        box = self.box = QMessageBox(self._window)
        box.setObjectName("fault")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Une erreur imprévue"))
        box.setText(self.tr("Ce que vous veniez de demander ne s’est pas fait."))
        box.setInformativeText(
            self.tr(
                "Tout ce qui était enregistré l’est toujours\u00a0: une action est faite en entier, ou pas "
                "du tout. Vous pouvez continuer. Si cela se répète, un rapport sans donnée personnelle, que "
                "vous relirez, aide à corriger."
            )
        )
        report = box.addButton(self.tr("&Préparer un rapport…"), QMessageBox.ButtonRole.ActionRole)
        go_on = box.addButton(self.tr("&Continuer"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        box.finished.connect(lambda _code: self._answered(box.clickedButton() is report))
        box.open()

    def _answered(self, wants: bool) -> None:
        box, self.box = self.box, None
        if box is not None:
            box.deleteLater()
        if wants:
            from desktop.ui.faults.report import open_report

            open_report(self._office, self._window)

    def stop(self) -> None:
        """The window goes: nobody is left to tell."""
        faults.told_by(lambda _kind: None)
