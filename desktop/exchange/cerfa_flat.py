"""A form that was printed or flattened: labels and values read from where their words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop.exchange.cerfa_budget import Grid, amounts_of
from desktop.exchange.cerfa_budget import read as read_table
from desktop.exchange.cerfa_fill import Answer, Form, keep_one_year
from desktop.exchange.cerfa_map import FormMap, Spec, norm
from desktop.exchange.cerfa_match import BUDGETS, Matcher, Paired
from desktop.exchange.cerfa_places import EMPTY, TICKED, Heading, Places
from desktop.exchange.cerfa_widgets import Widget
from desktop.exchange.pdf_runs import Leaf, Run

_MARK = re.compile(rf"(?:^|(?<=\s))[{''.join(sorted(TICKED | EMPTY))}](?=\s|$)")
_LETTER = frozenset("xX×")
_WORDS = 16  # of a label: a longer one is prose
_INNER = 5  # of a label in the middle of a line
_NUMBER = re.compile(r"\d[\d\s.,]*")
_STAFF = "project_means"
_YEARS = {"own_budget": "own_year", "project_budget": "project_year"}


def marked(leaf: Leaf) -> Leaf:
    """The page with its ticks as runs of their own, apart from the words beside them."""
    leaf.runs = [part for run in leaf.runs for part in _cut(run)]
    return leaf


def _cut(run: Run) -> Iterator[Run]:
    yes_no = {"oui", "non"} & set(norm(run.text).split())
    width = (run.right - run.left) / max(len(run.text), 1)
    start = 0
    for found in _MARK.finditer(run.text):
        if found[0] in _LETTER and found.start() and not yes_no:
            continue  # "2 x 3" in a text is no tick
        yield from _part(run, start, found.start(), width)
        yield from _part(run, found.start(), found.end(), width)
        start = found.end()
    yield from _part(run, start, len(run.text), width)


def _part(run: Run, start: int, end: int, width: float) -> Iterator[Run]:
    words = run.text[start:end].strip()
    if words:
        start = run.text.index(words, start)
        left = run.left + start * width
        yield replace(run, text=words, left=left, right=left + len(words) * width)


class Printed:
    """One printed form on its way to answers."""

    def __init__(self, path: Path, form: FormMap, places: Places, version: str) -> None:
        self._map, self._places = form, places
        self._matcher = Matcher(form, places, None, version)
        self.form = Form(path, version)
        self._tables: dict[tuple[str, int], list[Run]] = {}
        self._staff: dict[int, list[list[Run]]] = {}
        self._open: Answer | None = None  # a text that goes on with the next line
        titles = {id(heading.runs[0]): heading for heading in places.headings if heading.runs}
        for line in places.lines:
            self._line(line, places.at(line[0].page, line[0].top), titles.get(id(line[0])))
        for (room, project), runs in self._tables.items():
            grid = Grid(runs, form)
            self.form.budgets[room, project] = read_table(grid, amounts_of(grid))
        keep_one_year(self.form)
        for project, lines in self._staff.items():
            self.form.staff[project] = _people(lines, form)
        self.form.answers = [
            answer for answer in self.form.answers if answer.value or answer.ticked is not None
        ]

    def _line(self, line: list[Run], at: Heading | None, title: Heading | None) -> None:
        section = at.section.code if at else ""
        project = at.project if at and at.section.repeats else 0
        self._ticks(line, section, project)
        words = [run for run in line if run.text not in TICKED | EMPTY]
        said = norm(" ".join(run.text for run in words))
        if not words or any(one.search(said) for one in self._map.ignored):
            return
        if section == _STAFF:
            self._open = None
            self._staff.setdefault(project, []).append(words)
            return
        if self._sentence(words, section, project):
            return
        taken = self._labelled(words, section, project)
        if taken:
            return
        if section in BUDGETS and title is None:
            room = BUDGETS[section]
            number = at.project if at else 0
            self._tables.setdefault((room, number), []).extend(words)
        elif title is not None:
            self._open = None
        elif self._open is not None:
            self._go_on(words)

    # Boxes

    def _ticks(self, line: list[Run], section: str, project: int) -> None:
        for run in line:
            if run.text not in TICKED | EMPTY:
                continue
            widget = Widget("", "", run.page, (0, 0, 0, 0), ticked=run.text in TICKED)
            pair = Paired(
                widget, (run.left, run.top, run.right, run.bottom), "other", 0.0, section, project, ""
            )
            self._matcher.tick(pair)
            ticked = (
                pair.widget.ticked if pair.answer is None else pair.answer if pair.widget.ticked else None
            )
            if pair.confidence and ticked is not None:
                self._tick(Answer(pair.code, pair.label, "", ticked, project, run.page))

    def _tick(self, answer: Answer) -> None:
        spec = self._map.spec(answer.code)
        home = self._map.section(spec.section) if spec else None
        answer.project = answer.project if home and home.repeats else 0
        self.form.answers.append(answer)

    # Words

    def _sentence(self, words: list[Run], section: str, project: int) -> bool:
        """A sentence of the form with its blanks filled: the amount asked, who signs, where and when."""
        text = uncombed(" ".join(run.text for run in words))
        found = next((told for one in self._map.sentences if (told := one.search(text))), None)
        if found is None:
            return False
        for name, value in found.groupdict().items():
            code = _YEARS.get(section, "") if name == "year" else name
            spec = self._map.spec(code)
            if value and spec is not None:
                self._answer(spec, spec.label, value, project, words[0].page)
        self._open = None
        return True

    def _labelled(self, words: list[Run], section: str, project: int) -> bool:
        """Take the labels of a line with what follows each; False when there is none."""
        current: Answer | None = None
        for run in words:
            for label, value in self._pieces(run.text, section):
                spec = self._spec(label, section, alone=value is None)
                if spec is not None:
                    current = self._answer(spec, label, value or "", project, run.page)
                elif current is not None:
                    # The colon belongs to the value: it was no label.
                    more = label if value is None else f"{label} : {value}"
                    current.value = f"{current.value} {more}".strip()
        if current is None:
            return False
        spec = self._map.spec(current.code)
        self._open = current if spec is not None and spec.long else None
        return True

    def _pieces(self, text: str, section: str) -> Iterator[tuple[str, str | None]]:
        """(label, value) for each label of a run that a colon ends, (words, None) when there is none."""
        label, colon, value = text.partition(":")
        if not colon or re.match(r"//|\d", value) or re.search(r"\d$", label):  # a web address, a time
            yield text.strip(), None
            return
        for found in re.finditer(":", value):
            said = value[: found.start()].split()
            for count in range(min(_INNER, len(said) - 1), 0, -1):
                if self._spec(" ".join(said[-count:]), section, alone=True):
                    yield label.strip(), " ".join(said[:-count])
                    yield from self._pieces(" ".join(said[-count:]) + value[found.start() :], section)
                    return
        yield label.strip(), value.strip()

    def _spec(self, label: str, section: str, *, alone: bool) -> Spec | None:
        clue = norm(label)
        if not clue or len(clue.split()) > _WORDS:
            return None
        spec, how = self._matcher.best(clue, section, ())
        if spec is None or not how:
            return None
        if not alone:
            return spec
        # Without a colon, only the whole label of this very section is one.
        whole = any(one.fullmatch(clue) for one in (*spec.labels, *spec.alone))
        return (
            spec
            if whole and how and self._matcher.room(spec.section) == self._matcher.room(section)
            else None
        )

    def _answer(self, spec: Spec, label: str, value: str, project: int, page: int) -> Answer:
        home = self._map.section(spec.section)
        repeats = home is not None and home.repeats
        head, colon, tail = value.partition(":")
        if any(one.fullmatch(norm(head)) for one in self._map.asides):
            value = tail if colon else ""
        value = uncombed(value)
        answer = Answer(spec.code, label, value, None, max(project, 1) if repeats else 0, page)
        self.form.answers.append(answer)
        return answer

    def _go_on(self, words: list[Run]) -> None:
        assert self._open is not None  # the caller saw it
        text = " ".join(run.text for run in words)
        self._open.value = f"{self._open.value}\n{text}" if self._open.value else text


def uncombed(value: str) -> str:
    """A value written one sign a box, « |8|0|0|0|0| », without its boxes."""
    if value.count("|") < 2:
        return value.strip()
    return re.sub(r"\s*[|_]+\s*", "", value).strip()


def _people(lines: list[list[Run]], form: FormMap) -> list[str]:
    """The table of the people of an action: how many, and in full-time equivalents."""
    heads = [
        run for line in lines for run in line if norm(run.text).startswith(("nombre", "etpt", "en etpt"))
    ]
    told = []
    for line in lines:
        numbers = [run for run in line if _NUMBER.fullmatch(run.text)]
        words = norm(" ".join(run.text for run in line if run not in numbers))
        known = [one for one in form.staff if one.within(words)]
        if known and numbers:
            values = [f"{run.text} ETPT" if _full_time(run, heads) else run.text for run in numbers]
            told.append(f"{known[-1].label}\u00a0: {', '.join(values)}")
    return told


def _full_time(run: Run, heads: list[Run]) -> bool:
    centre = (run.left + run.right) / 2
    head = min(heads, key=lambda one: abs((one.left + one.right) / 2 - centre), default=None)
    return head is not None and "etpt" in norm(head.text)
