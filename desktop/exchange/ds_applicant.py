"""The applicant as the portal knows it: identity, address, kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from desktop.exchange import repair
from desktop.exchange.application import Applicant, Person, Problem
from desktop.exchange.ds_form import Form, Value, cut
from desktop.exchange.ds_lexicon import plain
from desktop.exchange.ds_people import civility
from desktop.exchange.ds_values import day, text

_SCHOOL = re.compile(
    r"\b(?:college|lycee|ecole|groupe scolaire|eple|erea|segpa)\b|etablissement public local d ens"
)
_PUBLIC = re.compile(
    r"\b(?:commune|ville|mairie|ccas|cias|departement|region|metropole|syndicat mixte|etablissement public)\b"
)
_Repair = Callable[[Value], tuple[str, str | None]]
Kind = Literal["association", "school", "public", "other"]
_TOWN = re.compile(r"^(?P<postcode>\d{5})\s+(?P<city>\D.*)$")


def applicant_of(form: Form, problems: list[Problem]) -> Applicant:
    """Reads the portal's own data of a form; a doubtful SIRET is kept as typed, with a warning."""
    said = {key: text(value) for key, value in form.system.items()}
    person = " ".join(filter(None, (said.get("first_name", ""), said.get("last_name", ""))))
    company_person = " ".join(
        filter(None, (said.get("person_first_name", ""), said.get("person_last_name", "")))
    )
    found = Applicant(
        name=said.get("name") or said.get("association_title") or company_person or person,
        siret=_number(form, "siret", repair.siret, problems),
        rna=_number(form, "rna", repair.rna, problems),
        legal_form=said.get("legal_form", ""),
        legal_form_code=said.get("legal_form_code", ""),
        naf=said.get("naf", ""),
        purpose=said.get("purpose", ""),
        postcode=said.get("postcode", ""),
        city=said.get("city", ""),
        insee=said.get("insee", ""),
        email=said.get("email", ""),
        founded_on=day(form.system.get("founded_on")) or day(form.system.get("company_founded_on")),
    )
    _address(found, said.get("address", ""))
    found.kind = _kind(found, bool(person) and not found.siret)
    return found


def person_of(system: dict[str, Value]) -> list[Person]:
    """The natural person who applies, as its own representative; none for an organisation."""
    first, last = text(system.get("first_name")), text(system.get("last_name"))
    if not last:
        return []
    return [Person("representative", civility(text(system.get("civility"))), first, last)]


def _number(form: Form, key: str, repaired: _Repair, problems: list[Problem]) -> str:
    """A SIRET or RNA put right when its key proves it; what is not taken over stays in the other fields."""
    written = form.system.get(key)
    value, remark = repaired(written)
    if remark:
        message = f"{remark[0].upper()}{remark[1:]}."
        problems.append(Problem("warning", form.row, key.upper(), cut(written), message))
    if not value and text(written):
        form.extra.append((f"{key.upper()} (tel qu’écrit)", written))
    return value


def _address(found: Applicant, label: str) -> None:
    """Lines between the name and the postcode; the postcode line fills what the portal did not give apart."""
    kept: list[str] = []
    for line in (part.strip() for part in label.split("\n")):
        town = _TOWN.match(line)
        if town:
            found.postcode = found.postcode or town["postcode"]
            found.city = found.city or town["city"].strip()
        elif line and plain(line) not in (plain(found.name), "france"):
            kept.append(line)
    found.address = "\n".join(kept)


def _kind(found: Applicant, natural_person: bool) -> Kind:
    if natural_person:
        return "other"
    code, form, name = found.legal_form_code, plain(found.legal_form), plain(found.name)
    if code == "7331" or (
        _SCHOOL.search(f"{form} {name}") and (code.startswith("7") or not code) and not found.rna
    ):
        return "school"
    if code.startswith("92") or found.rna or "association" in form:
        return "association"
    if code.startswith(("4", "7")) or (not code and _PUBLIC.search(f"{form} {name}")):
        return "public"
    return "other" if code or form else "association"
