"""No French is left on the screens when they speak English, and no English is missing."""

import json
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop.packaging.contents import frozen_data
from docs.words import __main__ as words
from docs.words.harvest import SENTENCES, Harvest, harvest
from docs.words.ts import read
from tests.ui.desk import filled

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = "Run « ./run words --missing FILE », write the English, then « ./run words --from FILE »"
_HOLES = re.compile(r"\{[^{}]*\}|%n")
_ACCENTS = re.compile(r"[éèàêçùâîôûœÉÀ«»]|\w’\w{3,}")
_FRENCH = set(
    re.findall(
        r"\w+",
        "le la les des du une un est et dont de pour sur par avec dans aux au ce cette ces qui que pas ne "
        "où sont son sa ses leur leurs sans très chaque tous toutes aucun aucune rien jours mois vous votre "
        "elle se déjà puis chez entre depuis",
    )
)
# Words of the command line, of searches and of papers, which have no English; names of languages.
_AS_TYPED = re.compile(r"\w+:\w|demandé>|ormat DS|Français|démarches-simplifiees|--\w")


@cache
def _known() -> words.Told:
    return read(words.TS)


@pytest.fixture(scope="module")
def found() -> Harvest:
    return harvest(ROOT, words._list(words.ALSO))


def test_every_french_text_has_its_english(found: Harvest) -> None:
    known = _known()
    told = words.merged(found, known, set(words._list(words.LEFT)))
    assert words.missing(told) == [], RUN
    assert {name: list(texts) for name, texts in told.items()} == {
        name: list(texts) for name, texts in known.items()
    }, f"The sources say other words than resources/i18n. {RUN}"
    assert words.TOLD.read_text(encoding="utf-8") == words.released(told), "Run « ./run words »"


def test_what_qt_reads_is_what_was_written(tmp_path: Path, found: Harvest) -> None:
    told = words.merged(found, _known(), set(words._list(words.LEFT)))
    places = {(name, fr): file for name, texts in found.spoken.items() for fr, file in texts.items()}
    words.compile_words(told, places, tmp_path / "again.qm")
    assert (tmp_path / "again.qm").read_bytes() == words.QM.read_bytes(), "Run « ./run words »"


def test_the_frozen_program_carries_what_english_reads() -> None:
    inside = {Path(path).name for path, folder in frozen_data(ROOT) if folder == "resources/i18n"}
    assert inside == {"parvis_en.qm", "sentences_en.json"}


def test_what_fills_a_sentence_fills_its_english() -> None:
    wrong = [
        (french, english)
        for texts in _known().values()
        for french, english in texts.items()
        if english is not None
        and (
            sorted(_HOLES.findall(french)) != sorted(_HOLES.findall(english))
            or ("&" in french.replace("&&", "")) != ("&" in english.replace("&&", ""))
            or not english.strip()
        )
    ]
    assert wrong == []
    assert SENTENCES in _known()


# What the screens say


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield from told.split("\n")
    elif isinstance(told, dict):
        for one in told.values():
            yield from _strings(one)
    elif isinstance(told, list):
        for one in told:
            yield from _strings(one)


def _flat(text: str) -> str:
    return re.sub(r"<[^<>]+>|&(?=\w)", "", text).replace("\u00a0", " ").replace("\u202f", " ").strip()


@cache
def _of_the_city() -> frozenset[str]:
    """What resources say: names, reasons, pieces, letters are the city's own words."""
    files = (path for path in (ROOT / "resources").rglob("*.toml") if path.parent.name != "checks")
    return frozenset(
        _flat(text) for path in files for text in _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    )


def _of_people(base: Path) -> set[str]:
    """Every text of the base: what applicants and officers wrote."""
    connection = sqlite3.connect(base)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    known: set[str] = set()
    for (table,) in tables:
        if table.startswith(("step", "op", "search", "sqlite")):
            continue
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            known |= {_flat(line) for value in row if isinstance(value, str) for line in value.split("\n")}
    connection.close()
    return known


def _by_first_word(data: set[str]) -> dict[str, list[str]]:
    by: dict[str, list[str]] = {}
    for known in sorted(data, key=len, reverse=True):
        if len(known) > 3 and not known.isdecimal() and (first := re.match(r"\W*(\w+)", known)):
            by.setdefault(first[1], []).append(known)
    return by


def _french_left(text: str, data: dict[str, list[str]]) -> bool:
    plain = _flat(text)
    if _AS_TYPED.search(plain):
        return False
    cut = re.split(r" · |: ", plain.rstrip("…"))[-1]
    first = re.match(r"\W*(\w+)", cut)
    if plain.endswith("…") and first and any(known.startswith(cut) for known in data.get(first[1], ())):
        return False
    near = [
        known for word in set(re.findall(r"\w+", plain)) for known in data.get(word, ()) if known in plain
    ]
    for known in sorted(near, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", plain)
    plain = re.sub(r"\w+’(?:s|t|re|ve|ll)\b", "", plain)
    return bool(_ACCENTS.search(plain)) or bool(
        _FRENCH & set(re.findall(r"(?<!\w)[a-zà-ÿ]+(?!\w)", plain.lower()))
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every screen says in English, gathered once by a program of its own."""
    folder = tmp_path_factory.mktemp("english")
    store = filled(folder)
    base = store.path
    store.close()
    data = _of_people(base) | _of_the_city()
    out = folder / "told.json"
    command = [sys.executable, "-m", "tests.ui.english_walk", str(base), str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert out.exists(), run.stderr[-2000:]
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found | {"data": data}


def test_no_screen_keeps_a_word_of_french(told: dict[str, Any]) -> None:
    seen: dict[str, str] = {}
    for name, texts in told["said"].items():
        for text in texts:
            seen.setdefault(text, name)
    assert len(told["said"]) > 60
    assert len(seen) > 1500
    data = _by_first_word(told["data"])
    left = {text: name for text, name in seen.items() if text and _french_left(text, data)}
    assert left == {}


def test_no_button_is_cut_and_no_letter_serves_twice(told: dict[str, Any]) -> None:
    assert told["cut"] == []
    assert told["shared"] == []
