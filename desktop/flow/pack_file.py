"""The file of a pack: its pages, then the chosen documents merged behind them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.flow.files import content_of
from desktop.letters.sheets.joined import Piece, announced, join
from desktop.letters.sheets.pack import Tell, write_pack
from desktop.letters.sheets.readers import for_member

if TYPE_CHECKING:
    from desktop.flow.pack import Prepared


def write_pdf(ready: Prepared, files: Path, tell: Tell) -> tuple[bytes, int]:
    """The PDF of a pack and the number of its pages. Raises Stopped."""
    pack, edition = ready.pack, ready.edition
    pieces: list[Piece] = []
    if not edition.large_print and edition.since is None:
        shown = for_member(pack, edition.member)[0] if edition.member else pack
        for at, document in enumerate(shown.documents, start=1):
            try:
                content = content_of(files, document.sha256)
            except OSError:
                content = b""  # told on its page: the pack is made all the same
            pieces.append(Piece(document, content, at))
    enclosed = announced(pack, pieces)
    out = io.BytesIO()
    pages = write_pack(out, pack, edition, before=ready.before, enclosed=enclosed, tell=tell)
    if not pieces:
        return out.getvalue(), pages
    return join(out.getvalue(), pieces, enclosed), pages
