"""How far a scope reaches: its dossiers, and which rows and operations go with them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from db.merge import shelf
from db.merge.kept import parents_of
from db.merge.lot import Op
from db.merge.scope import Scope, without
from db.triggers import journalled

# Rows of no dossier that go only with those that refer to them, or with the committee that they are of; of
# the last ones nothing goes to a workstation that has a scope: files at the door of the city, likenesses.
BOUND = ("applicant", "file")
OF_COMMITTEE = ("pack", "committee_document")
# A convention of several years, and what is told of it, go with the dossiers that ask for its years.
OF_AGREEMENT = ("promise", "commitment", "indicator_value", "indicator", "amendment", "agreement")
STAYING = ("incoming", "likeness", "merging", "scan_heap", "scan_page", "rights_request")


def members(connection: sqlite3.Connection, scope: Scope) -> set[bytes]:
    """The dossiers of a scope; those united with one of them go along with it."""
    if scope.everything:
        return {bytes(key) for (key,) in connection.execute("SELECT id FROM dossier")}
    found = set(scope.dossiers)
    for query, keys in (
        (
            "SELECT d.dossier_id FROM dossier_quarter d JOIN quarter q ON q.id = d.quarter_id "
            "WHERE q.code IN ({})",
            sorted(scope.quarters),
        ),
        ("SELECT dossier_id FROM item WHERE committee_id IN ({})", sorted(scope.committees)),
    ):
        for part in shelf.batches(keys):
            rows = connection.execute(query.format(", ".join("?" * len(part))), part)
            found.update(bytes(key) for (key,) in rows)
    return _with_united(connection, found)


def _with_united(connection: sqlite3.Connection, found: set[bytes]) -> set[bytes]:
    united = connection.execute("SELECT id, merged_into FROM dossier WHERE merged_into IS NOT NULL")
    into = {bytes(key): bytes(target) for key, target in united}
    for key in list(found):
        while key in into and into[key] not in found:
            key = into[key]
            found.add(key)
    return found & {bytes(key) for (key,) in connection.execute("SELECT id FROM dossier")}


@dataclass(slots=True)
class Reach:
    """What of a base is in a scope. `bound`: table -> the rows of no dossier that go along."""

    scope: Scope
    dossiers: set[bytes]
    bound: dict[str, set[bytes]] = field(default_factory=dict)

    def has(self, ent: str, rid: bytes, dossier: bytes | None) -> bool:
        """Whether a row, or an operation on it, is in the scope."""
        if self.scope.everything:
            return True
        if dossier is not None:
            return dossier in self.dossiers
        if ent in STAYING:
            return False
        return rid in self.bound[ent] if ent in self.bound else True


def reach(connection: sqlite3.Connection, scope: Scope) -> Reach:
    found = Reach(scope, members(connection, scope))
    if scope.everything:
        return found
    for ent in OF_COMMITTEE:
        rows = connection.execute(f"SELECT id, committee_id FROM {ent}")
        found.bound[ent] = {bytes(key) for key, of in rows if bytes(of) in scope.committees}
    rows = connection.execute("SELECT id, agreement_id FROM dossier WHERE agreement_id IS NOT NULL")
    agreements = {bytes(of) for key, of in rows if bytes(key) in found.dossiers}
    found.bound.update({ent: set() for ent in OF_AGREEMENT})
    for ent, key in of_agreements(connection, agreements):
        found.bound[ent].add(key)
    for ent in BOUND:
        found.bound[ent] = _referred(connection, ent, found)
    rows = connection.execute("SELECT id, applicant_id FROM interest WHERE dossier_id IS NULL")
    found.bound["interest"] = {bytes(key) for key, of in rows if of in found.bound["applicant"]}
    return found


def of_agreements(connection: sqlite3.Connection, agreements: set[bytes]) -> set[tuple[str, bytes]]:
    """The rows of these conventions, themselves among them: (table, key)."""
    found = {("agreement", key) for key in agreements}
    for ent in OF_AGREEMENT[:-1]:
        rows = connection.execute(f"SELECT id, agreement_id FROM {ent} WHERE agreement_id IS NOT NULL")
        found.update((ent, bytes(key)) for key, of in rows if bytes(of) in agreements)
    return found


def _referred(connection: sqlite3.Connection, parent: str, found: Reach) -> set[bytes]:
    """The rows of a table that the rows in the scope refer to."""
    keys: set[bytes] = set()
    for ent, columns in parents_of().items():
        for column in (name for name, table in columns if table == parent):
            if ent in STAYING or ent in ("interest", parent):
                continue
            where = dossier_column(ent)
            query = f'SELECT id, {where or "NULL"}, "{column}" FROM "{ent}" WHERE "{column}" IS NOT NULL'
            rows = connection.execute(query)
            keys.update(bytes(key) for rid, dossier, key in rows if found.has(ent, rid, dossier))
    if parent == "applicant":
        into = "SELECT id, merged_into FROM applicant WHERE merged_into IS NOT NULL"
        chain = {bytes(key): bytes(target) for key, target in connection.execute(into)}
        for key in list(keys):
            while key in chain and chain[key] not in keys:
                key = chain[key]
                keys.add(key)
    return keys


@cache
def dossier_column(ent: str) -> str:
    """The column that says of which dossier a row is, "" when there is none."""
    if ent == "dossier":
        return "id"
    return "dossier_id" if "dossier_id" in journalled().get(ent, ()) else ""


def contents(connection: sqlite3.Connection, scope: Scope) -> set[str]:
    """SHA-256 of the files of the dossiers in a scope: what may leave with them, and nothing of a pack or of
    a return that is about others."""
    dossiers = members(connection, scope)
    found: set[str] = set()
    for ent, columns in parents_of().items():
        for column in (name for name, table in columns if table == "file" and dossier_column(ent)):
            query = (
                f'SELECT t.dossier_id, f.sha256 FROM "{ent}" t JOIN file f ON f.id = t."{column}" '
                "WHERE t.dossier_id IS NOT NULL"
            )
            found.update(str(sha) for dossier, sha in connection.execute(query) if bytes(dossier) in dossiers)
    return found


def narrowed(op: Op, scope: Scope) -> Op | None:
    """The operation without the columns that do not leave; None when nothing is left of it."""
    columns = {column for table, column in scope.left_out if table == op.ent}
    if not columns:
        return op
    if op.kind == "update":
        return None if op.field in columns else op
    return op._replace(base=without(op.base, columns), val=without(op.val, columns))


def referred_by(ops: Sequence[Op]) -> dict[str, set[bytes]]:
    """Applicants, files and conventions that these operations bring a reference to."""
    found: dict[str, set[bytes]] = {ent: set() for ent in (*BOUND, "agreement")}
    for op in ops:
        columns = {name: table for name, table in parents_of().get(op.ent, ()) if table in found}
        if not columns or op.val is None:
            continue
        told = json.loads(op.val) if op.kind == "create" else {op.field: json.loads(op.val)}
        for column, table in columns.items():
            if isinstance(key := told.get(column), str):
                found[table].add(bytes.fromhex(key))
    return found
