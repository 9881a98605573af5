"""Which page of the guide each screen has: places, tabs, sheets of a dossier, dialogs by their room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

PLACES = {
    "today": "aujourdhui",
    "list": "trouver",
    "notes": "notes",
    "opinions": "avis",
    "envelopes": "enveloppes",
    "committees": "comite",
    "letters": "courriers",
    "register": "notification",
    "follow": "suivi",
    "agreements": "conventions",
    "figures": "chiffres",
    "duties": "obligations",
    "archives": "conserver",
    "apart": "mallette",
    "import": "importer",
    "arrivals": "arrivees",
    "twins": "doublons",
    "new": "saisir",
    "dossier": "lire-annoter",
}
TABS = {
    "envelopes/envelopes": "enveloppes",
    "envelopes/grid": "grille",
    "envelopes/bench": "atelier",
    "follow/payments": "versements",
    "follow/reports": "bilans",
    "follow/changes": "changements",
    "follow/visits": "visites",
    "follow/repayments": "reversements",
    "figures/tables": "chiffres",
    "figures/map": "carte",
    "duties/data": "obligations",
    "duties/statement": "obligations",
    "duties/themes": "obligations",
    "duties/thresholds": "obligations",
    "archives/retention": "conserver",
    "archives/lists": "conserver",
    "archives/year": "conserver",
    "archives/persons": "repondre-a-une-personne",
    "archives/scans": "papiers-annotes",
}
SHEETS = {
    "sift": "recevabilite",
    "checks": "controles",
    "funding": "financement",
    "scores": "notation",
    "opinions": "avis",
    "together": "projet-commun",
    "links": "dossiers-lies",
    "history": "porteur",
    "convention": "conventions",
    "versions": "versions",
    "verify": "verifier-porteur",
    "dates": "aujourdhui",
    "outcome": "suites",
    "follow": "suivi",
    "report": "bilans",
}
# Dialogs, by their room in desktop/ui, or by their module where a room has several tasks. A dialog may say
# better by itself: its attribute `guide_page`.
ROOMS = {
    "agreements": "conventions",
    "apart": "mallette",
    "apart.value_dialog": "trancher",
    "apart.changes": "trancher",
    "arrivals": "arrivees",
    "asof": "historique",
    "batch": "actions-groupees",
    "bench": "atelier",
    "bin": "corbeille",
    "committee": "comite",
    "copies": "copies",
    "dossier": "lire-annoter",
    "dossier.asking": "decider",
    "dossier.history_dialog": "historique",
    "dossier.interests": "interets",
    "dossier.piece_copy": "notes",
    "duties": "obligations",
    "exporting": "exporter",
    "faults": "panne",
    "figures": "chiffres",
    "follow": "suivi",
    "follow.pay_returned": "versements",
    "follow.repay_deeds": "reversements",
    "funding": "financement",
    "guide": "fenetre",
    "intake": "importer",
    "keeping": "conserver",
    "letters": "courriers",
    "letters.check_window": "courriers",
    "letters.export_dialog": "courriers",
    "letters.signed_window": "lettres-signees",
    "links": "dossiers-lies",
    "list": "trouver",
    "money": "enveloppes",
    "money.residents_dialog": "grille",
    "notes": "notes",
    "opinions": "avis",
    "outcome": "suites",
    "pack": "dossier-de-seance",
    "palette": "fenetre",
    "papers": "papiers-d-envoi",
    "people": "personnes",
    "people.handing": "confier",
    "people.motive": "confier",
    "people.workload": "confier",
    "proposal": "decider",
    "reports": "bilans",
    "scans": "papiers-annotes",
    "scores": "notation",
    "settings": "reglages",
    "sift": "recevabilite",
    "soundness": "verifier-la-base",
    "today": "aujourdhui",
    "together": "projet-commun",
    "twins": "doublons",
    "vault": "chiffrer",
    "waiting": "copies",
    "waves": "vagues",
}
_ROOT = "desktop.ui."


def page_of_module(module: str) -> str:
    """The page of what stands in this module of desktop.ui, "" when nobody said."""
    rest = module.removeprefix(_ROOT)
    room = rest.partition(".")[0]
    return ROOMS.get(rest) or ROOMS.get(room, "")


def page_of_widget(widget: QWidget) -> str:
    """The page a dialog or a screen has: its own word first, then that of its room."""
    own = getattr(widget, "guide_page", "")
    if own:
        return str(own)
    for kind in type(widget).__mro__:
        if kind.__module__.startswith(_ROOT) and (page := page_of_module(kind.__module__)):
            return page
    return ""
