"""The user guide: its pages in their order, found by their words, and where each picture is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from desktop.paths import resources
from desktop.rules.folding import fold
from desktop.rules.markdown import Block, Paragraph, Title, blocks_of, words_of

FIRST = "une-heure"
_PARTS = (
    "Prendre en main",
    "Lire et vérifier",
    "Proposer et répartir",
    "Décider et écrire",
    "Suivre ce qui est accordé",
    "Compter, publier, conserver",
    "Travailler à plusieurs",
    "Garder et prouver",
    "Régler Parvis",
)  # by the first digit of the files


@dataclass(frozen=True)
class GuidePage:
    """One page: `name` is its file without number nor ending, by which screens and links call it."""

    name: str
    path: Path

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_of(self.path.read_text(encoding="utf-8"))

    @property
    def title(self) -> str:
        return next((words_of(block.spans) for block in self.blocks if isinstance(block, Title)), self.name)

    @property
    def purpose(self) -> str:
        """What the page is for: its first paragraph."""
        return next((words_of(block.spans) for block in self.blocks if isinstance(block, Paragraph)), "")

    @property
    def part(self) -> str:
        return _PARTS[int(self.path.name[0])]

    @cached_property
    def folded(self) -> str:
        return fold(self.path.read_text(encoding="utf-8"))


def page_name(file: str) -> str:
    """From what a link names (« 10-lire-annoter.md ») to the name of the page."""
    return file.rpartition("/")[2].removesuffix(".md").partition("-")[2]


@cache
def guide_pages() -> dict[str, GuidePage]:
    """Every page by its name, in the order of the files."""
    found = sorted((resources() / "guide").glob("[0-9][0-9]-*.md"))
    return {page_name(path.name): GuidePage(page_name(path.name), path) for path in found}


def seek(words: str) -> list[GuidePage]:
    """The pages that hold every word, accents and case apart; those whose title has them come first."""
    wanted = fold(words).split()
    held = [page for page in guide_pages().values() if all(word in page.folded for word in wanted)]
    return sorted(held, key=lambda page: not all(word in fold(page.title) for word in wanted))
