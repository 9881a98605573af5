"""Is the hub what it should be: journal without hole or change, rights as set up, nobody who passes them."""

from __future__ import annotations

import sqlite3
import uuid
from typing import NamedTuple

import psycopg

from db.hub.found import MEMBER, OWNER, SERVICE, Connection

# (a query that finds what is wrong, the sentence that names it). Each returns one column of text.
_FAULTS: tuple[tuple[str, str], ...] = (
    (
        "SELECT name FROM hub.site s WHERE seq <> (SELECT count(*) FROM hub.op WHERE site = s.name) + "
        "(SELECT count(*) FROM hub.refusal WHERE site = s.name)",
        "Le journal du poste « {} » a un trou.",
    ),
    (
        "SELECT count(*)::text FROM hub.op o WHERE NOT EXISTS (SELECT FROM hub.delivery d WHERE d.op = o.id) "
        "HAVING count(*) > 0",
        "{} opérations ne sont livrées à personne.",
    ),
    (
        "SELECT max(n) - count(*) FROM hub.delivery HAVING count(*) <> coalesce(max(n), 0)",
        "Les numéros de livraison ont un trou ({} manquent).",
    ),
    (
        "SELECT count(*)::text FROM hub.op o, unnest(o.parents) p WHERE NOT EXISTS (SELECT FROM hub.op k "
        "WHERE k.id = p) AND NOT EXISTS (SELECT FROM hub.refusal r WHERE r.op = p) HAVING count(*) > 0",
        "{} opérations en remplacent d’autres que le serveur n’a pas.",
    ),
    (
        "SELECT count(*)::text FROM hub.op o WHERE NOT EXISTS (SELECT FROM hub.step s WHERE s.id = o.step) "
        "HAVING count(*) > 0",
        "{} opérations n’ont pas leur étape.",
    ),
    (
        "SELECT relname FROM pg_class WHERE relnamespace = 'hub'::regnamespace AND relkind = 'r' "
        "AND NOT (relrowsecurity AND relforcerowsecurity)",
        "La table « hub.{} » se lit sans règle de lecture.",
    ),
    (
        "SELECT relname FROM pg_class WHERE relnamespace = 'hub'::regnamespace AND relkind = 'r' "
        f"AND relowner <> '{OWNER}'::regrole",
        f"La table « hub.{{}} » n’appartient pas à « {OWNER} ».",
    ),
    (
        "SELECT table_name || ' (' || grantee || ', ' || privilege_type || ')' FROM "
        f"information_schema.role_table_grants WHERE table_schema = 'hub' AND grantee <> '{OWNER}' "
        f"AND NOT (privilege_type = 'SELECT' AND grantee IN ('{MEMBER}', '{SERVICE}'))",
        "Un droit de trop sur une table du serveur : {}.",
    ),
    (
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace AND "
        "(proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))",
        "La fonction « hub.{} » est ouverte à tous.",
    ),
    (
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace AND "
        "NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']",
        "La fonction « hub.{} » n’a pas de chemin de recherche fixe.",
    ),
    (
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname IN ('never', 'only_forgets') "
        "AND tgenabled <> 'A'",
        "Le verrou de « {} » est ouvert : le journal pourrait être modifié.",
    ),
    (
        "SELECT t FROM unnest(ARRAY['op', 'step']) t WHERE (SELECT count(*) FROM pg_trigger "
        "WHERE tgname IN ('never', 'only_forgets') AND tgrelid = ('hub.' || t)::regclass) < 2",
        "Le verrou de « hub.{} » a été enlevé : le journal pourrait être modifié.",
    ),
    (
        "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
        f"WHERE a.roleid = '{OWNER}'::regrole AND m.rolcanlogin AND EXISTS "
        "(SELECT FROM hub.person WHERE login = m.rolname)",
        f"« {{}} » peut devenir « {OWNER} » et passer toutes les règles.",
    ),
    (
        "SELECT rolname FROM pg_roles WHERE (rolbypassrls OR rolsuper) AND EXISTS "
        "(SELECT FROM hub.person WHERE login = rolname)",
        "« {} » est une personne inscrite et passe les règles de lecture.",
    ),
    (
        f"SELECT rolname FROM pg_roles WHERE rolname = '{OWNER}' AND rolcanlogin",
        "« {} » peut se connecter : personne ne le devrait.",
    ),
    (
        "SELECT login FROM hub.person WHERE left_at IS NULL AND NOT EXISTS (SELECT FROM pg_roles "
        "WHERE rolname = login AND rolcanlogin)",
        "« {} » est inscrit mais n’a pas de compte.",
    ),
)


