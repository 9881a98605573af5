"""What keeps a pack from being printed: values not settled, envelopes that a taking back made overrun."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection

from db.merge.kinds import Kind
from db.queries.shipments import exchanged, vector
from desktop.flow.apart import Dispute, disputes
from desktop.flow.overrun import overrun_name, overrun_since
from desktop.letters.pack_model import Clash, Pack
from desktop.rules.french import listed, plural
from desktop.rules.money import euros


def clashes_of(reader: sqlite3.Connection, dossiers: Collection[bytes]) -> tuple[Clash, ...]:
    """The fields of these dossiers that two places wrote differently, amounts first in each of them."""
    wanted = set(dossiers)
    found = (each for each in disputes(reader, "") if each.row.dossier in wanted)
    return tuple(_clash(each) for each in found if each.row.nature != "reread")


def _clash(each: Dispute) -> Clash:
    row = each.row
    values = tuple((side.words, ", ".join(p for p in (side.who, side.when) if p)) for side in each.sides)
    agreed = "" if each.agreed == "—" else each.agreed
    return Clash(row.number, row.applicant, row.title, each.label, each.kind is Kind.AMOUNT, agreed, values)


def overruns(reader: sqlite3.Connection, pack: Pack) -> list[str]:
    """The envelopes of its year that work done apart made overrun, in words."""
    return [
        f"« {overrun_name(row)} » est dépassée de {euros(-row.left)}"
        for row in overrun_since(reader, int(pack.held_on[:4]))
    ]


def refusal(reader: sqlite3.Connection, pack: Pack) -> str:
    """Why this pack is not printed, "" when nothing keeps it from being."""
    parts = []
    if pack.clashes:
        count = len(pack.clashes)
        named = listed([f"{each.field} ({each.number})" for each in pack.clashes[:6]])
        more = f" et {count - 6} autres" if count > 6 else ""
        parts.append(f"{count} {plural(count, 'valeur reste', 'valeurs restent')} à trancher : {named}{more}")
    if over := overruns(reader, pack):
        parts.append(f"enveloppe {listed(over)}")
    if not parts:
        return ""
    return (
        f"Le dossier de séance n’est pas imprimé : {' ; '.join(parts)}. Tranchez dans Mallette, ou demandez "
        "de l’imprimer malgré tout : ce qui est en conflit y sera écrit en premier."
    )


def base_words(reader: sqlite3.Connection) -> str:
    """« État de la base 3f9c21ab (PC-04 : 512, PC-ETOUVIE : 18) »: what a vote can be tied to later; ""
    where the base exchanges with nobody."""
    if not exchanged(reader):
        return ""
    told = vector(reader)
    digest = hashlib.sha256("\n".join(f"{site}\t{seq}" for site, seq in told).encode()).hexdigest()[:8]
    return f"État de la base {digest} ({', '.join(f'{site} : {seq}' for site, seq in told)})"
