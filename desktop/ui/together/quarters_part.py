"""Who acts in which quarter: members down, quarters across, a mark and its word where one acts."""

from __future__ import annotations

from desktop.ui.office import Office
from desktop.ui.together.grid import Cell, Grid
from desktop.ui.together.part import Part
from desktop.ui.together.reading import Shared


class QuartersPart(Part):
    """Space sets or takes off the mark of the cell in front."""

    def __init__(self, office: Office) -> None:
        self.grid = Grid("")
        super().__init__(office, self.grid)
        self.grid.setAccessibleName(self.tr("Qui agit dans quel quartier"))
        self.about.setText(
            self.tr("Espace ou un double clic dit qu’un membre agit dans un quartier, ou qu’il n’y agit pas.")
        )
        self.grid.model_.written.connect(self._write)

    def show_project(self, shared: Shared) -> None:
        quarters = self.office.quarters
        heads = [self.tr("Membre"), *(row.short or row.name for row in quarters), self.tr("En tout")]
        cells = []
        for member in shared.here:
            mine = set(member.quarters.split())
            marks = [Cell("mark", row.code in mine, open=self.writes, tip=row.name) for row in quarters]
            count = sum(row.code in mine for row in quarters)
            cells.append(
                [Cell("words", words=member.name), *marks, Cell("mark", None, str(count), bold=True)]
            )
        counts = [sum(row.code in member.quarters.split() for member in shared.here) for row in quarters]
        foot = [
            Cell(
                "mark",
                None,
                str(count) if count else self.tr("personne"),
                bold=True,
                tone="" if count else "warn",
            )
            for count in counts
        ]
        cells.append(
            [Cell("words", words=self.tr("Membres présents"), bold=True), *foot, Cell("mark", None, " ")]
        )
        self.grid.show_cells(heads, cells, 180)

    def _write(self, row: int, column: int, on: object) -> None:
        from desktop.flow.together import change_member

        shared, quarters = self.shared, self.office.quarters
        if shared is None or row >= len(shared.here) or not 0 < column <= len(quarters):
            return
        member, code = shared.here[row], quarters[column - 1].code
        mine = [
            one.code for one in quarters if one.code in member.quarters.split() or (one.code == code and on)
        ]
        if not on:
            mine = [one for one in mine if one != code]
        self.do(change_member, member=member.id, changes={"quarters": " ".join(mine)})
