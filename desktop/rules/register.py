"""What the public registers say of an applicant beside what stands here: field by field, and its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from desktop.rules.folding import fold, words
from desktop.rules.french import date_short
from desktop.rules.likeness import body_of, names_alike

Verdict = Literal["same", "empty", "differs"]
Tone = Literal["good", "warn", "bad"]
LABELS = {
    "name": "Nom", "acronym": "Sigle", "siret": "SIRET", "rna": "RNA", "legal_form": "Forme juridique",
    "legal_form_code": "Catégorie juridique", "naf": "Activité (NAF)", "purpose": "Objet",
    "address": "Adresse",
    "postcode": "Code postal", "city": "Commune", "insee": "Code commune", "website": "Site",
    "founded_on": "Création",
}  # fmt: skip
CATEGORIES = {  # those met in a city's calls; Insee's list of level III
    "5499": "Société à responsabilité limitée", "5599": "Société anonyme",
    "5710": "Société par actions simplifiée", "7210": "Commune",
    "7331": "Établissement public local d’enseignement",
    "7343": "Communauté urbaine", "7344": "Métropole", "7346": "Communauté de communes",
    "7348": "Communauté d’agglomération", "7361": "Centre communal d’action sociale",
    "7366": "Établissement public local social et médico-social", "9210": "Association non déclarée",
    "9220": "Association déclarée", "9221": "Association déclarée d’insertion par l’économique",
    "9222": "Association intermédiaire", "9223": "Groupement d’employeurs",
    "9230": "Association déclarée, reconnue d’utilité publique", "9240": "Congrégation",
    "9260": "Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)", "9300": "Fondation",
}  # fmt: skip


class Told(NamedTuple):
    """One thing that a register says."""

    field: str
    value: str
    source: str  # "RNA", "SIRENE"


class Line(NamedTuple):
    """One field beside what a register says of it."""

    field: str
    label: str
    here: str
    told: str
    source: str
    verdict: Verdict


class Standing(NamedTuple):
    """Where the applicant stands for the registers; codes and ISO days as they write them, "" unknown."""

    rna: str = ""
    rna_position: str = ""
    dissolved_on: str = ""
    unit: str = ""  # SIREN
    unit_state: str = ""
    unit_rna: str = ""
    unit_since: str = ""
    siret: str = ""  # the establishment shown
    place_state: str = ""
    place_since: str = ""


class Remark(NamedTuple):
    """A sentence on the state of the applicant, and its tone."""

    tone: Tone
    sentence: str


def lines(here: Mapping[str, str], told: Sequence[Told]) -> list[Line]:
    """Each field that a register speaks of, once, as the first one tells it; in the order of LABELS."""
    first: dict[str, Told] = {}
    for each in told:
        if each.value:
            first.setdefault(each.field, each)
    return [
        Line(field, label, here.get(field, ""), first[field].value, first[field].source,
             _verdict(field, here.get(field, ""), [t.value for t in told if t.field == field and t.value]))
        for field, label in LABELS.items()
        if field in first
    ]  # fmt: skip


def _verdict(field: str, here: str, told: Sequence[str]) -> Verdict:
    if not here.strip():
        return "empty"
    return "same" if any(_same(field, here, value) for value in told) else "differs"


def _same(field: str, here: str, told: str) -> bool:
    if field == "name":
        return names_alike(body_of(here, "", ""), told) == 100
    if field == "naf":
        return here.replace(".", "").upper() == told.replace(".", "").upper()
    if field == "purpose":
        return fold(told) in fold(here) or fold(here) in fold(told)
    return sorted(words(here)) == sorted(words(told))


def remarks(here: Mapping[str, str], standing: Standing) -> list[Remark]:
    """What an officer must know first: closed, dissolved, numbers that do not go together; else all well."""
    found = [*_states(standing), *_numbers(here, standing)]
    if not found and (standing.unit_state == "A" or standing.rna_position == "A"):
        return [Remark("good", "Le porteur est en activité et ses numéros vont ensemble.")]
    return found


def _states(standing: Standing) -> Iterator[Remark]:
    if standing.rna_position == "D" or standing.dissolved_on:
        yield Remark(
            "bad", f"L’association {standing.rna} est dissoute{_since(standing.dissolved_on)} pour le RNA."
        )
    elif standing.rna_position == "S":
        yield Remark("warn", f"L’association {standing.rna} est supprimée du RNA.")
    if standing.unit_state == "C":
        yield Remark(
            "bad", f"L’unité légale {standing.unit} est fermée{_since(standing.unit_since)} pour SIRENE."
        )
    elif standing.place_state == "F":
        yield Remark(
            "bad", f"L’établissement {standing.siret} est fermé{_since(standing.place_since)} pour SIRENE."
        )


def _since(day: str) -> str:
    return f" depuis le {date_short(date.fromisoformat(day))}" if day else ""


def _numbers(here: Mapping[str, str], standing: Standing) -> Iterator[Remark]:
    rna, siret = here.get("rna", ""), here.get("siret", "")
    if rna and standing.unit_rna and rna != standing.unit_rna:
        yield Remark("warn", f"SIRENE donne à ce SIREN le numéro RNA {standing.unit_rna}, pas {rna}.")
    if siret and standing.siret and standing.siret != siret and standing.siret[:9] == siret[:9]:
        yield Remark(
            "warn", f"L’établissement {siret} n’est pas dans le fichier chargé : {standing.siret} y est."
        )
