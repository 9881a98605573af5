"""The code printed on a page, by which a scan of it is known again: what it says, written and read."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

# Capitals, digits and colons alone: a QR holds them in its smallest alphabet, so that its squares are large.
HEAD = "PRV1"
LETTER, PACK = "L", "P"
_SHAPE = re.compile(r"PRV1:([A-Z]):([A-Z0-9-]{1,20}):(\d{1,3}):(\d{1,3}):([0-9A-F]{6}):([0-9A-F]{4})")


class PageCode(NamedTuple):
    """Which page of which paper. `mark` tells papers of two offices apart when they bear the same number."""

    kind: str  # LETTER, PACK
    number: str  # C2026-0041
    page: int  # from 1
    pages: int
    mark: str  # six figures


def mark_of(key: bytes) -> str:
    """The mark of a paper, from the key of its row."""
    return hashlib.sha256(key).hexdigest()[:6].upper()


def write(code: PageCode) -> str:
    """« PRV1:L:C2026-0041:1:2:9F3AC1:07B2 ». ValueError for what could not be read again."""
    text = f"{HEAD}:{code.kind}:{code.number}:{code.page}:{code.pages}:{code.mark}"
    whole = f"{text}:{_sum(text)}"
    if read(whole) != code:
        raise ValueError(f"« {code.number} » ne peut pas être écrit dans le code d’une page.")
    return whole


def read(text: str) -> PageCode | None:
    """What a code says; None for the code of something else, and for one that was altered."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None or _sum(text.strip().rpartition(":")[0]) != found[6]:
        return None
    code = PageCode(found[1], found[2], int(found[3]), int(found[4]), found[5])
    return code if 1 <= code.page <= code.pages else None


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:4].upper()
