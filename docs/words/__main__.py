"""Brings the English up to date with the sources: `./run words`.

./run words                  writes resources/i18n again, and says what has no English yet
./run words --from FILE      takes English from a file of lines « number, tab, JSON string or null »,
                             numbered as `--missing` lists them
./run words --missing FILE   writes there what has no English yet, one line each
./run words --also WORD …    words that look like no French: « fort »
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from docs.words.harvest import ANYONE, SENTENCES, Harvest, harvest
from docs.words.ts import read, write

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "resources" / "i18n"
TS, QM, TOLD = FOLDER / "parvis_en.ts", FOLDER / "parvis_en.qm", FOLDER / "sentences_en.json"
LEFT = Path(__file__).with_name("left.json")  # French that no screen shows: patterns, queries, letters
ALSO = Path(__file__).with_name("also.json")  # words of the screen that look like no French

_LRELEASE = "from PySide6.scripts.pyside_tool import lrelease; lrelease()"

Told = dict[str, dict[str, "str | None"]]


def _list(path: Path) -> list[str]:
    found: list[str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def _keep(path: Path, texts: set[str]) -> None:
    path.write_text(json.dumps(sorted(texts), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def merged(found: Harvest, before: Told, left: set[str]) -> Told:
    """What the sources say now, with the English that was known: words said elsewhere are said alike."""
    memory = {fr: en for texts in before.values() for fr, en in texts.items() if en is not None}
    told: Told = {
        context: {fr: before.get(context, {}).get(fr) or memory.get(fr) for fr in texts}
        for context, texts in found.spoken.items()
    }
    told[SENTENCES] = {fr: memory.get(fr) for fr in found.below if fr not in left}
    return told


def spoken_sentences(told: Told) -> dict[str, str]:
    """Every sentence by its French alone, for what reaches the screen from below."""
    order = [SENTENCES, ANYONE, *(name for name in told if name not in (SENTENCES, ANYONE))]
    said: dict[str, str] = {}
    for context in order:
        for french, english in told.get(context, {}).items():
            if english is None or (english == french and context != SENTENCES):
                continue  # an English that is the French too (« point ») still tells a sentence of ours
            said.setdefault(french, english)
    english = {text.lower(): text for text in said.values()}
    for french in [fr for fr, en in said.items() if fr.lower() in english and en.lower() != fr.lower()]:
        del said[french]  # « Continue » may be English already, on a second way through
    return dict(sorted(said.items()))


def released(told: Told) -> str:
    """The text of the file of sentences."""
    return json.dumps(spoken_sentences(told), ensure_ascii=False, indent=0) + "\n"


def compile_words(told: Told, places: dict[tuple[str, str], str], out: Path) -> None:
    """What Qt reads: the words of `tr`. The sentences from below are found by their own file."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.ts"
        write(spoken, {name: texts for name, texts in told.items() if name != SENTENCES}, places)
        command = [sys.executable, "-c", _LRELEASE, "-silent", str(spoken), "-qm", str(out)]
        subprocess.run(command, check=True)


def missing(told: Told) -> list[str]:
    return list(dict.fromkeys(fr for texts in told.values() for fr, en in texts.items() if en is None))


def take(path: Path, told: Told, left: set[str]) -> None:
    """English from a file of lines; null for what no screen shows."""
    wanted = missing(told)
    for line in path.read_text(encoding="utf-8").splitlines():
        number, _, said = line.partition("\t")
        if not said.strip():
            continue
        french, english = wanted[int(number)], json.loads(said)
        if english is None:
            left.add(french)
            told[SENTENCES].pop(french, None)
        for texts in told.values():
            if french in texts:
                texts[french] = french if english is None else english


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run words")
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--missing", type=Path)
    parser.add_argument("--also", nargs="*", default=[])
    asked = parser.parse_args(arguments)
    also, left = set(_list(ALSO)) | set(asked.also), set(_list(LEFT))
    found = harvest(ROOT, also)
    told = merged(found, read(TS), left)
    if asked.source:
        take(asked.source, told, left)
    places = {(name, fr): file for name, texts in found.spoken.items() for fr, file in texts.items()}
    places |= {(SENTENCES, fr): file for fr, file in found.below.items()}
    FOLDER.mkdir(exist_ok=True)
    write(TS, told, places)
    TOLD.write_text(released(told), encoding="utf-8", newline="\n")
    _keep(LEFT, left & set(found.below))
    _keep(ALSO, also & set(found.below))
    compile_words(told, places, QM)
    without = missing(told)
    shown = "".join(f"\n  {fr!r}" for fr in without[:20])
    print(f"{sum(map(len, told.values()))} textes, {len(without)} sans anglais.{shown}")
    if asked.missing:
        lines = [f"{number}\t{json.dumps(fr, ensure_ascii=False)}\n" for number, fr in enumerate(without)]
        asked.missing.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
