"""Any file: the surest reader takes it, and what no reader takes is refused with a sentence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.exchange.application import ReadFile, Unreadable
from desktop.exchange.probe import Probe
from desktop.exchange.registry import propose, read, readers
from desktop.exchange.tables import load_maps
from desktop.paths import resources

SAMPLES = Path(__file__).parents[1] / "samples"
SHIPPED = resources() / "imports"
FILES = sorted(
    path for path in SAMPLES.rglob("*") if path.suffix in (".csv", ".xlsx", ".xls", ".ods", ".zip", ".json")
)


def test_readers_are_found_by_looking_into_the_folder() -> None:
    assert {"ds_tables", "ds_graphql", "ds_zip"} <= {reader.name for reader in readers()}


def test_each_portal_export_finds_its_reader() -> None:
    formats = {read(path, [SHIPPED]).format for path in FILES if path.parent.name == "ds"}
    assert {"ds-csv", "ds-xlsx", "ds-ods", "ds-zip", "ds-graphql"} <= formats


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7", "document PDF"),
        (b'{"a": 1}', "forme inconnue"),
        (b'{"a": ', "jusqu’au bout (ligne 1)"),
        (b"<?xml version='1.0'?><a/>", "fichier XML"),
        (b"bonjour", "ne sont pas connues"),
    ],
)
def test_what_is_no_import_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "fichier.xlsx"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(path, [SHIPPED])
    assert told in str(caught.value)


def test_proposals_are_one_a_sheet() -> None:
    probe = Probe(SAMPLES / "tables" / "VilleMTP_MTP_AttribSub_2012.ods")
    (proposal,) = propose(probe, load_maps([SHIPPED]))  # the sheet of metadata is no list
    assert proposal[0] == "VilleMTP_MTP_AttribSub_2012"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
def test_damage_never_raises_anything_else(path: Path, tmp_path: Path) -> None:
    chance = random.Random(path.name)
    data = path.read_bytes()
    broken = tmp_path / path.name
    rounds = 2 if len(data) > 60_000 else 4  # tests/fuzz has 10,000 more
    for _ in range(rounds):
        cut = data[: chance.randrange(1, len(data))]
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        for bad in (cut, bytes(changed)):
            broken.write_bytes(bad)
            try:
                found = read(broken, [SHIPPED], map_name=chance.choice([None, None, "generique"]))
            except Unreadable as refusal:
                assert str(refusal).endswith(".")
            else:
                assert isinstance(found, ReadFile)
