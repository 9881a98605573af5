"""Who may do what: six roles, and one table of rights that every verb is held to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.rules.journey import MOVES

ROLES: tuple[tuple[str, str], ...] = (
    ("officer", "Instructeur"),
    ("quarter_office", "Antenne de quartier"),
    ("manager", "Responsable"),
    ("secretariat", "Secrétariat"),
    ("reader", "Lecteur"),
    ("administrator", "Administrateur"),
)
LABELS: dict[str, str] = dict(ROLES)
ABOUT: dict[str, str] = {
    "officer": "Instruit, annote, propose, prépare les séances et les courriers.",
    "quarter_office": "Instruit et annote les dossiers de ses quartiers\u00a0; ne décide ni n’imprime.",
    "manager": "Comme un instructeur, et confie les dossiers, règle les enveloppes, rouvre une décision.",
    "secretariat": "Tient les séances, enregistre les décisions, prépare et envoie les courriers.",
    "reader": "Lit et exporte, n’écrit rien.",
    "administrator": "Peut tout, et règle qui travaille ici.",
}

_ALL = frozenset(LABELS)
_DESK = _ALL - {"reader"}
_ADMIN = frozenset({"administrator"})
_JUDGES = frozenset({"officer", "quarter_office", "manager"}) | _ADMIN
_OFFICE = frozenset({"officer", "manager", "secretariat"}) | _ADMIN
_CHIEF = frozenset({"manager"}) | _ADMIN
_COMMITTEE = frozenset({"manager", "secretariat"}) | _ADMIN

# Verbs that move no dossier. A quarter office works on lent dossiers: it never decides nor prints letters.
_VERBS: dict[str, tuple[str, frozenset[str]]] = {
    "read": ("lire un dossier", _ALL),
    "export": ("exporter la liste", _ALL),
    # What the program does by itself at each opening, whoever opens: it brings what its files hold.
    "upkeep": ("tenir la base à jour", _ALL),
    "import": ("importer des demandes", _OFFICE),
    "key_in": ("saisir une demande sur papier", _DESK),
    "edit": ("corriger une demande", _DESK),
    "attach": ("joindre une pièce", _DESK),
    "check_piece": ("contrôler une pièce", _DESK),
    "annotate": ("annoter une demande", _JUDGES),
    "mark": ("noter un défi ou un critère", _JUDGES),
    "note": ("écrire une note", _DESK),
    "label": ("poser un libellé", _DESK),
    "plan": ("noter une échéance", _DESK),
    "view": ("enregistrer une vue ou un modèle", _DESK),
    "move": ("changer un dossier d’étape", _DESK),
    "batch": ("agir sur plusieurs dossiers", _DESK),
    "propose": ("proposer un montant", _JUDGES),
    "scenario": ("préparer un scénario", _OFFICE),
    "settle": ("lever une alerte", _JUDGES),
    "settle_difference": ("trancher un désaccord", _DESK),
    "declare_interest": ("déclarer un intérêt", _DESK),
    "consult": ("demander ou saisir un avis", _DESK),
    "partner": ("modifier un partenaire", _OFFICE),
    "follow": ("suivre une condition", _DESK),
    "take": ("prendre un dossier", _JUDGES | {"secretariat"}),
    "assign": ("confier un dossier", _CHIEF | {"secretariat"}),
    "convene": ("préparer une séance", _OFFICE),
    "sit": ("tenir une séance", _COMMITTEE),
    "write_letter": ("préparer un courrier", _OFFICE),
    "edit_letter": ("retoucher un courrier", _OFFICE),
    "print_letter": ("imprimer un courrier", _OFFICE),
    "approve": ("approuver un courrier", _OFFICE),
    "post": ("noter l’envoi d’un courrier", _OFFICE),
    "merge": ("réunir des dossiers", _OFFICE),
    "reference": ("compléter la base de référence", _OFFICE),
    "envelope": ("régler une enveloppe", _CHIEF),
    "exchange": ("préparer ou reprendre une mallette", _DESK),
    "enrol": ("inscrire un poste", _CHIEF),
    "undo": ("annuler une action", _DESK),
    "backup": ("copier la base", _OFFICE),
    "restore": ("remettre une copie de la base", _CHIEF),
    "settings": ("changer les réglages", _CHIEF),
    "delete": ("supprimer un dossier", _CHIEF),
    "people": ("régler les personnes et leurs droits", _ADMIN),
    # Once decided: what follows, over the years.
    "together": ("régler les membres d’une proposition coordonnée", _JUDGES | {"secretariat"}),
    "link": ("lier des dossiers", _DESK),
    "agreement": ("tenir une convention de plusieurs années", _OFFICE),
    "pay": ("préparer ou noter un versement", _OFFICE),
    "visit": ("noter une visite", _DESK),
    "ask_change": ("noter une demande de changement", _DESK),
    "grant_change": ("répondre à une demande de changement", _OFFICE),
    "report": ("saisir ou contrôler un bilan", _DESK),
    "settle_report": ("accepter un bilan", _JUDGES | {"secretariat"}),
    "repay": ("demander un reversement", _OFFICE),
    "publish": ("publier des données", _OFFICE),
    "retention": ("tenir les durées de conservation et les éliminations", _CHIEF),
    "erase": ("effacer des données personnelles", _CHIEF),
    "person_rights": ("répondre aux droits d’une personne", _CHIEF | {"secretariat"}),
    "scan": ("classer des papiers numérisés", _DESK),
    "waves": ("régler les vagues d’un appel", _CHIEF),
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
            frozenset(role for move in MOVES if move.verb == verb for role in move.who) | _ADMIN,
        )
        for verb in verbs
    }


RIGHTS: dict[str, tuple[str, frozenset[str]]] = _VERBS | _moving()


# What an office may not change: these rights, and the roles that have every right or write nothing.
FIXED = frozenset({"read", "upkeep", "people"})
SETTABLE: tuple[tuple[str, str], ...] = tuple(
    (role, words) for role, words in ROLES if role not in ("administrator", "reader")
)
Given = Mapping[str, frozenset[str]]  # right -> the roles that an office gives it to, among those settable
AS_SHIPPED: Given = MappingProxyType({})


def holders(verb: str, given: Given = AS_SHIPPED) -> frozenset[str]:
    """The roles that may use this verb where the office gives rights so. An unknown verb is a fault of the
    program: KeyError."""
    held = RIGHTS[verb][1]
    if verb in FIXED or verb not in given:
        return held
    settable = dict(SETTABLE).keys()
    return (held - settable) | (given[verb] & settable)


def may(role: str, verb: str, given: Given = AS_SHIPPED) -> bool:
    """Whether this role may use this verb."""
    return role in holders(verb, given)


def why_not(role: str, verb: str, given: Given = AS_SHIPPED) -> str:
    """A French sentence saying who could; empty when the role may."""
    if may(role, verb, given):
        return ""
    words, allowed = RIGHTS[verb][0], holders(verb, given)
    who = ", ".join(label for code, label in ROLES if code in allowed)
    return f"Votre rôle ({LABELS.get(role, role)}) ne permet pas de {words}. Rôles autorisés : {who}."


# What each role may write, table by table, as the journal names it: asked of every change before it is kept,
# of what an undo takes back, and by the hub of every operation it receives. "*": the table; "+": a row made;
# "-": a row removed; else one field. A table that is not here is written by every desk.
OP_RIGHTS: dict[tuple[str, str], frozenset[str]] = {
    ("person", "*"): _ADMIN,
    ("workstation", "*"): _CHIEF,
    ("envelope", "*"): _CHIEF,
    ("decision", "*"): _COMMITTEE,
    ("decision", "+"): _OFFICE,  # an import tells what another authority decided
    ("decision", "state"): _OFFICE,  # notified, when the letter leaves
    ("decision", "notified_on"): _OFFICE,
    ("decision", "dossier_id"): _OFFICE,  # two dossiers united, or separated
    ("decision_reason", "*"): _COMMITTEE,
    ("decision_reason", "dossier_id"): _OFFICE,
    ("amount", "voted"): _OFFICE,
    ("amount", "paid"): _OFFICE,
    ("committee", "*"): _OFFICE,
    ("committee", "reopened_at"): _CHIEF,
    ("committee", "reopen_reason"): _CHIEF,
    ("member", "*"): _OFFICE,
    ("item", "*"): _OFFICE,
    ("item", "outcome"): _COMMITTEE,
    ("item_amount", "*"): _COMMITTEE,
    ("leaving", "*"): _COMMITTEE,
    ("pack", "*"): _OFFICE,
    ("letter", "*"): _OFFICE,
    ("notice", "*"): _OFFICE,
    ("printing", "*"): _OFFICE,
    ("merging", "*"): _OFFICE,
    ("scenario", "*"): _OFFICE,
    ("allocation", "*"): _OFFICE,
    ("partner", "*"): _OFFICE,
    ("mark", "*"): _JUDGES,
    ("assessment", "*"): _JUDGES,
    ("score", "*"): _JUDGES,
    ("settlement", "*"): _JUDGES,
    ("amount", "proposed"): _JUDGES | _OFFICE,
    ("member_share", "voted"): _OFFICE,
    **{
        (table, "*"): _OFFICE
        for table in (
            "agreement",
            "promise",
            "amendment",
            "payment",
            "repayment",
            "publication",
            "theme",
            "challenge_theme",
            "published_grant",
            "contract_total",
        )
    },
    ("change_request", "state"): _OFFICE,
    ("change_request", "answer"): _OFFICE,
    ("change_request", "+"): _DESK,
    **{(table, "*"): _CHIEF for table in ("retention_rule", "elimination", "elimination_line", "erasure")},
    ("rights_request", "*"): _CHIEF | {"secretariat"},
    ("dossier", "anonymised_on"): _CHIEF,
    ("dossier", "eliminated_on"): _CHIEF,
    ("wave", "*"): _CHIEF | _OFFICE,
}
_AFTER = frozenset({"decided", "notified", "closed"})  # where a stage leans on a decision


def may_write(
    role: str, table: str, field: str, kind: str = "update", base: object = None, val: object = None,
    given: Given = AS_SHIPPED,
) -> bool:  # fmt: skip
    """Whether this role may write this field. `kind`: create, update, delete; `base` and `val`: the values
    before and after (of a row made, its fields by name), where a stage asks which way it moves. A role that
    the office gave a right writes what all the roles that come with it may write."""
    told = (table, field, kind, base, val)
    if _may_write(role, *told):
        return True
    for verb, roles in given.items():
        shipped = RIGHTS[verb][1] - {"administrator"} if verb in RIGHTS else frozenset()
        new = role in roles and role not in shipped and may(role, verb, given)
        if new and shipped and all(_may_write(other, *told) for other in shipped):
            return True
    return False


def _may_write(role: str, table: str, field: str, kind: str, base: object, val: object) -> bool:
    what = {"create": "+", "delete": "-"}.get(kind, field)
    holders = OP_RIGHTS.get((table, what), OP_RIGHTS.get((table, "*"), _DESK))
    if kind == "create" and isinstance(val, dict) and (table, "+") not in OP_RIGHTS:
        for name, value in val.items():  # a row made is also each of its fields written
            if value is not None:
                holders &= OP_RIGHTS.get((table, name), holders)
    if (table, field) == ("dossier", "stage"):
        holders = _OFFICE if val in _AFTER else _COMMITTEE if base in _AFTER else _DESK
    return role in holders


# Two places disagree: who settles it, by the kind of the field (db.merge.kinds, offline.md 4.6).
_SETTLERS: dict[str, frozenset[str]] = {
    "amount": _CHIEF,
    "decision": frozenset({"secretariat"}) | _ADMIN,
    "status": _CHIEF,  # and whoever holds the dossier
}


def may_settle(role: str, kind: str, *, holder: bool = False) -> bool:
    """Whether this role settles a disagreement on a field of this kind. `holder`: the person at work is the
    officer of that dossier."""
    if kind == "status" and holder and role in _DESK:
        return True
    return role in _SETTLERS.get(kind, _DESK)


def settlers(kind: str) -> str:
    """Who settles it, in words: the roles."""
    held = _SETTLERS.get(kind, _DESK)
    words = ", ".join(label for code, label in ROLES if code in held)
    return f"{words}, ou qui suit le dossier" if kind == "status" else words


def why_not_settle(role: str, kind: str, holder: bool) -> str:
    """A French sentence saying who settles such a disagreement; empty when this role does."""
    if may_settle(role, kind, holder=holder):
        return ""
    what = {"amount": "un montant", "decision": "une décision", "status": "une étape"}.get(kind, "ce champ")
    return (
        f"Votre rôle ({LABELS.get(role, role)}) ne permet pas de trancher {what}. Qui tranche : "
        f"{settlers(kind)}. Vous pouvez laisser ouvert et poser la question."
    )
