"""A picture as a setting holds it: a plain JPEG in base64, small, with nothing in it but the picture."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

MOST_BYTES = 100_000  # of the JPEG itself
MOST_SIDE = 1_200  # pixels
_START, _END = b"\xff\xd8", b"\xff\xd9"
# Markers that the picture is made of: its size, its tables, its scans. Others may hold anything.
_FRAMES = (0xC0, 0xC1, 0xC2)
_TABLES = (0xC4, 0xDB, 0xDD, 0xE0)
_SCAN = 0xDA


class Size(NamedTuple):
    """Pixels, and how many colours each is made of (1: grey)."""

    wide: int
    high: int
    colours: int


def read_picture(told: str) -> bytes:
    """The JPEG that base64 words hold. Raises ValueError (French)."""
    try:
        data = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("ce n’est pas une image.") from error
    size_of(data)
    return data


def size_of(data: bytes) -> Size:
    """The size of a JPEG. Raises ValueError (French) for another file, and for a JPEG that holds more than
    its picture: words of a camera, a place, a thumbnail."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"l’image dépasse {MOST_BYTES // 1000} ko.")
    if not (data.startswith(_START) and data.endswith(_END)):
        raise ValueError("ce n’est pas une image JPEG.")
    at, size = 2, None
    while at + 4 <= len(data):
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if data[at] != 0xFF or length < 2 or at + 2 + length > len(data):
            break
        if mark in _FRAMES and length >= 8:
            high, wide = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            size = Size(wide, high, data[at + 9])
        elif mark == _SCAN and size is not None:
            return _bounded(size)
        elif mark not in _TABLES:
            raise ValueError("l’image porte autre chose que son dessin : choisissez-la de nouveau.")
        at += 2 + length
    raise ValueError("l’image JPEG est abîmée.")


def _bounded(size: Size) -> Size:
    if not (1 <= size.wide <= MOST_SIDE and 1 <= size.high <= MOST_SIDE) or size.colours not in (1, 3):
        raise ValueError(f"l’image dépasse {MOST_SIDE} points de côté, ou n’est pas en couleurs de l’écran.")
    return size
