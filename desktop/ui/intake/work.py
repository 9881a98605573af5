"""What the worker does for an import: read a file, try it on the base, write it. Heavy rooms at first use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.paths import import_maps
from desktop.rules import disk
from desktop.ui.intake.reference_work import Filling, extract_of, filling_of
from desktop.ui.runner import Cancelled, Progress

if TYPE_CHECKING:  # SQLAlchemy and the readers come in the worker
    from db.store import Done, Store
    from desktop.exchange.application import FormField, ReadFile
    from desktop.exchange.cells import Sheet
    from desktop.exchange.reference_files import Extract
    from desktop.exchange.tables import Mapping
    from desktop.flow.receive import Intake


_PHOTOS = ("une image PNG", "une photo JPEG")  # of a page: a person can type what they show


class Refusal(Exception):
    """A verb refused; `sentence` says why, and the runner tells it as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(slots=True)
class Look:
    """A file that was opened: read, or refused with a sentence, or waiting for the meaning of its columns."""

    path: Path
    read: ReadFile | None = None
    refusal: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    proposals: list[Mapping | None] = field(default_factory=list)
    sheet: int = -1  # the one proposed
    extract: Extract | None = None  # of a public register: it goes to the reference, not to the dossiers
    to_key_in: bool = False  # refused, but a person can type it looking at its pages


class Choice(NamedTuple):
    """What the person said of the columns; `mapping.id` is its own when it is to be remembered."""

    sheet: str
    mapping: Mapping
    keep: bool
    past: tuple[str, int | None] | None = None  # funder and year: the rows are past grants
    together: bool = True  # with the other sheets of the same layout


class FormChoice(NamedTuple):
    """What the person said of the fields of a form; to be remembered under a name when `keep`."""

    fields: list[FormField]
    keep: bool
    id: str
    title: str


class Trial(NamedTuple):
    """The dry run of a file: what would be written, and the same figures as the command line."""

    read: ReadFile
    intakes: list[Intake]
    figures: dict[str, Any]


class Import(NamedTuple):
    """What was written, and the copy taken before."""

    trial: Trial
    done: Done
    copy: str
    filling: Filling  # what the reference can fill in


@contextmanager
def _stopping() -> Iterator[None]:
    """The readers and the verbs have a Cancelled of their own: the runner knows only its own."""
    from desktop.exchange.application import Cancelled as Stopped

    try:
        yield
    except Stopped as stop:
        raise Cancelled from stop


def look(path: Path, progress: Progress) -> Look:
    """Open and read one file; whatever is wrong with it is a sentence of the answer."""
    from desktop.exchange.application import Unreadable
    from desktop.exchange.cerfa_pdf import KeyedIn
    from desktop.exchange.registry import read
    from desktop.exchange.tables import UnknownHeaders

    say = QCoreApplication.translate
    progress(say("intake", "Lecture de «\u00a0{0}\u00a0»").format(path.name), 0)
    extract = extract_of(path)  # before anything reads it whole: a national file has millions of rows
    if extract is not None:
        return Look(path, extract=extract)
    try:
        with _stopping():
            found = Look(path, read(path, import_maps(), None, progress))
            if found.read and found.read.format == "table":
                _propose(found)
    except UnknownHeaders as unknown:
        known = [rank for rank, one in enumerate(unknown.proposals) if one is not None]
        if not known:
            return Look(path, refusal=_no_list(path))
        return Look(path, None, "", unknown.sheets, unknown.proposals, known[0])
    except Unreadable as refusal:
        to_key_in = isinstance(refusal, KeyedIn) or _is_photo(path)
        return Look(path, refusal=str(refusal), to_key_in=to_key_in)
    except OSError as error:
        words = say(
            "intake", "Le fichier ne s’ouvre pas ({0}). Rien n’a été importé\u00a0; vérifiez qu’il est là."
        )
        return Look(path, refusal=words.format(disk.reason(error)))
    return found


def _is_photo(path: Path) -> bool:
    """Whether a person could type what the file shows; one that is damaged or gone has no kind at all."""
    from desktop.exchange.application import Unreadable
    from desktop.exchange.sheets import kind_of

    try:
        return kind_of(path) in _PHOTOS
    except (Unreadable, OSError):
        return False


