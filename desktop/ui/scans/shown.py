"""One page as the list of scanned papers shows it, before and after it is filed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.scans import PageRow
from desktop.flow.scan_look import ScanFile, Sheet, ticks_words
from desktop.rules.page_ticks import LABELS, doubts, state_of


class Source(NamedTuple):
    """Where the picture of a page is read: a file of the person's, or one kept beside the base."""

    path: Path | None
    sha256: str
    name: str


class ShownPage(NamedTuple):
    """`row` once it is filed, `sheet` before."""

    source: Source
    rank: int
    title: str
    place: str
    said: str  # what is ticked, doubtful, or why it waits
    tone: str
    row: PageRow | None = None
    sheet: Sheet | None = None

    @property
    def shares(self) -> dict[str, float]:
        if self.row is not None:
            return self.row.shares
        return self.sheet.shares if self.sheet is not None else {}

    @property
    def waits(self) -> bool:
        """Whether somebody still has something to do with it."""
        if self.row is None:
            return True
        return self.row.state == "unknown" or (self.row.state == "filed" and self.boxes_wait)

    @property
    def boxes_wait(self) -> bool:
        """Whether boxes seem ticked and nobody took or dismissed them."""
        row = self.row
        return row is not None and not row.ticks_done and any(map(state_of, row.shares.values()))

    @property
    def number(self) -> str:
        if self.row is not None:
            return self.row.dossier
        return self.sheet.number if self.sheet is not None else ""


def _say(words: str) -> str:
    return QCoreApplication.translate("scans", words)


def of_file(file: ScanFile) -> list[ShownPage]:
    """The pages of a file just read; empty backs are left out."""
    source = Source(file.path, file.sha256, file.path.name)
    made = []
    for sheet in file.sheets:
        if sheet.state == "blank":
            continue
        ticked = ticks_words(sheet.ticked)
        said = sheet.why or sheet.doubt or (f"☑ {ticked}" if ticked else _say("aucune case cochée"))
        tone = "warn" if sheet.why or sheet.doubt else "good"
        place = _place(sheet.paper, sheet.page.code.page if sheet.page.code else None)
        title = f"{sheet.number} · {sheet.applicant}" if sheet.number else _say("À classer à la main")
        made.append(ShownPage(source, sheet.rank, title, place, said, tone, sheet=sheet))
    return made


def of_row(row: PageRow) -> ShownPage:
    """A page that was filed."""
    source = Source(None, row.sha256 or "", row.heap)
    titles = {
        "unknown": _say("À classer à la main"), "set_aside": _say("Mise de côté"), "blank": _say("Dos vide"),
    }  # fmt: skip
    title = titles.get(row.state, f"{row.dossier} · {row.applicant}")
    said, tone = _boxes_words(row)
    if row.state == "unknown":
        said, tone = _say("attend qu’un dossier soit choisi"), "warn"
    return ShownPage(source, row.rank, title, _place(row.paper, row.page), said, tone, row=row)


def _boxes_words(row: PageRow) -> tuple[str, str]:
    ticked = ticks_words([code for code in LABELS if state_of(row.shares.get(code, 0.0)) == "ticked"])
    if row.ticks_done:
        done = _say("cases reprises") if row.ticks_done == "taken" else _say("cases écartées")
        return f"{done}{f' : {ticked}' if ticked else ''}", "neutral"
    doubt = doubts(row.shares)
    if ticked:
        return f"☑ {ticked}{f' · {doubt}' if doubt else ''}", "warn" if doubt else "accent"
    return (doubt, "warn") if doubt else (_say("classée") if row.state == "filed" else "", "neutral")


def _place(paper: str, page: int | None) -> str:
    return f"{paper}, page {page}" if paper and page else paper
