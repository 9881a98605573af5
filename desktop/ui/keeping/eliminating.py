"""What is asked before dossiers are eliminated or anonymised, the work beside the window, the lines shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.queries.retention import KeptRow, LineRow, ListRow
from desktop.ui.intake.rows import Line
from desktop.ui.keeping.ask_dialog import Asked, KeepingDialog
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural

Tell = Callable[[str, str], None]
_TONES = {"draft": "neutral", "sent": "accent", "granted": "warn", "refused": "bad", "done": "good"}
_TOUCHED = frozenset(
    {"elimination", "elimination_line", "dossier", "piece", "contact", "letter", "annotation", "section"}
)


def ask_execute(over: QWidget, office: Office, row: ListRow, tell: Tell) -> None:
    """Ask why, and the number of the list to be sure; then eliminate."""
    say = QCoreApplication.translate
    words = say(
        "keeping",
        "{0} {1} du bordereau {2} perdent leurs textes, contacts, notes, avis, pièces et courriers, dans la "
        "base, dans son journal et à côté d’elle. Numéros, montants et décisions restent. Rien ne pourra "
        "être repris.",
    ).format(row.destroyed, plural(row.destroyed, "dossier"), row.number)
    reason = say("keeping", "Fin de la durée de conservation")
    fields = [
        Asked("because", say("keeping", "&Raison\u00a0:"), reason),
        Asked("number", say("keeping", "&Tapez {0}\u00a0:").format(row.number)),
    ]

    def then(told: dict[str, Any]) -> str:
        if told["number"].strip() != row.number:
            return say("keeping", "Tapez le numéro du bordereau pour confirmer. Rien n’a été effacé.")
        if not told["because"].strip():
            return say("keeping", "Une élimination demande une raison. Rien n’a été effacé.")
        _execute(office, row, told["because"], tell)
        return ""

    deed = say("keeping", "Éliminer définitivement")
    KeepingDialog(over, say("keeping", "Éliminer"), words, fields, deed, then, icon="trash-2").open()


def _execute(office: Office, row: ListRow, because: str, tell: Tell) -> None:
    store = office.store

    def work(progress: Progress) -> tuple[str, bool]:
        from desktop.flow.eliminate import carry_out
        from desktop.flow.elimination_papers import report_lines
        from desktop.flow.erasing import Stopped

        try:
            return "\n".join(report_lines(carry_out(store, row.id, because, tell=progress))), True
        except Stopped as wish:  # before the writing: everything is there
            raise Cancelled from wish
        except ValueError as refusal:  # its French sentence: nothing was erased
            return str(refusal), False

    def done(answer: tuple[str, bool]) -> None:
        tell(answer[0], "good" if answer[1] else "bad")
        office.heed(_TOUCHED)

    title = QCoreApplication.translate("keeping", "Éliminer")
    office.runner.run(work, done, lambda words: tell(words, "bad"), title)


def ask_anonymise(over: QWidget, office: Office, rows: Sequence[KeptRow], tell: Tell) -> None:
    """Ask why, and whether the files go too; then take the persons out of these dossiers."""
    say = QCoreApplication.translate
    words = say(
        "keeping",
        "{0}\u00a0: les contacts sont effacés et leurs noms couverts dans les textes. Montants et chiffres "
        "ne changent pas. Rien ne pourra être repris.",
    ).format(", ".join(row.number for row in rows[:6]) + (" …" if len(rows) > 6 else ""))
    fields = [
        Asked("because", say("keeping", "&Raison\u00a0:")),
        Asked(
            "files",
            say("keeping", "Effacer aussi les &pièces et courriers, qui ne se couvrent pas"),
            True,
        ),
    ]

    def then(told: dict[str, Any]) -> str:
        if not told["because"].strip():
            return say("keeping", "Une anonymisation demande une raison. Rien n’a été changé.")
        _anonymise(office, [row.id for row in rows], told["because"], told["files"], tell)
        return ""

    title, deed = say("keeping", "Anonymiser"), say("keeping", "Anonymiser définitivement")
    KeepingDialog(over, title, words, fields, deed, then, icon="eye-off").open()


def _anonymise(office: Office, keys: Sequence[bytes], because: str, files: bool, tell: Tell) -> None:
    store = office.store

    def work(progress: Progress) -> tuple[str, bool]:
        from desktop.flow.anonymise import anonymise_set
        from desktop.flow.erasing import Stopped

        try:
            done = anonymise_set(store, keys, because, files=files, tell=progress)
        except Stopped as wish:
            raise Cancelled from wish
        except ValueError as refusal:  # its French sentence: nothing was changed
            return str(refusal), False
        return f"{done.dossiers} {plural(done.dossiers, 'dossier anonymisé', 'dossiers anonymisés')}.", True

    def done(answer: tuple[str, bool]) -> None:
        tell(answer[0], "good" if answer[1] else "warn")
        office.heed(_TOUCHED, frozenset(keys))

    title = QCoreApplication.translate("keeping", "Anonymiser")
    office.runner.run(work, done, lambda words: tell(words, "bad"), title)


def list_line(row: ListRow) -> Line:
    """A list as the table shows it."""
    from desktop.flow.eliminate import STATES

    cells = (
        STATES[row.state], row.number, f"{date.fromisoformat(row.made_on):%d/%m/%Y}", str(row.lines),
        str(row.destroyed), str(row.specimens), str(row.kept), _visa_words(row),
    )  # fmt: skip
    return Line(cells, _TONES[row.state], row)


def dossier_line(one: LineRow) -> Line:
    """A line of a list as the table shows it."""
    from desktop.flow.elimination_papers import FATES

    fate = QCoreApplication.translate("keeping", "Gardé") if one.kept else FATES[one.fate]
    cells = (fate, one.number, one.label, _span(one), one.rule_label or one.rule, one.why)
    return Line(cells, "good" if one.kept or one.fate != "destroy" else "bad", one)


def _visa_words(row: ListRow) -> str:
    if row.visa and row.visa_on:
        return f"{row.visa}, {date.fromisoformat(row.visa_on):%d/%m/%Y}"
    return row.comment if row.state == "refused" else ""


def _span(line: LineRow) -> str:
    if line.from_year is None or line.to_year is None:
        return ""
    return str(line.from_year) if line.from_year == line.to_year else f"{line.from_year}-{line.to_year}"