def _no_list(path: Path) -> str:
    return QCoreApplication.translate(
        "intake",
        "Aucune feuille de «\u00a0{0}\u00a0» ne contient de tableau avec une ligne d’en-tête. Rien n’a été "
        "importé\u00a0; choisissez un autre fichier.",
    ).format(path.name)


def _propose(found: Look) -> None:
    """The mapping of each sheet of a table that was read, so that it can be looked at and changed."""
    from desktop.exchange.probe import Probe
    from desktop.exchange.registry import propose
    from desktop.exchange.tables import load_maps

    probe = Probe(found.path)
    told = dict(propose(probe, load_maps(import_maps())))
    found.sheets = probe.sheets
    found.proposals = [told.get(sheet.name) for sheet in probe.sheets]
    usable = [
        (one.chosen, len(one.filled()), -rank)
        for rank, one in enumerate(found.proposals)
        if one is not None and one.enough()
    ]
    found.sheet = -max(usable)[2] if usable else -1


def try_out(
    store: Store,
    found: Look,
    choice: Choice | FormChoice | None,
    call: bytes | None,
    progress: Progress,
) -> Trial:
    """The dry run. A choice of columns is read again, and remembered when it was asked and it works."""
    from desktop.exchange.application import Unreadable
    from desktop.flow.take_in import take_in
    from desktop.terminal.intake import report

    with _stopping():
        read = found.read
        if choice is not None:
            try:
                read = _chosen(found, choice, progress)
            except Unreadable as refusal:
                raise Refusal(str(refusal)) from refusal
        assert read is not None  # a file without known columns comes with a choice
        try:
            taken = store.rehearse(take_in, read=read, call=call, progress=progress)
        except ValueError as refusal:
            raise Refusal(str(refusal)) from refusal
    return Trial(read, taken.intakes, report(read, taken))


def _chosen(found: Look, choice: Choice | FormChoice, progress: Progress) -> ReadFile:
    """The file read with columns or fields as a person told them, remembered when that was asked."""
    from desktop.exchange.history_taught import read_as_history, save_history_map
    from desktop.exchange.tables import read_table, save_map

    if isinstance(choice, FormChoice):
        return _read_form(found, choice, progress)
    kept = import_maps()[1] / f"{choice.mapping.id}.toml"
    if choice.past is None:
        read = read_table(
            found.path, choice.mapping, choice.sheet, progress, found.sheets, together=choice.together
        )
        if choice.keep:
            save_map(kept, choice.mapping)
        return read
    funder, year = choice.past
    read = read_as_history(found.path, found.sheets, choice.sheet, choice.mapping, funder, year, progress)
    if choice.keep:
        save_history_map(kept, choice.mapping, funder)
    return read


def _read_form(found: Look, choice: FormChoice, progress: Progress) -> ReadFile:
    from desktop.exchange.cerfa_map import save_pairs
    from desktop.exchange.registry import read

    with TemporaryDirectory() as scratch:  # what is not to be remembered is known for this reading only
        save_pairs(Path(scratch) / "cette-fois.toml", choice.title, choice.fields)
        again = read(found.path, (Path(scratch), *import_maps()), None, progress)
    if choice.keep:
        save_pairs(import_maps()[1] / f"{choice.id}.toml", choice.title, choice.fields)
    return again


def write(store: Store, trial: Trial, call: bytes | None, progress: Progress) -> Import:
    """A copy of the base, then everything in one transaction; cancelled, nothing is written."""
    from db import backup
    from desktop.flow.take_in import take_in
    from desktop.terminal.intake import report

    say = QCoreApplication.translate
    progress(say("intake", "Copie de la base avant l’import"), 0)
    copy = backup.daily(store.path, "import")
    with _stopping():
        try:
            done = store.do(take_in, read=trial.read, call=call, progress=progress)
        except ValueError as refusal:
            raise Refusal(str(refusal)) from refusal
    written = Trial(trial.read, done.value.intakes, report(trial.read, done.value))
    filling = filling_of(progress.session, done.value.intakes)
    return Import(written, done, copy.name if copy else "", filling)


def take_back(store: Store) -> Done:
    """Undo the import, if it still is the last thing done here."""
    from db.undo import CannotUndo

    try:
        return store.undo()
    except CannotUndo as refusal:
        raise Refusal(str(refusal)) from refusal
