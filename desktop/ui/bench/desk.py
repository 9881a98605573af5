"""What is on the bench now: the scenario chosen, its cells in memory, what is typed, what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.queries.scenarios import ScenarioRow, cells, scenarios
from desktop.flow.bench import Loaded, load
from desktop.flow.scenarios import write_cells
from desktop.rules.bench import Bench
from desktop.rules.fills import Fill, Written, written_over
from desktop.ui.bench.beside import run_beside
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tongue import euros

if TYPE_CHECKING:
    from db.store import Done

PROPOSED, ASKED = b"proposed", b"asked"  # what a scenario may be compared with, beside another one
_MANY = 500  # cells: beyond, writing takes more than a blink
_CELLS = frozenset({"allocation"})
_AROUND = frozenset(
    {
        "dossier", "applicant", "amount", "decision", "envelope", "money_rule", "funder", "quarter",
        "challenge", "dossier_quarter", "declared", "mark", "interest", "merging", "past_grant",
        "assessment", "score",
    }
)  # fmt: skip


class Desk(QObject):
    """Cells are shown at once and written in the same breath; what was refused is shown as it was."""

    loaded = Signal()  # lines, columns and all: draw anew
    moved = Signal(object)  # rows whose amounts changed: totals follow
    listed = Signal()  # the scenarios: their names, the cut, the ranks

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.rows: list[ScenarioRow] = []
        self.key: bytes | None = None  # of the scenario on the bench
        self.against: bytes | None = None  # what it is compared with
        self.found: Loaded | None = None
        self.other: dict[tuple[bytes, bytes], int] = {}
        self._tried: tuple[int, bytes, int | None] | None = None  # a cell being typed, as it stood

    # Reading

    @property
    def scenario(self) -> ScenarioRow | None:
        return next((row for row in self.rows if row.id == self.key), None)

    @property
    def bench(self) -> Bench:
        return self.found.bench if self.found else Bench([], [])

    @property
    def writable(self) -> bool:
        return self.key is not None and not self.office.read_only

    def read(self) -> None:
        """Everything anew; the scenario chosen stays, else the last one made."""
        self.rows = scenarios(self.office.reader)
        known = {row.id for row in self.rows}
        if self.key not in known:
            self.key = self.rows[-1].id if self.rows else None
        if self.against not in known | {PROPOSED, ASKED} or self.against == self.key:
            self.against = None
        self._tried = None
        row = self.scenario
        self.found = load(self.office.reader, row, self.office.author) if row else None
        self._read_other()
        self.listed.emit()
        self.loaded.emit()

    def choose(self, key: bytes) -> None:
        """Put another scenario on the bench."""
        if key != self.key:
            self.key = key
            self.read()

    def compare(self, key: bytes | None) -> None:
        """Show beside it another scenario, what is proposed or what was asked; None for nothing."""
        if key != self.against:
            self.against = key
            self._read_other()
            self.listed.emit()
            self.loaded.emit()

    def _read_other(self) -> None:
        self.other = {}
        if self.against in (PROPOSED, ASKED):
            for line in self.bench.lines:
                told = line.proposed if self.against == PROPOSED else line.asked_of
                known = set(self.bench.funders)
                self.other |= {(line.key, funder): cents for funder, cents in told.items() if funder in known}
        elif self.against is not None:
            self.other = cells(self.office.reader, self.against)

    def follow(self, touched: frozenset[str]) -> None:
        """A verb wrote in these tables."""
        if touched & _AROUND:
            self.read()
        elif touched & (_CELLS | {"scenario"}):
            self._follow_cells()

    def _follow_cells(self) -> None:
        """Only scenarios were written: the cells that differ, undone ones included, are set in memory."""
        before = self.scenario
        self.rows = scenarios(self.office.reader)
        after = self.scenario
        if before is None or after is None or before.query != after.query:
            self.read()
            return
        self._read_other()
        now = cells(self.office.reader, after.id)
        bench, changed = self.bench, set[int]()
        known = set(bench.funders)
        for dossier, funder in now.keys() | bench.written().keys():
            row = bench.row_of.get(dossier)
            if row is None:
                self.read()  # a cell of a dossier that was not here
                return
            if funder not in known or bench.lines[row].locked == "decided":
                continue
            if bench.cell(row, funder) != now.get((dossier, funder)):
                bench.write(row, funder, now.get((dossier, funder)))
                changed.add(row)
        self.listed.emit()
        if changed:
            self.moved.emit(sorted(changed))

    # Writing

    def try_out(self, row: int, funder: bytes, amount: int | None) -> None:
        """Show an amount that is being typed, not written yet."""
        if self._tried is None:
            self._tried = (row, funder, self.bench.cell(row, funder))
        self.bench.write(row, funder, amount)
        self.moved.emit([row])

    def give_up(self) -> None:
        """What was being typed is not written after all."""
        if self._tried is not None:
            row, funder, amount = self._tried
            self._tried = None
            self.bench.write(row, funder, amount)
            self.moved.emit([row])

    def standing(self, row: int, funder: bytes) -> int | None:
        """The cents of a cell as written, whatever is being typed in it."""
        if self._tried is not None and self._tried[:2] == (row, funder):
            return self._tried[2]
        return self.bench.cell(row, funder)

    def write(self, written: Written, deed: str = "") -> bool:
        """Write some cells as one step; False when the verb refused, and then nothing is changed."""
        self.give_up()
        if self.key is None or not written:
            return False
        bench = self.bench
        before: Written = {cell: bench.cell(bench.row_of[cell[0]], cell[1]) for cell in written}
        self._set(written)
        if len(written) > _MANY:
            self._write_beside(self.key, written, before, deed)
            return True
        done = self.office.do(write_cells, scenario=self.key, cells=written, deed=deed)
        if done is None:
            self._set(before)
        return done is not None

    def _write_beside(self, key: bytes, written: Written, before: Written, deed: str) -> None:
        """So many cells that a click would be felt: they are shown at once and written in the worker."""
        store = self.office.store

        def work(_progress: Progress) -> Done:
            return store.do(write_cells, scenario=key, cells=written, deed=deed)

        run_beside(self.office, deed, work, lambda _done: None, lambda: self._set(before))

    def _set(self, written: Written) -> None:
        rows = {self.bench.row_of[dossier] for dossier, _ in written}
        for (dossier, funder), amount in written.items():
            self.bench.write(self.bench.row_of[dossier], funder, amount)
        self.moved.emit(sorted(rows))

    def fill(self, fill: Fill, deed: str) -> None:
        """Write what a command made, and tell what it does to the grand total."""
        before, after = self.bench.whole, written_over(self.bench, fill.cells)
        left = self.tr(" Laissés tels quels\u00a0: {0}.").format(_few(fill.left)) if fill.left else ""
        if not fill.cells:
            self.office.told.emit(self.tr("{0}\u00a0: rien à changer.").format(deed) + left, "neutral")
        elif self.write(fill.cells, deed):
            said = self.tr("{0}\u00a0: {1} cases, total de {2} à {3}.").format(
                deed, len(fill.cells), euros(before), euros(after)
            )
            self.office.told.emit(said + left, "good")


def _few(numbers: Sequence[str]) -> str:
    more = len(numbers) - 4
    return ", ".join(numbers[:4]) + (f" et {more} de plus" if more > 0 else "")
