"""One PDF of sheets being written: blocks of pages, bookmarks, links, tags; a block laid before is not laid
again."""

from __future__ import annotations

import re
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from desktop.letters import page as p
from desktop.letters.pdf import Writer, plain_title, text_string
from desktop.letters.sheets.flow import Block
from desktop.letters.sheets.look import Measures
from desktop.letters.sheets.nodes import Numbered, written_nodes
from desktop.letters.structure import LANGUAGE, metadata, output_intent
from desktop.letters.xref import UNWRITTEN, within

_FONT = re.compile(rb"/(F(\d)_(\d+)) ")
_SLOT = 32  # numbers are given by so many: a sheet with one more line does not shift those behind it
_KEPT = 3000  # blocks


@dataclass(frozen=True, slots=True)
class Written:
    """A block as its bytes stand in the file when it begins at number `first`."""

    first: int
    count: int
    bodies: tuple[bytes, ...]  # deflated operators of each page
    objects: bytes  # its small objects, deflated
    entries: str
    rows: array[int]  # where each of its numbers stands
    fonts: frozenset[tuple[bytes, int, int]]
    anchors: dict[str, tuple[int, float]]
    section: int
    parents: tuple[tuple[int, int], ...]  # key of the parent tree, number of its object
    pages: tuple[tuple[Measures, str], ...]  # measures, what the code of the corner says


class Shelf:
    """Blocks written before, found again while their rows are the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Written] = OrderedDict()

    def find(self, key: Hashable, first: int) -> Written | None:
        found = self._kept.get(key)
        if found is None or found.first != first:
            return None
        self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, written: Written) -> None:
        self._kept[key] = written
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        self._kept.clear()


SHELF = Shelf()


def _fonts_of(code: bytes) -> set[tuple[bytes, int, int]]:
    """The fonts that some operators name: key, place of the face, subset."""
    return {(key, int(face), int(part)) for key, face, part in _FONT.findall(code)}


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its words, the anchor it leads to, how deep it stands (0, 1…)."""

    words: str
    anchor: str
    depth: int = 0


@lru_cache(maxsize=4096)
def _title(words: str) -> str:
    return text_string(plain_title(words))


