"""How the command line speaks: French words on any terminal."""

from __future__ import annotations

from typing import TextIO


def say(text: str, where: TextIO) -> None:
    """Print; what the terminal can't write is replaced, never an error."""
    encoding = where.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), file=where)
