"""The words of the satchel's place: with whom and when, the figures, why there is nothing, the status."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from db.queries.shipments import Brought, ShipmentRow, Standing
from desktop.flow.apart import moment
from desktop.ui.tongue import date_long, plural


def say(words: str) -> str:
    return QCoreApplication.translate("apart", words)


def day_words(at: str, today: dt.date) -> str:
    """« aujourd’hui », « hier », « le 18 février 2026 »."""
    day = dt.datetime.fromisoformat(at).date()
    if day == today:
        return say("aujourd’hui")
    if (today - day).days == 1:
        return say("hier")
    return say("le {0}").format(date_long(day))


def head_words(row: ShipmentRow | None, today: dt.date) -> str:
    """« échange avec « Antenne d’Étouvie », préparée le 18 février 2026, rapportée aujourd’hui »."""
    if row is None:
        return ""
    whom = row.place or row.site
    if row.means == "hub":
        return say("échange avec « {0} », par le réseau, {1}").format(whom, day_words(row.at, today))
    if row.prepared_at:
        words = say("échange avec « {0} », préparée {1}, rapportée {2}")
        return words.format(whom, day_words(row.prepared_at, today), day_words(row.at, today))
    return say("échange avec « {0} », rapportée {1}").format(whom, day_words(row.at, today))


def figures_of(brought: Brought, asked: int) -> list[tuple[int, str]]:
    """The four figures; `asked` is how many fields were to settle."""
    quiet, notes, pieces = max(0, brought.changes - asked), brought.notes, brought.pieces
    return [
        (quiet, plural(quiet, say("changement reçu, repris sans question"),
                       say("changements reçus, repris sans question"))),
        (notes, plural(notes, say("note ajoutée d’un côté ou de l’autre, gardée"),
                       say("notes ajoutées des deux côtés, toutes gardées"))),
        (pieces, plural(pieces, say("pièce jointe nouvelle"), say("pièces jointes nouvelles"))),
        (asked, plural(asked, say("valeur changée des deux côtés\u00a0: à trancher"),
                       say("valeurs changées des deux côtés\u00a0: à trancher"))),
    ]  # fmt: skip


def calm_words(row: Standing, last: ShipmentRow | None) -> tuple[str, str, str]:
    """Drawing, title and sentence of the page with nothing to settle."""
    if not row.role:
        return (
            "luggage",
            say("Cette base n’échange encore avec personne"),
            say(
                "Une mallette est un fichier scellé qui emporte des dossiers dans une antenne, sur une clé "
                "ou un dossier partagé, et en rapporte le travail champ par champ. Rien ne se perd\u00a0: "
                "quand deux personnes ont écrit la même valeur, les deux sont montrées et quelqu’un "
                "tranche.\n"
                "Pour commencer, dites ce qu’est ce poste."
            ),
        )
    if last is None:
        return (
            "luggage",
            say("Aucune mallette n’est encore revenue"),
            say("Préparez une mallette pour une antenne, ou ouvrez celle qu’on vous a remise."),
        )
    return (
        "circle-check",
        say("Tout est repris, rien n’est à trancher"),
        say("La prochaine mallette s’ouvre d’ici, ou en la déposant sur la fenêtre."),
    )


def exact(at: str) -> str:
    """« 18 févr. 17:42 »."""
    return moment(dt.datetime.fromisoformat(at))
