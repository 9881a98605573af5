"""`guide`: the user guide as a PDF, or one of its pages in the terminal."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.flow.guidebook import GuidePage, guide_pages, seek
from desktop.rules.french import plural
from desktop.terminal.office import Refusal

Answer = tuple[Any, list[str], list[str]]


def guide(args: Namespace) -> Answer:
    """Without `--out`: the pages, or those that hold the words; the text of one when only one is named."""
    pages = _named(args.page) if args.page else list(guide_pages().values())
    if not args.out:
        told = [{"name": page.name, "title": page.title, "part": page.part} for page in pages]
        if args.page and len(pages) == 1:
            return told, pages[0].path.read_text(encoding="utf-8").splitlines(), []
        return told, [f"{page.name:28} {page.title}" for page in pages], []
    from desktop.flow.guide_paper import write_guide

    out = Path(args.out)
    count = write_guide(out, [page.name for page in pages] if args.page else None)
    line = f"{count} {plural(count, 'page')} du guide dans {out}."
    return {"pages": count, "file": str(out)}, [line], []


def _named(words: str) -> list[GuidePage]:
    exact = guide_pages().get(words)
    found = [exact] if exact else seek(words)
    if not found:
        raise Refusal(f"Aucune page du guide ne parle de « {words} ». `parvis guide` les nomme toutes.")
    return found
