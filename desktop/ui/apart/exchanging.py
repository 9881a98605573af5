"""The dialogs of the satchel's place, and what is told once they have ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.queries.shipments import ShipmentRow
from desktop.flow.apart import Dispute
from desktop.ui.office import Office
from desktop.ui.tongue import plural


class Exchanging(QObject):
    """`taken` once a satchel was taken; `over` once its taking back was declared over."""

    taken = Signal(str)  # what is told in the status: the copy made before
    over = Signal()

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self.office, self.window_over = office, over

    def prepare(self) -> QWidget:
        """Prepare a satchel, or give one's work back."""
        from desktop.flow.satchel import Departure
        from desktop.ui.apart.preparing import PrepareDialog

        def done(made: Departure) -> None:
            from desktop.flow.satchel_paper import many, size_words

            said = self.tr("Mallette n° {0} pour « {1} »\u00a0: {2}, {3}, dans {4}.").format(
                made.number, made.to, many(made.dossiers, "dossier"), size_words(made.size), made.path
            )
            self.office.told.emit(said, "good")
            self._receipt(made.handed, said, f"recu-mallette-{made.number:03d}.pdf")

        dialog = PrepareDialog(self.office, self.window_over, done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def open(self, path: Path | None = None) -> QWidget:
        """Look into a satchel, then take it."""
        from desktop.flow.satchel_back import Arrival
        from desktop.ui.apart.opening import OpenDialog

        def done(arrival: Arrival) -> None:
            told = self.tr("{0} {1}").format(
                arrival.receipt.new, plural(arrival.receipt.new, "changement repris", "changements repris")
            )
            left = arrival.receipt.conflicts
            if left:
                told += self.tr(", {0} {1} à trancher").format(left, plural(left, "valeur"))
            self.office.told.emit(f"{told}.", "warn" if left else "good")
            self.taken.emit(self._copy_words(arrival.copy))

        dialog = OpenDialog(self.office, self.window_over, done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if path is not None:
            dialog.look_at(path)
        return dialog

    def _copy_words(self, copy: Path | None) -> str:
        if copy is None:
            return ""
        at = dt.datetime.fromtimestamp(copy.stat().st_mtime)
        return self.tr("Copie de sûreté faite avant la reprise\u00a0: {0}").format(f"{at:%H:%M}")

    def places(self) -> QWidget:
        """The workstations that exchange."""
        from desktop.ui.apart.enrolling import PlacesDialog

        dialog = PlacesDialog(self.office, self.window_over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def finish(self, row: ShipmentRow, every: Sequence[Dispute]) -> QWidget:
        """Show the receipt with what was settled, and declare the taking back over."""
        from desktop.flow.reprise import declare_over, receipt_told

        office = self.office
        handed = receipt_told(office.reader, row, office.site, office.author, every)
        left = sum(each.open for each in every)
        words = self.tr("La reprise est terminée. Imprimez le reçu pour les deux côtés.")
        if left:
            words += " " + self.tr("{0} {1} à trancher\u00a0: {2} vous {3} ici.").format(
                left, plural(left, "valeur reste", "valeurs restent"), plural(left, "elle", "elles"),
                plural(left, "attend", "attendent"),
            )  # fmt: skip
        dialog = self._receipt(handed, words, f"recu-mallette-{row.number:03d}.pdf")
        declare_over(office.store, row)
        self.over.emit()
        return dialog

    def _receipt(self, handed: object, told: str, name: str) -> QWidget:
        from desktop.flow.satchel_paper import receipt_pdf
        from desktop.letters.satchel_receipt import Handed
        from desktop.ui.apart.receipts import ReceiptDialog

        assert isinstance(handed, Handed)
        content = receipt_pdf(self.office.reader, handed)
        dialog = ReceiptDialog(self.office, content, name, told, self.window_over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
