"""Who may do what in PostgreSQL: every role on every table by every verb, every function, every quarter."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from typing import Any

import psycopg
import pytest

from db.keys import new_key
from db.triggers import journalled
from desktop.rules.journey import STAGES
from desktop.rules.roles import ROLES, may_write
from tests.hub.city import CODES, PEOPLE, City

_NAMES = """content delivery enrolment held lot number op person presence privilege quarantine quarter reach
refusal setting site step"""
TABLES = tuple(_NAMES.split())
VERBS = {
    "INSERT": "INSERT INTO hub.{0} OVERRIDING SYSTEM VALUE SELECT * FROM hub.{0} LIMIT 0",
    "UPDATE": "UPDATE hub.{0} SET {1} = {1} WHERE false",
    "DELETE": "DELETE FROM hub.{0} WHERE false",
    "TRUNCATE": "TRUNCATE hub.{0}",
}
PDF = b"%PDF-1.7 essai"
SHA256 = hashlib.sha256(PDF).hexdigest()
DOORS = {
    "hello": "hub.hello('VILLE', '0004', 0, 0)",
    "deposit": "hub.deposit('{}')",
    "fetch": "hub.fetch('VILLE', 0, 1)",
    "wanted_contents": "hub.wanted_contents('{x}')",
    "put_content": "hub.put_content('x', '')",
    "content_of": "hub.content_of('x')",
    "known_of": "hub.known_of('VILLE', 0)",
    "move": "hub.move(gen_random_uuid(), 'QN08001M')",
    "allot_number": "hub.allot_number(gen_random_uuid(), 2026)",
    "present": "hub.present(gen_random_uuid(), 'VILLE')",
    "who_is_on": "hub.who_is_on(gen_random_uuid())",
}
READERS = ("my_level", "my_quarters", "my_role", "my_sites")
LOGINS = (*PEOPLE, "left", "stranger", "parvis_service", "parvis_owner")


def test_the_hub_judges_each_write_as_the_program_does(city: City) -> None:
    """6 roles × every table × every field × made, changed, removed: the same answer in SQL and in Python."""
    stages = [stage.code for stage in STAGES]
    asked: list[tuple[Any, ...]] = []
    for (role, _), (table, columns) in itertools.product(ROLES, journalled().items()):
        asked += [(role, table, "", "delete", {}, None)]
        asked += [(role, table, "", "create", None, val) for val in ({}, *({name: 1} for name in columns))]
        asked += [(role, table, name, "update", None, None) for name in columns if name != "stage"]
    for (role, _), base, val in itertools.product(ROLES, stages, stages):
        asked.append((role, "dossier", "stage", "update", base, val))
    told = [
        (role, table, field, kind, *(None if v is None else json.dumps(v) for v in (base, val)))
        for role, table, field, kind, base, val in asked
    ]
    answers = city.sql(
        "SELECT hub.may_write(r, e, f, k, b, v) FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], "
        "%s::text[], %s::text[]) AS a(r, e, f, k, b, v)",
        *map(list, zip(*told, strict=True)),
    )
    wrong = [one for one, (said,) in zip(asked, answers, strict=True) if said != may_write(*one)]
    assert wrong == [] and len(asked) > 5_000
    assert {one[0] for one, (said,) in zip(asked, answers, strict=True) if said} == {
        role for role, _ in ROLES if role != "reader"
    }


@pytest.fixture(scope="module")
def full(city: City) -> City:
    """One dossier with an annotation in each quarter, one refusal, one lot put aside, one presence."""
    desk = city.founded()
    for n, code in enumerate(CODES, 1):
        mine = city.desk(n)
        dossier, _ = mine.dossier(code)
        mine.write("annotation", new_key(), val={"text": code}, dossier=dossier)
        if n == 1:
            file = mine.write("file", new_key(), val={"sha256": SHA256, "size": len(PDF)})
            mine.write("piece", new_key(), val={"file_id": file.rid.hex()}, dossier=dossier)
            mine.write("decision", new_key(), val={"outcome": "granted"}, dossier=dossier)
        assert mine.deposit().state == "received"
        if n == 1:
            city.as_("quarter1", lambda hub, key=dossier: hub.present(key, "ANT-1"))
            city.as_("quarter1", lambda hub: hub.put_content(SHA256, PDF))
            city.as_("manager", lambda hub, key=dossier: hub.allot_number(key, 2026))
    desk.seq += 5
    desk.write("setting", new_key(), val={"name": "trou"})
    assert desk.deposit().state == "quarantined"
    from db.hub.found import enrol_person, revoke_person

    with city.server.connect(city.base) as connection:
        enrol_person(connection, login="left", author="P. Partie", role="officer", quarters=())
        revoke_person(connection, login="left")
        connection.execute("ALTER ROLE left LOGIN")  # even with a connection that stays open
        connection.execute(
            "CREATE ROLE stranger LOGIN; GRANT CONNECT ON DATABASE " + city.base + " TO stranger"
        )
    return city


def seen(city: City, login: str) -> dict[str, int | None]:
    """Rows of each table that this login reads; None where it may not even ask."""
    found: dict[str, int | None] = {}
    user = "" if login == "parvis_owner" else login  # nobody connects as the owner
    with city.server.connect(city.base, user, autocommit=True) as connection:
        connection.execute(f"SET ROLE {login}".encode())
        for table in TABLES:
            try:
                found[table] = connection.execute(f"SELECT count(*) FROM hub.{table}").fetchone()[0]  # type: ignore[index]
            except psycopg.errors.InsufficientPrivilege:
                found[table] = None
    return found


def test_the_tables_and_functions_are_those_of_the_matrix(full: City) -> None:
    assert (
        tuple(
            row[0] for row in full.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'hub' ORDER BY 1")
        )
        == TABLES
    )
    public = full.sql(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace "
        "AND has_function_privilege('stranger', oid, 'EXECUTE')"
    )
    assert public == []
    member = full.sql(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace "
        "AND has_function_privilege('officer', oid, 'EXECUTE') ORDER BY 1"
    )
    assert {row[0] for row in member} == {*DOORS, *READERS, *REPORTS}
    loose = full.sql(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace "
        "AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']"
    )
    assert loose == []


def test_every_role_reads_exactly_its_rows(full: City) -> None:
    totals = {table: full.sql(f"SELECT count(*) FROM hub.{table}")[0][0] for table in TABLES}
    everything = dict(totals)
    # 7 quarters and a file in no dossier; then 3 operations and their steps in a dossier of the quarter.
    own = {"op": 8 + 3, "step": 8 + 3, "delivery": 8 + 3, "reach": 1, "quarter": 7, "setting": 3,
           "privilege": totals["privilege"], "person": 1, "site": 1, "enrolment": 1, "lot": 1, "refusal": 0,
           "quarantine": 0, "presence": 0, "number": 0,
           "content": 0, "held": 0}  # fmt: skip
    city_desk = {
        **everything,
        "person": 1,
        "site": 1,
        "enrolment": 1,
        "lot": 1,
        "refusal": 0,
        "quarantine": 0,
        "content": 0,  # read by its door alone
    }
    chiefs = {**everything, "content": 0}
    expected: dict[str, dict[str, int | None]] = {
        "officer": city_desk, "secretariat": city_desk, "reader": city_desk,
        "manager": chiefs, "administrator": chiefs,
        **{f"quarter{n}": dict(own) for n in range(1, 8)},
        "left": dict.fromkeys(TABLES, 0), "stranger": dict.fromkeys(TABLES, None),
        "parvis_service": everything, "parvis_owner": everything,
    }  # fmt: skip
    # Whom it concerns sees that an operation of theirs was refused, their presence and their number.
    expected["quarter1"] |= {"refusal": 1, "presence": 1, "number": 1, "held": 1}
    expected["quarter1"] |= {"op": 12, "step": 12, "delivery": 12}  # the piece
    expected["left"] |= {"person": 1, "enrolment": 0}
    found = {login: seen(full, login) for login in LOGINS}
    wrong = {
        (login, table): (found[login][table], expected[login][table])
        for login in LOGINS
        for table in TABLES
        if found[login][table] != expected[login][table]
    }
    assert wrong == {}
    assert totals["op"] == 8 + 21 + 1 and totals["refusal"] == 1 and totals["quarantine"] == 1


@pytest.mark.parametrize("login", [*PEOPLE, "left", "stranger", "parvis_service"])
def test_no_role_writes_in_any_table(full: City, login: str) -> None:
    """17 tables × 4 verbs: all refused, by the rights and not by chance."""
    columns = dict(full.sql(
        "SELECT table_name, min(column_name) FROM information_schema.columns "
        "WHERE table_schema = 'hub' GROUP BY 1"
    ))  # fmt: skip
    refused = []
    with full.server.connect(full.base, login, autocommit=True) as connection:
        for table, (verb, text) in itertools.product(TABLES, VERBS.items()):
            try:
                connection.execute(text.format(table, f'"{columns[table]}"').encode())
            except psycopg.errors.InsufficientPrivilege:
                refused.append((table, verb))
    assert refused == list(itertools.product(TABLES, VERBS))


def outcome(connection: psycopg.Connection[Any], call: str) -> str:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"SELECT * FROM {call}".encode())
    except psycopg.Error as error:
        # PostgreSQL itself shuts the door before anything runs: no context. A function that says no has one.
        shut = isinstance(error, psycopg.errors.InsufficientPrivilege) and error.diag.context is None
        return "no right" if shut else "refused"
    return "answers"


def test_every_function_answers_only_those_it_is_for(full: City) -> None:
    inside = """may_write('officer', 'op', '', 'create', '', '') holders('*', '*')
        known_site('VILLE') may_see(gen_random_uuid()) leave(gen_random_uuid(), gen_random_uuid())
        deliver_again(gen_random_uuid())
        put_aside('{}', 'x') take_effect('{}', 0) take_files('{}') rows_of('{}') never()
        faults('{}', NULL, '{}') fault_of(NULL, '') protocol_fault('{}', '{}', NULL)
        print('') marked('') without_value('{}', '') same_value('', '', true) forgets('', '', true)
        words_print('') only_forgets() after_erasure('', gen_random_uuid(), '', gen_random_uuid())
        erase(NULL) erase_words('', gen_random_uuid(), '{}') forget('{}')"""
    inside = re.findall(r"\w+\((?:[^()]|\(\))*\)", inside)
    known = {
        row[0] for row in full.sql("SELECT proname FROM pg_proc WHERE pronamespace = 'hub'::regnamespace")
    }
    assert {call.partition("(")[0] for call in inside} | set(DOORS) | set(READERS) >= known - REPORTS
    triggers = ("never()", "only_forgets()")
    chief = {
        **dict.fromkeys(DOORS, "answers"),
        "move": "refused",
        "allot_number": "refused",
        "put_content": "refused",
    }
    quarter = {**chief, "fetch": "refused", "known_of": "refused", "present": "refused"}
    for login in (*PEOPLE, "left", "stranger", "parvis_service"):
        with full.server.connect(full.base, login, autocommit=True) as connection:
            found = {name: outcome(connection, call) for name, call in DOORS.items()}
            shut = {call: outcome(connection, f"hub.{call}") for call in inside if call not in triggers}
        if login in ("stranger", "parvis_service"):
            assert set(found.values()) == {"no right"}, login
        else:
            assert found == (
                quarter if login in ("left", *(f"quarter{n}" for n in range(1, 8))) else chief
            ), login
        assert set(shut.values()) == {"no right"}, (login, shut)


REPORTS = {"report"}  # read by members and by the service: test_projection.py


def test_the_content_of_a_piece_is_read_by_those_who_see_its_dossier(full: City) -> None:
    found = {login: full.as_(login, lambda hub: hub.content_of(SHA256)) for login in (*PEOPLE, "left")}
    assert {login for login, content in found.items() if content == PDF} == {
        *("officer", "manager", "secretariat", "reader", "administrator", "quarter1")
    }
    assert set(found.values()) == {PDF, None}


def test_no_quarter_ever_sees_a_row_of_another(full: City) -> None:
    """7 × 7 pairs, read in each table that holds something of a dossier, and in what is fetched."""
    owner = {row[0]: row[1] for row in full.sql(
        "SELECT r.dossier, q.code FROM hub.reach r JOIN hub.quarter q ON q.id = r.quarter"
    )}  # fmt: skip
    assert len(owner) == 7
    for n, mine in enumerate(CODES, 1):
        with full.server.connect(full.base, f"quarter{n}", autocommit=True) as connection:
            rows = [
                row[0]
                for table in ("op", "delivery", "reach", "presence", "number", "step")
                for row in connection.execute(
                    f"SELECT dossier FROM hub.{table} WHERE dossier IS NOT NULL".encode()
                )
            ]
        assert {owner[key] for key in rows} == {mine}
        desk = full.desk(n)
        desk.fetch()
        assert {op.dossier for op in desk.got.values() if op.dossier} <= {
            k.bytes for k, v in owner.items() if v == mine
        }
        for other in set(CODES) - {mine}:
            theirs = [k.hex for k, v in owner.items() if v == other]
            with full.server.connect(full.base, f"quarter{n}", autocommit=True) as connection:
                hidden = connection.execute(
                    "SELECT count(*) FROM hub.op WHERE dossier = ANY (%s::uuid[])", (theirs,)
                )
                assert hidden.fetchone() == (0,)