class Verified(NamedTuple):
    """What was looked at, and what is wrong: French sentences."""

    operations: int
    sites: int
    people: int
    refusals: int
    quarantined: int
    digest: str  # of all operations, in the order of their keys
    faults: list[str]
    notes: list[str]


def verify(connection: Connection) -> Verified:
    """Look at everything; needs an account that may read it all. Changes nothing."""
    faults = [
        sentence.format(row[0])
        for query, sentence in _FAULTS
        for row in connection.execute(query.encode()).fetchall()
    ]
    faults += _still_changes(connection)
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM hub.op), (SELECT count(*) FROM hub.site), "
        "(SELECT count(*) FROM hub.person WHERE left_at IS NULL), (SELECT count(*) FROM hub.refusal), "
        "(SELECT count(*) FROM hub.quarantine)"
    ).fetchone()
    assert counts is not None
    over = connection.execute("SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolcanlogin")
    notes = [f"« {name} » passe les règles de lecture (administration)." for (name,) in over.fetchall()]
    operations, sites, people, refusals, aside = counts
    return Verified(operations, sites, people, refusals, aside, digest(connection), faults, notes)


def _still_changes(connection: Connection) -> list[str]:
    """Try to change the journal, as whoever is connected: it must refuse; nothing is kept in any case."""
    found = []
    for table in ("op", "step"):
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(f"DELETE FROM hub.{table} WHERE false".encode())
        except psycopg.errors.InsufficientPrivilege:
            continue
        found.append(f"« hub.{table} » se laisse modifier.")
    return found


def digest(connection: Connection) -> str:
    """SHA-256 of all operations that this account sees: equal on a standby, on a replica, after a restore."""
    row = connection.execute(
        "SELECT encode(sha256(convert_to(coalesce(string_agg(md5(o::text), '' ORDER BY id), ''), 'UTF8')), "
        "'hex') FROM hub.op o"
    ).fetchone()
    assert row is not None
    return str(row[0])


def _erased_alike(one: str, other: str) -> bool:
    """Whether two operations are one, values of which were erased: each text is then compared by its hash."""
    if "forgotten" not in one + other:
        return False
    first, second = one.split("|", 6), other.split("|", 6)
    return first[:6] == second[:6]


def differences(connection: Connection, local: sqlite3.Connection, site: str) -> list[str]:
    """What this workstation and the hub do not both have, among what both should: French sentences."""
    theirs = dict(
        connection.execute(
            "SELECT id, concat_ws('|', site, seq, ent, rid, field, kind, base, val) FROM hub.op"
        ).fetchall()
    )
    query = (
        "SELECT id, site, seq, ent, rid, field, kind, base, val FROM op o WHERE site = ? OR EXISTS "
        "(SELECT 1 FROM kv WHERE k = 'cursor' AND v > 0)"
    )
    altered, absent = 0, 0
    for key, *told in local.execute(query, (site,)):
        told[3] = uuid.UUID(bytes=bytes(told[3]))
        mine = "|".join(str(value) for value in told if value is not None)
        kept = theirs.get(uuid.UUID(bytes=bytes(key)))
        altered += kept is not None and kept != mine and not _erased_alike(kept, mine)
        absent += kept is None
    found = [f"{altered} opérations n’ont pas le même contenu ici et au serveur."] if altered else []
    if absent:
        found.append(f"{absent} opérations d’ici ne sont pas au serveur (en attente d’envoi, ou refusées).")
    return found
