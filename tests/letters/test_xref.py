"""The table of the objects of a file: told in any order, kept on disk once settled, read back whole."""

from __future__ import annotations

import zlib
from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.xref import FREE, Places, at, within

PAST_THE_WINDOW = 40_000


def told(places: Places) -> list[int]:
    data = zlib.decompress(places.deflated())
    return [int.from_bytes(data[i : i + 8], "big") for i in range(0, len(data), 8)]


def test_what_waits_on_disk_comes_back_in_its_place() -> None:
    places = Places()
    first = places.add(70)  # some are written last, as the root and the fonts are
    wanted = [FREE] + [0] * 70
    for _ in range(PAST_THE_WINDOW):
        number = places.add()
        wanted.append(at(number * 7))
        places.put(number, at(number * 7))
        if number % 120 == 0:
            places.settle()
    for number in range(first, first + 70):
        wanted[number] = within(number, 3)
        places.put(number, wanted[number])
    assert len(places) == len(wanted)
    assert told(places) == wanted


def test_the_disk_is_used_once_the_first_ones_are_written() -> None:
    places = Places()
    for number in range(1, PAST_THE_WINDOW):
        places.put(places.add(), at(number))
        places.settle()
    assert len(places._rows) < PAST_THE_WINDOW // 2
    assert told(places) == [FREE, *(at(number) for number in range(1, PAST_THE_WINDOW))]


@given(st.lists(st.integers(0, 90), max_size=30))
def test_runs_stand_like_single_ones(runs: list[int]) -> None:
    places, wanted = Places(), [FREE]
    for count in runs:
        rows = array("Q", [within(len(wanted) + n, n) for n in range(count)])
        places.put_run(places.add(count), rows)
        wanted += rows
    assert told(places) == wanted
