"""A draft of what is being typed: a JSON file written whole or not at all, read again after a kill."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any


class Draft:
    """One draft file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, values: dict[str, Any]) -> None:
        """Keep what is typed; nothing typed is no draft. Raises OSError."""
        if not values:
            self.clear()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(self.path.name + ".part")
        with part.open("w", encoding="utf-8") as out:
            json.dump({"values": values}, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        part.replace(self.path)

    def load(self) -> dict[str, Any]:
        """What was typed last time, {} when nothing was. A draft that can't be read is put aside."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            return dict(told["values"])
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError):
            self.path.replace(self.path.with_suffix(".illisible"))
            return {}

    def when(self) -> dt.datetime:
        """When it was written. Raises OSError."""
        return dt.datetime.fromtimestamp(self.path.stat().st_mtime)

    def clear(self) -> None:
        """There is no draft any more."""
        self.path.unlink(missing_ok=True)
