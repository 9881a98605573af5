"""The sheet of an escrow key: one page to print and lock in a safe, where alone the secret stands."""

from __future__ import annotations

import datetime as dt

from desktop.letters.document import Code, Document, Heading, listed_items, said
from desktop.letters.letter import make_document

_GROUP, _ROW = 6, 4  # signs read aloud at once, groups a line
_STEPS = (
    "Imprimez cette feuille, glissez-la dans une enveloppe fermée et signée, et mettez-la au coffre.",
    "Effacez ensuite ce fichier, et videz la corbeille\u00a0: qui le lit ouvre la base.",
    "Si la phrase de passe est perdue\u00a0: à l’ouverture de Parvis, «\u00a0Clé de secours…\u00a0», ou au "
    "terminal «\u00a0parvis vault recover\u00a0». Une nouvelle phrase de passe est alors choisie.",
    "La clé compte 74 signes, sans espace\u00a0; un lecteur de codes la lit dans le carré. Il n’y a pas de "
    "lettre O\u00a0: ce rond est un zéro. Une faute de frappe est reconnue.",
    "Quand cette feuille a servi ou a été vue, faites-en une autre\u00a0: «\u00a0Chiffrement…\u00a0», "
    "«\u00a0Nouvelle clé de secours\u00a0».",
)


def sheet(secret: str, recipient: str, base: str, today: dt.date | None = None) -> bytes:
    """The PDF of the sheet; `base` is the name of the file it opens."""
    day = today or dt.date.today()
    told = Document(
        title="Clé de secours",
        subtitle=f"Base Parvis chiffrée «\u00a0{base}\u00a0» · feuille faite le {day:%d/%m/%Y}",
        parts=(
            Code(secret, tuple(_lines(secret)), typed=True),
            Heading("Clé publique correspondante"),
            said(recipient, "small"),
            Heading("Ce qu’il faut en faire"),
            listed_items(_STEPS, numbered=True),
        ),
        foot="Clé de secours d’une base Parvis : à garder dans un coffre",
        author="Parvis",
        day=day.isoformat(),
    )
    return make_document(told)


def _lines(secret: str) -> list[str]:
    """The key in groups."""
    head, rest = secret[:16], secret[16:]  # « AGE-SECRET-KEY-1 » is the same on every sheet
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    return [head, *("\u00a0\u00a0\u00a0".join(groups[at : at + _ROW]) for at in range(0, len(groups), _ROW))]
