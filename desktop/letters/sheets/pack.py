"""The whole pack of a session as one PDF: laid part by part, then its contents, its feet, its bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, TypeAlias

from desktop.letters.pack_model import Edition, Pack
from desktop.letters.sheets import foot, opening
from desktop.letters.sheets import look as k
from desktop.letters.sheets.binder import Bookmark, SheetBinder
from desktop.letters.sheets.flow import Bearing
from desktop.letters.sheets.opening import Entry
from desktop.letters.sheets.parts import Part, parts_of
from desktop.rules.page_code import PACK, PageCode

Tell: TypeAlias = Callable[
    [str, float], bool
]  # a sentence, a share of 1; False once nobody wants it any more


class Stopped(Exception):
    """The making was told to stop; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The page that announces a piece, and how many pages the piece has: they come in behind it later."""

    part: Part
    pages: int


def silent(_sentence: str, _share: float) -> bool:
    """For those who wait without looking."""
    return True


def write_pack(
    out: BinaryIO,
    pack: Pack,
    edition: Edition,
    *,
    before: Pack | None = None,
    enclosed: Sequence[Enclosed] = (),
    tell: Tell = silent,
) -> int:
    """Write the PDF; returns the number of its pages, those of pieces to come included. Raises Stopped.

    With `before` it is an addendum: the sheets that changed since, and the list of what did.
    """
    bearing = Bearing(opening.session_words(pack), k.LARGE if edition.large_print else k.USUAL)
    parts = [*parts_of(bearing, pack, edition, before), *(each.part for each in enclosed)]
    binder = SheetBinder(out, title_of(pack, edition), pack.office, edition.day)
    behind = {each.part.anchor: each.pages for each in enclosed}
    starts, total = _add_all(binder, parts, behind, tell)
    entries = tuple(Entry(part.words, part.anchor, part.depth) for part in parts if part.words)
    pages = opening.contents_pages(bearing, entries)
    ahead = len(pages)
    for at, page in enumerate(pages):
        told = tuple(replace(entry, page=starts[entry.anchor] + ahead + 1) for entry in page)
        binder.add(
            ("contents", bearing, told, at == 0),
            partial(opening.lay_contents, bearing, told, first=at == 0),
        )
    binder.move_last(ahead, to=1)
    total += ahead
    binder.under_all(*(foot.under(pack, edition, m) for m in (k.STANDING, k.LYING)))
    _number(binder, pack, edition, {binder.anchors[anchor][0]: n for anchor, n in behind.items()}, total)
    marks = [Bookmark("Sommaire", "contents"), *(Bookmark(e.words, e.anchor, e.depth) for e in entries)]
    binder.close(marks, archive=not enclosed)
    return total


def _number(binder: SheetBinder, pack: Pack, edition: Edition, behind: dict[int, int], total: int) -> None:
    """What each page bears of its own: its number, its code; on a sheet, the boxes that a reader ticks.
    `behind`: page -> how many pages of a piece come behind it later."""
    binder.note_fonts(foot.boxes())
    skipped = 0
    for at, (_, measures, sheet) in enumerate(list(binder.pages)):
        code = PageCode(PACK, pack.code, at + 1 + skipped, total, edition.mark, edition.version, sheet)
        ticks = bool(sheet) and measures is k.STANDING and not edition.large_print
        binder.own(foot.own(code, measures, total, ticks=ticks))
        skipped += behind.get(at, 0)


def title_of(pack: Pack, edition: Edition) -> str:
    """The title of the file."""
    kind = "Dossier de lecture" if edition.large_print else "Dossier de séance"
    if edition.since is not None:
        kind = f"Additif à la version {edition.since}"
    return f"{pack.name or pack.kind} – {kind}, version {edition.version}"


def _add_all(
    binder: SheetBinder, parts: Sequence[Part], behind: dict[str, int], tell: Tell
) -> tuple[dict[str, int], int]:
    """Lay every part; the page (from 0, without the contents) on which each begins, and their number."""
    before: dict[str, int] = {}  # pages of pieces that stand before a part
    done, sheets, pieces = 0, sum(part.sheet for part in parts), 0
    for at, part in enumerate(parts):
        before[part.anchor] = pieces
        if part.lay is None:
            continue
        done += part.sheet
        said = f"Fiche {done} sur {sheets}" if part.sheet else part.words or "Mise en pages"
        if not tell(said, at / len(parts)):
            raise Stopped
        binder.add(part.key, part.lay)
        pieces += behind.get(part.anchor, 0)
    starts = {anchor: binder.anchors[anchor][0] + count for anchor, count in before.items()}
    return starts, len(binder.pages) + pieces
