"""An application in PDF: the Cerfa 12156 filled or printed, the summary of a portal, or why it is none."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.exchange import ds_summary
from desktop.exchange.application import Application, Cancelled, Progress, ReadFile, Unreadable
from desktop.exchange.cerfa_acro import Reading
from desktop.exchange.cerfa_checks import judge, unknown
from desktop.exchange.cerfa_fill import Form, applications, attach, date_of
from desktop.exchange.cerfa_flat import Printed, marked
from desktop.exchange.cerfa_map import Taught, form_map, load_taught, norm, taught_for
from desktop.exchange.cerfa_places import Places
from desktop.exchange.cerfa_widgets import Broken, Filled, Locked, filled
from desktop.exchange.pdf_runs import Leaf, first_words, leaves
from desktop.exchange.probe import Probe

EXPLAINS = "un document PDF"
_MEGABYTE = 1024 * 1024
LARGEST = 120 * _MEGABYTE
_LEAST_LETTERS = 12  # for each page: less is a stamp on a picture
_FIRST = 12  # pages looked at to recognise a form
_LEAST_WIDGETS = 30
_LEAST_KNOWN = 12  # fields that make a form of a PDF without words
_VERSION = re.compile(r"12156\D{0,4}0?([3-9])(?!\d)")


class KeyedIn(Unreadable):
    """A form that a person must type, looking at its pages: a scan, a printed form no program can read."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


def RECOGNISES(probe: Probe) -> int:
    """90 when the words or the fields of a PDF are those of the form, 80 for the summary of a portal."""
    if probe.kind != EXPLAINS or probe.path.stat().st_size > LARGEST:
        return 0
    try:
        words = norm(first_words(probe.path, _FIRST))
        if _is_cerfa(words):
            return 90
        if ds_summary.announced(words):
            return 80
        form = filled(probe.path)
        if len(form.widgets) < _LEAST_WIDGETS:
            return 0
        taught = taught_for(form.widgets, load_taught(probe.maps))
        reading = Reading(probe.path, form_map(), Places([], form_map()), form.widgets, taught, "06")
    except (Locked, Broken, ValueError):
        return 0  # what is wrong is said when it is read
    return 90 if taught or reading.known() >= _LEAST_KNOWN else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    """The applications of a PDF. Raises Unreadable, KeyedIn, Cancelled."""
    path = probe.path
    _check_size(path)
    form, pages = _opened(path, progress)
    words = norm(" ".join(run.text for leaf in pages for run in leaf.runs))
    if form.xfa and not any(w.value or w.ticked for w in form.widgets) and len(words) < 2500:
        raise Unreadable(_xfa(path))
    taught = taught_for(form.widgets, load_taught(probe.maps))
    if any(w.value.strip() or w.ticked for w in form.widgets):
        found = _filled(path, form, pages, words, taught)
        if found is not None:
            return found
    return _printed(path, form, pages, words)


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST:
        raise Unreadable(
            f"Le document PDF « {path.name} » est trop gros ({size // _MEGABYTE} Mo, la limite est de "
            f"{LARGEST // _MEGABYTE} Mo) pour un formulaire. Ajoutez-le comme pièce d’un dossier, ou "
            "demandez une version plus légère."
        )


def _opened(path: Path, progress: Progress) -> tuple[Filled, list[Leaf]]:
    if not progress(f"Lecture du formulaire « {path.name} »", 0.1):
        raise Cancelled
    try:
        form = filled(path)
        if not progress("Lecture des pages", 0.4):
            raise Cancelled
        return form, leaves(path)
    except Locked as why:
        raise Unreadable(
            f"Le document PDF « {path.name} » est protégé par un mot de passe : il ne peut pas être lu. "
            "Demandez au porteur une version sans mot de passe."
        ) from why
    except (Broken, ValueError) as why:
        raise Unreadable(
            f"Le document PDF « {path.name} » est coupé ou abîmé : il ne peut pas être lu jusqu’au bout. "
            "Téléchargez-le de nouveau ou demandez-le encore au porteur ; rien n’a été importé."
        ) from why


