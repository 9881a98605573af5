"""Export the list: ask for the columns and the file, then have the table written beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db import queries
from desktop.flow.export_models import DEFAULT
from desktop.flow.export_table import Stopped, Written, write_table
from desktop.flow.traces import heap_words
from desktop.rules.query import parse, to_tree
from desktop.ui.exporting.dialog import ColumnsDialog
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.traced import note_left


def ask_export(over: QWidget, office: Office, query: str, marked: Sequence[bytes]) -> ColumnsDialog:
    """Ask which columns of the dossiers marked, or of all those of the query when none is."""
    tree = to_tree(parse(query), office.author)
    count = len(marked) or queries.sums(office.reader, tree).dossiers
    dialog = ColumnsDialog(office, count, over)
    dialog.wanted.connect(
        lambda path, codes: export(office, query, marked, path, codes, leaving(dialog.copy))
    )
    dialog.open()
    return dialog


class Leaving(NamedTuple):
    """What a copy that leaves bears, and lacks."""

    mark: str = ""
    black: frozenset[str] = frozenset()
    words: str = ""


_STAYS = Leaving()


def leaving(box: CopyBox) -> Leaving:
    copy = box.copy()
    return Leaving(copy.words if copy else "", box.columns(), box.words())


def export(
    office: Office, query: str, marked: Sequence[bytes], out: Path, codes: Sequence[str] = DEFAULT,
    asked: Leaving = _STAYS,
) -> None:  # fmt: skip
    """Write the table in the worker, then say how many dossiers it holds."""
    say = QCoreApplication.translate
    tree, only, person = to_tree(parse(query), office.author), frozenset(marked), office.author

    def work(progress: Progress) -> Written | str:
        try:
            return write_table(
                progress.session, out, codes, tree, only=only, person=person, black=asked.black,
                mark=asked.mark, tell=progress,
            )  # fmt: skip
        except Stopped as wish:
            raise Cancelled from wish
        except ValueError as refusal:  # its French sentence: the file cannot be written, a column is gone
            return str(refusal)

    def done(answer: Written | str) -> None:
        if isinstance(answer, str):
            office.told.emit(answer, "bad")
            return
        what = heap_words("Liste des dossiers", answer.dossiers, out.name)
        note_left(office, "exported", ", ".join(part for part in (what, asked.words) if part), marked)
        words = say("export", "Le tableau «\u00a0{0}\u00a0» est écrit. Dossiers exportés\u00a0: {1}.")
        told = words.format(out.name, answer.dossiers)
        if answer.closed:
            left = say("export", "Fermés par un intérêt, et laissés de côté\u00a0: {0}.")
            told = f"{told} {left.format(answer.closed)}"
        office.told.emit(told, "good")

    office.runner.run(
        work, done, lambda words: office.told.emit(words, "bad"), say("export", "Exporter la liste")
    )
