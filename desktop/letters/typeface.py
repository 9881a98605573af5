"""Typefaces of paper: measured once, cut to the French alphabet once, the same bytes in every file."""

from __future__ import annotations

import codecs
import unicodedata
import zlib
from functools import cache, lru_cache
from pathlib import Path

# One byte a character: ASCII and Latin-1 at their own place, what French adds between the two.
_ADDED = "\u202f‘’‚“”„…–—•€œŒŸ†‡‹›−™ŠšŽž→✓☐☑⚠≤≥ẞ"
_BASE = [" "] * 32 + [chr(c) for c in range(32, 127)] + list(_ADDED) + [chr(c) for c in range(160, 256)]
# Characters that none of the faces has and another stands for.
_STAND_INS = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2007": "\u00a0",
        "\u2009": "\u202f",
        "\u00ad": "",
        "\t": " ",
        "\u200b": "",
    }
)
REPLACEMENT = "?"
# The narrow space of these faces is so narrow that 9 000 reads as 9000: it is drawn a fifth of an em wide.
NARROW, _NARROW_CODE = "\u202f", b"\x7f"


class Typeface:
    """One TTF file. Text is written in tables of 256 characters: `subset` 0 is enough for French."""

    def __init__(self, path: Path, name: str, flags: int) -> None:
        from reportlab.pdfbase.ttfonts import TTFontFile  # at first use: see desktop/paths.py

        self.name, self.flags = name, flags
        self.file = TTFontFile(str(path))
        self._glyphs: dict[int, int] = self.file.charToGlyph
        self._widths: dict[int, float] = self.file.charWidths
        self._drawn = frozenset(map(chr, self._glyphs))
        self._codes = {
            ord(char): code for code, char in enumerate(_BASE) if code >= 32 and ord(char) in self._glyphs
        }
        # Words come back from letter to letter; names do not, so what is kept has a bound.
        self.width = lru_cache(maxsize=8192)(self._width)
        self.program = cache(self._program)
        self.widths = cache(self._widths_of)
        self.to_unicode = cache(self._to_unicode)

    def clean(self, text: str) -> str:
        """The text with composed accents and only characters this face can draw."""
        text = unicodedata.normalize("NFC", text).translate(_STAND_INS)
        if self._drawn.issuperset(text):
            return text
        return "".join(char if ord(char) in self._glyphs else REPLACEMENT for char in text)

    def undrawable(self, text: str) -> set[str]:
        """The characters that `clean` would replace."""
        text = unicodedata.normalize("NFC", text).translate(_STAND_INS)
        return {char for char in set(text) if ord(char) not in self._glyphs and char != "\n"}

    def _width(self, text: str) -> float:
        """Width of cleaned text in thousandths of its size."""
        return sum(self._widths[ord(char)] for char in text) + self.spread * text.count(NARROW)

    @property
    def spread(self) -> float:
        """What is added to the narrow space, in thousandths."""
        return max(0.0, 200 - self._widths[ord(NARROW)])

    def spaced(self, data: bytes) -> bytes:
        """The operator that shows an encoded text, its narrow spaces spread."""
        if _NARROW_CODE not in data:
            return b"(%b)Tj" % data
        return b"[(%b)]TJ" % data.replace(_NARROW_CODE, b"%b)%.0f(" % (_NARROW_CODE, -self.spread))

    def encode(self, text: str) -> tuple[tuple[int, bytes], ...]:
        """Cleaned text as (subset, escaped bytes) pieces."""
        try:
            return ((0, _escaped(codecs.charmap_encode(text, "strict", self._codes)[0])),)
        except UnicodeEncodeError:
            pieces: list[tuple[int, bytes]] = []
            for char in text:
                code = ord(char)
                subset, byte = (
                    (0, self._codes[code]) if code in self._codes else (code >> 7, 128 + code % 128)
                )
                # Block 0 and 1 of Unicode are in the base table: no clash with its number.
                if pieces and pieces[-1][0] == subset:
                    pieces[-1] = (subset, pieces[-1][1] + _escaped(bytes([byte])))
                else:
                    pieces.append((subset, _escaped(bytes([byte]))))
            return tuple(pieces)

    def characters(self, subset: int) -> list[int]:
        """The character each of the 256 codes stands for."""
        if subset == 0:
            return [ord(char) for char in _BASE]
        return [32] * 128 + [(subset << 7) + low for low in range(128)]

    def _program(self, subset: int) -> tuple[bytes, int]:
        """The cut font, deflated, and its length before."""
        data: bytes = self.file.makeSubset(self.characters(subset))
        return zlib.compress(data, 9), len(data)

    def descriptor(self, file_number: int, tag: str) -> str:
        """The font descriptor, in PDF words."""
        f = self.file
        box = " ".join(str(round(v)) for v in f.bbox)
        return (
            f"<</Type/FontDescriptor/FontName/{tag}+{self.name}/Flags {self.flags}/FontBBox[{box}]"
            f"/ItalicAngle {round(f.italicAngle)}/Ascent {round(f.ascent)}/Descent {round(f.descent)}"
            f"/CapHeight {round(f.capHeight)}/StemV {round(f.stemV)}/FontFile2 {file_number} 0 R>>"
        )

    def _widths_of(self, subset: int) -> str:
        """The widths of codes 32 to 255, in PDF words."""
        return " ".join(
            f"{self._widths.get(c, self.file.defaultWidth):g}" for c in self.characters(subset)[32:]
        )

    def _to_unicode(self, subset: int) -> bytes:
        """The map that lets a reader copy and speak the words, deflated."""
        pairs = [
            f"<{code:02x}><{char:04x}>" for code, char in enumerate(self.characters(subset)) if code >= 32
        ]
        chunks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
        whole = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <00><ff> endcodespacerange\n"
            f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )
        return zlib.compress(whole.encode("ascii"), 9)


def _escaped(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
