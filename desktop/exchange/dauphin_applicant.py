"""The applicant of a Dauphin document: identity, address, legal form; never the people of its accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from desktop.exchange import repair
from desktop.exchange.application import Applicant, Application, Person, Problem
from desktop.exchange.dauphin_values import Node, at, day, line, node, nodes, prose, said, warned
from desktop.exchange.ds_form import cut
from desktop.exchange.ds_people import civility
from desktop.rules.folding import fold

Kind = Literal["association", "school", "public", "other"]
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"associa|fondation|fonds de dotation", "association"),
    (r"\b(?:eple|college|lycee|ecole)\b|scolaire|enseignement", "school"),
    (
        r"commune|\bville\b|mairie|epci|metropole|agglomeration|departement|region|collectivit|public|ccas"
        r"|\bcias\b|\betat\b|syndicat mixte|\bpetr\b",
        "public",
    ),
)
_ONE_LINE = re.compile(r"(?P<street>.*?)[\s,]*\b(?P<postcode>\d{5})\s+(?P<city>.*?)(?:\s+FRANCE)?", re.DOTALL)


def kind_of(family: str, name: str = "") -> Kind:
    """association, school, public or other, from the words of a family of tiers, else from a name."""
    for words in (fold(family), fold(name)):
        for pattern, kind in _KINDS:
            if re.search(pattern, words):
                return kind
    return "other" if family else "association"


def tell_applicant(app: Application, demand: Node) -> None:
    """Fills the applicant and its legal representative; what has no field of its own goes to `other`."""
    who = node(demand.get("demandeur"))
    if not who:
        who = next(iter(nodes(demand.get("beneficiaires"))), {})
    company = node(at(who, "externalData", "apiEntreprise"))
    legal = node(at(who, "externalData", "apiEntrepriseEntreprise"))
    register = node(at(who, "externalData", "apiEntrepriseAssociation"))
    about = node(who.get("thematiques-tiers-association"))
    place = node(at(who, "situationPrincipale", "expand"))
    name = line(who.get("raisonSociale")) or line(who.get("titlePure")) or line(who.get("title"))
    found = Applicant(
        name=name or line(company.get("raisonSociale")) or line(register.get("titre")),
        acronym=line(who.get("sigle")),
        siret=_siret(app, who, company),
        rna=_rna(app, about, register),
        legal_form=line(at(legal, "formeJuridique", "libelle")),
        legal_form_code=said(at(legal, "formeJuridique", "code")),
        naf=said(who.get("NAF")) or said(at(company, "naf", "code")),
        purpose=prose(register.get("objet")) or prose(about.get("descriptionActivites")),
        email=_first(who.get("courrielsValues"), place.get("courriels")),
        phone=_first(place.get("telephones")),
        website=_first(place.get("sitesWeb")),
        founded_on=day(register.get("dateCreation")) or day(legal.get("dateCreationEntreprise")),
    )
    found.kind = kind_of(line(who.get("famille")) or found.legal_form, found.name)
    _address(found, who, place, company)
    app.applicant = found
    app.given.add("applicant")
    _people(app, who)
    app.other += _about(who, about, found)


def _siret(app: Application, who: Node, company: Node) -> str:
    told = node(who.get("SIRET"))
    written = said(told.get("complet")) or said(told.get("SIREN")) + said(told.get("NIC"))
    written = written or said(who.get("SIRET")) or said(company.get("siret"))
    return _number(app, "SIRET", written, repair.siret)


def _rna(app: Application, about: Node, register: Node) -> str:
    return _number(app, "RNA", said(about.get("codeRNA")) or said(register.get("id")), repair.rna)


def _number(app: Application, label: str, written: str, repaired: Any) -> str:
    value, remark = repaired(written)
    if remark:
        app.problems.append(Problem("warning", app.row, label, cut(written), warned(remark)))
    if written and not value:
        app.other.append((f"{label} (tel qu’écrit)", written))
    return str(value)


def _first(*lists: Any) -> str:
    """The first text of lists of texts or of {"value": …}."""
    for told in lists:
        for item in told if isinstance(told, list) else [told]:
            if said(item):
                return said(item)
    return ""


def _address(found: Applicant, who: Node, place: Node, company: Node) -> None:
    geographic, listed = node(place.get("geographique")), node(company.get("adresse"))
    found.address = line(geographic.get("NomVoie")) or line(listed.get("l4"))
    found.postcode = said(geographic.get("CodePostal")) or said(listed.get("codePostal"))
    found.city = line(geographic.get("Localite")) or line(listed.get("localite"))
    found.insee = said(place.get("codeInsee")) or said(at(geographic, "Localite", "code"))
    whole = said(who.get("adresse"))
    parts = _ONE_LINE.fullmatch(whole)
    if not (found.address or found.postcode) and whole:
        found.address = parts["street"].strip() if parts else whole
        found.postcode, found.city = (parts["postcode"], parts["city"].strip()) if parts else ("", "")


def _people(app: Application, who: Node) -> None:
    """The legal representative as the applicant declares it; accounts and agents are never taken."""
    if "representants" not in who:
        return
    found = []
    for told in nodes(who.get("representants")):
        person = next((part for part in _persons(told) if said(part.get("nom"))), None)
        if person is None:
            continue
        position = line(told.get("fonction")) or line(told.get("role")) or line(person.get("fonction"))
        found.append(
            Person(
                "representative",
                civility(said(person.get("civilite"))),
                line(person.get("prenom")),
                line(person.get("nom")),
                position,
            )
        )
    legal = [one for one in found if re.search("legal|president|maire|directeur", fold(one.position))]
    app.people = (legal or found)[:1]
    if app.people:
        app.given.add("people")


def _persons(told: Node) -> Iterator[Node]:
    yield told
    for key in ("personne", "identite", "representant", "expand"):
        yield node(told.get(key))


def _about(who: Node, about: Node, found: Applicant) -> list[tuple[str, str]]:
    """What the register of tiers says beside identity, in words."""
    told: list[tuple[str, str]] = [
        ("Famille de tiers", line(who.get("famille"))),
        ("Numéro de tiers Dauphin", said(who.get("referenceAdministrative"))),
    ]
    for link in nodes(who.get("correlations")):
        if said(link.get("type")).upper() == "CHORUS":
            told.append(("Numéro de tiers Chorus", said(link.get("value")).strip("/ ")))
    activity = prose(about.get("descriptionActivites"))
    told.append(("Activités du porteur", "" if activity == found.purpose else activity))
    told += [
        ("Autres activités du porteur", prose(about.get("descriptionActivitesComplementaires"))),
        ("Adhérents personnes morales", prose(about.get("adherentMoral"))),
        ("Reconnue d’utilité publique", said(about.get("utilitePublique"))),
        ("Commissaire aux comptes", said(about.get("commissaireAuxComptes"))),
    ]
    told += [("Agrément", _approval(approval)) for approval in nodes(about.get("agrements"))]
    return [(label, value) for label, value in told if value]


def _approval(told: Node) -> str:
    when = day(told.get("enDateDu"))
    parts = [
        line(told.get("type")),
        line(told.get("attribuePar")),
        f"{when:%d/%m/%Y}" if when else "",
        said(told.get("numero")),
    ]
    return ", ".join(part for part in parts if part)
