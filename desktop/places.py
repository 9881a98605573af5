"""The places of the window, each made at first use: their screens import what is heavy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from desktop.ui.about import about
from desktop.ui.guidance.pages import PLACES
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.screen import Place, Screen

if TYPE_CHECKING:
    from db.queries.all_notes import NoteRow

_GROUPS = ("envelopes", "follow", "apart")  # read and judge, decide, follow over the years, exchange
_RIGHTS = {"import": "import", "arrivals": "attach", "twins": "merge", "new": "key_in"}  # asked to go there


def places() -> list[Place]:
    """In the order of the rail."""
    return [
        replace(
            place,
            right=_RIGHTS.get(place.name, ""),
            opens_group=place.name in _GROUPS,
            page=PLACES[place.name],
        )
        for place in _places()
    ]


def _places() -> list[Place]:
    say = QCoreApplication.translate
    return [
        Place("today", say("places", "Aujourd’hui"), "sun", _today, about("today"), "Ctrl+7"),
        Place("list", say("places", "Dossiers"), "folder-open", _list, about("list"), "Ctrl+1", first=True),
        Place("notes", say("places", "Notes"), "sticky-note", _notes, about("notes"), "Ctrl+5"),
        Place(
            "opinions", say("places", "Avis"), "messages-square", _opinions, about("opinions"), "Ctrl+Shift+9"
        ),
        Place("envelopes", say("places", "Enveloppes"), "wallet", _money, about("envelopes"), "Ctrl+0"),
        Place("committees", say("places", "Comités"), "gavel", _committees, about("committees"), "Ctrl+9"),
        Place("letters", say("places", "Courriers"), "mail", _letters, about("letters"), "Ctrl+2"),
        Place("register", say("places", "Registre"), "book-open", _register, about("register"), "Ctrl+4"),
        Place("follow", say("places", "Suivi"), "list-checks", _follow, about("follow"), "Ctrl+Shift+7"),
        Place(
            "agreements",
            say("places", "Conventions"),
            "handshake",
            _agreements,
            about("agreements"),
            "Ctrl+Shift+6",
        ),
        Place(
            "figures", say("places", "Chiffres"), "chart-column", _figures, about("figures"), "Ctrl+Shift+5"
        ),
        Place("duties", say("places", "Obligations"), "landmark", _duties, about("duties"), "Ctrl+Shift+4"),
        Place("archives", say("places", "Archives"), "archive", _keeping, about("archives"), "Ctrl+Shift+3"),
        Place("apart", say("places", "Mallette"), "luggage", _apart, about("apart"), "Ctrl+Shift+8"),
        Place("import", say("places", "Importer"), "download", _import, about("import"), "Ctrl+3"),
        Place("arrivals", say("places", "Arrivées"), "inbox", _arrivals, about("arrivals"), "Ctrl+6"),
        Place("twins", say("places", "Doublons"), "copy", _twins, about("twins"), "Ctrl+8"),
        Place("new", say("places", "Saisir une demande"), "file-pen", _paper, about("new"), in_rail=False),
        Place("dossier", say("places", "Dossier"), "file-text", _dossier, about("dossier"), in_rail=False),
    ]


def _list(office: Office) -> Screen:
    screen = ListScreen(office)

    def export(query: str, marked: list[bytes]) -> None:
        from desktop.ui.list.exporting import ask_export

        ask_export(screen, office, query, marked)

    screen.export_wanted.connect(export)
    screen.deeds.export_wanted.connect(lambda keys: export("", keys))
    return screen


def _notes(office: Office) -> Screen:
    from desktop.ui.notes.exporting import ask_export
    from desktop.ui.notes.screen import NotesScreen

    screen = NotesScreen(office)
    screen.export_wanted.connect(lambda wish: ask_export(screen, office, wish, _write_notes))
    return screen


def _write_notes(out: Path, found: Iterable[NoteRow]) -> int:
    from desktop.exchange.list_book import write_list
    from desktop.flow.export_notes import columns, rows

    return write_list(out, columns(), rows(found), title="Notes")


def _committees(office: Office) -> Screen:
    from desktop.ui.committee.screen import CommitteesScreen

    return CommitteesScreen(office)


def _opinions(office: Office) -> Screen:
    from desktop.ui.opinions.screen import OpinionsScreen

    return OpinionsScreen(office)


def _twins(office: Office) -> Screen:
    from desktop.ui.twins.screen import TwinsScreen

    return TwinsScreen(office)


def _today(office: Office) -> Screen:
    from desktop.ui.today.screen import TodayScreen

    return TodayScreen(office)


def _money(office: Office) -> Screen:
    from desktop.ui.money.screen import MoneyScreen

    return MoneyScreen(office)


def _letters(office: Office) -> Screen:
    from desktop.ui.letters.screen import LettersScreen

    return LettersScreen(office)


def _register(office: Office) -> Screen:
    from desktop.ui.letters.register import RegisterScreen

    return RegisterScreen(office)


def _follow(office: Office) -> Screen:
    from desktop.ui.follow.screen import FollowScreen

    return FollowScreen(office)


def _figures(office: Office) -> Screen:
    from desktop.ui.figures.screen import FiguresScreen

    return FiguresScreen(office)


def _duties(office: Office) -> Screen:
    from desktop.ui.duties.screen import DutiesScreen

    return DutiesScreen(office)


def _keeping(office: Office) -> Screen:
    from desktop.ui.keeping.screen import KeepingScreen

    return KeepingScreen(office)


def _agreements(office: Office) -> Screen:
    from desktop.ui.agreements.screen import AgreementsScreen

    return AgreementsScreen(office)


def _apart(office: Office) -> Screen:
    from desktop.ui.apart.screen import ApartScreen

    return ApartScreen(office)


def _import(office: Office) -> Screen:
    from desktop.ui.intake.screen import IntakeScreen

    return IntakeScreen(office)


def _arrivals(office: Office) -> Screen:
    from desktop.ui.arrivals.screen import ArrivalsScreen

    screen = ArrivalsScreen(office, _sheets)

    def bring_in(paths: list[Path]) -> None:
        office.place_wanted.emit("import")
        office.files_wanted.emit(paths)

    def read_opinions(paths: list[Path]) -> None:
        office.place_wanted.emit("opinions")
        office.returns_wanted.emit(paths)

    screen.import_wanted.connect(bring_in)
    screen.opinions_wanted.connect(read_opinions)
    office.file_imported.connect(screen.imported)
    return screen


def _paper(office: Office) -> Screen:
    from desktop.ui.intake.paper_screen import PaperScreen

    return PaperScreen(office)


def _dossier(office: Office) -> Screen:
    from desktop.ui.dossier.screen import DossierView

    return DossierView(office, _sheets)


def _sheets(path: Path) -> Sequence[tuple[str, Any]]:
    """The sheets of a piece, for the viewer: (title, rows)."""
    from desktop.exchange.sheets import read_sheets

    return [(sheet.name, sheet.rows) for sheet in read_sheets(path)]
