"""Printing letters: one PDF each, or one for the print run; archive format, tagged, the same bytes twice."""

from __future__ import annotations

import os
import re
import tempfile
from array import array
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeAlias

from desktop.durable import take_place
from desktop.letters import page as p
from desktop.letters.compose import Composer
from desktop.letters.convention import as_document
from desktop.letters.document import Document
from desktop.letters.flowing import Flow
from desktop.letters.heading import head_code
from desktop.letters.logo import Logo
from desktop.letters.marks import Sheet
from desktop.letters.model import Letter, numbered
from desktop.letters.pdf import Writer, plain_title, text_string
from desktop.letters.pictures import Picture
from desktop.letters.structure import LANGUAGE, Node, metadata, output_intent, write_tree

__all__ = ["Watermark", "make", "make_document", "make_laid", "make_many", "page_count", "undrawable"]

Watermark: TypeAlias = Literal["PROJET", "DUPLICATA"] | None
_FONT = re.compile(rb"/(F(\d)_(\d+)) ")
_NO_DAY = "1970-01-01"  # a draft without a date still has to be a whole file


class Laid(Protocol):
    """Pages of any size: `compose` fills the sheets and the structure."""

    sheets: list[Sheet]
    top: Node
    size: tuple[float, float]

    def compose(self) -> None:
        """Put every word in its place."""


def make(letter: Letter, *, watermark: Watermark = None, number: str = "") -> bytes:
    """The PDF of one letter (PDF/A-2b, PDF/UA-1); `number` is that of the register once it has one."""
    out = BytesIO()
    letter = numbered(letter, number)
    to = next(iter(letter.addressee[1:2]), "")
    title = " – ".join(part for part in (letter.title, to, letter.number) if part)
    with Binder(out, title, letter.author, letter.day) as binder:
        binder.add(letter, watermark)
    return out.getvalue()


def make_document(*documents: Document) -> bytes:
    """The PDF of a document of several pages, in the same format; of several ones, each with its count."""
    first = documents[0]
    return make_laid([Flow(document) for document in documents], first.title, first.author, first.day)


def make_laid(laid: Iterable[Laid], title: str, author: str, day: str) -> bytes:
    """The PDF of pages that lay themselves: labels, envelopes, documents."""
    out = BytesIO()
    with Binder(out, title, author, day) as binder:
        for one in laid:
            binder.add_laid(one)
    return out.getvalue()


