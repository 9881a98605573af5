"""GISPRO workbooks and CSV: the actions that the State engaged, one application an action."""

from __future__ import annotations

from desktop.exchange.application import Cancelled, Problem, Progress, ReadFile, Unreadable
from desktop.exchange.cells import Sheet
from desktop.exchange.gispro_actions import Actions
from desktop.exchange.gispro_headers import Columns, columns_of
from desktop.exchange.gispro_rows import lines_of
from desktop.exchange.probe import Probe


def RECOGNISES(probe: Probe) -> int:
    """90 when a sheet has the headers of a list of actions, else 0."""
    found = (columns_of(sheet) for sheet in probe.sheets)
    return 90 if any(columns and columns.tells_actions() for columns in found) else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    """Every action of every sheet that lists some, complements joined. Raises Unreadable, Cancelled."""
    found = ReadFile(probe.path, "gispro")
    actions = Actions(found)
    sheets = [(sheet, columns_of(sheet)) for sheet in probe.sheets]
    listed = [(sheet, columns) for sheet, columns in sheets if columns and columns.tells_actions()]
    if not listed:
        raise Unreadable(
            f"Le fichier « {probe.path.name} » ne contient aucune feuille d’actions GISPRO. "
            "Choisissez le classeur qui donne une ligne par action, avec son code et son montant engagé."
        )
    for rank, (sheet, columns) in enumerate(listed):
        if not progress(f"Lecture de la feuille « {sheet.name} »", rank / len(listed)):
            raise Cancelled
        _read_sheet(sheet, columns, actions, found, progress)
    found.notes += [
        _left_aside(sheet, columns) for sheet, columns in sheets if sheet.rows and not _in(sheet, listed)
    ]
    found.applications = actions.applications()
    return found


def _read_sheet(
    sheet: Sheet, columns: Columns, actions: Actions, found: ReadFile, progress: Progress
) -> None:
    found.notes += sheet.notes
    for line in lines_of(sheet, columns, found):
        if line.number % 200 == 0 and not progress(
            f"Lecture de la ligne {line.number}", min(1.0, line.number / (len(sheet.rows) + 1))
        ):
            raise Cancelled
        found.read += 1
        if not line.code:
            message = "Cette ligne n’a pas de code d’action : elle n’est pas reprise."
            found.problems.append(Problem("error", line.row, "Code de l’action", line.written, message))
        else:
            actions.add(line)


def _in(sheet: Sheet, listed: list[tuple[Sheet, Columns]]) -> bool:
    return any(other is sheet for other, _ in listed)


def _left_aside(sheet: Sheet, columns: Columns | None) -> str:
    name = f"Feuille « {sheet.name} » laissée de côté"
    if columns and columns.tells_sums():
        return f"{name} : elle cumule par organisme ce que la liste des actions donne ligne à ligne."
    return f"{name} : elle ne liste pas d’actions."
