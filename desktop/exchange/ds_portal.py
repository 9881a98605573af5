"""What the portal itself says of a dossier: state, dates, instructors, applicant."""

from __future__ import annotations

from desktop.exchange.application import Application, Problem
from desktop.exchange.ds_applicant import applicant_of
from desktop.exchange.ds_choices import split
from desktop.exchange.ds_form import Form, cut
from desktop.exchange.ds_lexicon import lexicon, plain
from desktop.exchange.ds_values import instant, text

_STATES = {
    "draft": "Brouillon",
    "received": "En construction",
    "instruction": "En instruction",
    "granted": "Accepté",
    "refused": "Refusé",
    "withdrawn": "Classé sans suite",
}
_INSTANTS = {
    "deposited_at": "Déposé le",
    "instructed_at": "Passé en instruction le",
    "decided_at": "Traité le",
    "updated_at": "Dernière mise à jour le",
}
TICKS = {"true": "Oui", "on": "Oui", "false": "Non", "off": "Non"}


def stage_of(state: str) -> str:
    """draft, received, instruction, granted, refused, withdrawn; "" for a state unknown here."""
    return lexicon().states.get(plain(state.replace("_", " ")), "")


def tell_portal(form: Form, app: Application) -> None:
    """State, dates, instructors, applicant: what the portal itself says, with its problems."""
    app.problems += form.problems
    app.given |= form.given
    app.state = text(form.system.get("state"))
    stage = stage_of(app.state)
    if stage:
        app.stage = stage  # type: ignore[assignment]  # the states of the word list are checked by a test
        app.state = _STATES[stage]  # the API and the tables do not spell them alike
    elif app.state:
        _warn(
            form,
            app,
            "État du dossier",
            app.state,
            "Cet état est inconnu de Parvis : le dossier est pris comme reçu.",
        )
    if app.state:
        app.given |= {"state", "stage"}
    for name, label in _INSTANTS.items():
        _instant(form, app, name, label)
    for name, value in (("call", form.call), ("call_id", form.call_id)):
        if value:
            setattr(app, name, value)
            app.given.add(name)
    if "motivation" in form.system:
        app.motivation = text(form.system["motivation"])
        app.given.add("motivation")
    _lists(form, app)
    app.applicant = applicant_of(form, app.problems)
    app.given.add("applicant")
    extra = [(label, text(value)) for label, value in form.extra]
    app.other += [(label, TICKS.get(value, value)) for label, value in extra if value]
    app.opinions += form.opinions


def _lists(form: Form, app: Application) -> None:
    if "instructors" in form.system:
        app.instructors = text(form.system["instructors"]).split()
        app.given.add("instructors")
    if "labels" in form.system:
        app.labels = split(text(form.system["labels"]))
        app.given.add("labels")


def _instant(form: Form, app: Application, name: str, label: str) -> None:
    if name not in form.system:
        return
    value = form.system[name]
    app.given.add(name)
    when = instant(value)
    setattr(app, name, when)
    if when is None and text(value):
        _warn(form, app, label, value, "Cette date n’a pas été comprise : elle est laissée vide.")


def _warn(form: Form, app: Application, label: str, value: object, message: str) -> None:
    app.problems.append(Problem("warning", form.row, label, cut(value), message))
