"""What is new: the versions told in CHANGELOG.md, the newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.paths import resources
from desktop.rules.markdown import Block, Title, blocks_of, words_of

_NUMBER = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Version:
    """One version: its number, its heading as written, what it brought."""

    number: str
    heading: str
    blocks: tuple[Block, ...]


def changelog() -> Path:
    """Beside resources/, in a checkout and in the frozen program alike."""
    return resources().parent / "CHANGELOG.md"


def newest(path: Path | None = None) -> str:
    """The number of the newest version told, "" when none is; cheap, for every opening."""
    try:
        with (path or changelog()).open(encoding="utf-8") as lines:
            heading = next((line for line in lines if line.startswith("## ")), "")
    except OSError:
        return ""
    number = _NUMBER.search(heading)
    return number[0] if number else heading.removeprefix("## ").strip()


def versions(path: Path | None = None) -> list[Version]:
    """Every version told; none when the file is not there."""
    try:
        text = (path or changelog()).read_text(encoding="utf-8")
    except OSError:
        return []
    found: list[tuple[str, str, list[Block]]] = []
    for block in blocks_of(text):
        if isinstance(block, Title) and block.level == 2:
            heading = words_of(block.spans)
            number = _NUMBER.search(heading)
            found.append((number[0] if number else heading, heading, []))
        elif found:
            found[-1][2].append(block)
    return [Version(number, heading, tuple(blocks)) for number, heading, blocks in found]


def since(told: list[Version], seen: str) -> list[Version]:
    """The versions that came after the one last seen; all of them when it was never known."""
    numbers = [version.number for version in told]
    return told[: numbers.index(seen)] if seen in numbers else told
