"""The budgets of the members side by side: charges, then products, what passes between them, the totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from db.queries.together import LineRow, MemberRow
from desktop.rules.budget import Line, totals
from desktop.rules.chart import BY_CODE
from desktop.ui.office import Office
from desktop.ui.together.grid import Cell, Grid
from desktop.ui.together.money_dialogs import FlowDialog, LineDialog, NewFlow, NewLine
from desktop.ui.together.part import Part
from desktop.ui.together.reading import Shared


class _Row(NamedTuple):
    """One line of the table: what it is of, and the lines of each member that make it."""

    side: str
    account: str
    label: str
    other: bytes | None
    funder: bytes | None
    lines: dict[bytes, list[LineRow]]


class BudgetPart(Part):
    """An amount typed in a cell is the line of that member; Delete takes it away, both sides of a flow."""

    def __init__(self, office: Office) -> None:
        self.grid = Grid("")
        super().__init__(office, self.grid)
        self.grid.setAccessibleName(self.tr("Budgets des membres, côte à côte"))
        self._rows: list[_Row | None] = []
        self.add = self.button(self.tr("&Ajouter une ligne…"), "plus", self._add, "Ctrl+Ins")
        self.flow = self.button(
            self.tr("&Flux entre membres…"), "arrow-right", self._ask_flow, "Ctrl+Shift+Ins"
        )
        self.about.setText(
            self.tr("Tapez un montant dans la case d’un membre. Les flux entre membres ne comptent pas dans "
                    "l’ensemble.")
        )  # fmt: skip
        self.drop = self.button(self.tr("Re&tirer la ligne"), "trash-2", self._drop, "Del", kind="plain")
        self.grid.model_.written.connect(self._write)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())

    def show_project(self, shared: Shared) -> None:
        self._rows, cells = [], []
        heads = [self.tr("Poste"), *(row.name for row in shared.members), self.tr("Ensemble")]
        for side, title in (
            ("charge", self.tr("Total des charges")),
            ("product", self.tr("Total des produits")),
        ):
            for row in _grouped(shared, side):
                self._rows.append(row)
                cells.append(self._cells(shared, row))
            self._rows.append(None)
            cells.append(self._totals(shared, side, title))
        self._rows.append(None)
        cells.append(self._gaps(shared))
        self.grid.show_cells(heads, cells, 260)
        self._tell()

    def _cells(self, shared: Shared, row: _Row) -> list[Cell]:
        made, whole = [Cell("words", words=_named(row, shared.members))], 0
        for member in shared.members:
            mine = row.lines.get(member.id, [])
            cents = [line.amount for line in mine if line.amount is not None]
            whole += sum(cents)
            # Several lines of one member under the same words are shown together, and changed apart.
            free = self.writes and len(mine) <= 1 and (bool(mine) or row.other is None)
            made.append(Cell("money", sum(cents) if cents else None, open=free))
        inside = row.other is not None
        tip = self.tr("Ce qui passe entre membres ne compte pas dans l’ensemble.")
        made.append(
            Cell("money", words=self.tr("(interne)"), tone="muted", tip=tip)
            if inside
            else Cell("money", whole)
        )
        return made

    def _totals(self, shared: Shared, side: str, title: str) -> list[Cell]:
        made = [Cell("words", words=title, bold=True)]
        for member in shared.members:
            made.append(Cell("money", _sum(shared, side, member.id), bold=True))
        made.append(Cell("money", _sum(shared, side, None), bold=True))
        return made

    def _gaps(self, shared: Shared) -> list[Cell]:
        made = [Cell("words", words=self.tr("Écart (produits − charges)"), bold=True)]
        for key in (*(member.id for member in shared.members), None):
            gap = _sum(shared, "product", key) - _sum(shared, "charge", key)
            balanced = self.tr("✓ équilibré")
            made.append(
                Cell("money", gap, tone="bad", bold=True) if gap else Cell("money", 0, balanced, tone="good")
            )
        return made

    def _tell(self) -> None:
        self.add.setEnabled(self.writes)
        self.flow.setEnabled(self.writes and self.shared is not None and len(self.shared.here) > 1)
        self.drop.setEnabled(self.writes and bool(self._here()))

    def _here(self) -> list[LineRow]:
        """The lines of the cell in front."""
        place, shared = self.grid.place(), self.shared
        if place is None or shared is None or place[0] >= len(self._rows):
            return []
        row, column = self._rows[place[0]], place[1] - 1
        if row is None or not 0 <= column < len(shared.members):
            return []
        return row.lines.get(shared.members[column].id, [])

    def _member(self) -> bytes | None:
        place, shared = self.grid.place(), self.shared
        if place is None or shared is None or not 0 < place[1] <= len(shared.members):
            return None
        return shared.members[place[1] - 1].id

    # Deeds

    def _write(self, at: int, column: int, cents: object) -> None:
        from desktop.flow.member_lines import remove_line, write_line

        row, member = self._rows[at], self._member()
        if row is None or member is None:
            return
        mine = row.lines.get(member, [])
        if cents is None and mine:
            self.do(remove_line, line=mine[0].id)
            return
        self.do(
            write_line, member=member, side=row.side, account=row.account, label=row.label, amount=cents,
            funder=row.funder, line=mine[0].id if mine else None,
        )  # fmt: skip

    def _add(self) -> None:
        if self.shared is None or not self.writes:
            return

        def then(told: NewLine) -> None:
            from desktop.flow.member_lines import write_line

            self.do(write_line, **told._asdict())

        LineDialog(self, self.shared.here, self.office.funders, self._member(), then).open()

    def _ask_flow(self) -> None:
        if self.shared is None or not self.flow.isEnabled():
            return

        def then(told: NewFlow) -> None:
            from desktop.flow.member_lines import add_flow

            self.do(add_flow, **told._asdict())

        FlowDialog(self, self.shared.here, self._member(), then).open()

    def _drop(self) -> None:
        from desktop.flow.member_lines import remove_line

        for line in self._here()[:1]:
            self.do(remove_line, line=line.id)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)


def _grouped(shared: Shared, side: str) -> list[_Row]:
    """The lines of one side, those with the same words on one row; what passes between members comes last."""
    found: dict[tuple[bool, str, str, bytes | None, bytes | None], _Row] = {}
    for line in shared.lines:
        if line.side != side:
            continue
        key = (line.to_member_id is not None, line.account, line.label, line.to_member_id, line.funder_id)
        row = found.setdefault(
            key, _Row(side, line.account, line.label, line.to_member_id, line.funder_id, {})
        )
        row.lines.setdefault(line.member_id, []).append(line)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1], key[2]))]


def _named(row: _Row, members: Sequence[MemberRow]) -> str:
    known = BY_CODE.get(row.account)
    words = row.label or (known.label if known else "")
    if row.other is not None:
        name = next((member.name for member in members if member.id == row.other), "")
        arrow = "→" if row.side == "charge" else "←"
        return f"{row.account} {arrow} {name}".strip()
    return f"{row.account} {words}".strip()


def _sum(shared: Shared, side: str, member: bytes | None) -> int:
    """The total of one column, or of all of them without what passes between members."""
    flows = shared.project.flows if member is None else shared.project.of(member)
    lines = [
        Line(f.side, f.account, f.label, f.amount) for f in flows if member is not None or f.other is None
    ]
    sums = totals(lines)
    return sums.charges if side == "charge" else sums.products
