"""The code in the corner of a sheet: which dossier, version and page a scanned paper comes from."""

from __future__ import annotations

from desktop.letters.sheets.look import MM
from desktop.letters.squares import squares

SIDE = 13 * MM  # at the same place of every sheet, so that a scanned heap can be sorted one day


def placed(words: str, x: float, y: float) -> bytes:
    """The code drawn with its lower left corner at x, y; it says nothing to readers of tags."""
    return b"/Artifact BMC\n%b\nEMC" % squares(words, x, y, SIDE)
