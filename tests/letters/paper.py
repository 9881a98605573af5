"""The templates of the program and the data of their examples, for the tests of this room."""

from pathlib import Path
from typing import Any

from desktop.letters.fields import example
from desktop.letters.template import load

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "letters"
TEMPLATES = load(FOLDER)


def data(**rooms: Any) -> dict[str, Any]:
    """The data of the examples, with some fields of some rooms changed."""
    whole: dict[str, Any] = example()
    for room, fields in rooms.items():
        if isinstance(fields, dict):
            whole[room] |= fields
        else:
            whole[room] = fields
    return whole
