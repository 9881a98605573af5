"""Where one is on the form: the section and the project of a place, and the words printed beside a field."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from desktop.exchange.cerfa_map import FormMap, Section, norm
from desktop.exchange.pdf_runs import Box, Leaf, Run, lines_of

YES, NO = "oui", "non"
TICKED = frozenset("xX×☒☑✔✓✘✗■\uf0fe\uf0fc\uf0fd\uf078\uf053")
EMPTY = frozenset("☐□❏❑\uf0a8\uf06f\uf071")
PROJECT, OWN = "project", "own_budget"
_NEAR, _FAR = 60.0, 260.0  # points between a label and its field
_TALL = 28.0  # a field of several lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of the form; `project` counts from 1, 0 before the first. Of the applicant's own budget, which
    may come for several years, it counts the years."""

    page: int
    top: float
    section: Section
    project: int
    runs: tuple[Run, ...] = ()


class Places:
    """The form as it is printed."""

    def __init__(self, leaves: list[Leaf], form: FormMap) -> None:
        self.leaves, self.form = leaves, form
        self.lines = lines_of(run for leaf in leaves for run in leaf.runs)
        self.headings = self._headings()
        self._starts = [(one.page, one.top) for one in self.headings]
        self._titles = {id(run) for heading in self.headings for run in heading.runs}
        self.fields: dict[int, list[Box]] = {}  # upright, by page: a label before one is no other's

    def _headings(self) -> list[Heading]:
        found: list[Heading] = []
        ranks = {section.code: rank for rank, section in enumerate(self.form.sections)}
        project = years = 0
        for line in self.lines:
            section, told = self._titled(line)
            if section is None:
                continue
            now = found[-1].section if found else None
            numbered = norm(line[0].text)[:1].isdigit()
            again = section.code == PROJECT and now is not None and now.repeats
            if now and not numbered and not again and ranks[section.code] < ranks[now.code]:
                continue  # words of a text, or of the attestation, that look like an earlier title
            if section.code == PROJECT and (now is None or now.code != PROJECT) and "suite" not in told:
                project += 1
            other_page = not found or found[-1].page != line[0].page
            if section.code == OWN and other_page and "suite" not in told:
                years += 1
            number = years if section.code == OWN else project
            found.append(Heading(line[0].page, line[0].top, section, number, tuple(line)))
        return found

    def _titled(self, line: list[Run]) -> tuple[Section | None, str]:
        said = norm(line[0].text)
        whole = norm(" ".join(run.text for run in line))
        for words in dict.fromkeys((whole, said)):
            for section in self.form.sections:
                if any(one.match(words) for one in section.headings):
                    return section, words
        return None, ""

    def at(self, page: int, top: float) -> Heading | None:
        """The title above a place."""
        rank = bisect_right(self._starts, (page, top + 3)) - 1
        return self.headings[rank] if rank >= 0 else None

    def runs(self, page: int) -> list[Run]:
        return self.leaves[page].runs if page < len(self.leaves) else []

    def upright(self, page: int, rect: Box) -> Box:
        """A field's rectangle as it stands on the page held upright."""
        return self.leaves[page].upright(rect) if page < len(self.leaves) else rect

    # What is printed beside a field

    def beside_text(self, page: int, box: Box) -> str:
        """The words before a field, on its line or above it."""
        left, above = self._left_of(page, box), self._above(page, box)
        tall = box[3] - box[1] > _TALL
        if tall and above is not None and box[1] - above.bottom < 16:
            return above.text
        if left is not None and (above is None or box[0] - left.right < _NEAR):
            return left.text
        return above.text if above else left.text if left else ""

    def beside_box(self, page: int, box: Box) -> tuple[str, str]:
        """The words that belong to a box to tick, and the question before when they are oui or non."""
        right, left = self._right_of(page, box), self._left_of(page, box)
        nearer = right
        if right is None or (left is not None and box[0] - left.right < right.left - box[2] - 1):
            nearer = left
        own = nearer.text if nearer else ""
        if norm(own) not in (YES, NO):
            return own, ""
        return own, self._question(page, box)

    def _question(self, page: int, box: Box) -> str:
        before = [
            run
            for run in self._on_line(page, box)
            if run.right <= box[0] + 4 and norm(run.text) not in (YES, NO, "")
        ]
        if before:
            return before[-1].text
        above = [run for run in self.runs(page) if run.bottom <= box[1] + 3 and box[1] - run.bottom < 30]
        asking = [run for run in above if run.text.rstrip().endswith(("?", ":"))] or above
        return asking[-1].text if asking else ""

    def _on_line(self, page: int, box: Box) -> list[Run]:
        tall = box[3] - box[1] > _TALL
        middle = box[1] + 8 if tall else (box[1] + box[3]) / 2
        near = [
            run
            for run in self.runs(page)
            if abs(run.middle - middle) < max(0.7 * run.size, 5) and run.text not in TICKED | EMPTY
        ]
        return sorted(near, key=lambda run: run.left)

    def _left_of(self, page: int, box: Box) -> Run | None:
        before = [run for run in self._on_line(page, box) if run.right <= box[0] + 4]
        return before[-1] if before and box[0] - before[-1].right < _FAR else None

    def _right_of(self, page: int, box: Box) -> Run | None:
        after = [run for run in self._on_line(page, box) if run.left >= box[2] - 4]
        return after[0] if after and after[0].left - box[2] < _NEAR else None

    def _above(self, page: int, box: Box) -> Run | None:
        """The lowest words over a field; a note under its label is no label."""
        reach = 34 if box[3] - box[1] > _TALL else 20
        over = [
            run
            for run in self.runs(page)
            if run.bottom <= box[1] + 4
            and box[1] - run.bottom < reach
            and run.left < box[2]
            and run.right > box[0] - 8
            and id(run) not in self._titles
            and norm(run.text) not in (YES, NO)
            and not any(one.search(norm(run.text)) for one in self.form.ignored)
            and not any(_owned(run, field) for field in self.fields.get(page, ()) if field != box)
        ]
        return max(over, key=lambda run: (round(run.bottom), -run.left), default=None)


def _owned(run: Run, field: Box) -> bool:
    """Whether words stand right before a field, on its line."""
    level = abs((field[1] + field[3]) / 2 - run.middle) < 7
    return level and -4 <= field[0] - run.right < 40
