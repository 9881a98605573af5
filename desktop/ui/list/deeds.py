"""What can be done from the list without opening a dossier: instruct, ask for a piece, keep a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db import queries
from desktop.ui.list.sorting import Order
from desktop.ui.office import Office

if TYPE_CHECKING:  # a window that the first picture does without
    from desktop.ui.batch.dialog import BatchDialog
    from desktop.ui.tables import DossierList


class ListDeeds(QObject):
    """Calls verbs for the list; their refusals are told by the office."""

    view_kept = Signal(str)  # name
    export_wanted = Signal(list)  # keys of dossiers

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._over = office, parent

    def instruct(self, dossier: bytes) -> bool:
        """Take a dossier that waits to instruction; False when the verb refused."""
        from desktop.flow.instruct import move

        head = queries.head(self._office.reader, dossier)
        if head is None or head.stage not in ("received", "complete"):
            return head is not None
        return self._office.do(move, dossier=dossier, stage="instruction") is not None

    def ask_piece(self, dossier: bytes | None) -> None:
        """Prepare the letter that asks for what is missing."""
        from desktop.flow.complete import prepare_request

        head = queries.head(self._office.reader, dossier) if dossier is not None else None
        if head is None or self._office.do(prepare_request, dossier=dossier) is None:
            return
        sentence = self.tr(
            "La demande de pièces du dossier {0} attend dans Courriers\u00a0: relisez-la, puis imprimez-la."
        )
        self._office.told.emit(sentence.format(head.number), "good")

    def of_many(
        self, rows: DossierList, shown: Callable[[], tuple[Sequence[bytes], str]]
    ) -> dict[str, Callable[[], object]]:
        """What is done to many dossiers at once: those marked in `rows`, or those shown by a query."""

        def chosen() -> tuple[Sequence[bytes], Sequence[bytes], str]:
            ids, query = shown()
            return list(ids), rows.marked_ids(), query

        return {
            "batch": lambda: self.batch(*chosen()),
            "archive": lambda: self.archive(*chosen()),
            "bin": lambda: self.bin(rows),
        }

    def bin(self, rows: DossierList) -> object:
        """Ask why the dossiers marked, or the current one, go to the recycle bin."""
        from desktop.ui.bin.asking import ask_bin

        current = rows.current_id()
        marked = rows.marked_ids() or ([] if current is None else [current])
        return ask_bin(self._office, self._over, marked)

    def archive(self, shown: Sequence[bytes], marked: Sequence[bytes], _query: str) -> object:
        """Ask where the archive of the dossiers marked, or of those shown, is written."""
        from desktop.ui.list.archiving import ask_archive

        return ask_archive(self._over, self._office, list(marked or shown))

    def batch(self, shown: Sequence[bytes], marked: Sequence[bytes], query: str) -> BatchDialog:
        """Open the window of an action on the dossiers marked, or on all those that are shown."""
        from desktop.ui.batch.dialog import BatchDialog
        from desktop.ui.batch.scopes import scopes

        dialog = BatchDialog(self._office, scopes(shown, marked, query), self._over)
        dialog.export_wanted.connect(self.export_wanted)
        dialog.opinions_wanted.connect(self._ask_opinions)
        dialog.open()
        return dialog

    def _ask_opinions(self, query: str) -> None:
        """Ask partners about the dossiers of this query."""
        from desktop.ui.opinions.asking import AskDialog
        from desktop.ui.opinions.deeds import OpinionDeeds

        deeds = OpinionDeeds(self._office, self._over)
        AskDialog(self._over, self._office, Path.home(), deeds.ask, query=query).open()

    def keep_view(self, query: str, order: Order) -> None:
        """Ask under which name, then keep these filters and this order."""
        if not query:
            self._office.told.emit(
                self.tr("Aucun filtre n’est posé\u00a0: filtrez la liste, puis enregistrez la vue."), "warn"
            )
            return
        self._ask_name(lambda name: self._keep(name, query, order))

    def _ask_name(self, then: Callable[[str], None]) -> None:
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._over)
        dialog.setObjectName("viewName")
        dialog.setWindowTitle(self.tr("Enregistrer la vue"))
        dialog.setLabelText(self.tr("Nom de la vue (un nom déjà pris est remplacé)\u00a0:"))
        dialog.setOkButtonText(self.tr("Enregistrer"))
        dialog.setCancelButtonText(self.tr("Annuler"))
        dialog.textValueSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, name: str, query: str, order: Order) -> None:
        from desktop.flow.views import save_view

        name = name.strip()
        if name and self._office.do(save_view, name=name, query=query, sort=order.kept()) is not None:
            self.view_kept.emit(name)
