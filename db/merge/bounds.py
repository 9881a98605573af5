"""Whether an operation is in the scope of the workstation that wrote it, as its author could know it."""

from __future__ import annotations

import json
import sqlite3

from db.merge import check
from db.merge.lot import Lot, Op
from db.merge.reach import members
from db.merge.scope import Scope


class Bounds:
    """The scope of the sender of a lot, judged operation by operation."""

    def __init__(self, connection: sqlite3.Connection, lot: Lot) -> None:
        self.connection, self.lot = connection, lot
        name = check.incarnation(lot.site)[0]
        row = connection.execute("SELECT scope FROM workstation WHERE name = ?", (name,)).fetchone()
        self.scope = Scope.from_json(row[0]) if row else Scope()
        self.name = name
        self.inside = set() if self.scope.everything else members(connection, self.scope)
        self._made: dict[bytes, bool] = {}
        self._left: dict[bytes, int] = {}

    def why_not(self, op: Op) -> str:
        """A French sentence, "" when it may."""
        if self.scope.everything or op.dossier is None or op.dossier in self.inside:
            return ""
        if self._own(op.dossier) or self._left_after(op.dossier) > self._known(op):
            return ""
        return (
            f"Ce dossier n’est pas dans le périmètre du poste « {self.name} », qui pouvait le savoir. "
            "La modification vous est rendue."
        )

    def _known(self, op: Op) -> int:
        """Up to which delivery number its author knew when writing it."""
        told = [n for seq, n in self.lot.knew if seq <= op.seq]
        if told:
            return max(told)
        return 0 if self.lot.knew else self.lot.cursor

    def _own(self, dossier: bytes) -> bool:
        """Made there: its quarter may be told later."""
        if dossier not in self._made:
            query = "SELECT site FROM op WHERE ent = 'dossier' AND rid = ? AND kind = 'create'"
            sites = [site for (site,) in self.connection.execute(query, (dossier,))]
            here = {op.rid for op in self.lot.ops if op.ent == "dossier" and op.kind == "create"}
            elsewhere = any(check.incarnation(site)[0] != self.name for site in sites)
            self._made[dossier] = not elsewhere and (bool(sites) or dossier in here)
        return self._made[dossier]

    def _left_after(self, dossier: bytes) -> int:
        """The last delivery number by which a dossier may have left the scope."""
        if dossier not in self._left:
            query = (
                "SELECT coalesce(max(n), 0) FROM op WHERE dossier = ? AND ent IN ('dossier_quarter', 'item') "
                "OR ent = 'workstation' AND field = 'scope' AND rid = (SELECT id FROM workstation "
                "WHERE name = ?) OR dossier = ? AND ent = 'dossier' AND kind = 'delete'"
            )
            key = (dossier, self.name, dossier)
            self._left[dossier] = self.connection.execute(query, key).fetchone()[0]
        return self._left[dossier]


def payload_of(text: str) -> Op:
    """An operation that was refused, as it was kept."""
    told = json.loads(text)
    for name in ("id", "step", "rid", "dossier"):
        told[name] = bytes.fromhex(told[name]) if told[name] else None
    told["parents"] = tuple(bytes.fromhex(key) for key in told["parents"])
    return Op(**told)
