"""Who may do what: five roles, and one table of verbs."""

from __future__ import annotations

from desktop.rules.journey import MOVES

ROLES: tuple[tuple[str, str], ...] = (
    ("officer", "Instructeur"),
    ("quarter_office", "Antenne de quartier"),
    ("manager", "Responsable"),
    ("secretariat", "Secrétariat"),
    ("reader", "Lecteur"),
)
LABELS: dict[str, str] = dict(ROLES)

_ALL = frozenset(LABELS)
_DESK = _ALL - {"reader"}
_JUDGES = frozenset({"officer", "quarter_office", "manager"})
_OFFICE = frozenset({"officer", "manager", "secretariat"})
_CHIEF = frozenset({"manager"})

# Verbs that move no dossier. A quarter office works on lent dossiers: it never decides nor prints letters.
_VERBS: dict[str, tuple[str, frozenset[str]]] = {
    "read": ("lire un dossier", _ALL),
    "export": ("exporter la liste", _ALL),
    "import": ("importer des demandes", _OFFICE),
    "key_in": ("saisir une demande sur papier", _DESK),
    "edit": ("corriger une demande", _DESK),
    "attach": ("joindre une pièce", _DESK),
    "check_piece": ("contrôler une pièce", _DESK),
    "annotate": ("annoter une demande", _JUDGES),
    "mark": ("noter un défi", _JUDGES),
    "note": ("écrire une note", _DESK),
    "label": ("poser un libellé", _DESK),
    "propose": ("proposer un montant", _JUDGES),
    "settle": ("lever une alerte", _JUDGES),
    "assign": ("confier un dossier", _CHIEF | {"secretariat"}),
    "write_letter": ("préparer un courrier", _OFFICE),
    "edit_letter": ("retoucher un courrier", _OFFICE),
    "print_letter": ("imprimer un courrier", _OFFICE),
    "merge": ("réunir des dossiers", _OFFICE),
    "undo": ("annuler une action", _DESK),
    "backup": ("copier la base", _OFFICE),
    "restore": ("remettre une copie de la base", _CHIEF),
    "settings": ("changer les réglages", _CHIEF),
    "delete": ("supprimer un dossier", _CHIEF),
}

_MOVING_WORDS: dict[str, str] = {
    "request_pieces": "demander des pièces",
    "declare_complete": "déclarer un dossier complet",
    "instruct": "instruire un dossier",
    "ask_opinion": "demander un avis",
    "send_to_committee": "proposer un dossier au comité",
    "decide": "enregistrer une décision",
    "notify": "notifier une décision",
    "close": "clore un dossier",
    "reopen": "rouvrir un dossier",
}


def _moving() -> dict[str, tuple[str, frozenset[str]]]:
    # The table of moves already says who: it is read here, never written twice.
    verbs = {move.verb for move in MOVES}
    return {
        verb: (
            _MOVING_WORDS[verb],
            frozenset(role for move in MOVES if move.verb == verb for role in move.who),
        )
        for verb in verbs
    }


RIGHTS: dict[str, tuple[str, frozenset[str]]] = _VERBS | _moving()


def may(role: str, verb: str) -> bool:
    """Whether this role may use this verb. An unknown verb is a fault of the program: KeyError."""
    return role in RIGHTS[verb][1]


def why_not(role: str, verb: str) -> str:
    """A French sentence saying who could; empty when the role may."""
    if may(role, verb):
        return ""
    words, allowed = RIGHTS[verb]
    who = ", ".join(label for code, label in ROLES if code in allowed)
    return f"Votre rôle ({LABELS.get(role, role)}) ne permet pas de {words}. Rôles autorisés : {who}."
