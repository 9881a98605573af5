"""One Dauphin document ("demande de financement") turned into an application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from desktop.exchange.application import ActionPlace, Application, Attachment, Problem
from desktop.exchange.dauphin_applicant import tell_applicant
from desktop.exchange.dauphin_plan import tell_plan
from desktop.exchange.dauphin_status import state_of
from desktop.exchange.dauphin_values import (
    Node,
    at,
    bare,
    day,
    line,
    moment,
    node,
    nodes,
    number_of,
    prose,
    said,
    whole,
)
from desktop.exchange.ds_form import cut
from desktop.rules.folding import fold

SOURCE = "dauphin"
_TEXTS = (
    ("objet", "objectives"), ("objectifs", "objectives"), ("description", "description"),
    ("besoins", "need"), ("besoin", "need"), ("publicBeneficiaire", "public"), ("public", "public"),
    ("territoire", "territory"), ("moyensMateriels", "means"), ("moyensHumains", "means"),
    ("calendrier", "calendar"), ("partenaires", "partners"), ("evaluation", "evaluation"),
    ("indicateurs", "evaluation"), ("informationsComplementaires", "remarks"),
)  # fmt: skip
_QUARTER = re.compile(r"\bQ[NP]\s?\d{3}\s?\d{2,3}[A-Z]?\b|\bqpv\b|quartier", re.IGNORECASE)
_DETAILS = (
    ("nature", "Nature de la demande"), ("periode", "Période"), ("dispositif", "Dispositif"),
    ("teleservice", "Téléservice"), ("contrat", "Contrat de ville"), ("conformite", "Conformité"),
    ("completudePiece", "Pièces complètes"), ("eligible", "Éligible"),
    ("justificationStatus", "Justification"),
)  # fmt: skip
_WORDS = {
    "PROJET_ACTION": "Projet ou action", "PONCTUELLE": "Ponctuelle", "PLURIANNUELLE": "Pluriannuelle",
    "JUSTIFIED": "Justifiée", "RENOUVELLEMENT": "Renouvellement",
}  # fmt: skip
_FILE_NAMES = ("filename", "fileName", "nom", "name", "title", "libelle")
DEEPEST, MOST_ANSWERS = 4, 200  # of the free fields of a call


def application_of(demand: Node, rank: int) -> Application:
    """The application that one document tells, with its doubts. `rank` names a document without number."""
    number, part = _number(demand)
    source_id = f"{number}-{part}" if part else number
    row = f"dossier {source_id}" if source_id else f"{rank}e dossier du fichier"
    app = Application(source=SOURCE, source_id=source_id, row=row)
    app.adds = {"other", "also_known", "funding"}
    _numbers(app, demand, number, part)
    _state(app, demand)
    _facts(app, demand)
    tell_applicant(app, demand)
    _texts(app, demand)
    _places(app, demand)
    tell_plan(app, demand)
    _pieces(app, demand)
    app.other = [*_details(demand), *app.other, *_answers(demand)]
    return app


def _number(demand: Node) -> tuple[str, int]:
    """The number that GISPRO shares, else the portal's own reference."""
    for key in ("referenceAdministrative", "codeActionProjet", "reference", "id", "_id"):
        number, part = number_of(at(demand, key))
        if number:
            return number.rsplit("/", 1)[-1], part
    return "", 0


def _numbers(app: Application, demand: Node, number: str, part: int) -> None:
    own = said(at(demand, "reference"))
    if own and number_of(own)[0] != number and own != app.source_id:
        app.also_known.append((SOURCE, own))
    if not number:
        message = "Ce dossier n’a ni référence ni numéro d’action : il n’est pas repris."
        app.problems.append(Problem("error", app.row, "Référence administrative", "", message))
    elif part:
        message = f"Ce dossier complète le dossier {number} : il est repris à part, à rapprocher de celui-ci."
        app.problems.append(Problem("warning", app.row, "Référence administrative", app.source_id, message))


def _state(app: Application, demand: Node) -> None:
    app.state, stage = state_of(demand)
    if stage:
        app.stage = stage
    elif app.state:
        message = "Ce statut est inconnu de Parvis : le dossier est pris comme reçu."
        app.problems.append(Problem("warning", app.row, "Statut", cut(app.state), message))
    if app.state:
        app.given |= {"state", "stage"}


