"""JSON of Dauphin: one document, a lot, a search's answer, lines of JSON, or pairs with their GISPRO line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from desktop.exchange import repair
from desktop.exchange.application import (
    Application,
    Cancelled,
    Problem,
    Progress,
    ReadFile,
    Unreadable,
)
from desktop.exchange.dauphin_dossier import SOURCE, application_of
from desktop.exchange.dauphin_values import Node, at, money, node, nodes, number_of, said
from desktop.exchange.ds_form import cut
from desktop.exchange.gispro_actions import tell_engaged
from desktop.exchange.probe import Probe

_WRAPPERS = (
    "data", "hits", "_source", "results", "result", "items", "demandes", "demandesFinancement", "dossiers",
    "documents", "content", "rows", "source", "document", "demande",
)  # fmt: skip
_OWN = {"planFinancement", "codeActionProjet", "exerciceBudgetaire", "virtualStatusLabel", "intituleProjet",
        "periodeRealisation", "referenceAdministrative"}  # fmt: skip
_LINKED = {"ej", "dauphinId", "codeActionDossier"}
DEEPEST = 8


class Found(NamedTuple):
    """A Dauphin document and the GISPRO line beside it; one of the two may be empty."""

    demand: Node
    gispro: Node


def is_demand(value: object) -> bool:
    """A document of a request: at least two of the keys that nothing else has, and never a DS dossier."""
    return isinstance(value, dict) and len(_OWN & value.keys()) >= 2 and "champs" not in value


def RECOGNISES(probe: Probe) -> int:
    """95 for documents, 30 for an answer of the portal without any, so that the refusal is clear; else 0."""
    if probe.kind != "json":
        return 0
    if _collect(probe.json):
        return 95
    hits = at(probe.json, "hits")
    return 30 if isinstance(hits, dict) and "hits" in hits else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    """Every document of the file. Raises Unreadable when it holds none."""
    return read_documents(probe.path, probe.json, progress)


def read_documents(path: Path, data: Any, progress: Progress) -> ReadFile:
    """Applications in the order of the file; of two states of one dossier, the newer is kept."""
    documents = _collect(data)
    if not documents:
        raise Unreadable(
            f"Le fichier « {path.name} » est une réponse de Dauphin qui ne contient aucun dossier. "
            "Refaites l’export en y incluant les demandes."
        )
    found = ReadFile(path, "dauphin-json")
    kept: dict[str, Application] = {}
    drafts = 0
    for rank, document in enumerate(documents, start=1):
        if rank % 20 == 1 and not progress(f"Lecture du dossier {rank}", (rank - 1) / len(documents)):
            raise Cancelled
        app = _application(document, rank)
        if app.stage == "draft":
            drafts += 1
            continue
        found.read += 1
        if app.source_id:
            _keep(kept, app, found)
        else:
            found.problems += [one for one in app.problems if one.level == "error"]
    found.applications = list(kept.values())
    if drafts:
        many = "s" if drafts > 1 else ""
        are = "ils ne sont pas encore déposés" if drafts > 1 else "il n’est pas encore déposé"
        found.notes.append(f"{drafts} dossier{many} en cours de saisie laissé{many} de côté : {are}.")
    return found


def _collect(data: Any) -> list[Found]:
    found: list[Found] = []
    _into(found, data, 0)
    return found


def _into(found: list[Found], data: Any, depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            _into(found, item, depth + 1)
    elif isinstance(data, dict):
        line = next(iter(nodes(data.get("gispro"))), {})
        if is_demand(data.get("dauphin")) or (not data.get("dauphin") and _LINKED & line.keys()):
            found.append(Found(node(data.get("dauphin")), line))
        elif is_demand(data):
            found.append(Found(data, line))
        else:
            for key in ("dauphin", *_WRAPPERS):
                if isinstance(data.get(key), dict | list):
                    _into(found, data[key], depth + 1)


def _application(document: Found, rank: int) -> Application:
    if not document.demand:
        return _engaged_alone(document.gispro, rank)
    app = application_of(document.demand, rank)
    if document.gispro:
        _tell_line(app, document.gispro)
    return app


def _engaged_alone(line: Node, rank: int) -> Application:
    """A pair whose Dauphin half is missing: all that is known is the engagement."""
    number, _ = number_of(at(line, "dauphinId") or at(line, "codeActionDossier"))
    app = Application(SOURCE, number, f"dossier {number}" if number else f"{rank}e dossier du fichier")
    siret, remark = repair.siret(said(line.get("siret")))
    app.applicant.siret = siret
    app.given.add("applicant")
    message = "Le fichier ne porte que la ligne GISPRO de ce dossier : ni porteur nommé, ni texte, ni budget."
    level = "warning"
    if not siret:
        level, message = "error", f"{message} Sans SIRET lisible, il n’est pas repris."
    app.problems.append(Problem(level, app.row, "GISPRO", cut(said(line.get("siret")) or remark), message))  # type: ignore[arg-type]  # one of the two levels, just above
    _tell_line(app, line)
    return app


def _tell_line(app: Application, line: Node) -> None:
    number, _ = number_of(at(line, "dauphinId") or at(line, "codeActionDossier"))
    if number and number != app.source_id and not app.source_id.startswith(number):
        app.also_known.append((SOURCE, number))
    amount, _ = money(line.get("montant"))
    details = [
        ("ej", "GISPRO – N° EJ Chorus"),
        ("codeProjet", "GISPRO – Code du projet"),
        ("directionGestionnaire", "GISPRO – Direction"),
        ("typeProcedure", "GISPRO – Procédure"),
        ("typeBeneficiaire", "GISPRO – Type de tiers"),
    ]
    app.other += [(label, said(line.get(key))) for key, label in details if said(line.get(key))]
    told = said(line.get("siret"))
    if told and app.applicant.siret and told != app.applicant.siret:
        message = (
            f"GISPRO donne un autre SIRET que Dauphin ({app.applicant.siret}) : celui de Dauphin est gardé."
        )
        app.problems.append(Problem("warning", app.row, "SIRET", cut(told), message))
    if amount is not None:
        tell_engaged(app, amount)


def _keep(kept: dict[str, Application], app: Application, found: ReadFile) -> None:
    before = kept.get(app.source_id)
    if before is None:
        kept[app.source_id] = app
        return
    newer = app if _age(app) >= _age(before) else before
    older = before if newer is app else app
    kept[app.source_id] = newer
    message = (
        f"Le dossier {app.source_id} est deux fois dans le fichier : la version la plus récente est gardée."
    )
    found.problems.append(Problem("warning", older.row, "Référence administrative", app.source_id, message))


def _age(app: Application) -> str:
    return app.updated_at.isoformat() if app.updated_at else ""
