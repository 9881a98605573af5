"""What every page bears: the watermark of a draft, the version, page x of y, its code, boxes to tick."""

from __future__ import annotations

import datetime as dt
import zlib
from functools import lru_cache

from desktop.letters import page as p
from desktop.letters.pack_model import Edition, Pack
from desktop.letters.sheets import look as k
from desktop.letters.sheets.codes import SIDE, placed
from desktop.letters.sheets.leaf import stroke
from desktop.letters.sheets.look import MM, one_line
from desktop.rules import page_code, page_ticks
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


_LABEL = k.style(8.2, 10, colour=p.MUTED)


@lru_cache(maxsize=1)
def boxes() -> bytes:
    """The boxes that a reader ticks, at the same place of every sheet: a scan of it is read there."""
    parts = []
    low, side = page_ticks.BASE * MM, page_ticks.SIDE * MM
    for box in page_ticks.BOXES:
        x = box.left * MM
        parts.append(b"%b 0.9 w %.2f %.2f %.2f %.2f re S" % (stroke(p.INK), x, low, side, side))
        words = one_line(box.label, _LABEL, 40 * MM)
        parts.append(p.shown((words,), _LABEL, x + side + 1.3 * MM, low + 1.6 * MM))
    return b"/Artifact BMC\n%b\nEMC" % b"\n".join(parts)


@lru_cache(maxsize=8192)
def own(code: page_code.PageCode, m: k.Measures, total: int, *, ticks: bool) -> bytes:
    """The number of one page, and in its corner its code; on a sheet, its boxes; deflated. `total`: pages."""
    line = one_line(f"page {code.page} sur {total}", k.HEADER, 60 * MM)
    edge = m.right - SIDE - 3 * MM
    shown = p.shown((line,), k.HEADER, edge - line.width, 11 * MM)
    parts = [b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n%b\nEMC" % shown]
    if words := _words(code):
        parts.append(placed(words, m.right - SIDE, page_ticks.CODE[1] * MM))
        if ticks:
            parts.append(boxes())
    return zlib.compress(b"\n".join(parts), 6)


def _words(code: page_code.PageCode) -> str:
    """What the code says; nothing where the number of a session or of a dossier can't be written in one."""
    try:
        return page_code.write(code)
    except ValueError:
        return ""
