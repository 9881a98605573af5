"""Why the list shows no row, in words, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.ui.tables import DossierList


class Reasons(QObject):
    """Speaks in place of the rows; its button does what the words propose."""

    def __init__(
        self,
        rows: DossierList,
        *,
        retry: Callable[[], object],
        clear: Callable[[], object],
        bring: Callable[[], object],
    ) -> None:
        super().__init__(rows)
        self._rows = rows
        self._retry, self._clear, self._bring = retry, clear, bring
        self._act: Callable[[], object] = retry
        rows.state_action_wanted.connect(lambda: self._act())

    def failed(self, words: str) -> None:
        """The file could not be read."""
        self._act = self._retry
        title = self.tr("La liste n’a pas pu être lue")
        self._rows.show_state("error", title, words, self.tr("Réessayer"))

    def nothing_found(self) -> None:
        """There are dossiers, but none answers."""
        self._act = self._clear
        title = self.tr("Aucun dossier ne répond à cette recherche")
        words = self.tr("Retirez un filtre, ou cherchez avec moins de mots.")
        self._rows.show_state("empty", title, words, self.tr("Retirer tous les filtres"))

    def nothing_yet(self) -> None:
        """The file holds no dossier."""
        self._act = self._bring
        title = self.tr("Aucun dossier pour l’instant")
        words = self.tr(
            "Ici se lisent, se trient et s’ouvrent toutes les demandes reçues. Commencez par le fichier "
            "exporté du portail\u00a0: rien n’est écrit avant que vous ayez vu ce qu’il contient."
        )
        self._rows.show_state("empty", title, words, self.tr("Importer un fichier"))
