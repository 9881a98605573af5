"""Rich text (RTF) made plain: the words and the paragraphs, without fonts, colours, pictures and styles."""

from __future__ import annotations

import re

# One sign of the format: a control word with its number, a control sign, a group, or plain characters.
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|(.)", re.DOTALL
)
_SILENT = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping",
        "datastore", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "filetbl",
        "revtbl", "xmlnstbl", "fldinst", "bkmkstart", "bkmkend",
    }
)  # fmt: skip
_SAID = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": " ", "tab": " ",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•",
}  # fmt: skip


def plain(content: bytes) -> str:
    """The text of an RTF document. Raises ValueError when it is none."""
    if not content.startswith(b"{\\rtf"):
        raise ValueError("not RTF")
    found = re.search(rb"\\ansicpg(\d{3,5})", content[:2000])
    page = f"cp{found[1].decode()}" if found else "cp1252"
    return _Reading(page).read(content)


class _Reading:
    def __init__(self, page: str) -> None:
        try:
            "é".encode(page, "replace")
            self._page = page
        except LookupError:
            self._page = "cp1252"
        self.parts: list[str] = []
        self._silent = [False]  # one for each open group
        self._skip, self._after = 0, 1  # characters that stand in for a Unicode one

    def read(self, content: bytes) -> str:
        for token in _TOKEN.finditer(content):
            word, number, code, sign, group, letter = token.groups()
            if group:
                self._group(group)
            elif word:
                self._word(word.decode(), int(number) if number else None)
            elif code:
                self._say(bytes.fromhex(code.decode()).decode(self._page, "replace"))
            elif sign:
                self._sign(sign)
            elif letter:
                self._say(letter.decode(self._page, "replace"))
        return re.sub(r"\n{3,}", "\n\n", "".join(self.parts)).strip()

    def _group(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            self._silent.append(self._silent[-1])
        elif len(self._silent) > 1:
            self._silent.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._silent[-1] = True
        elif sign in b"{}\\":
            self._say(sign.decode())
        elif sign == b"~":
            self._say("\u00a0")

    def _word(self, word: str, number: int | None) -> None:
        if word in _SILENT:
            self._silent[-1] = True
        elif word == "uc":
            self._after = number or 0
        elif word == "u" and number is not None:
            point = number % 65536
            self._say(chr(point) if not 0xD800 <= point < 0xE000 else "\ufffd")
            self._skip = self._after
        elif word in _SAID and not self._silent[-1]:
            self.parts.append(_SAID[word])

    def _say(self, words: str) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._silent[-1]:
            self.parts.append(words)
