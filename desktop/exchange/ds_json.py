"""One dossier of the démarches-simplifiees API turned into a Form: typed values first, French text last."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from desktop.exchange.application import Attachment, Opinion, Problem
from desktop.exchange.ds_form import Answer, Form, Value, cut
from desktop.exchange.ds_values import day, text

Node = dict[str, Any]


def form_of(node: Node, rank: int, call: Node) -> Form:
    """A dossier object of any API client; `call` is the démarche around it, possibly empty."""
    node = _unwrapped(node)
    number = _number(node)
    form = Form(number=number, row=f"dossier {number}" if number else f"{rank}e dossier du fichier")
    form.knows_private = True
    call = {**call, **{k: v for k, v in _object(node.get("demarche")).items() if v is not None}}
    form.call, form.call_id = _string(call.get("title")).strip(), _string(call.get("number"))
    _portal(form, node)
    _applicant(form, node)
    for key, private in (("champs", False), ("annotations", True)):
        form.answers += [answer(field, private) for field in _fields(node.get(key))]
    _opinions(form, node)
    if number and not number.isdigit():
        message = (
            "Le fichier ne donne pas le numéro du dossier : son identifiant technique est pris à la place."
        )
        form.problems.append(Problem("warning", form.row, "Numéro de dossier", cut(number), message))
    return form


def _unwrapped(node: Node) -> Node:
    """Storage of data.subvention wraps the dossier and puts SIRET and démarche beside it."""
    inner = node.get("demande")
    if not isinstance(inner, dict):
        return node
    demarche = {"number": node.get("demarcheId"), **_object(inner.get("demarche"))}
    applicant = {"siret": node.get("siret"), **_object(inner.get("demandeur"))}
    return {**inner, "demarche": demarche, "demandeur": applicant}


def _object(value: object) -> Node:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[Node]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _string(value: object) -> str:
    return (
        ""
        if isinstance(value, dict | list)
        else text(value if isinstance(value, str | int | float) else None)
    )


def _value(value: object) -> Value:
    """A JSON scalar; lists are joined, objects are not values."""
    if isinstance(value, list):
        return ", ".join(_string(item) for item in value)
    return value if isinstance(value, str | int | float | bool) else None


def _number(node: Node) -> str:
    """The dossier number, also from base64("Dossier-123") or the name of its PDF; else the raw id."""
    direct = _string(node.get("number"))
    if direct:
        return direct
    try:
        decoded = base64.b64decode(_string(node.get("id")), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        decoded = ""
    for source in (decoded, _string(_object(node.get("pdf")).get("filename"))):
        found = re.match(r"(?i)dossier-(\d+)", source)
        if found:
            return found[1]
    return _string(node.get("id"))


def _portal(form: Form, node: Node) -> None:
    dates = {
        "deposited_at": "dateDepot",
        "instructed_at": "datePassageEnInstruction",
        "decided_at": "dateTraitement",
        "updated_at": "dateDerniereModification",
    }
    for key, name in (*dates.items(), ("state", "state"), ("motivation", "motivation")):
        if name in node:
            form.system[key] = _value(node[name])
    group = _object(node.get("groupeInstructeur"))
    agents = node["instructeurs"] if "instructeurs" in node else group.get("instructeurs")
    if agents is not None:
        form.system["instructors"] = " ".join(_string(agent.get("email")) for agent in _items(agents))
    if "labels" in node:
        form.system["labels"] = ", ".join(_string(label.get("name")) for label in _items(node["labels"]))
    if _string(group.get("label")) not in ("", "défaut"):
        form.extra.append(("Groupe instructeur", _string(group["label"])))
    if node.get("archived") is True:
        form.extra.append(("À archiver", True))


def _applicant(form: Form, node: Node) -> None:
    who = _object(node.get("demandeur"))
    company, association = _object(who.get("entreprise")), _object(who.get("association"))
    address = _object(who.get("address"))
    form.system |= {
        "email": _value(_object(node.get("usager")).get("email")),
        "siret": _value(who.get("siret")),
        "naf": _value(who.get("naf")),
        "civility": _value(who.get("civilite")),
        "last_name": _value(who.get("nom")),
        "first_name": _value(who.get("prenom")),
        "address": _value(address.get("label")),
        "postcode": _value(address.get("postalCode")),
        "city": _value(address.get("cityName")),
        "insee": _value(address.get("cityCode")),
        "legal_form": _value(company.get("formeJuridique")),
        "legal_form_code": _value(company.get("formeJuridiqueCode")),
        "name": _value(company.get("raisonSociale")),
        "person_last_name": _value(company.get("nom")),
        "person_first_name": _value(company.get("prenom")),
        "company_founded_on": _value(company.get("dateCreation")),
        "rna": _value(association.get("rna")),
        "association_title": _value(association.get("titre")),
        "purpose": _value(association.get("objet")),
        "founded_on": _value(association.get("dateCreation")),
    }


def _fields(value: object) -> list[Node]:
    """Fields as a list (API) or as an object keyed by field id (data.subvention)."""
    return _items(list(value.values())) if isinstance(value, dict) else _items(value)


def answer(node: Node, private: bool = False) -> Answer:
    """One champ or annotation, by what it carries rather than by its __typename, which clients may omit."""
    found = Answer(_string(node.get("label")), private=private)
    if isinstance(node.get("rows"), list):
        found.rows = [
            [answer(cell, private) for cell in _fields(row.get("champs"))] for row in _items(node["rows"])
        ]
    elif isinstance(node.get("files"), list) or isinstance(node.get("file"), dict):
        files = _items(node.get("files")) or _items([node.get("file")])
        found.files = [piece for piece in (_piece(found.label, file) for file in files) if piece.filename]
    elif isinstance(node.get("values"), list):
        found.choices = [_string(item) for item in node["values"] if _string(item)]
    elif "primaryValue" in node:
        parts = (_string(node.get("primaryValue")), _string(node.get("secondaryValue")))
        found.value = ";".join(part for part in parts if part)
    else:
        found.value = _typed(node)
    return found


def _typed(node: Node) -> Value:
    shown = _value(node["stringValue"] if "stringValue" in node else node.get("value"))
    for key in ("checked", "selected", "decimalNumber", "integerNumber", "datetime", "date"):
        if key not in node:
            continue
        value = _value(node[key])
        if key == "date":
            return day(value) or day(shown) or value or shown
        # A client may ask for the typed part and get null for a field that was never filled.
        return shown if value is None else value
    return shown


def _piece(label: str, file: Node) -> Attachment:
    size = _string(file.get("byteSizeBigInt")) or _string(file.get("byteSize"))
    return Attachment(
        label=label,
        filename=_string(file.get("filename")),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 19 else None,
        checksum=_string(file.get("checksum")),
    )


def _opinions(form: Form, node: Node) -> None:
    if not isinstance(node.get("avis"), list):
        return
    form.given.add("opinions")
    for item in _items(node["avis"]):
        agreed = item.get("questionAnswer")
        form.opinions.append(
            Opinion(
                author=_string(_object(item.get("expert")).get("email")),
                value=text(agreed) if isinstance(agreed, bool) else "",
                comment=_string(item.get("reponse")).strip(),
                asked_on=day(_value(item.get("dateQuestion"))),
                answered_on=day(_value(item.get("dateReponse"))),
            )
        )
