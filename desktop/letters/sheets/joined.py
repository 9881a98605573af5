"""Documents merged behind the sheets: announced by a page, bookmarks kept; a bad one is told there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop.letters.pack_model import Document, Pack
from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.opening import session_words
from desktop.letters.sheets.pack import Enclosed
from desktop.letters.sheets.parts import Part
from desktop.rules.french import plural

_MAGIC = {b"%PDF": "pdf", b"\xff\xd8\xff": "picture", b"\x89PNG": "picture"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A document and its content, empty when it is not found; `rank` from 1."""

    document: Document
    content: bytes
    rank: int

    @property
    def anchor(self) -> str:
        return f"piece{self.rank}"


def opened(piece: Piece) -> tuple[Any, str]:
    """The document as a PDF that can be merged, or None and the sentence that says why not."""
    import pikepdf  # at first use: see desktop/paths.py

    name = piece.document.name
    if not piece.content:
        return None, f"« {name} » est introuvable à côté de la base : demandez-en une copie."
    kind = next(
        (kind for magic, kind in _MAGIC.items() if piece.content[:1024].lstrip().startswith(magic)), ""
    )
    content = piece.content
    if kind == "picture":
        from desktop.letters.annotated import CannotAnnotate, picture_page

        try:
            content = picture_page(content, name)
        except CannotAnnotate as why:
            return None, str(why)
    elif not kind:
        return None, f"« {name} » n’est ni un PDF ni une image : il est à imprimer à part."
    try:
        document = pikepdf.open(io.BytesIO(content))
        count = len(document.pages)
    except pikepdf.PasswordError:
        return None, f"« {name} » est protégé par un mot de passe : il n’a pas pu être joint."
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None, f"« {name} » est abîmé : il n’a pas pu être joint."
    if not count:
        return None, f"« {name} » n’a aucune page lisible : il n’a pas pu être joint."
    return document, ""


def announced(pack: Pack, pieces: Sequence[Piece]) -> list[Enclosed]:
    """The page before each document, and how many pages follow it."""
    bearing = Bearing(session_words(pack))
    made = []
    for piece in pieces:
        document, why = opened(piece)
        count = 0
        if document is not None:
            with document:
                count = len(document.pages)
        words = f"Pièce jointe {piece.rank} : {piece.document.name}"
        part = Part(words, piece.anchor, ("piece", bearing, piece.document, piece.rank, count, why),
                    partial(_page, bearing, piece, count, why))  # fmt: skip
        made.append(Enclosed(part, count))
    return made


def _page(bearing: Bearing, piece: Piece, count: int, why: str) -> Block:
    flow = Flow(bearing, right=f"Pièce jointe {piece.rank}")
    flow.anchor(piece.anchor)
    flow.y -= 120
    flow.text(f"PIÈCE JOINTE {piece.rank}", k.style(11, 15, bold=True, colour=k.ACCENT))
    flow.space(4)
    flow.heading(piece.document.name, flow.look.title, "H1", after=6)
    flow.text(piece.document.origin, flow.look.under)
    flow.space(12)
    if why:
        flow.text(why, k.style(11, 15, bold=True, colour=k.BAD))
    else:
        flow.text(f"{count} {plural(count, 'page')} {plural(count, 'suit', 'suivent')}.")
    return flow.block


def join(pages: bytes, pieces: Sequence[Piece], enclosed: Sequence[Enclosed]) -> bytes:
    """The pack with each document behind the page that announces it, its own bookmarks under its entry."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as whole:
        ours = len(whole.pages)
        at = ours - len(pieces)  # each is announced by one page, the last ones of the pack
        marks: dict[str, list[Any]] = {}
        for piece, each in zip(pieces, enclosed, strict=True):
            at += 1
            if not each.pages:
                continue
            document, _ = opened(piece)
            with document:
                _harmless(document)
                for page in document.pages:
                    whole.pages.insert(at, page)
                    at += 1
                marks[each.part.words] = _bookmarks(document, at - each.pages)
        _hang(whole, marks)
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _harmless(document: Any) -> None:
    """What a merged document would run is left in the original."""
    for page in document.pages:
        if "/AA" in page.obj:
            del page.obj["/AA"]


def _bookmarks(document: Any, first: int) -> list[Any]:
    """The bookmarks of a document, on the pages of the whole."""
    import pikepdf

    def copied(item: Any, depth: int) -> Any | None:
        page = _page_number(document, item)
        if page is None or depth > 8:
            return None
        made = pikepdf.OutlineItem(str(item.title), first + page)
        made.children.extend(kid for kid in (copied(each, depth + 1) for each in item.children) if kid)
        return made

    try:
        with document.open_outline() as outline:
            return [made for made in (copied(item, 0) for item in outline.root) if made is not None]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        return []  # bookmarks too damaged to be read: the pages are there


def _page_number(document: Any, item: Any) -> int | None:
    import pikepdf

    target = item.destination
    if target is None and item.action is not None:
        target = item.action.get("/D")
    if isinstance(target, pikepdf.Array) and len(target):
        for number, page in enumerate(document.pages):
            if page.obj.objgen == getattr(target[0], "objgen", None):
                return number
    return 0 if target is not None else None


def _hang(whole: Any, marks: dict[str, list[Any]]) -> None:
    """Each document's bookmarks under the entry that leads to it."""
    if not any(marks.values()):
        return
    with whole.open_outline() as outline:
        for item in outline.root:
            item.children.extend(marks.get(str(item.title), []))