class SheetBinder:
    """Blocks are added in the order of the pages; `close` writes what stands on every page and the ends."""

    def __init__(self, out: BinaryIO, title: str, author: str, day: str) -> None:
        self.title, self.author, self.day = plain_title(title), plain_title(author), day or "1970-01-01"
        self.w = w = Writer(out)
        self.root, self.tree, self.fonts, self.page_tree, self.document, self.resources = (
            w.reserve() for _ in range(6)
        )
        self.under = {False: w.reserve(), True: w.reserve()}  # of standing pages, of lying ones
        w.reserve_run(_SLOT - 8)
        self.pages: list[tuple[int, Measures, str]] = []  # number of its own stream, measures, code
        self.page_numbers: list[int] = []
        self.anchors: dict[str, tuple[int, float]] = {}  # page from 0, y
        self._sections: list[int] = []
        self._parents: list[tuple[int, int]] = []
        self._fonts: set[tuple[bytes, int, int]] = set()
        self._shown = 0

    def add(self, key: Hashable, lay: Callable[[], Block]) -> int:
        """Write a block, laid only when its rows are new; returns the number of its pages."""
        first = self.w.reserve_run(0)
        written = SHELF.find(key, first)
        if written is None:
            written = self._write(lay(), first)
            SHELF.keep(key, written)
        self.w.reserve_run(written.count)
        self.w.packed(written.objects, written.entries, first, written.rows)
        base = len(self.pages)
        count = len(written.bodies)
        for at, body in enumerate(written.bodies):
            self.w.stream(body, "/Filter/FlateDecode", first + count + at, deflate=False)
            self.pages.append((first + 2 * count + at, *written.pages[at]))
            self.page_numbers.append(first + at)
        self.anchors.update({name: (base + at, y) for name, (at, y) in written.anchors.items()})
        self._fonts |= written.fonts
        self._sections.append(written.section)
        self._parents += written.parents
        return count

    def move_last(self, count: int, *, to: int) -> None:
        """Bring the last pages, a block each, before page `to` (from 0): the contents are laid last."""
        for rows in (self.pages, self.page_numbers, self._sections):
            moved = rows[-count:]
            del rows[-count:]
            rows[to:to] = moved  # type: ignore[assignment]  # each list with its own rows
        last = len(self.pages) - count
        for name, (page, y) in self.anchors.items():
            if page >= last:
                self.anchors[name] = (page - last + to, y)
            elif page >= to:
                self.anchors[name] = (page + count, y)

    def _write(self, block: Block, first: int) -> Written:
        count = len(block.leaves)
        numbered = Numbered(first, first + 3 * count, self.document, count)
        objects, section, parents = written_nodes(block, numbered)
        for at, leaf in enumerate(block.leaves):
            m = leaf.measures
            annots = "".join(f"{n} 0 R " for n in numbered.annots[at])
            objects.append(
                (
                    first + at,
                    f"<</Type/Page/Parent {self.page_tree} 0 R/MediaBox[0 0 {m.width:.2f} {m.height:.2f}]"
                    f"/Resources {self.resources} 0 R/StructParents {first + at}/Tabs/S"
                    f"/Contents[{self.under[m.width > m.height]} 0 R {first + count + at} 0 R "
                    f"{first + 2 * count + at} 0 R]" + (f"/Annots[{annots}]" if annots else "") + ">>",
                )
            )
        codes = [b"\n".join(leaf.code) for leaf in block.leaves]
        heads, bodies, at = [], [], 0
        for number, body in objects:
            heads.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(heads) + "\n"
        # The stream of small objects comes last in the numbers of the block.
        taken = -(-(numbered.next - first + 1) // _SLOT) * _SLOT
        rows = array("Q", [UNWRITTEN] * taken)
        for rank, (number, _) in enumerate(objects):
            rows[number - first] = within(first + taken - 1, rank)
        return Written(
            first, taken, tuple(zlib.compress(code, 6) for code in codes),
            zlib.compress((head + "\n".join(bodies)).encode("latin-1"), 6),
            f"/Type/ObjStm/N {len(objects)}/First {len(head)}",
            rows,
            frozenset(_fonts_of(b"\n".join(codes))),
            block.anchors, section, tuple(parents),
            tuple((leaf.measures, leaf.sheet) for leaf in block.leaves),
        )  # fmt: skip

    def note_fonts(self, code: bytes) -> None:
        self._fonts |= _fonts_of(code)

    def under_all(self, standing: bytes, lying: bytes) -> None:
        """What stands under the words of every page: a watermark, the foot."""
        for lies, code in ((False, standing), (True, lying)):
            self.note_fonts(code)
            self.w.stream(code, number=self.under[lies])

    def own(self, deflated: bytes) -> None:
        """What only the next page bears, its number and its code, in the face of what stands under all."""
        self.w.stream(deflated, "/Filter/FlateDecode", self.pages[self._shown][0], deflate=False)
        self._shown += 1

    def _font(self, index: int, subset: int) -> int:
        w, name = self.w, list(p.FACES)[index]
        face = p.face(name)
        program, length = face.program(subset)
        file = w.stream(program, f"/Length1 {length}/Filter/FlateDecode", deflate=False)
        tag = "PAR" + "".join(chr(65 + (subset // 26**i) % 26) for i in (2, 1, 0))
        descriptor = w.put(face.descriptor(file, tag))
        unicode = w.stream(face.to_unicode(subset), "/Filter/FlateDecode", deflate=False)
        return w.put(
            f"<</Type/Font/Subtype/TrueType/BaseFont/{tag}+{name}/FirstChar 32/LastChar 255"
            f"/Widths[{face.widths(subset)}]/FontDescriptor {descriptor} 0 R/ToUnicode {unicode} 0 R>>"
        )

    def close(self, bookmarks: list[Bookmark], *, archive: bool = True) -> None:
        """Fonts, pages, anchors, bookmarks, tags; `archive` claims PDF/A-2b and PDF/UA-1."""
        w = self.w
        fonts = "".join(f"/{key.decode()} {self._font(f, s)} 0 R" for key, f, s in sorted(self._fonts))
        w.put(f"<<{fonts}>>", self.fonts)
        w.put(f"<</Font {self.fonts} 0 R>>", self.resources)
        kids = " ".join(f"{n} 0 R" for n in self.page_numbers)
        w.put(f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>", self.page_tree)
        sections = " ".join(f"{n} 0 R" for n in self._sections)
        w.put(f"<</Type/StructElem/S/Document/P {self.tree} 0 R/K[{sections}]>>", self.document)
        nums = " ".join(f"{key} {n} 0 R" for key, n in sorted(self._parents))
        parents = w.put(f"<</Nums[{nums}]>>")
        w.put(
            f"<</Type/StructTreeRoot/K[{self.document} 0 R]/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {self._parents[-1][0] + 1 if self._parents else 0}>>",
            self.tree,
        )
        about = metadata(self.title, self.author, self.day)
        if not archive:
            about = re.sub(rb"<pdfaid:\w+>.</pdfaid:\w+>", b"", about)
        packet = w.stream(about, "/Type/Metadata/Subtype/XML", deflate=False)
        w.put(
            f"<</Type/Catalog/Pages {self.page_tree} 0 R/StructTreeRoot {self.tree} 0 R"
            f"/MarkInfo<</Marked true>>/Lang({LANGUAGE})/ViewerPreferences<</DisplayDocTitle true>>"
            f"/PageMode/UseOutlines/Outlines {self._outline(bookmarks)} 0 R"
            f"/Names<</Dests {self._names()} 0 R>>"
            f"/Metadata {packet} 0 R/OutputIntents[{output_intent(w)}]>>",
            self.root,
        )
        stamp = f"(D:{self.day.replace('-', '')}000000Z)"
        info = w.put(
            f"<</Title {text_string(self.title)}/Author {text_string(self.author)}/Creator(Parvis)"
            f"/Producer(Parvis)/CreationDate {stamp}/ModDate {stamp}>>"
        )
        w.close(self.root, info)

    def _place(self, anchor: str) -> str:
        page, y = self.anchors[anchor]
        return f"[{self.page_numbers[page]} 0 R/XYZ null {y:.0f} null]"

    def _names(self) -> int:
        pairs = "".join(f"({name}){self._place(name)}" for name in sorted(self.anchors))
        return self.w.put(f"<</Names[{pairs}]>>")

    def _outline(self, bookmarks: list[Bookmark]) -> int:
        """The tree of bookmarks from their depths; entries of depth 1 stay folded."""
        w = self.w
        top = w.reserve()
        numbers = [w.reserve() for _ in bookmarks]
        parents: list[int] = []
        above: list[int] = []  # the entries that stand open, one a depth
        for at, mark in enumerate(bookmarks):
            del above[mark.depth :]
            parents.append(above[-1] if above else -1)
            above.append(at)
        kids: dict[int, list[int]] = {}
        for at, parent in enumerate(parents):
            kids.setdefault(parent, []).append(at)
        for siblings in kids.values():
            for place, at in enumerate(siblings):
                own = kids.get(at, [])
                parts = [
                    f"<</Title {_title(bookmarks[at].words)}",
                    f"/Parent {numbers[parents[at]] if parents[at] >= 0 else top} 0 R",
                    f"/Dest{self._place(bookmarks[at].anchor)}",
                    f"/Prev {numbers[siblings[place - 1]]} 0 R" if place else "",
                    f"/Next {numbers[siblings[place + 1]]} 0 R" if place < len(siblings) - 1 else "",
                    f"/First {numbers[own[0]]} 0 R/Last {numbers[own[-1]]} 0 R/Count -{len(own)}"
                    if own
                    else "",
                ]
                w.put("".join(parts) + ">>", numbers[at])
        roots = kids.get(-1, [])
        ends = f"/First {numbers[roots[0]]} 0 R/Last {numbers[roots[-1]]} 0 R" if roots else ""
        w.put(f"<</Type/Outlines{ends}/Count {len(roots)}>>", top)
        return top