def make_many(
    letters: Iterable[Letter], one_file: Path, *, watermark: Watermark = None, title: str = "Courriers"
) -> int:
    """All letters in one file for the printer, in the order given; the number of pages.

    The file appears whole or not at all. Letters may come from a generator: each is written as it comes.
    """
    first: Letter | None = None
    handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=".pdf", dir=one_file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            rest = iter(letters)
            first = next(rest, None)
            if first is None:
                raise ValueError("Aucun courrier à imprimer : le fichier n’a pas été écrit.")
            with Binder(out, title, first.author, first.day) as binder:
                binder.add(first, watermark)
                for letter in rest:
                    binder.add(letter, watermark)
            out.flush()
            os.fsync(out.fileno())
        take_place(Path(name), one_file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return binder.pages


def page_count(letter: Letter) -> int:
    """How many pages a letter takes."""
    laid = Flow(as_document(letter)) if letter.form == "convention" else Composer(letter, None)
    laid.compose()
    return len(laid.sheets)


def undrawable(letter: Letter) -> str:
    """The characters that no face of the page has, and that would print as a question mark."""
    serif = p.face(p.BODY.plain)
    return "".join(sorted({c for _, text in letter.words() for c in serif.undrawable(text)}))


class Binder:
    """One PDF being written: shared faces and letterheads, the pages and the tags of each letter."""

    def __init__(self, out: BinaryIO, title: str, author: str, day: str) -> None:
        self.title, self.author = plain_title(title), plain_title(author)
        self.day = day or _NO_DAY
        self.w = Writer(out)
        self.root, self.tree, self.fonts = self.w.reserve(), self.w.reserve(), self.w.reserve()
        self.page_tree, self.document = self.w.reserve(), self.w.reserve()
        self._pages: array[int] = array("I")
        self._sections: array[int] = array("I")
        self._parents: array[int] = array("I")
        self._used: dict[bytes, tuple[int, int]] = {}
        self._heads: dict[tuple[str, tuple[str, ...], Logo | None], int] = {}
        self._drawn: dict[Picture, int] = {}

    def __enter__(self) -> Binder:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._close()

    @property
    def pages(self) -> int:
        return len(self._pages)

    def add(self, letter: Letter, watermark: Watermark) -> None:
        """Lays a letter and writes its pages; a convention is a document of several parts."""
        if letter.form == "convention":
            self.add_laid(Flow(as_document(letter, watermark or "")))
            return
        composer = Composer(letter, watermark)
        composer.compose()
        self._bind(composer.sheets, composer.top, self._resources(letter), (p.WIDTH, p.HEIGHT))

    def add_laid(self, laid: Laid) -> None:
        """Lays pages of their own kind and writes them."""
        laid.compose()
        images: dict[str, Picture] = getattr(laid, "images", {})  # few papers have pictures
        drawn = "".join(f"/{name} {self._picture(image)} 0 R" for name, image in images.items())
        pictures = f"/XObject<<{drawn}>>" if drawn else ""
        self._bind(laid.sheets, laid.top, self.w.put(f"<</Font {self.fonts} 0 R{pictures}>>"), laid.size)

    def _picture(self, image: Picture) -> int:
        """A picture is written once a file, however many pages show it."""
        if image not in self._drawn:
            self._drawn[image] = image.write(self.w)
        return self._drawn[image]

    def _bind(self, sheets: list[Sheet], top: Node, resources: int, size: tuple[float, float]) -> None:
        numbers = [self.w.reserve() for _ in sheets]
        for sheet, number in zip(sheets, numbers, strict=True):
            code = b"\n".join(sheet.code)
            self._note_fonts(code)
            content = self.w.stream(code)
            self.w.put(
                f"<</Type/Page/Parent {self.page_tree} 0 R/MediaBox[0 0 {size[0]:.2f} {size[1]:.2f}]"
                f"/Resources {resources} 0 R/Contents {content} 0 R"
                f"/StructParents {len(self._pages)}/Tabs/S>>",
                number,
            )
            self._pages.append(number)
        section, owners = write_tree(self.w, top, self.document, numbers)
        self._sections.append(section)
        for owner in owners:
            self._parents.append(self.w.put("[" + " ".join(f"{n} 0 R" for n in owner) + "]"))

    def _note_fonts(self, code: bytes) -> None:
        for key, face, subset in set(_FONT.findall(code)):
            self._used.setdefault(key, (int(face), int(subset)))

    def _resources(self, letter: Letter) -> int:
        """The letterhead is drawn once a file, whatever the number of letters."""
        logo = letter.logo if letter.logo and letter.logo.data else None
        key = (letter.monogram, letter.head, logo)
        if key not in self._heads:
            code = head_code(letter.monogram, letter.head, logo=logo.box[0] if logo else 0)
            beside = f"/Logo {self._picture(logo)} 0 R" if logo else ""
            self._note_fonts(code)
            form = self.w.stream(
                code,
                f"/Type/XObject/Subtype/Form/BBox[0 0 {p.WIDTH:.2f} {p.HEIGHT:.2f}]"
                f"/Resources<</Font {self.fonts} 0 R>>",
            )
            self._heads[key] = self.w.put(f"<</Font {self.fonts} 0 R/XObject<</Head {form} 0 R{beside}>>>>")
        return self._heads[key]

    def _font(self, index: int, subset: int) -> int:
        name = list(p.FACES)[index]
        face = p.face(name)
        program, length = face.program(subset)
        file = self.w.stream(program, f"/Length1 {length}/Filter/FlateDecode", deflate=False)
        # Six letters name a cut font: which face, which table.
        tag = "PAR" + "".join(chr(65 + (subset // 26**i) % 26) for i in (2, 1, 0))
        descriptor = self.w.put(face.descriptor(file, tag))
        unicode = self.w.stream(face.to_unicode(subset), "/Filter/FlateDecode", deflate=False)
        return self.w.put(
            f"<</Type/Font/Subtype/TrueType/BaseFont/{tag}+{name}/FirstChar 32/LastChar 255"
            f"/Widths[{face.widths(subset)}]/FontDescriptor {descriptor} 0 R/ToUnicode {unicode} 0 R>>"
        )

    def _close(self) -> None:
        w = self.w
        fonts = "".join(f"/{key.decode()} {self._font(*self._used[key])} 0 R" for key in sorted(self._used))
        w.put(f"<<{fonts}>>", self.fonts)
        kids = " ".join(f"{n} 0 R" for n in self._pages)
        w.put(f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>", self.page_tree)
        sections = " ".join(f"{n} 0 R" for n in self._sections)
        w.put(f"<</Type/StructElem/S/Document/P {self.tree} 0 R/K[{sections}]>>", self.document)
        nums = " ".join(f"{i} {n} 0 R" for i, n in enumerate(self._parents))
        parents = w.put(f"<</Nums[{nums}]>>")
        w.put(
            f"<</Type/StructTreeRoot/K[{self.document} 0 R]/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(self._parents)}>>",
            self.tree,
        )
        about = w.stream(
            metadata(self.title, self.author, self.day), "/Type/Metadata/Subtype/XML", deflate=False
        )
        w.put(
            f"<</Type/Catalog/Pages {self.page_tree} 0 R/StructTreeRoot {self.tree} 0 R"
            f"/MarkInfo<</Marked true>>/Lang({LANGUAGE})/ViewerPreferences<</DisplayDocTitle true>>"
            f"/Metadata {about} 0 R/OutputIntents[{output_intent(w)}]>>",
            self.root,
        )
        stamp = f"(D:{self.day.replace('-', '')}000000Z)"
        info = w.put(
            f"<</Title {text_string(self.title)}/Author {text_string(self.author)}/Creator(Parvis)"
            f"/Producer(Parvis)/CreationDate {stamp}/ModDate {stamp}>>"
        )
        w.close(self.root, info)
