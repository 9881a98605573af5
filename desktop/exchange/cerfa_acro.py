"""A form filled in its fields: pairs, budgets and staff put together into answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.exchange.application import FormField
from desktop.exchange.cerfa_budget import Cell, Grid, Table
from desktop.exchange.cerfa_budget import read as read_table
from desktop.exchange.cerfa_fill import Answer, Form, keep_one_year
from desktop.exchange.cerfa_map import FormMap, Line, Taught, norm
from desktop.exchange.cerfa_match import BUDGETS, SHAPED, Matcher, Paired, name_words, shaped
from desktop.exchange.cerfa_places import OWN, PROJECT, Places
from desktop.exchange.cerfa_widgets import Widget
from desktop.exchange.pdf_runs import Run
from desktop.exchange.table_fields import OTHER
from desktop.exchange.table_maps import SURE

_BY_PLACE = 0.85  # the line of a budget whose printed label is known
_STAFF = "project_means"


class Reading:
    """One filled form on its way to answers; `fields` are those an officer may pair."""

    def __init__(
        self, path: Path, form: FormMap, places: Places, widgets: Sequence[Widget], taught: Taught | None,
        version: str,
    ) -> None:  # fmt: skip
        self._map, self._places, self._taught = form, places, taught
        self.form = Form(path, version, signed=any(widget.signed for widget in widgets))
        self._matcher = Matcher(form, places, taught, version)
        self.pairs = self._matcher.pair(widgets)
        self._count_projects()
        self._doubt_twins()
        self._cells: dict[int, Cell] = {}
        self._budgets()
        for project in sorted({pair.project for pair in self.pairs if pair.section == _STAFF}):
            self._people([p for p in self.pairs if p.section == _STAFF and p.project == project], project)
        self._answers()
        self._propose()
        self.fields = [field for field in map(self._field, self.pairs) if field is not None]

    def known(self) -> int:
        """How many fields were understood: what tells a form without text from any other form."""
        return sum(pair.confidence >= SURE for pair in self.pairs)

    def _repeats(self, code: str) -> bool:
        section = self._map.section(code)
        return section is not None and section.repeats

    def _home(self, pair: Paired) -> str:
        spec = self._map.spec(pair.code)
        return spec.section if spec else pair.section

    def _count_projects(self) -> None:
        """Printed titles number the projects; without any, a title that comes again does."""
        printed = any(one.section.code == PROJECT for one in self._places.headings)
        now = 1
        seen: set[str] = set()
        for pair in self.pairs:
            if not self._repeats(self._home(pair)):
                pair.project = 0
                continue
            if not printed and pair.code == "title":
                now += "title" in seen
                seen.add("title")
            pair.project = max(pair.project, 1) if printed else now

    def _doubt_twins(self) -> None:
        """Of two fields that would say the same thing, the surest is believed; the other is asked about."""
        known: dict[tuple[str, int], Paired] = {}
        for pair in sorted(self.pairs, key=lambda one: -one.confidence):
            spec = self._map.spec(pair.code)
            if spec is None or spec.kind in ("tick", "yes") or pair.code.startswith(("other.", "texts.")):
                continue
            if (pair.code, pair.project) in known and pair.confidence < 1 and pair.widget.value.strip():
                pair.confidence = min(pair.confidence, 0.5)
            elif pair.widget.value.strip() or pair.confidence == 1:
                known[pair.code, pair.project] = pair

    # Budgets

    def _budgets(self) -> None:
        groups: dict[tuple[str, int], list[Paired]] = {}
        for pair in self.pairs:
            room = BUDGETS.get(pair.section)
            spec = self._map.spec(pair.code)
            free = pair.confidence < SURE or pair.code.startswith(("budget.", "own_budget."))
            if room and free and pair.widget.ticked is None and (spec is None or pair.confidence < SURE):
                groups.setdefault((room, self._number(pair, room)), []).append(pair)
        for (room, project), pairs in groups.items():
            grid = Grid(self._printed(room, project), self._map)
            cells = [self._cell(pair) for pair in pairs]
            self.form.budgets[room, project] = read_table(grid, cells)
            for pair, cell in zip(pairs, cells, strict=True):
                self._place(pair, cell, room)
        keep_one_year(self.form)

    def _number(self, pair: Paired, room: str) -> int:
        """Of which project a budget is, or of which year when it is the applicant's own."""
        at = self._places.at(pair.widget.page, pair.box[1])
        return (at.project if at else 0) if room == OWN else pair.project

    def _printed(self, room: str, project: int) -> Iterable[Run]:
        """The words printed in one budget."""
        section = next(code for code, one in BUDGETS.items() if one == room)
        for page in self._places.leaves:
            for run in page.runs:
                at = self._places.at(run.page, run.top)
                if at and at.section.code == section and (not project or at.project == project):
                    yield run

    def _cell(self, pair: Paired) -> Cell:
        account = pair.code.rpartition(".")[2] if pair.confidence >= SURE and "." in pair.code else ""
        funder = account == "funder"
        left, top, right, bottom = pair.box
        cell = Cell(pair.widget.page, left, top, right, bottom, pair.widget.value, "", funder, pair.label)
        cell.account = "" if funder else account
        self._cells[id(pair)] = cell
        return cell

    def _place(self, pair: Paired, cell: Cell, room: str) -> None:
        if pair.confidence >= SURE:
            return
        pair.label = pair.widget.tooltip or cell.label
        if cell.funder and cell.account:
            pair.code, pair.confidence = f"{room}.funder", _BY_PLACE
        elif cell.account:
            pair.code, pair.confidence = f"{room}.{cell.account}", _BY_PLACE
        else:
            pair.code, pair.confidence = OTHER, 0.0

    # The people of an action

    def _people(self, pairs: list[Paired], project: int) -> None:
        told: dict[str, list[str]] = {}
        for pair in pairs:
            value = pair.widget.value.strip()
            counted = not pair.widget.lines and re.fullmatch(r"[\d\s.,]*", value)
            line = self._staff(pair) if counted and pair.widget.ticked is None else None
            if line is None:
                continue
            pair.code, pair.confidence, pair.label = "staff", _BY_PLACE, line.label
            if value and value != "0":
                told.setdefault(line.label, []).append(f"{value} ETPT" if self._full_time(pair) else value)
        self.form.staff[project] = [f"{label}\u00a0: {', '.join(values)}" for label, values in told.items()]

    def _staff(self, pair: Paired) -> Line | None:
        middle = (pair.box[1] + pair.box[3]) / 2
        beside = [
            run.text
            for run in self._places.runs(pair.widget.page)
            if run.right <= pair.box[0] + 4 and abs(run.middle - middle) < 7
        ]
        clues = [norm(pair.widget.tooltip), name_words(pair.widget.name), *map(norm, beside)]
        found = [line for clue in clues for line in self._map.staff if line.within(clue)]
        # "dont en CDI" says more than "salariés" beside it.
        return max(found, key=self._map.staff.index, default=None)

    def _full_time(self, pair: Paired) -> bool:
        said = f"{norm(pair.widget.tooltip)} {name_words(pair.widget.name)}"
        if "etpt" in said:
            return True
        centre = (pair.box[0] + pair.box[2]) / 2
        heads = [
            run
            for run in self._places.runs(pair.widget.page)
            if run.bottom <= pair.box[1] + 4 and norm(run.text).startswith(("nombre", "etpt", "en etpt"))
        ]
        head = min(heads, key=lambda r: (abs((r.left + r.right) / 2 - centre), -r.top), default=None)
        return head is not None and "etpt" in norm(head.text)

    # Answers

    def _answers(self) -> None:
        asked: dict[tuple[str, int], Answer] = {}
        for pair in self.pairs:
            if pair.code == "staff" or pair.code.startswith(("budget.", "own_budget.")):
                self._given_by_hand(pair)
                continue
            widget = pair.widget
            if widget.signed or (widget.ticked is None and not widget.value.strip()):
                continue
            code = pair.code if pair.confidence >= SURE else OTHER  # a guess is only proposed
            label = pair.label or widget.name
            answer = Answer(code, label, widget.value, None, pair.project, widget.page)
            if widget.ticked is None:
                self.form.answers.append(answer)
                continue
            answer.ticked = _said(pair)
            before = asked.get((code, pair.project))
            if before is None or code == OTHER:
                if answer.ticked is not None and (code != OTHER or answer.ticked):
                    asked[code, pair.project] = answer
                    self.form.answers.append(answer)
            elif (answer.ticked and pair.answer is None) or before.ticked is None:
                before.ticked = answer.ticked

    def _given_by_hand(self, pair: Paired) -> None:
        """An amount an officer paired that stands outside any table."""
        room, _, account = pair.code.partition(".")
        value = pair.widget.value.strip()
        if id(pair) in self._cells or not value or not account or account == "funder":
            return
        project = pair.project if room == "budget" else 0
        table = self.form.budgets.setdefault((room, max(project, 1) if room == "budget" else 0), Table())
        side = next((line.side for line in self._map.lines if line.account == account), "charge")
        middle = 0.0 if side == "charge" else 1.0
        grid = Grid((), self._map)
        grid.split = 0.5
        extra = read_table(grid, [Cell(pair.widget.page, middle, 0, middle, 0, value, account)])
        table.lines += extra.lines
        table.totals.update(extra.totals)
        table.doubts += extra.doubts

    def _propose(self) -> None:
        """What an unknown field may be: by the shape of its value, else what its section still lacks."""
        for pair in self.pairs:
            value = pair.widget.value.strip()
            if pair.confidence or not value or pair.code != OTHER or id(pair) in self._cells:
                continue
            room = self._matcher.room(pair.section)
            taken = {one.code for one in self.pairs if one.project == pair.project}
            lacking = (
                spec.code
                for spec in self._map.specs
                if self._matcher.room(spec.section) == room
                and spec.kind in ("text", "amount", "count")
                and not spec.code.startswith("other.")
                and spec.code not in taken
                and spec.code not in SHAPED
            )
            pair.code = shaped(value) or next(lacking, OTHER)
            pair.confidence = 0.0 if pair.code == OTHER else 0.5

    def _field(self, pair: Paired) -> FormField | None:
        widget = pair.widget
        if widget.signed or not (widget.value.strip() or widget.ticked) or pair.code == "staff":
            return None
        shown = widget.value if widget.ticked is None else "cochée"
        return FormField(
            widget.name, pair.label, widget.page + 1, widget.rect, shown, pair.code, pair.confidence
        )


def _said(pair: Paired) -> bool | None:
    """What a box says: of a yes-or-no question, only the ticked one answers."""
    if pair.answer is None:
        return pair.widget.ticked
    return pair.answer if pair.widget.ticked else None
