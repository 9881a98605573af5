"""Names of files: readable, and safe on every system."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.files import PATTERN, file_name, safe, write_whole
from tests.letters.paper import data


def test_names_come_from_the_data() -> None:
    assert file_name(PATTERN, data()) == "2025-0107 Association Lire en Bas de Chez Soi.pdf"
    assert file_name("{courrier.date}_{dossier.numero}.pdf", data()) == "2025-03-14_2025-0107.pdf"
    assert file_name("{porteur.nom}", data(porteur={"nom": 'A/B : "C" ?'})) == "A-B - -C.pdf"
    with pytest.raises(ValueError, match=r"porteur\.banque"):
        file_name("{porteur.banque}", data())


def test_a_name_already_taken_gets_a_number() -> None:
    taken = {"2025-0107.PDF", "2025-0107 (2).pdf"}
    assert file_name("{dossier.numero}", data(), taken=taken) == "2025-0107 (3).pdf"


@pytest.mark.parametrize(("text", "name"), [("CON", "_CON"), ("lpt1.x", "_lpt1.x"), ("..", "_"), ("", "_")])
def test_reserved_names(text: str, name: str) -> None:
    assert safe(text) == name


@given(st.text())
def test_any_text_makes_a_safe_name(text: str) -> None:
    name = safe(text)
    assert name
    assert len(name) <= 121
    assert not set(name) & set('<>:"/\\|?*\n\0')
    assert name == name.strip(" .")
    assert safe(name) == name


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_whole(path, b"1")
    write_whole(path, b"2")
    assert path.read_bytes() == b"2"
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "absent" / "a.pdf", b"1")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]
