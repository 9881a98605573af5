"""Writing the guide, or some of its pages, as a PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.flow.guidebook import GuidePage, guide_pages
from desktop.letters.files import write_whole
from desktop.letters.guide_paper import Leaf, Told, make_guide

_ASIDE = 0.1  # share of the work that is told before the pages are laid


def write_guide(
    out: Path, names: Sequence[str] | None = None, progress: Callable[[str, float], object] | None = None
) -> int:
    """The pages named, all of them without names; returns how many. The file appears whole or not at all."""
    pages = [guide_pages()[name] for name in names] if names else list(guide_pages().values())
    if progress:
        progress("Mise en pages du guide", _ASIDE)
    today = dt.date.today()
    told = Told(
        "Guide de Parvis",
        "" if len(pages) > 1 else "Guide de Parvis",
        today.isoformat(),
        f"Guide de Parvis – imprimé le {today:%d/%m/%Y}",
    )
    write_whole(out, make_guide([_leaf(page) for page in pages], told))
    return len(pages)


def _leaf(page: GuidePage) -> Leaf:
    return Leaf(page.part, page.title, tuple(page.blocks), page.path.parent)
