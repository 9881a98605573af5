"""What a letter says that follows from its data: civility, agreement, share, legal dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.letters.fields import Data, Value, lookup
from desktop.rules import clocks, french
from desktop.rules.folding import fold
from desktop.rules.money import percent

# First words of the names of calls that are not masculine singular.
_FEMININE = frozenset({"convention", "campagne", "programmation", "vague"})
_PLURAL = frozenset({"conventions", "appels"})
_YOUR = {"association": "votre association", "school": "votre établissement"}


def derived(data: Data) -> dict[str, Value]:
    """The data with the fields of DERIVED, and with the legal dates that were not given."""
    rooms: dict[str, dict[str, Value]] = {
        name: dict(value) for name, value in data.items() if isinstance(value, Mapping)
    }
    out: dict[str, Value] = {**data}
    for room in ("representant", "porteur", "appel", "dossier", "decision", "convention", "bilan", "accuse"):
        rooms.setdefault(room, {})
    title = str(lookup(data, "representant.civilite") or "")
    out["civilite"] = french.civility(title, str(lookup(data, "representant.fonction") or ""))
    nature = lookup(data, "porteur.nature")
    rooms["porteur"]["votre"] = _YOUR.get(str(nature), "votre organisme")
    rooms["appel"]["de"] = _of_call(str(lookup(data, "appel.nom") or "appel à projets"))
    rooms["dossier"]["lieu"] = _place(lookup(data, "dossier.quartiers"))
    rooms["dossier"]["titre_defis"] = _challenges(lookup(data, "dossier.defis"))
    _decision(rooms["decision"], lookup(data, "dossier.cout"), str(nature))
    if not rooms["convention"].get("montant"):
        office = str(lookup(data, "organisme.nom") or "")
        rooms["convention"]["montant"] = _own_share(rooms["decision"], office)
    _dates(rooms, data)
    out.update(rooms)
    return out


def _of_call(name: str) -> str:
    """« de l’appel à projets 2026 », « de la convention triennale »: a title put inside a sentence."""
    first, _, rest = name.partition(" ")
    # An acronym keeps its capitals.
    name = name if first.isupper() and len(first) > 1 else f"{first[:1].lower()}{first[1:]} {rest}".strip()
    if fold(first) in _PLURAL:
        return f"des {name}"
    return french.de_(french.le_(name, feminine=fold(first) in _FEMININE))


def _place(quarters: Value) -> str:
    """« pour le quartier d’Étouvie », « pour les quartiers d’Étouvie et des Parcheminiers »."""
    names = [
        str(q.get("de") or french.de_(str(q.get("nom", ""))))
        for q in (quarters if isinstance(quarters, list | tuple) else [])
        if isinstance(q, Mapping)
    ]
    if not names:
        return ""
    # « les quartiers des quartiers Nord » would say the word twice.
    if len(names) == 1 and fold(names[0]).startswith("des quartiers"):
        return f"pour les {names[0].removeprefix('des ')}"
    return f"pour {'le quartier' if len(names) == 1 else 'les quartiers'} {french.listed(names)}"


def _challenges(challenges: Value) -> str:
    """« au titre du défi 4 « Promouvoir la réussite » », « au titre des défis 4 « … » et 7 « … » »."""
    known = [
        c for c in (challenges if isinstance(challenges, list | tuple) else []) if isinstance(c, Mapping)
    ]
    if not known:
        return ""
    names = [f"{c.get('numero')} « {c.get('nom')} »" for c in known]
    return f"au titre {'du défi' if len(names) == 1 else 'des défis'} {french.listed(names)}"


def _decision(decision: dict[str, Value], cost: Value, nature: str) -> None:
    amount, funders = decision.get("montant"), decision.get("financeurs")
    shares = [
        share
        for f in (funders if isinstance(funders, list | tuple) else [])
        if isinstance(f, Mapping) and isinstance(share := f.get("montant"), int)
    ]
    decision["plusieurs"] = len(shares) > 1
    if isinstance(amount, int) and isinstance(cost, int) and 0 < amount <= cost:
        decision["part"] = percent(amount, cost)
    if decision.get("convention") is None:
        # Loi 2000-321, art. 10: a private body, above the threshold for one authority.
        private = nature not in ("school", "public")
        decision["convention"] = private and any(clocks.needs_convention(share) for share in shares)


def _own_share(decision: Mapping[str, Value], office: str) -> Value:
    """What the authority that writes gives; the whole when no funder bears its name."""
    funders = decision.get("financeurs")
    for row in funders if isinstance(funders, list | tuple) else ():
        if isinstance(row, Mapping) and office and fold(str(row.get("nom"))) == fold(office):
            return row.get("montant")
    return decision.get("montant")


def _dates(rooms: dict[str, dict[str, Value]], data: Data) -> None:
    received, end, year = (lookup(data, n) for n in ("dossier.recu", "dossier.fin", "appel.annee"))
    if not rooms["accuse"].get("rejet") and isinstance(received, date):
        rooms["accuse"]["rejet"] = clocks.tacit_rejection(received)
    if not rooms["bilan"].get("date"):
        exercise = end.year if isinstance(end, date) else year
        if isinstance(exercise, int):
            rooms["bilan"]["date"] = clocks.report_due_for_year(exercise)
