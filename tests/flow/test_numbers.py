"""Numbers of dossiers: provisional away from the hub, definitive once there, the same everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.flow.hub_address import Address, remember
from desktop.flow.numbers import parted
from desktop.flow.satchel import give_back
from desktop.flow.satchel_back import take_in
from tests.flow.test_satchel import World, antenna, world
from tests.office import application, bring, open_office

__all__ = ["world"]


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("2026-0412", ("2026-", 412)),
        ("PROV-Q3-0017", ("PROV-Q3-", 17)),
        ("PROV-PC04-0001", ("PROV-PC04-", 1)),
        ("2026-12 bis", None),
        ("D-12", None),
        ("", None),
    ],
)
def test_a_number_is_read_or_is_not_ours(number: str, parts: tuple[str, int] | None) -> None:
    assert parted(number) == parts


def test_a_workstation_that_has_a_server_numbers_for_the_time_being(tmp_path: Path) -> None:
    store = open_office(tmp_path)
    (first,) = bring(store, application("1"))
    remember(store, Address("host=serveur.invalid dbname=parvis user=leroy"))
    second, third = bring(store, application("2"), application("3"))
    remember(store, None)
    (fourth,) = bring(store, application("4"))
    told = [one.number for one in (first, second, third, fourth)]
    assert told == ["2026-0001", "PROV-POSTETEST-0001", "PROV-POSTETEST-0002", "2026-0002"]
    store.close()


def test_what_an_office_numbered_gets_its_number_at_the_hub(world: World) -> None:
    world.open(world.leave().path)
    with antenna(world) as office:
        (made,) = bring(office, application("9", quarters=["Étouvie"]))
        assert made.number == "PROV-Q1-0001"
        back = give_back(office, folder=world.stick, keys=world.theirs)
    take_in(world.hub, back.path, keys=world.mine)
    asked = "SELECT number FROM dossier WHERE id = ?"
    assert world.hub.reader.execute(asked, (made.dossier,)).fetchone() == ("2026-0004",)
    assert world.hub.next_undo()[0] != "Numéro définitif"  # nobody's deed
    with antenna(world) as office:
        take_in(office, world.leave().path, keys=world.theirs)
        assert office.reader.execute(asked, (made.dossier,)).fetchone() == ("2026-0004",)
        assert not office.reader.execute("SELECT 1 FROM conflict").fetchall()
        (more,) = bring(office, application("10", quarters=["Étouvie"]))
        assert more.number == "PROV-Q1-0002"  # never the same twice: the first may be on a paper
