"""Papers that leave: the pack of a session, its minutes, the report of a year, a print run of letters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from db.queries.committee import committees
from desktop.flow.decide import decide
from desktop.flow.pack import Wish, make
from desktop.flow.papers import paper, proceedings
from desktop.flow.year_report import write_report
from desktop.letters.files import write_whole
from desktop.terminal.paper import write_letters
from tests.fault.works_left import OLD, Work, outputs, replaced
from tests.fault.works_office import opened
from tests.office import application, bring, open_office
from tests.session import DAY, funder, ready, running

OUT = ("seance.pdf", "seance.xlsx", "compte-rendu.pdf", "rapport.pdf", "rapport.xlsx")
AT = dt.date(2026, 3, 14)


def session(folder: Path) -> None:
    """A session at work on two dossiers, two others decided whose letters wait; old papers lie about."""
    store = open_office(folder)
    ready(store, 2)
    running(store)
    for intake in bring(store, application("26510001"), application("26510002")):
        store.do(
            decide,
            dossier=intake.dossier,
            outcome="granted",
            amounts={funder(store): 5_000_00},
            decided_on=AT,
        )
    store.close()
    (folder / "sorties").mkdir()
    for name in OUT:
        (folder / "sorties" / name).write_bytes(OLD)


def _pack(folder: Path, name: str) -> None:
    with opened(folder) as store:
        make(store, committees(store.reader)[0].id, folder / "sorties" / name, Wish(forced=True), today=DAY)


def _minutes(folder: Path) -> None:
    with opened(folder) as store:
        told = proceedings(store.reader, committees(store.reader)[0].id)
        write_whole(folder / "sorties" / "compte-rendu.pdf", paper(told, "minutes", "pdf"))


def _year(folder: Path) -> None:
    out = folder / "sorties"
    with opened(folder) as store:
        write_report(store.reader, 2026, out / "rapport.pdf", tables=out / "rapport.xlsx")


def _print_run(folder: Path) -> None:
    """The letters leave, each under its number, bound in one file."""
    with opened(folder) as store:
        names, blocked = write_letters(store, None, folder / "sorties", one_file=True)
        assert names and not blocked, blocked


WORKS = (
    Work("dossier de séance", lambda f: _pack(f, "seance.pdf"), replaced("seance.pdf"), session),
    Work("classeur de séance", lambda f: _pack(f, "seance.xlsx"), replaced("seance.xlsx"), session),
    Work("compte rendu", _minutes, replaced("compte-rendu.pdf"), session),
    Work("rapport de l’année", _year, replaced("rapport.pdf"), session),
    Work("tirage des courriers", _print_run, outputs, session),
)
