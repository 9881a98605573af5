"""The sheet of a visit: who, where, what was seen, what is to be done; then its photographs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import Column, Document, Grid, Heading, Part, Row, Words
from desktop.letters.flowing import Flow
from desktop.letters.letter import make_laid
from desktop.letters.marks import mark
from desktop.letters.model import Run
from desktop.letters.pictures import Drawn, photographed
from desktop.rules.french import date_long, plural, typography

MOST = 6  # photographs: two pages at the most; the others stay among the pieces
_SIDE = 1100  # pixels: enough for a print, and a sheet that travels by mail
_ALONE, _PAIR = 240.0, 176.0  # points: how high a photograph may stand
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit in words; `photos` are the bytes of pictures, `office` who writes: name, service."""

    number: str
    applicant: str
    title: str
    quarters: str
    visited_on: dt.date
    place: str
    people: str
    present: int | None
    body: str
    next_steps: str
    author: str
    photos: tuple[bytes, ...]
    office: tuple[str, ...]


def sheet(told: Visited) -> bytes:
    """The PDF, one page or two."""
    flow = VisitFlow(told)
    title = f"{flow.document.title} – dossier {told.number}"
    return make_laid([flow], title, told.office[0], flow.document.day)


class VisitFlow(Flow):
    """Lays the words, then the photographs by two."""

    def __init__(self, told: Visited) -> None:
        day = date_long(told.visited_on)
        head = tuple(part for part in told.office if part)
        super().__init__(
            Document(
                title=f"Visite du {day}",
                parts=tuple(_parts(told)),
                subtitle=typography(f"{told.applicant} – {told.title}"),
                head=head,
                monogram=head[0][:1] if head else "",
                foot=f"Dossier {told.number} · visite du {day}",
                author=told.office[0],
                day=told.visited_on.isoformat(),
            )
        )
        self.photos = told.photos

    def fill(self) -> None:
        super().fill()
        shown = [photographed(content, _SIDE) for content in self.photos[:MOST]]
        rest = len(self.photos) - len(shown)
        for first in range(0, len(shown), 2):
            self._pair(shown[first : first + 2], len(shown), rest if first == 0 else None)

    def _pair(self, photos: Sequence[Drawn], count: int, rest: int | None) -> None:
        """Two beside one another, each as large as its room; one alone takes the width. The first pair comes
        with its heading, which says how many `rest`."""
        across = 1 if count == 1 else 2
        room = (self.wide - (across - 1) * _GAP) / across
        tall = _ALONE if across == 1 else _PAIR
        sizes = []
        for photo in photos:
            scale = min(room / photo.wide, tall / photo.high)
            sizes.append((photo.wide * scale, photo.high * scale))
        high = max(size[1] for size in sizes)
        heading = 0.0 if rest is None else 36.0
        if self.y - heading - high - _GAP < self.bottom and not self.fresh:
            self.turn()
        if rest is not None:
            more = f" ({rest} {plural(rest, 'autre')} parmi les pièces du dossier)" if rest else ""
            self._part(Heading(f"Photographies{more}", 2), ())
        self.y -= 0 if self.fresh else _GAP
        for at, (photo, (wide, tall)) in enumerate(zip(photos, sizes, strict=True)):
            name = f"Im{len(self.images)}"
            self.images[name] = photo
            node = self.top.add("Figure")
            node.alt = f"Photographie {len(self.images)} sur {count}. {self.document.title}."
            x, y = self.left + at * (room + _GAP), self.y - tall
            code = f"q {wide:.2f} 0 0 {tall:.2f} {x:.2f} {y:.2f} cm /{name} Do Q"
            mark(self.sheets, node, code.encode("ascii"))
        self.y, self.fresh = self.y - high, False


def _parts(told: Visited) -> list[Part]:
    parts: list[Part] = [_facts(told)]
    for title, words in (("Ce qui a été vu", told.body), ("Suites à donner", told.next_steps)):
        if words:
            parts.append(Heading(title, 2))
            parts += [Words((Run(typography(line)),)) for line in words.split("\n") if line.strip()]
    return parts


def _facts(told: Visited) -> Grid:
    present = "" if told.present is None else f"{told.present} {plural(told.present, 'personne')}"
    pairs = (
        ("Dossier", told.number), ("Quartiers", told.quarters), ("Lieu", told.place),
        ("Rencontrés", told.people), ("Présents", present), ("Visite faite par", told.author),
    )  # fmt: skip
    rows = tuple(Row((name, typography(words))) for name, words in pairs if words)
    return Grid((Column("", 1), Column("", 4)), rows, "La visite")
