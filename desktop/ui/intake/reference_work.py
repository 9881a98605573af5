"""What the import does with the reference: extracts loaded, empty fields it can fill; and likenesses told."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui.intake.values import say
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import date_short, plural

if TYPE_CHECKING:  # the readers and the verbs come in the worker
    from collections.abc import Sequence

    from desktop.exchange.reference_files import Extract
    from desktop.flow.receive import Intake
    from desktop.flow.refer import Loaded
    from desktop.ui.office import Office

Filling = dict[bytes, dict[str, str]]  # applicant -> empty fields that the registers tell
_TWINS_TOLD = 5


def extract_of(path: Path) -> Extract | None:
    """The public extract that a file is, told by its first lines; None for any other file."""
    from desktop.exchange.reference_files import recognise

    return recognise(path)


def load_extract(database: Path, extract: Extract, progress: Progress) -> Loaded:
    """Load it; cancelled or damaged, the reference stays as it was."""
    from desktop.exchange.application import Cancelled as Stopped
    from desktop.exchange.application import Unreadable
    from desktop.flow.refer import load_extract as load
    from desktop.ui.intake.work import Refusal

    try:
        return load(database, extract, progress)
    except Stopped as stop:
        raise Cancelled from stop
    except Unreadable as refusal:
        raise Refusal(str(refusal)) from refusal


def draw_quarters(office: Office) -> None:
    """Outlines that came with an extract serve the quarters that had none: one step, which can be undone."""
    from db.queries.reference_facts import outlines_missing
    from desktop.flow.refer import draw

    outlines = outlines_missing(office.reader)
    if outlines:
        office.do(draw, outlines=outlines)


def loaded_words(loaded: Loaded) -> str:
    """What came of an extract, for its card."""
    import datetime as dt

    rows = f"{loaded.rows:,}".replace(",", "\u202f")
    words = [
        say(
            "{0}\u00a0: {1} {2} au {3} dans la base de référence\u00a0; les dossiers ne sont pas touchés."
        ).format(
            loaded.title, rows, plural(loaded.rows, "ligne"), date_short(dt.date.fromisoformat(loaded.dated))
        )
    ]
    if loaded.people:
        words.append(say("{0} lignes de personnes physiques laissées de côté.").format(loaded.people))
    if loaded.refused:
        first = loaded.problems[0]
        words.append(
            say("{0} {1}, la première\u00a0: {2}, {3}").format(
                loaded.refused, plural(loaded.refused, "ligne abîmée laissée", "lignes abîmées laissées"),
                first.row, first.message,
            )
        )  # fmt: skip
    if loaded.remade:
        words.append(
            say("L’ancienne base était abîmée\u00a0: gardée sous «\u00a0{0}\u00a0».").format(loaded.remade)
        )
    return " ".join(words)


def filling_of(reader: sqlite3.Connection, intakes: Sequence[Intake]) -> Filling:
    """What the reference can fill in for the applicants of an import."""
    from desktop.flow.verify import fillable

    keys = [intake.dossier for intake in intakes if intake.dossier and intake.status in ("new", "changed")]
    marks = ", ".join("?" * len(keys))
    rows = reader.execute(f"SELECT DISTINCT applicant_id FROM dossier WHERE id IN ({marks})", keys)
    return fillable(reader, [bytes(row[0]) for row in rows.fetchall()])


def filling_words(filling: Filling) -> str:
    """« Compléter 12 champs vides de 4 porteurs »."""
    count = sum(len(fields) for fields in filling.values())
    return say("Compléter {0} {1} de {2} {3}").format(
        count, plural(count, "champ vide", "champs vides"), len(filling), plural(len(filling), "porteur")
    )


def twins_told(intakes: Sequence[Intake]) -> list[str]:
    """The dossiers that look received already, with the reasons."""
    told = [
        f"«\u00a0{intake.title}\u00a0»\u00a0: {problem.message[0].lower()}{problem.message[1:]}"
        for intake in intakes
        for problem in intake.problems
        if problem.field == "Doublon"
    ]
    shown = told[:_TWINS_TOLD]
    if len(told) > len(shown):
        shown.append(say("Et {0} autres ressemblances, à l’étape 3.").format(len(told) - len(shown)))
    if told:
        shown.append(say("La place Doublons (Ctrl+8) les compare, les réunit ou les déclare différents."))
    return shown
