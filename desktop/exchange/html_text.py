"""HTML made plain text: paragraphs, lists and tables keep their lines; scripts and styles say nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "iframe"})
_BREAKS = frozenset(
    {
        "br",
        "div",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "hr",
    }
)
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_LOOKS = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in _APART:
            self.parts.append("\n\n")
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _APART:
            self.parts.append("\n\n")
        elif tag in _BREAKS:
            self.parts.append("\n")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![` and no name: Python's own reader gives up on it, a browser takes it for a comment."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def looks_like_html(text: str) -> bool:
    """Whether a text holds tags or entities; "a < b & c" does not."""
    return bool(_LOOKS.search(text))


def plain_text(text: str) -> str:
    """The words of an HTML text, as they would be read; a text without tags comes back as it is, trimmed."""
    if not looks_like_html(text):
        return text.strip()
    reading = _Words()
    reading.feed(text)
    reading.close()
    lines = [re.sub(r" {2,}", " ", line).strip() for line in "".join(reading.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
