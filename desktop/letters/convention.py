"""A convention laid as a document: articles, the two signatures, then the annexes on pages of their own."""

from __future__ import annotations

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    Items,
    NewPage,
    Part,
    Row,
    Signatures,
    Tone,
    Words,
    said,
)
from desktop.letters.model import Block, Letter, plain

_BUDGET = (
    Column("Charges", 3.2),
    Column("Montant", 1.6, "right"),
    Column("Produits", 3.2),
    Column("Montant", 1.6, "right"),
)


def as_document(letter: Letter, watermark: str = "") -> Document:
    """The pages of a letter whose form is "convention"."""
    known = " · ".join((f"Porteur\u00a0: {', '.join(letter.addressee)}", letter.place_date))
    parts: list[Part] = [said(" · ".join(letter.references), "small"), said(known, "small")]
    signed = False
    for block in letter.blocks:
        if block.kind == "annex" and not signed:
            parts += [*_signing(letter), NewPage()]
            signed = True
        parts += _parts(block)
    if not signed:
        parts += _signing(letter)
    return Document(
        title=letter.title,
        subtitle=f"N° {letter.number} – {letter.object}",
        parts=tuple(parts),
        head=letter.head,
        monogram=letter.monogram,
        logo=letter.logo,
        foot=" · ".join(part for part in (letter.foot, f"convention n°\u00a0{letter.number}") if part),
        author=letter.author,
        day=letter.day,
        watermark=watermark,
        number=letter.number,
        mark=letter.mark,
    )


def _parts(block: Block) -> list[Part]:
    if block.kind == "article":
        return [Heading(plain(block.runs), 2)]
    if block.kind == "annex":
        return [Heading(plain(block.runs), 1)]
    if block.kind == "list":
        return [Items(block.items)]
    if block.kind in ("budget", "table", "grid"):
        return [_grid(block)]
    tone: Tone = "small" if block.kind == "small" else "body"
    return [Words(block.runs, tone, block.text.rstrip().endswith(":"))]


def _grid(block: Block) -> Grid:
    if block.kind == "grid":
        return _years(block)
    last = len(block.rows) - 1 if block.total else -1
    rows = tuple(Row(cells, "total" if at == last else "plain") for at, cells in enumerate(block.rows))
    if block.kind == "budget":
        return Grid(_BUDGET, rows, "Budget prévisionnel")
    return Grid((Column("Financeur", 4), Column("Montant", 2, "right")), rows, "Financeurs")


def _years(block: Block) -> Grid:
    """The first row holds the headings; figures line up on the right."""
    first, *rest = block.rows
    columns = (Column(first[0], 3.4), *(Column(words, 1.5, "right") for words in first[1:]))
    last = len(rest) - 1 if block.total else -1
    return Grid(
        columns,
        tuple(Row(cells, "total" if at == last else "plain") for at, cells in enumerate(rest)),
        "Échéancier",
    )


def _signing(letter: Letter) -> list[Part]:
    ours = tuple(line for line in letter.signature if line)
    parts: list[Part] = [said(letter.closing, keep=True), Signatures((letter.cosigner, ours))]
    for title, items in (("P.J.", letter.enclosures), ("Copie", letter.copies)):
        if items:
            parts.append(said(f"{title}\u00a0: {' ; '.join(items)}", "small"))
    return parts