def _facts(app: Application, demand: Node) -> None:
    app.exercise = whole(demand.get("exerciceBudgetaire"))
    if app.exercise is not None and not 1990 <= app.exercise <= 2100:
        app.exercise = None
    title = line(demand.get("intituleProjet")) or line(demand.get("libelle"))
    app.title = title or line(demand.get("title")).rpartition(" -- ")[0] or line(demand.get("title"))
    app.call = line(demand.get("teleservice")) or line(demand.get("contrat"))
    theme = line(demand.get("thematique"))
    if theme and not theme[0].isdigit():  # a State code such as 1.2 would be taken for a challenge's number
        app.main_challenge = theme
    often = fold(said(demand.get("frequence")))
    if often:
        app.renewal = True if "renouvel" in often else False if "premi" in often else None
    for key, name in (("deposited_at", "dateDemande"), ("updated_at", "date")):
        _instant(app, key, name, at(demand, name))
    supported = [
        moment(event.get("date"))
        for event in nodes(at(demand, "history", "events"))
        if said(event.get("reference")) == "SUPPORTED"
    ]
    app.instructed_at = min((when for when in supported if when), default=None)
    period = node(demand.get("periodeRealisation"))
    app.starts_on, app.ends_on = day(period.get("dateDebut")), day(period.get("dateFin"))
    if app.starts_on and app.ends_on and app.ends_on < app.starts_on:
        value = f"{app.starts_on:%d/%m/%Y} – {app.ends_on:%d/%m/%Y}"
        message = "La fin précède le début : les deux dates sont reprises, à vérifier."
        app.problems.append(Problem("warning", app.row, "Période de réalisation", value, message))
    names = ("exercise", "title", "deposited_at", "updated_at", "instructed_at", "starts_on", "ends_on")
    app.given |= {name for name in (*names, "call", "main_challenge") if getattr(app, name)}
    if app.renewal is not None:
        app.given.add("renewal")


def _instant(app: Application, key: str, label: str, value: Any) -> None:
    when = moment(value)
    setattr(app, key, when)
    if when is None and said(value):
        message = "Cette date n’a pas été comprise : elle est laissée vide."
        app.problems.append(Problem("warning", app.row, label, cut(said(value)), message))


def _texts(app: Application, demand: Node) -> None:
    for key, section in _TEXTS:
        told = bare(demand.get(key))
        found = prose(told) or (prose(told.get("description")) if isinstance(told, dict) else "")
        if not found:
            continue
        before = app.texts.get(section)
        app.texts[section] = f"{before}\n\n{found}" if before else found
        app.given.add("texts")


def _places(app: Application, demand: Node) -> None:
    """Where the action takes place; a quarter is told by its code or by its kind."""
    levels = node(demand.get("localisationsByLevels"))
    listed = [*nodes(demand.get("localisations"))]
    for level, told in levels.items():
        listed += [{"niveau": level, **place} for place in nodes(told)]
    seen: set[str] = set()
    for place in listed:
        name = line(place)
        if not name or name in seen:
            continue
        seen.add(name)
        kind = " ".join(said(place.get(key)) for key in ("niveau", "type", "level", "reference"))
        if _QUARTER.search(f"{name} {kind}"):
            app.quarters.append(name)
        else:
            app.places.append(ActionPlace(name))
    if app.quarters:
        app.given.add("quarters")
    if app.places:
        app.place = ", ".join(place.name for place in app.places)
        app.given |= {"places", "place"}


def _pieces(app: Application, demand: Node) -> None:
    """The pieces named; their content stays on the portal."""
    if not isinstance(demand.get("pieces"), list):
        return
    app.given.add("attachments")
    for told in nodes(demand.get("pieces")):
        label = line(told) or line(told.get("typePiece")) or "Pièce"
        files = nodes(told.get("documents")) or nodes(told.get("fichiers")) or [told]
        for file in files:
            names = (line(file.get(key)) for key in _FILE_NAMES)
            name = next((name for name in names if name), label)
            app.attachments.append(Attachment(label=label, filename=name))


def _details(demand: Node) -> Iterator[tuple[str, str]]:
    for key, label in (("thematique", "Thématique"), *_DETAILS):
        value = line(demand.get(key))
        if value:
            yield label, _WORDS.get(value, value)
    label = line(demand.get("libelle"))
    if label and label != line(demand.get("intituleProjet")):
        yield "Libellé", label
    for criterion in nodes(demand.get("criteresEligibilite")):
        question, answer = line(criterion.get("libelle")), said(criterion.get("reponseSaisie"))
        if question and answer:
            yield question, answer


def _answers(demand: Node) -> list[tuple[str, str]]:
    """The fields that one call adds to the form, whatever their names."""
    found: list[tuple[str, str]] = []

    def walk(told: Any, label: str, depth: int) -> None:
        told = bare(told)
        if depth > DEEPEST or len(found) >= MOST_ANSWERS:
            return
        if isinstance(told, dict) and not prose(told):
            for key, value in told.items():
                walk(value, line(node(value).get("libelle")) or str(key), depth + 1)
        elif isinstance(told, list):
            for value in told:
                walk(value, line(node(value).get("libelle")) or label, depth + 1)
        elif prose(told):
            found.append((label, prose(told)))

    walk(demand.get("specifiques"), "", 0)
    return found
