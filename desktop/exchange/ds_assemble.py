"""The last steps that every démarches-simplifiees reader shares: drafts left out, duplicates, refusals."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from desktop.exchange.application import Application, Cancelled, Problem, Progress, ReadFile
from desktop.exchange.ds_fields import application
from desktop.exchange.ds_form import Form, cut


def assemble(
    path: Path, format: str, forms: list[Form], progress: Progress, known: Iterable[str] = ()
) -> ReadFile:
    """Applications of all forms, in the order of the file; raises Cancelled when the user gives up."""
    found = ReadFile(path=path, format=format)
    kept: dict[str, Application] = {}
    choices = tuple(known)
    drafts = 0
    for rank, form in enumerate(forms):
        if not progress(f"Lecture du {form.row}", rank / len(forms)):
            raise Cancelled
        one = application(form, choices)
        if one.stage == "draft":
            drafts += 1
            continue
        found.read += 1
        if not form.number:
            message = "Cette ligne n’a pas de numéro de dossier : elle n’est pas reprise."
            found.problems.append(Problem("error", form.row, "Numéro de dossier", "", message))
        else:
            _keep(kept, one, found)
    found.applications = list(kept.values())
    if drafts:
        words = "1 brouillon a été laissé" if drafts == 1 else f"{drafts} brouillons ont été laissés"
        found.notes.append(
            f"{words} de côté : il n’est pas encore déposé."
            if drafts == 1
            else f"{words} de côté : ils ne sont pas encore déposés."
        )
    return found


def _keep(kept: dict[str, Application], one: Application, found: ReadFile) -> None:
    """Of two states of one dossier in a file, the newer is kept."""
    before = kept.get(one.source_id)
    if before is None:
        kept[one.source_id] = one
        return
    newer = one if _age(one) >= _age(before) else before
    older = before if newer is one else one
    kept[one.source_id] = newer
    message = (
        f"Le dossier {one.source_id} est deux fois dans le fichier : la version la plus récente est gardée."
    )
    found.problems.append(Problem("warning", older.row, "Numéro de dossier", cut(one.source_id), message))


def _age(one: Application) -> str:
    return one.updated_at.isoformat() if one.updated_at else ""