def _xfa(path: Path) -> str:
    return (
        f"Le document PDF « {path.name} » est un formulaire XFA, que seul Adobe Reader sait ouvrir : ses "
        "réponses ne se lisent pas ici. Ouvrez-le dans Adobe Reader, imprimez-le en PDF, puis importez ce "
        "PDF-là."
    )


def _is_cerfa(words: str) -> bool:
    confirmed = sum(bool(one.search(words)) for one in form_map().confirmed)
    return confirmed > 1 and any(one.search(words) for one in form_map().recognised)


def version_of(pages: list[Leaf]) -> str:
    """The version the form says of itself, "06" when it does not."""
    for leaf in pages:
        for run in leaf.runs:
            if told := _VERSION.search(run.text):
                return f"0{told[1]}"
    return "06"


def _filled(
    path: Path, form: Filled, pages: list[Leaf], words: str, taught: Taught | None
) -> ReadFile | None:
    reading = Reading(path, form_map(), Places(pages, form_map()), form.widgets, taught, version_of(pages))
    if not _is_cerfa(words) and taught is None and reading.known() < _LEAST_KNOWN:
        return None
    found = _made(path, "cerfa-form", reading.form)
    found.fields = reading.fields
    found.problems += unknown(found.fields)
    found.taught = (taught.id, taught.title) if taught else ("", "")
    return found


def _made(path: Path, format: str, form: Form) -> ReadFile:
    made = applications(form)
    judge(made, form)
    for one in made:
        attach(one, path, "Formulaire de demande de subvention")
        one.deposited_at = one.deposited_at or date_of(form, path)
    found = ReadFile(path, format, made, read=len(made))
    found.notes.append(_note(form, made))
    return found


def _note(form: Form, made: list[Application]) -> str:
    version = f"Cerfa 12156*{form.version}"
    if len(made) > 1:
        return f"{version} : {len(made)} projets, donc {len(made)} dossiers du même porteur."
    return f"{version}. La date de dépôt est celle de la signature, sinon celle du fichier : à vérifier."


def _printed(path: Path, form: Filled, pages: list[Leaf], words: str) -> ReadFile:
    """A form, or a summary, told by its words only."""
    if len(words) < _LEAST_LETTERS * max(len(pages), 1):
        raise KeyedIn(
            path,
            f"Le document PDF « {path.name} » est une image, sans texte : Parvis ne peut pas le lire comme "
            "une demande. Saisissez-la à côté de la page ; le PDF sera gardé comme pièce du dossier.",
        )
    if _is_cerfa(words):
        return _flat(path, pages)
    summary = ds_summary.read(path)
    if summary is not None:
        return summary
    raise KeyedIn(
        path,
        f"Le document PDF « {path.name} » n’est pas un formulaire Cerfa 12156 ni le résumé d’un dossier de "
        "démarches-simplifiees. S’il s’agit d’une pièce, ajoutez-la à son dossier ; s’il s’agit d’une "
        "demande écrite autrement, saisissez-la à côté de la page.",
    )


def _flat(path: Path, pages: list[Leaf]) -> ReadFile:
    places = Places([marked(leaf) for leaf in pages], form_map())
    printed = Printed(path, form_map(), places, version_of(pages))
    told = {answer.code for answer in printed.form.answers if answer.value}
    if not told & {"applicant.name", "applicant.siret", "applicant.rna"}:
        raise KeyedIn(
            path,
            f"Le document PDF « {path.name} » est un formulaire Cerfa 12156 vide, ou rempli à la main : "
            "aucune réponse ne s’y lit. Saisissez la demande à côté de la page ; le PDF sera gardé comme "
            "pièce du dossier.",
        )
    found = _made(path, "cerfa-print", printed.form)
    found.notes.append("Formulaire imprimé : il est lu d’après la place de ses mots, relisez-le avec soin.")
    return found
