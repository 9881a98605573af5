"""Papers of the keys: both fingerprints side by side to be compared, the key kept in the safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from desktop.letters.document import (
    Code,
    Column,
    Document,
    Grid,
    Heading,
    Part,
    Row,
    Signatures,
    listed_items,
    said,
)
from desktop.rules.french import date_long, typography

Office = tuple[str, str]  # name, service


class Place(NamedTuple):
    """A workstation as its sheet tells it."""

    name: str
    fingerprint: str  # eight groups of five figures
    kind: str = ""
    holds: str = ""  # what its satchels carry, in words


def enrolment_sheet(hub: Place, station: Place, office: Office, day: dt.date) -> Document:
    """« Fiche d’enrôlement »: signed by both, one copy each."""
    parts: list[Part] = [
        said(typography(
            "Deux postes vont échanger des mallettes scellées. Lisez à voix haute l’empreinte affichée sur "
            "chaque écran et comparez-la, groupe par groupe, à celle de cette fiche. Si un seul chiffre "
            "diffère, n’échangez rien : les clés ont été remplacées en chemin."
        )),
        Heading("Poste central"),
        _place(hub),
        Heading(typography(f"Poste enrôlé : {station.name}")),
        _place(station),
        Heading("Ce qui est vérifié", 2),
        listed_items([
            "L’empreinte du poste central, lue sur l’écran du poste enrôlé.",
            "L’empreinte du poste enrôlé, lue sur l’écran du poste central.",
            typography(
                "Si l’ordinateur est perdu ou volé, le poste central est prévenu le jour même : ses clés "
                "sont révoquées."
            ),
        ]),
        Signatures((
            ("Pour le poste central", "Nom, date et signature :"),
            (typography(f"Pour {station.name}"), "Nom, date et signature :"),
        )),
    ]  # fmt: skip
    return office_document("Fiche d’enrôlement", station.name, parts, office, day)


def _place(place: Place) -> Grid:
    rows = [Row(("Nom du poste", place.name))]
    if place.kind:
        rows.append(Row(("Nature", place.kind)))
    if place.holds:
        rows.append(Row(("Emporte", typography(place.holds))))
    groups = place.fingerprint.split()
    rows.append(Row(("Empreinte", " · ".join(groups[:4])), "subtotal"))
    rows.append(Row(("", " · ".join(groups[4:])), "subtotal"))
    return Grid((Column("Donnée", 1), Column("Valeur", 3)), tuple(rows), f"Clés de {place.name}")


def escrow_sheet(secret: str, recipient: str, office: Office, day: dt.date) -> Document:
    """The only copy of the key of the safe: its square, its letters by groups."""
    parts: list[Part] = [
        said(typography(
            "**Cette feuille est le seul exemplaire de la clé de secours.** Elle ouvre toute mallette "
            "préparée à partir de ce jour, si un poste est perdu ou si ses clés sont effacées. Elle n’est "
            "gardée nulle part dans Parvis : imprimez-la, vérifiez que le code se lit, mettez-la sous pli "
            "dans un coffre, puis détruisez le fichier."
        )),
        Code(secret, (*_groups(secret, 16), "", "Le code à gauche dit la même chose que ces lignes.")),
        Heading("Clé publique correspondante", 2),
        said("Parvis scelle chaque mallette pour elle ; elle n’ouvre rien."),
        listed_items([" ".join(_groups(recipient, 16))]),
        Heading("Usage", 2),
        listed_items([
            typography("Pour ouvrir une mallette avec cette clé : « parvis satchel merge --escrow-key »."),
            "Toute ouverture de ce pli est notée ci-dessous, puis une nouvelle clé est faite.",
        ]),
        Signatures((
            (typography("Mise sous pli par"), "Nom, date et signature :"),
            ("Ouverte par", "Nom, date, motif :"),
        )),
    ]  # fmt: skip
    return office_document("Clé de secours des mallettes", "À garder dans un coffre", parts, office, day)


def _groups(text: str, size: int) -> Sequence[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def office_document(
    title: str, subtitle: str, parts: list[Part], office: Office, day: dt.date, *foot: str
) -> Document:
    """A paper under the name of the office, dated."""
    return Document(
        title=title,
        parts=tuple(parts),
        subtitle=typography(f"{subtitle} – {date_long(day)}"),
        head=office,
        monogram=office[0][:1],
        foot=typography(" · ".join(part for part in (office[0], title, *foot) if part)),
        author=office[0],
        day=day.isoformat(),
    )
