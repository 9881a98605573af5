"""Every command that the README and the French documents give is one that the program understands."""

import re
import shlex
from pathlib import Path

import pytest

from desktop.terminal.parser import parser

ROOT = Path(__file__).resolve().parent.parent
_DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_GUIDE = sorted((ROOT / "resources" / "guide").glob("*.md"))


def _own_words() -> set[str]:
    """What `run` answers itself: the set-up, the tests, the measurements."""
    said = re.search(r"^OWN_WORDS = \{(.*?)^\}", (ROOT / "run").read_text("utf-8"), re.S | re.M)
    assert said
    return {"test", *re.findall(r'"(\w+)":', said[1])}


def _commands() -> list[tuple[str, str]]:
    """The lines of the blocks of code, by document; what is between [brackets] or after … is left to it."""
    found = []
    for document in (*_DOCUMENTS, *_GUIDE):
        inside = False
        for line in document.read_text("utf-8").splitlines():
            if line.startswith("```"):
                inside = not inside
            block = inside or line.startswith("    ")
            told = re.match(r"\s*(?:\./run|parvis) (\S.+)", line)
            if block and told and not re.search(r"[\[\]…|]", told[1]):
                found.append((document.name, told[1]))
    return found


def test_there_are_commands_to_hold() -> None:
    by_document = [document for document, _command in _commands()]
    assert by_document.count("README.md") > 90 and len(set(by_document)) > 5


def test_every_written_command_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    grammar, own, refused = parser(), _own_words(), []
    for document, command in _commands():
        words = shlex.split(re.split(r"\s{2,}|\s#", command)[0])
        if words[0] in own:
            continue
        try:
            grammar.parse_args(words)
        except SystemExit as end:
            if end.code:
                refused.append(f"{document} : {command}\n{capsys.readouterr().err}")
    assert refused == []
