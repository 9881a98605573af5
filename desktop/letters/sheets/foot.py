"""What every page bears: the watermark of a draft, the version, page x of y, the code of a sheet."""

from __future__ import annotations

import datetime as dt
import zlib
from functools import lru_cache

from desktop.letters import page as p
from desktop.letters.pack_model import Edition, Pack
from desktop.letters.sheets import look as k
from desktop.letters.sheets.codes import SIDE, placed
from desktop.letters.sheets.look import MM, one_line
from desktop.rules.french import date_long


def under(pack: Pack, edition: Edition, m: k.Measures) -> bytes:
    """The watermark of a draft, and the foot: which session, which version, of which day."""
    parts = []
    if edition.draft:
        shape = k.style(110, 110, bold=True, colour=p.FAINT)
        line = one_line("PROJET", shape, 2 * m.width)
        x, y = m.width / 2 - 0.5736 * line.width / 2 + 30, m.height / 2 - 0.8192 * line.width / 2
        turn = b"0.5736 0.8192 -0.8192 0.5736"
        parts.append(b"BT %b %b %.2f %.2f Tm\n%b\nET" % (p.colour(shape.colour), turn, x, y, line.code))
    day = date_long(dt.date.fromisoformat(edition.day))
    words = [pack.office, pack.code, f"version {edition.version} du {day}"]
    if edition.since is not None:
        words.append(f"additif à la version {edition.since}")
    if edition.member:
        words.append(f"exemplaire de {edition.member}")
    if edition.draft:
        words.append("PROJET")
    if edition.base:
        words.append(edition.base.partition(" (")[0].lower())
    room = m.text - SIDE - 40 * MM
    foot = one_line(" · ".join(word for word in words if word), k.HEADER, room)
    parts.append(p.shown((foot,), k.HEADER, m.left, 11 * MM))
    return b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n%b\nEMC" % b"\n".join(parts)


@lru_cache(maxsize=8192)
def own(code: str, version: int, m: k.Measures, sheet: str, number: int, total: int) -> bytes:
    """The number of one page, and in its corner the code of the sheet it is of; deflated."""
    line = one_line(f"page {number} sur {total}", k.HEADER, 60 * MM)
    edge = m.right - SIDE - 3 * MM
    shown = p.shown((line,), k.HEADER, edge - line.width, 11 * MM)
    parts = [b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n%b\nEMC" % shown]
    if sheet:
        words = f"PARVIS {code} V{version} {sheet} P{number}"
        parts.append(placed(words, m.right - SIDE, 7 * MM))
    return zlib.compress(b"\n".join(parts), 6)
