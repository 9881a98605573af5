"""A draft of what is being typed: a JSON file written whole or not at all, read again after a kill.

Beside an encrypted base it is sealed with the key of the base.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from db import sealed
from db.connection import Refused

DRAFT = "draft"  # what binds a sealed draft to its kind


class Draft:
    """One draft file of what is typed for a base."""

    def __init__(self, path: Path, base: Path) -> None:
        self.path, self._base = path, base

    def save(self, values: dict[str, Any]) -> None:
        """Keep what is typed; nothing typed is no draft. Raises OSError."""
        if not values:
            self.clear()
            return
        text = json.dumps({"values": values}, ensure_ascii=False, indent=1)
        sealed.write(self.path, [text.encode()], sealed.seal_of(self._base), DRAFT)

    def load(self) -> dict[str, Any]:
        """What was typed last time, {} when nothing was. A draft that can't be read is put aside."""
        try:
            told = json.loads(b"".join(sealed.read(self.path, self._base, DRAFT)))
            return dict(told["values"])
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, sealed.Damaged, Refused):
            self.path.replace(self.path.with_suffix(".illisible"))
            return {}

    def when(self) -> dt.datetime:
        """When it was written. Raises OSError."""
        return dt.datetime.fromtimestamp(self.path.stat().st_mtime)

    def clear(self) -> None:
        """There is no draft any more."""
        self.path.unlink(missing_ok=True)
