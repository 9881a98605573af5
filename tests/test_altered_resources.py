"""Files that ship with the program, changed by hand: a sentence with their name, never a trace."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from db.store import Store
from desktop.cli import main
from desktop.flow.found import found
from desktop.flow.rulebook import _sound, load
from desktop.told_file import AlteredFile, told_file

SHIPPED = Path(__file__).parents[1] / "resources"
# Those that a new base is filled from.
ROOMS = ("grids", "quarters", "funders", "calls", "partners", "money", "pieces", "reasons", "labels")


def changed(text: str, dice: random.Random) -> str:
    """A line gone, a value of another kind, a cut, a sign too many."""
    lines = text.splitlines(keepends=True)
    at = dice.randrange(len(lines))
    deed = dice.randrange(4)
    if deed == 0:
        del lines[at : at + 3]
    elif deed == 1:
        lines = [
            re.sub(r"= (\".*\"|\d+|\[.*\])$", '= { x = "y" }', line) if i == at else line
            for i, line in enumerate(lines)
        ]
    elif deed == 2:
        return text[: dice.randrange(len(text))]
    else:
        lines[at] = lines[at].rstrip("\n") + dice.choice(('"', "]", " = ", "\u2028\ud7ff")) + "\n"
    return "".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_a_base_is_founded_or_the_file_is_named(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    resources = tmp_path / "resources"
    shutil.copytree(
        SHIPPED, resources, ignore=shutil.ignore_patterns("fonts", "icons", "demo", "guide", "i18n")
    )
    file = dice.choice(sorted((resources / ROOMS[seed % len(ROOMS)]).glob("*.toml")))
    file.write_text(changed(file.read_text("utf-8"), dice), encoding="utf-8")
    store = Store(tmp_path / "parvis.db", author="Test", place="poste-test")
    try:
        store.do(found, resources=resources)
    except AlteredFile as told:
        assert "altéré" in str(told) and str(told).endswith("comme il était.")
        assert store.reader.execute("SELECT count(*) FROM grid").fetchone() == (0,)
    finally:
        store.close()


@pytest.mark.parametrize("text", [b"a = ", b"\xff\xfe", b"[[x]\n", b"a = 1\na = 2\n"])
def test_what_is_no_toml_is_said_with_its_name(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "grids").mkdir()
    path = tmp_path / "grids" / "ville.toml"
    path.write_bytes(text)
    with pytest.raises(AlteredFile, match=r"« grids/ville\.toml » a été altéré"):
        told_file(path)
    path.unlink()
    with pytest.raises(AlteredFile, match=r"« grids/ville\.toml » ne se lit pas"):
        told_file(path)


def test_a_key_that_lacks_is_said_wherever_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "ville.toml"
    path.write_text('[[quarter]]\ncode = "Q1"\n', encoding="utf-8")
    told = told_file(path)
    assert told["quarter"][0]["code"] == "Q1"
    with pytest.raises(AlteredFile, match="« name » y manque"):
        told["quarter"][0]["name"]
    assert told.get("id") is None


def test_checks_go_on_without_the_family_that_was_altered(tmp_path: Path) -> None:
    folder = tmp_path / "checks"
    shutil.copytree(SHIPPED / "checks", folder)
    before = {rule.family for rule in load(folder)}
    (folder / "budget.toml").write_text('id = "budget"\n', encoding="utf-8")
    assert before - {rule.family for rule in _sound(folder)} == {"budget"}


def test_the_program_checks_its_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(SHIPPED, resources, ignore=shutil.ignore_patterns("icons", "demo", "guide"))
    monkeypatch.setattr("desktop.terminal.care.resources", lambda: resources)
    assert main(["self-check"]) == 0
    (resources / "reasons" / "refus.toml").write_text("id = ", encoding="utf-8")
    assert main(["self-check"]) == 1
    assert "« reasons/refus.toml » a été altéré" in capsys.readouterr().err
