"""What may be blacked out of a table that leaves: categories of columns, and the bar in their place."""

from __future__ import annotations

from collections.abc import Iterable

BAR = "███"
CATEGORIES: dict[str, tuple[str, frozenset[str]]] = {
    "contact": ("Coordonnées", frozenset({"address", "postcode", "email", "phone", "people"})),
    "bank": ("Comptes bancaires", frozenset({"iban", "bic", "account_holder"})),
    "people": (
        "Noms de personnes",
        frozenset({"people", "officer", "decision_author", "mark_reasons", "scores", "notes_whole"}),
    ),
    "notes": (
        "Notes et avis internes",
        frozenset({
            "notes", "notes_whole", "mark_reasons", "scores", "score_comments", "opinions",
            "proposal_reason", "decision_comment", "checks",
        }),
    ),
}  # fmt: skip
WHAT = {
    "contact": "adresse, courriel, téléphone, contacts", "bank": "IBAN, BIC, titulaire",
    "people": "contacts, agents, auteurs", "notes": "notes, raisons, avis, contrôles",
}  # fmt: skip


class UnknownBar(ValueError):
    """Neither a category nor a column; the message is a French sentence."""


def blacked(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """The codes of columns that categories, or columns named one by one, black out. Raises UnknownBar."""
    codes, found = set(known), set[str]()
    for name in (one.strip().lower() for one in names if one.strip()):
        if name in CATEGORIES:
            found |= CATEGORIES[name][1]
        elif name in codes:
            found.add(name)
        else:
            offered = ", ".join(f"{code} ({words})" for code, (words, _) in CATEGORIES.items())
            raise UnknownBar(
                f"« {name} » ne peut pas être caviardé : nommez une colonne, ou l’une de ces catégories : "
                f"{offered}. Rien n’a été écrit."
            )
    return frozenset(found)


def covered(value: object) -> object:
    """What stands in the file: the bar for a value, nothing for nothing."""
    return value if value in (None, "") else BAR
