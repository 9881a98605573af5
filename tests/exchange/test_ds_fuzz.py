"""Damaged files of every format end in a reading or in a French refusal, never in another error."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.exchange.application import ReadFile, Unreadable
from desktop.exchange.ds_graphql import read_json
from desktop.exchange.ds_tables import read_tables
from desktop.exchange.ds_zip import read_zip

SAMPLES = Path(__file__).parents[1] / "samples" / "ds"
READERS = {
    ".csv": read_tables,
    ".xlsx": read_tables,
    ".ods": read_tables,
    ".zip": read_zip,
    ".json": read_json,
}
ROUNDS = 40


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut short, some bytes flipped, a slice moved or repeated."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    kind = chance.randrange(4)
    at = chance.randrange(len(body))
    if kind == 0:
        del body[at:]
    elif kind == 1:
        del body[at : at + chance.randrange(1, 200)]
    elif kind == 2:
        body[at:at] = body[max(0, at - 300) : at]
    return bytes(body)


@pytest.mark.parametrize("suffix", READERS)
def test_damaged_samples_never_surprise(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(f"parvis {suffix}")
    source = next(path for path in SAMPLES.iterdir() if path.suffix == suffix)
    outcomes = set()
    for rank in range(ROUNDS):
        path = tmp_path / f"{rank}{suffix}"
        path.write_bytes(damaged(source.read_bytes(), chance))
        try:
            found = READERS[suffix](path, lambda sentence, share: True)
        except Unreadable as refusal:
            outcomes.add("refused")
            assert str(refusal).endswith(".")
            continue
        outcomes.add("read")
        assert isinstance(found, ReadFile)
        for application in found.applications:
            assert application.source_id
            for amount in (application.asked, application.cost, application.proposed):
                assert amount is None or isinstance(amount, int)
    assert outcomes, suffix
