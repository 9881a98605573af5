"""Damaged files of every format end in a reading or in a French refusal, never in another error."""

from __future__ import annotations

import datetime as dt
import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.application import ReadFile, Unreadable
from desktop.exchange.ds_graphql import read_json
from desktop.exchange.ds_tables import read_from_sheets, read_tables
from desktop.exchange.ds_zip import read_zip
from desktop.exchange.sheets import Cell, Sheet, read_sheets

SAMPLES = Path(__file__).parents[1] / "samples" / "ds"
READERS = {
    ".csv": read_tables,
    ".xlsx": read_tables,
    ".ods": read_tables,
    ".zip": read_zip,
    ".json": read_json,
}
ROUNDS = 40


def quiet(sentence: str, share: float) -> bool:
    return True


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    float("nan"),
    "",
    "…",
    "12/13/2026",
    "\ud800",
    "x" * 5000,
    [],
    {},
    [None],
    {"a": []},
)
TEXTUAL = (".csv", ".json")


def damaged(data: bytes, chance: random.Random, textual: bool) -> bytes:
    """Cut short, some bytes flipped, a slice taken out or repeated."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(len(body))] = chance.randrange(32, 127) if textual else chance.randrange(256)
    kind = chance.randrange(6)
    at = chance.randrange(len(body))
    if kind == 0:
        del body[at:]
    elif kind == 1:
        del body[at : at + chance.randrange(1, 200)]
    elif kind == 2:
        body[at:at] = body[max(0, at - 300) : at]
    return bytes(body)


def look_at(found: ReadFile) -> None:
    """What every reading promises, whatever the file was."""
    for application in found.applications:
        assert application.source_id
        for amount in (application.asked, application.cost, application.proposed, application.granted):
            assert amount is None or type(amount) is int
        assert all(type(value) is str for value in (application.title, application.place, application.state))
        assert all(choice for choice in application.challenges + application.quarters)
        for piece in application.attachments:
            with suppress(Unreadable):
                assert piece.content is None or isinstance(piece.content(), bytes)


@pytest.mark.parametrize("suffix", READERS)
def test_damaged_samples_never_surprise(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(f"parvis {suffix}")
    source = next(path for path in SAMPLES.iterdir() if path.suffix == suffix)
    refused = 0
    for rank in range(ROUNDS):
        path = tmp_path / f"{rank}{suffix}"
        path.write_bytes(damaged(source.read_bytes(), chance, suffix in TEXTUAL))
        try:
            look_at(READERS[suffix](path, quiet))
        except Unreadable as refusal:
            refused += 1
            assert str(refusal).endswith(".")
    assert refused > 0


def spoil(node: Any, chance: random.Random) -> Any:
    """A JSON tree with a few values of the wrong kind, missing or odd."""
    if chance.random() < 0.01:
        return chance.choice(ODD)
    if isinstance(node, dict):
        return {key: spoil(value, chance) for key, value in node.items() if chance.random() > 0.01}
    return [spoil(item, chance) for item in node] if isinstance(node, list) else node


def test_answers_of_the_wrong_shape_never_surprise(tmp_path: Path) -> None:
    chance = random.Random("parvis tree")
    whole = json.loads((SAMPLES / "getDemarche_131999.json").read_text(encoding="utf-8"))
    readings = 0
    for rank in range(ROUNDS * 3):
        path = tmp_path / f"{rank}.json"
        path.write_text(json.dumps(spoil(whole, chance)), encoding="utf-8")
        with suppress(Unreadable):
            look_at(read_json(path, quiet))
            readings += 1
    assert readings > ROUNDS


def test_sheets_of_the_wrong_shape_never_surprise() -> None:
    chance = random.Random("parvis cells")
    path = next(path for path in SAMPLES.iterdir() if path.suffix == ".xlsx")
    whole = read_sheets(path)
    cells: tuple[Cell, ...] = (
        None,
        True,
        0,
        -1.5,
        float("nan"),
        1e308,
        "\x00",
        "a,b;c",
        "=1+1",
        dt.datetime.max,
    )
    readings = 0
    for _ in range(ROUNDS * 2):
        sheets = [
            Sheet(
                sheet.name,
                [
                    [chance.choice(cells) if chance.random() < 0.02 else value for value in row][
                        : chance.choice((5, 99))
                    ]
                    if chance.random() < 0.2
                    else row
                    for row in sheet.rows
                ],
            )
            for sheet in whole
        ]
        with suppress(Unreadable):
            look_at(read_from_sheets(path, sheets, quiet))
            readings += 1
    assert readings > ROUNDS
