"""What `verify` sees: a hub as set up has no fault; each thing that is loosened is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.hub.found import found
from db.hub.verify import Verified, verify
from desktop.rules.hub_rights import privileges
from tests.hub.city import CODES, City


def looked(city: City) -> Verified:
    with city.server.connect(city.base) as connection:
        return verify(connection)


@pytest.fixture(scope="module")
def told(city: City) -> Iterator[City]:
    desk = city.founded()
    desk.dossier(CODES[0])
    desk.deposit()
    yield city
    with city.server.connect(city.base) as connection:  # roles are those of the whole server
        found(connection, name="PIVOT", privileges=privileges())
        connection.execute("ALTER ROLE reader NOBYPASSRLS; REVOKE parvis_owner FROM reader")


def test_a_hub_as_set_up_has_no_fault(told: City) -> None:
    said = looked(told)
    assert said.faults == []
    assert (said.operations, said.people, said.sites) == (9, 12, 8)
    assert any("chef" in note for note in said.notes)


_MORE = "UPDATE hub.site SET seq = seq + 1 WHERE name = 'ANT-1'"
DAMAGE = (  # what is done, what undoes it where setting up again does not, what is named
    ("ALTER TABLE hub.op NO FORCE ROW LEVEL SECURITY", "", "« hub.op » se lit sans règle"),
    ("GRANT INSERT ON hub.op TO reader", "REVOKE INSERT ON hub.op FROM reader", "reader, INSERT"),
    ("GRANT EXECUTE ON FUNCTION hub.leave TO PUBLIC", "", "« hub.leave » est ouverte à tous"),
    ("ALTER FUNCTION hub.leave RESET search_path", "", "« hub.leave » n’a pas de chemin"),
    ("ALTER TABLE hub.op DISABLE TRIGGER never", "", "verrou de « hub.op »"),
    ("DROP TRIGGER never ON hub.step", "", "« hub.step » a été enlevé"),
    (
        "ALTER ROLE reader BYPASSRLS",
        "ALTER ROLE reader NOBYPASSRLS",
        "« reader » est une personne",
    ),
    ("GRANT parvis_owner TO reader", "REVOKE parvis_owner FROM reader", "« reader » peut devenir"),
    (
        "ALTER ROLE parvis_owner LOGIN",
        "ALTER ROLE parvis_owner NOLOGIN",
        "« parvis_owner » peut se",
    ),
    (_MORE, _MORE.replace("+", "-"), "« ANT-1 » a un trou"),
    ("DELETE FROM hub.delivery WHERE n = 3", "", "Les numéros de livraison ont un trou"),
)


@pytest.mark.parametrize(("damage", "mend", "named"), DAMAGE, ids=[named for _, _, named in DAMAGE])
def test_what_is_loosened_is_named_and_mended(told: City, damage: str, mend: str, named: str) -> None:
    told.sql(damage)
    assert [fault for fault in looked(told).faults if named in fault]
    if mend:
        told.sql(mend)
    elif "DELETE" in damage:
        told.sql("INSERT INTO hub.delivery (n, op) SELECT 3, id FROM hub.op o WHERE NOT EXISTS "
                 "(SELECT FROM hub.delivery WHERE op = o.id)")  # fmt: skip
    else:  # what set it up sets it right
        with told.server.connect(told.base) as connection:
            found(connection, name="PIVOT", privileges=privileges())
    assert looked(told).faults == []
