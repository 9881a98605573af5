"""How the rows of a dossier are told at any moment: one line a field, or one line a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from db.asof import Past, Row
from db.forgotten import Erased
from desktop.flow.field_words import FIELDS
from desktop.flow.history import shown
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.money import euros
from desktop.rules.sections import TITLES, place_words


class Drawn(NamedTuple):
    """`key` (table, row, field or "*" for the whole row) compares two moments; `rank` orders a part."""

    part: str
    key: tuple[str, bytes, str]
    rank: tuple[int, int, bytes]
    label: str
    value: str


_SINGLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "dossier": ("Dossier", (
        "number", "title", "stage", "officer", "asked", "cost", "deposited_at", "due_on", "starts_on",
        "ends_on", "place", "beneficiaries", "women", "renewal", "source_state",
    )),
    "applicant": ("Porteur", (
        "name", "acronym", "siret", "rna", "legal_form", "address", "postcode", "city", "email", "phone",
    )),
    "sift": ("Recevabilité et pièces", ("verdict", "reasons", "comment", "decided_on")),
    "decision": ("Décision et suites", (
        "outcome", "state", "decided_on", "act", "comment", "notified_on", "reopened_on", "reopen_reason",
    )),
}  # fmt: skip
_MORE = {
    ("dossier", "number"): "Numéro", ("applicant", "name"): "Nom", ("applicant", "acronym"): "Sigle",
    ("applicant", "rna"): "RNA", ("applicant", "legal_form"): "Forme juridique",
    ("applicant", "postcode"): "Code postal", ("applicant", "city"): "Ville",
    ("applicant", "email"): "Courriel", ("applicant", "phone"): "Téléphone",
}  # fmt: skip
_PROPOSED = ("proposal_opinion", "proposal_reason")
ORDER = (
    "Dossier", "Porteur", "Textes de la demande", "Budget", "Recevabilité et pièces", "Instruction",
    "Proposition", "Notes", "Avis des partenaires", "Décision et suites", "Courriers",
)  # fmt: skip
_SECTIONS = {code: place for place, code in enumerate(TITLES)}
_Values = Mapping[str, Any]
_Names = Mapping[str, str]


def draw(past: Past, names: _Names) -> Iterator[Drawn]:
    """Everything that is shown of a moment."""
    for ent, (part, fields) in _SINGLE.items():
        for rid, values in past.of(ent):
            for place, field in enumerate(fields):
                yield from _field(part, (ent, rid), field, values, place)
    for rid, values in past.of("dossier"):
        for place, field in enumerate(_PROPOSED):
            yield from _field("Proposition", ("dossier", rid), field, values, place)
    for place, (ent, (part, tell)) in enumerate(_ROWS.items(), start=100):
        for rid, values in past.of(ent):
            label, value = tell(values, names, past)
            if label or value:
                rank = _SECTIONS.get(values.get("code", ""), 0) if ent == "section" else values.get("rank")
                yield Drawn(part, (ent, rid, "*"), (place, int(rank or 0), rid), label, value)


def _field(part: str, row: Row, field: str, values: _Values, place: int) -> Iterator[Drawn]:
    value = values.get(field)
    if value in (None, ""):
        return
    label = _MORE.get((row[0], field)) or FIELDS.get((row[0], field), field)
    yield Drawn(part, (*row, field), (place, 0, row[1]), label, plain(field, value))


def plain(field: str, value: Any) -> str:
    """A value in words; days as people write them."""
    if value in (None, ""):
        return ""
    if isinstance(value, Erased):
        return str(value)
    if field == "renewal":
        return "oui" if value else "non"
    if isinstance(value, str) and (field.endswith("_on") or field.endswith("_at")):
        return day_words(value)
    return shown(field, value)


def day_words(iso: str) -> str:
    """« 12/03/2026 », with the time when there is one that says something."""
    day = f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"
    return f"{day} à {iso[11:16]}" if len(iso) >= 16 and iso[11:16] != "00:00" else day


def _section(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    code = str(values["code"])
    return TITLES.get(code, code), str(values["body"] or "")


def _budget(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    side = "Charge" if values["side"] == "charge" else "Produit"
    return f"{side} {values['account']} · {values['label']}", _money(values.get("amount"))


def _money(cents: int | None) -> str:
    return "–" if cents is None else euros(cents)


def _amount(values: _Values, names: _Names, _past: Past) -> tuple[str, str]:
    told = [
        f"{word} {euros(values[field])}"
        for field, word in (
            ("asked", "demandé"), ("proposed", "proposé"), ("voted", "voté"), ("paid", "payé"),
        )
        if values.get(field) is not None
    ]  # fmt: skip
    return names.get(values["funder_id"], "Financeur"), ", ".join(told)


def _annotation(values: _Values, names: _Names, past: Past) -> tuple[str, str]:
    piece = None
    if str(values["place"]).startswith("piece:"):
        row = past.rows.get(("piece", bytes.fromhex(str(values["place"]).partition(":")[2])))
        piece = (row or {}).get("name")
    where = place_words(str(values["place"]), piece, values.get("page")) or "Tout le dossier"
    challenge = names.get(values.get("challenge_id") or "", "")
    strength = LEVELS[values["strength"]].lower() if values.get("strength") else ""
    quote = f"« {values['quote']} » " if values.get("quote") else ""
    about = ", ".join(part for part in (challenge, strength) if part)
    told = f"{quote}{values.get('text') or ''}".strip()
    end = f" ({about})" if about else ""
    return f"{values['author']}, {day_words(str(values['at'])[:16])} · {where}", f"{told}{end}"


def _mark(values: _Values, names: _Names, _past: Past) -> tuple[str, str]:
    reason = f" : {values['reason']}" if values.get("reason") else ""
    return f"Défi « {names.get(values['challenge_id'], '?')} »", f"{LEVELS[values['level']]}{reason}"


def _piece(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    parts = [shown("state", values["state"]), values.get("name") or "", values.get("reason") or ""]
    if values.get("received_on"):
        parts.insert(1, f"reçue le {day_words(values['received_on'])}")
    return values.get("label") or values.get("kind") or "Pièce", ", ".join(part for part in parts if part)


def _opinion(values: _Values, names: _Names, _past: Past) -> tuple[str, str]:
    who = names.get(values.get("partner_id") or "", "") or values.get("partner") or "Partenaire"
    amount = f", {euros(values['amount'])}" if values.get("amount") is not None else ""
    when = f" le {day_words(values['answered_on'])}" if values.get("answered_on") else ""
    comment = f". {values['comment']}" if values.get("comment") else ""
    return who, f"{shown('value', values['value'])}{amount}{when}{comment}"


def _asked(values: _Values, names: _Names, _past: Past) -> tuple[str, str]:
    due = f", attendu le {day_words(values['due_on'])}" if values.get("due_on") else ""
    gone = f", retiré le {day_words(values['withdrawn_on'])}" if values.get("withdrawn_on") else ""
    who = names.get(values["partner_id"], "Partenaire")
    return who, f"Avis demandé le {day_words(values['asked_on'])}{due}{gone}"


def _request(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    answered = f", réponse le {day_words(values['answered_on'])}" if values.get("answered_on") else ""
    due = f", attendues le {day_words(values['due_on'])}" if values.get("due_on") else ""
    return f"Demande du {day_words(values['asked_on'])}", f"{values['items']}{due}{answered}"


def _condition(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    ends = [
        f"{word} le {day_words(values[field])}"
        for field, word in (("due_on", "attendue"), ("met_on", "remplie"), ("waived_on", "abandonnée"))
        if values.get(field)
    ]
    return "Condition", " · ".join([str(values["text"]), *ends])


def _letter(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    number = f" n° {values['number']}" if values.get("number") else ""
    issued = f" le {day_words(values['issued_at'])}" if values.get("issued_at") else ""
    return f"{str(values['template']).replace('_', ' ').capitalize()}{number}", (
        f"{shown('state', values['state'])}{issued}"
    )


def _notice(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    came = f", reçu le {day_words(values['received_on'])}" if values.get("received_on") else ""
    means = shown("means", values["means"]) if values.get("means") else ""
    return "Envoi", f"le {day_words(values['sent_on'])}, {means}{came}"


def _contact(values: _Values, _names: _Names, _past: Past) -> tuple[str, str]:
    name = " ".join(values.get(f) or "" for f in ("civility", "first_name", "last_name")).strip()
    told = [name, values.get("position"), values.get("phone"), values.get("email")]
    return "Contact", ", ".join(part for part in told if part)


def _named(label: str, field: str) -> Callable[[_Values, _Names, Past], tuple[str, str]]:
    return lambda values, names, _past: (label, names.get(values.get(field) or "", ""))


_ROWS: dict[str, tuple[str, Callable[[_Values, _Names, Past], tuple[str, str]]]] = {
    "dossier_quarter": ("Dossier", _named("Quartier", "quarter_id")),
    "declared": ("Dossier", _named("Défi déclaré", "challenge_id")),
    "dossier_label": ("Dossier", _named("Étiquette", "label_id")),
    "contact": ("Porteur", _contact),
    "section": ("Textes de la demande", _section),
    "budget_line": ("Budget", _budget),
    "piece": ("Recevabilité et pièces", _piece),
    "piece_request": ("Recevabilité et pièces", _request),
    "mark": ("Instruction", _mark),
    "amount": ("Proposition", _amount),
    "annotation": ("Notes", _annotation),
    "opinion_request": ("Avis des partenaires", _asked),
    "opinion": ("Avis des partenaires", _opinion),
    "decision_reason": ("Décision et suites", _named("Motif", "reason_id")),
    "condition": ("Décision et suites", _condition),
    "notice": ("Courriers", _notice),
    "letter": ("Courriers", _letter),
}  # fmt: skip
