"""What receiving a lot brought: for the screen, the terminal and the printed receipt."""

from __future__ import annotations

from typing import Any, NamedTuple

from db.journal import Written


class Receipt(NamedTuple):
    """JSON-able: keys in hexadecimal. `first_n` to `last_n` are the operations written (their `n`), 0 when
    none; `changes` counts them by dossier ("" for what belongs to none)."""

    site: str
    number: int
    new: int = 0
    known: int = 0
    parked: int = 0  # operations that wait for an earlier lot
    waits_for: str = ""  # a French sentence
    refused: tuple[tuple[str, str], ...] = ()  # (operation, reason): here, or told by the hub
    conflicts: int = 0  # newly opened, to be settled
    reread: int = 0  # newly merged by words, to be read again
    pieces: tuple[str, ...] = ()  # SHA-256 of the contents that the new operations mention
    missing_pieces: tuple[str, ...] = ()  # those whose content is not here; filled by who has the folder
    changes: dict[str, int] = {}  # noqa: RUF012  (never changed; a fresh one is made each time)
    tables: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    first_n: int = 0
    last_n: int = 0
    digest_ok: bool | None = None  # None: not compared, versions differ
    differences: tuple[str, ...] = ()  # tables that differed
    notes: tuple[str, ...] = ()  # French sentences

    @property
    def per_dossier(self) -> dict[str, int]:
        return self.changes

    @property
    def written(self) -> Written:
        """For the screens, as after a verb."""
        dossiers = frozenset(bytes.fromhex(key) for key in self.dossiers)
        return Written(b"", f"Lot n° {self.number} de {self.site}", frozenset(self.tables), dossiers)

    def to_json(self) -> dict[str, Any]:
        return {name: list(v) if isinstance(v, tuple) else v for name, v in self._asdict().items()}
