"""The code printed on a page, by which a scan of it is known again: what it says, written and read."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

# Capitals, digits and colons alone: a QR holds them in its smallest alphabet, so that its squares are large.
HEAD, SHEET_HEAD = "PRV1", "PRV2"
LETTER, PACK = "L", "P"
_SHAPE = re.compile(r"PRV1:([A-Z]):([A-Z0-9-]{1,20}):(\d{1,3}):(\d{1,3}):([0-9A-F]{6}):([0-9A-F]{4})")
_SHEET = re.compile(
    r"PRV2:P:([A-Z0-9-]{1,20}):(\d{1,3}):([A-Z0-9-]{0,20}):(\d{1,4}):(\d{1,4}):([0-9A-F]{6}):([0-9A-F]{4})"
)
# As packs bore it before: session, version, sheet, page of the whole.
_OLD_SHEET = re.compile(r"PARVIS ([A-Z0-9-]{1,20}) V(\d{1,3}) ([A-Z0-9-]{1,20}) P(\d{1,4})")


class PageCode(NamedTuple):
    """Which page of which paper. `mark` tells papers of two offices apart when they bear the same number."""

    kind: str  # LETTER, PACK
    number: str  # C2026-0041: of the letter, or of the session
    page: int  # from 1
    pages: int  # 0: not told
    mark: str  # six figures, "" on the papers of an older version
    version: int = 0  # of a pack
    sheet: str = ""  # of a pack: the number of the dossier of this page


def mark_of(key: bytes) -> str:
    """The mark of a paper, from the key of its row."""
    return hashlib.sha256(key).hexdigest()[:6].upper()


def write(code: PageCode) -> str:
    """« PRV1:L:C2026-0041:1:2:9F3AC1:07B2 ». ValueError for what could not be read again."""
    text = f"{HEAD}:{code.kind}:{code.number}:{code.page}:{code.pages}:{code.mark}"
    if code.version:
        text = (
            f"{SHEET_HEAD}:{code.kind}:{code.number}:{code.version}:{code.sheet}:{code.page}:{code.pages}:"
            f"{code.mark}"
        )
    whole = f"{text}:{_sum(text)}"
    if read(whole) != code:
        raise ValueError(f"« {code.number} » ne peut pas être écrit dans le code d’une page.")
    return whole


def read(text: str) -> PageCode | None:
    """What a code says; None for the code of something else, and for one that was altered."""
    text = text.strip()
    if old := _OLD_SHEET.fullmatch(text):
        return PageCode(PACK, old[1], int(old[4]), 0, "", int(old[2]), old[3])
    sheet, found = _SHEET.fullmatch(text), _SHAPE.fullmatch(text)
    if sheet is not None and _sum(text.rpartition(":")[0]) == sheet[7]:
        code = PageCode(PACK, sheet[1], int(sheet[4]), int(sheet[5]), sheet[6], int(sheet[2]), sheet[3])
    elif found is not None and _sum(text.rpartition(":")[0]) == found[6]:
        code = PageCode(found[1], found[2], int(found[3]), int(found[4]), found[5])
    else:
        return None
    return code if 1 <= code.page <= code.pages else None


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:4].upper()
