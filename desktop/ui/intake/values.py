"""How a fact of a dossier is said in French: its name, and the value before and after an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.rules.budget import Line, totals
from desktop.rules.sections import TITLES
from desktop.ui.tongue import date_long, euros, plural

MONEY = ("cost", "asked", "proposed", "granted", "asked_by", "granted_by")
DATES = ("starts_on", "ends_on", "deposited_at", "applicant.founded_on")


_LISTS: dict[str, Callable[[Sequence[Any]], str]] = {
    "places": lambda row: str(row[0]),
    "also_known": lambda row: str(row[1]),
    "opinions": lambda row: f"{row[0]} ({row[1]})" if row[1] else str(row[0]),
}


def say(words: str) -> str:
    return QCoreApplication.translate("intake", words)


def name_of(name: str, label: str) -> str:
    """The French name of a fact; `label` is what the verb calls it."""
    room, _, rest = name.partition(".")
    if room == "text":
        return TITLES.get(rest, label)
    if label and label not in (name, rest):
        return label
    from desktop.exchange.table_fields import FIELDS

    known = FIELDS.get(name)
    return known.label if known else say("Autres informations") if name == "other" else label


def value_of(name: str, value: Any) -> str:
    """The value in words; « vide » when there is none."""
    if value in (None, "", []):
        return say("vide")
    if name.partition(".")[0] in MONEY:
        return euros(value)
    if name in DATES:
        return _day(str(value))
    if isinstance(value, bool):
        return say("oui") if value else say("non")
    if name in ("budget", "own_budget"):
        return _budget(value)
    if name == "funding":
        return _funding(value)
    if name in _LISTS:
        return ", ".join(_LISTS[name](row) for row in value)
    if name == "people":
        return ", ".join(" ".join(part for part in row[1:4] if part) for row in value)
    if name == "other":
        return say("{0} {1}").format(len(value), plural(len(value), "information"))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _day(text: str) -> str:
    moment = dt.datetime.fromisoformat(text)
    day = date_long(moment.date())
    return f"{day}, {moment:%H:%M}" if "T" in text else day


def _budget(rows: Sequence[Sequence[Any]]) -> str:
    sums = totals(Line(row[0], row[1], row[2], row[3]) for row in rows)
    return say("{0} {1}, charges {2}, produits {3}").format(
        len(rows), plural(len(rows), "ligne"), euros(sums.charges), euros(sums.products)
    )


STATUS = ("new", "changed", "same", "refused")
TONES = {"new": "good", "changed": "accent", "same": "neutral", "refused": "bad"}


def _funding(rows: Sequence[Sequence[Any]]) -> str:
    return say("obtenu {0} sur {1}, {2} {3}").format(
        euros(sum(row[3] or 0 for row in rows if row[4] == "confirmed")),
        euros(sum(row[2] or 0 for row in rows)),
        len(rows),
        plural(len(rows), "financeur"),
    )


def status_words(status: str) -> str:
    """The state of one dossier of the file."""
    return {
        "new": say("Nouveau"),
        "changed": say("Mis à jour"),
        "same": say("Inchangé"),
        "refused": say("Refusé"),
    }[status]


def format_words(code: str) -> str:
    """What the file was recognised as, after « Ce fichier est »."""
    return {
        "ds-csv": say("un export CSV de démarches-simplifiees"),
        "ds-xlsx": say("un classeur Excel exporté de démarches-simplifiees"),
        "ds-ods": say("un classeur ODS exporté de démarches-simplifiees"),
        "ds-template": say("un export de démarches-simplifiees fait avec un modèle"),
        "ds-zip": say("une archive ZIP de démarches-simplifiees, avec ses pièces"),
        "ds-graphql": say("une réponse JSON de démarches-simplifiees"),
        "dauphin-json": say("un export JSON de Dauphin"),
        "gispro": say("une liste des actions engagées, de GISPRO"),
        "history": say("une liste de subventions passées, reprise comme historique des porteurs"),
        "table": say("un tableau dont Parvis connaît les colonnes"),
        "cerfa-form": say("un formulaire Cerfa 12156 rempli"),
        "cerfa-print": say("un formulaire Cerfa 12156 imprimé, lu dans son texte"),
        "ds-pdf": say("le résumé en PDF d’un dossier de démarches-simplifiees"),
    }.get(code, say("un fichier que Parvis sait lire"))
