"""What the IT service settles for a machine: taken when it is sound, told and left aside when it is not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app import read_settings
from desktop.cli import main
from desktop.machine import KEYS, faults, machine, place
from desktop.paths import default_database
from desktop.ui import theme
from desktop.ui.actions import SIZES

KEY = "ab" * 32
WHOLE = f"""
base = "~/Parvis/dossiers.parvis"
language = "fr"
theme = "contrast"
size = 125
[copies]
second_place = "$SHARE/copies"
[updates]
folder = "/srv/parvis"
key = "{KEY}"
[hub]
at = "host=srv.ville.example dbname=parvis user=nord"
[reports]
folder = "/srv/parvis/pannes"
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    path = tmp_path / "parvis.toml"
    monkeypatch.setenv("PARVIS_MACHINE", str(path))
    monkeypatch.setenv("HOME", "/srv/nord")
    monkeypatch.setenv("SHARE", "/srv/partage")
    monkeypatch.delenv("PARVIS_DATA", raising=False)

    def _write(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_a_sound_file_is_taken_whole(write: Write) -> None:
    write(WHOLE)
    told = machine()
    assert set(told) == set(KEYS) and faults() == ()
    assert told["base"] == "/srv/nord/Parvis/dossiers.parvis", "each person has their own"
    assert told["copies.second_place"] == "/srv/partage/copies"
    assert (told["size"], told["updates.key"]) == (125, KEY)


def test_without_a_file_nothing_is_settled(write: Write) -> None:
    assert (machine(), faults()) == ({}, ())


def test_the_folder_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARVIS_MACHINE")
    assert place() == Path("/etc/parvis/parvis.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('look = "dark"', "« look » n’est pas un réglage connu"),
        ('theme = "sombre"', "« theme » vaut light, dark, contrast, et non « sombre »"),
        ("size = 133", "« size » vaut 90, 100"),
        ("size = true", "et non « True »"),
        ("base = 12", "« base » est un chemin entre guillemets"),
        ('base = "dossiers.parvis"', "chemin complet"),
        ('base = "$NOWHERE/dossiers.parvis"', "chemin complet"),
        ('[updates]\nkey = "abcd"', "64 chiffres"),
        ('[hub]\nat = "host=srv password=x"', "jamais de mot de passe"),
        ('[hub]\nat = "srv"', "host="),
        ('[copies]\nplace = "/srv"', "« copies.place » n’est pas un réglage connu"),
        ("theme = [1", "n’est pas du TOML"),
    ],
)
def test_with_one_thing_wrong_nothing_is_taken_and_it_is_told(write: Write, text: str, words: str) -> None:
    path = write('language = "fr"\n' + text)
    assert machine() == {}
    (told,) = faults()
    assert words in told and str(path) in told and told.endswith("Aucun réglage de ce fichier n’est pris.")


def test_each_thing_wrong_has_its_sentence(write: Write) -> None:
    write('theme = "sombre"\nsize = 1\n')
    assert len(faults()) == 2


def test_a_file_that_is_not_text_is_no_crash(write: Write) -> None:
    path = write("")
    path.write_bytes(b"theme = '\xff\xfe'")
    assert machine() == {} and "UTF-8" in faults()[0]


def test_a_file_mended_while_parvis_runs_is_read_again(write: Write) -> None:
    path = write("size = 1")
    assert faults()
    path.write_text("size = 150", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert machine()["size"] == 150 and faults() == ()


def test_the_base_of_the_machine_is_the_default(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(WHOLE)
    assert default_database() == Path("/srv/nord/Parvis/dossiers.parvis")
    monkeypatch.setenv("PARVIS_DATA", "/srv/essai")
    assert default_database() == Path("/srv/essai/parvis.db"), "a portable copy keeps its own"


def test_words_and_sizes_are_those_of_the_screen() -> None:
    assert not any(KEYS["theme"]("theme", name) for name in theme.THEMES)
    assert not any(KEYS["size"]("size", size) for size in SIZES)


def test_the_look_of_the_machine_gives_way_to_the_persons(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('theme = "dark"')
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path))
    settings = read_settings()
    assert settings.value("look/theme", machine().get("theme", "light")) == "dark"
    settings.setValue("look/theme", "contrast")
    assert settings.value("look/theme", machine().get("theme", "light")) == "contrast"


def test_the_terminal_tells_it_and_goes_on(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write('theme = "sombre"')
    assert main(["--db", str(tmp_path / "a.db"), "verify"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "« theme » vaut" in first and "n’existe pas encore" in second
