"""Zipped documents of a word processor (DOCX, ODT, ODP, PPTX) as plain text: words and paragraphs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from desktop.exchange.application import Unreadable
from desktop.exchange.zip_guard import damaged, entities, opened_zip, xml_bytes

MOST_BYTES = 64 * 1024 * 1024  # of one part, once unzipped
# Parts that hold words, in reading order; notes and comments are words too.
_WORD = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SLIDES = re.compile(r"ppt/(?:slides|notesSlides)/\w+\.xml")
_OPEN_TEXTS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.presentation")
_BREAKS = frozenset({"p", "h", "br", "cr", "line-break", "tr", "table-row", "list-item"})
_GAPS = frozenset({"tab", "s", "tc", "table-cell"})


class _Words:
    """Told by the parser what it meets; keeps the words that `holds` says are words."""

    def __init__(self, holds: frozenset[str]) -> None:
        self.parts: list[str] = []
        self._holds, self._inside = holds, 0

    def start(self, tag: str, _attributes: object) -> None:
        name = tag.rpartition("}")[2]
        if name in self._holds:
            self._inside += 1

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in self._holds:
            self._inside -= 1
        if name in _BREAKS:
            self.parts.append("\n")
        elif name in _GAPS:
            self.parts.append(" ")

    def data(self, words: str) -> None:
        if self._inside:
            self.parts.append(words)

    def close(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "".join(self.parts)).strip()


def reader_of(path: Path) -> Callable[[Path], str] | None:
    """How the text of a zipped document is read; None when it is no such document, or cannot be opened."""
    try:
        with opened_zip(path) as archive:
            names = archive.namelist()
            if "word/document.xml" in names:
                return lambda document: _read(document, _WORD, frozenset({"t"}))
            if "ppt/presentation.xml" in names:
                return lambda document: _read(document, _SLIDES, frozenset({"t"}))
            if _open_kind(archive, names) in _OPEN_TEXTS:
                return lambda document: _read(document, re.compile(r"content\.xml"), frozenset({"body"}))
    except Unreadable:
        return None
    return None


def _open_kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _read(path: Path, wanted: re.Pattern[str], holds: frozenset[str]) -> str:
    with opened_zip(path) as archive:
        return "\n".join(text for text in _texts(archive, path, wanted, holds) if text)


def _texts(
    archive: zipfile.ZipFile, path: Path, wanted: re.Pattern[str], holds: frozenset[str]
) -> Iterator[str]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    names = [name for name in archive.namelist() if wanted.fullmatch(name)]
    for name in sorted(names, key=lambda n: ("document" not in n and "content" not in n, len(n), n)):
        if archive.getinfo(name).file_size > MOST_BYTES:
            raise damaged(path)
        parser = DefusedXMLParser(target=_Words(holds))
        try:
            parser.feed(xml_bytes(archive, name, path))
            yield str(parser.close())
        except (ParseError, LookupError) as error:  # an encoding that nobody knows
            raise damaged(path) from error
        except DefusedXmlException as error:
            raise entities(path) from error
