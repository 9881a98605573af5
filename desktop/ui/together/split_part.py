"""What each funder is asked, proposed or voted, split among the members: typed, or in proportion."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from desktop.ui.office import Office
from desktop.ui.together.grid import Cell, Grid
from desktop.ui.together.part import Part
from desktop.ui.together.reading import Shared
from desktop.ui.tongue import euros


class SplitPart(Part):
    """What is typed is kept here until the parts of a funder add up; then it is written in one step."""

    def __init__(self, office: Office) -> None:
        self.grid = Grid("")
        super().__init__(office, self.grid)
        self.grid.setAccessibleName(self.tr("Répartition par membre et par financeur"))
        self.column = QComboBox()
        self.column.setAccessibleName(self.tr("Ce qui est réparti"))
        for code, words in (
            ("asked", self.tr("Demandé")), ("proposed", self.tr("Proposé")), ("voted", self.tr("Voté")),
        ):  # fmt: skip
            self.column.addItem(words, code)
        self.said = self.about
        self.head.insertWidget(0, self.column)
        self._typed: dict[tuple[bytes, bytes], int | None] = {}  # member, funder
        self._of: tuple[bytes, str] = (b"", "")
        self.save = self.button(self.tr("&Enregistrer"), "check", self._save, "Ctrl+Return", kind="primary")
        self.rata = self.button(
            self.tr("Au &prorata du demandé"), "percent", self._pro_rata, "Ctrl+Shift+Return"
        )
        self.leave = self.button(self.tr("Ne rien c&hanger"), "undo-2", self._forget, kind="plain")
        self.grid.model_.written.connect(self._write)
        self.column.currentIndexChanged.connect(self._chosen)

    def show_project(self, shared: Shared) -> None:
        if self._of[0] != shared.dossier:
            self._typed.clear()
            decided = any(row.voted is not None for row in shared.amounts)
            proposed = any(row.proposed is not None for row in shared.amounts)
            wanted = "voted" if decided else "proposed" if proposed else "asked"
            self._of = (shared.dossier, wanted)
            self.column.blockSignals(True)
            self.column.setCurrentIndex(self.column.findData(wanted))
            self.column.blockSignals(False)
        self._show(shared)

    def _chosen(self, _index: int) -> None:
        self._typed.clear()
        if self.shared is not None:
            self._show(self.shared)

    @property
    def what(self) -> str:
        """Which column of the amounts is split."""
        return str(self.column.currentData())

    def part(self, member: bytes, funder: bytes) -> int | None:
        """Cents, as typed or as kept."""
        if (member, funder) in self._typed:
            return self._typed[member, funder]
        found = (
            [p for p in self.shared.parts if (p.member_id, p.funder_id) == (member, funder)]
            if self.shared
            else []
        )
        return getattr(found[0], self.what) if found else None

    def _show(self, shared: Shared) -> None:
        funders, members = shared.amounts, shared.here
        heads = [self.tr("Membre"), *(row.name for row in funders), self.tr("Ensemble")]
        cells: list[list[Cell]] = []
        for member in members:
            row, whole = [Cell("words", words=member.name)], 0
            for funder in funders:
                cents = self.part(member.id, funder.funder_id)
                whole += cents or 0
                free = self.writes and getattr(funder, self.what) is not None
                fresh = (member.id, funder.funder_id) in self._typed
                row.append(Cell("money", cents, open=free, tone="accent" if fresh else "", bold=fresh))
            cells.append([*row, Cell("money", whole, bold=True)])
        cells += self._feet(shared)
        self.grid.show_cells(heads, cells, 300)
        self._tell(shared)

    def _feet(self, shared: Shared) -> list[list[Cell]]:
        sums = [
            sum(self.part(member.id, funder.funder_id) or 0 for member in shared.here)
            for funder in shared.amounts
        ]
        wanted = [getattr(funder, self.what) for funder in shared.amounts]
        rows: list[list[Cell]] = []
        for words, found in ((self.tr("Ensemble des parts"), sums), (self.tr("Montant du dossier"), wanted)):
            told = [Cell("money", cents, "–" if cents is None else "", bold=True) for cents in found]
            rows.append(
                [
                    Cell("words", words=words, bold=True),
                    *told,
                    Cell("money", sum(c or 0 for c in found), bold=True),
                ]
            )
        gaps = [self._gap(summed - (told or 0)) for summed, told in zip(sums, wanted, strict=True)]
        whole = self._gap(sum(sums) - sum(cents or 0 for cents in wanted))
        rows.append([Cell("words", words=self.tr("Écart"), bold=True), *gaps, whole])
        return rows

    def _gap(self, cents: int) -> Cell:
        if not cents:
            return Cell("money", 0, self.tr("✓ le compte y est"), tone="good")
        words = self.tr("{0} de trop") if cents > 0 else self.tr("il manque {0}")
        return Cell("money", cents, words.format(euros(abs(cents))), tone="bad", bold=True)

    def _ready(self, shared: Shared) -> list[bytes]:
        """Funders typed in whose parts add up."""
        found = []
        for funder in shared.amounts:
            typed = any(key[1] == funder.funder_id for key in self._typed)
            parts = [self.part(member.id, funder.funder_id) or 0 for member in shared.here]
            if typed and sum(parts) == getattr(funder, self.what):
                found.append(funder.funder_id)
        return found

    def _tell(self, shared: Shared) -> None:
        ready = self._ready(shared)
        waiting = {key[1] for key in self._typed} - set(ready)
        known = any(getattr(row, self.what) is not None for row in shared.amounts)
        if not known:
            words = self.tr("Rien n’est {0} pour ce dossier\u00a0: il n’y a rien à répartir.")
            self.said.setText(words.format(self.column.currentText().lower()))
        elif waiting:
            self.said.setText(self.tr("Les parts d’un financeur s’enregistrent quand leur somme y est."))
        elif ready:
            self.said.setText(self.tr("La somme y est\u00a0: enregistrez (Ctrl+Entrée)."))
        else:
            self.said.setText(self.tr("Écrivez la part de chaque membre, ou répartissez au prorata."))
        self.save.setEnabled(self.writes and bool(ready) and not waiting)
        self.leave.setEnabled(bool(self._typed))
        self.rata.setEnabled(self.writes and known)

    # Deeds

    def _write(self, row: int, column: int, cents: object) -> None:
        shared = self.shared
        if shared is None or row >= len(shared.here) or not 0 < column <= len(shared.amounts):
            return
        place = (shared.here[row].id, shared.amounts[column - 1].funder_id)
        assert cents is None or isinstance(cents, int)
        self._typed[place] = cents
        self._show(shared)

    def _save(self) -> None:
        from desktop.flow.split import split_parts

        shared = self.shared
        if shared is None or not self.save.isEnabled():
            return
        told = {
            funder: {member.id: self.part(member.id, funder) or 0 for member in shared.here}
            for funder in self._ready(shared)
        }
        if self.do(split_parts, dossier=shared.dossier, column=self.what, parts=told):
            self._typed.clear()
            if self.shared is not None:
                self._show(self.shared)

    def _pro_rata(self) -> None:
        from desktop.flow.split import split_all

        if self.shared is not None and self.rata.isEnabled():
            self._typed.clear()
            self.do(split_all, dossier=self.shared.dossier, column=self.what)
            self._show(self.shared)

    def _forget(self) -> None:
        self._typed.clear()
        if self.shared is not None:
            self._show(self.shared)
