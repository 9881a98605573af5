"""The code of a page: written, read again, and refused when it was altered or is another's."""

from __future__ import annotations

import pytest

from desktop.rules.page_code import LETTER, PACK, PageCode, mark_of, read, write

CODE = PageCode(LETTER, "C2026-0041", 1, 2, mark_of(b"a" * 16))


def test_what_is_written_is_read_again() -> None:
    assert read(write(CODE)) == CODE
    assert read(write(PageCode(PACK, "S2026-03", 412, 412, mark_of(b"b" * 16)))) is not None


def test_the_alphabet_is_the_smallest_of_a_qr() -> None:
    assert set(write(CODE)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize("place", range(len(write(CODE))))
def test_one_character_changed_is_seen(place: int) -> None:
    text = write(CODE)
    other = "Z" if text[place] != "Z" else "Y"
    assert read(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "https://exemple.invalid", "PRV1", "PRV3:L:C1:1:1:ABCDEF:0000"])
def test_a_code_of_something_else_is_none_of_ours(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "code",
    [CODE._replace(page=3), CODE._replace(page=0), CODE._replace(number="C:1"), CODE._replace(mark="")],
)
def test_what_could_not_be_read_is_not_written(code: PageCode) -> None:
    with pytest.raises(ValueError, match="code d’une page"):
        write(code)


def test_a_page_of_a_pack_tells_its_version_and_its_dossier() -> None:
    code = PageCode(PACK, "C2026-03", 4, 36, "9F3AC1", 2, "2026-0107")
    assert read(write(code)) == code
    assert read(write(code._replace(sheet=""))) == code._replace(sheet="")
    assert read(write(code).replace("2026-0107", "2026-0108")) is None


def test_the_code_of_an_older_pack_is_still_read() -> None:
    assert read("PARVIS C2026-03 V2 2026-0107 P4") == PageCode(PACK, "C2026-03", 4, 0, "", 2, "2026-0107")
