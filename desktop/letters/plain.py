"""A letter as text to paste into a mail: its subject and its words, without the page around them."""

from __future__ import annotations

from desktop.letters.fields import Data, lookup
from desktop.letters.model import Block, Letter, plain


def as_mail(letter: Letter, data: Data) -> tuple[str, str]:
    """(subject, body): what the letter says, signed by the person who follows the dossier."""
    parts = [
        f"{letter.salutation.rstrip(' ,')},",
        *(_words(block) for block in letter.blocks),
        letter.closing,
    ]
    parts.append("\n".join(_signature(data)))
    number = str(lookup(data, "dossier.numero") or "")
    subject = f"{letter.object[:1].upper()}{letter.object[1:]}"
    return f"[{number}] {subject}" if number else subject, "\n\n".join(part for part in parts if part) + "\n"


def _words(block: Block) -> str:
    if block.kind == "list":
        return "\n".join(f"– {plain(item)}" for item in block.items)
    return block.text


def _signature(data: Data) -> list[str]:
    names = ("suivi.nom", "organisme.service", "organisme.nom", "suivi.telephone", "suivi.courriel")
    lines = [str(lookup(data, name) or "") for name in names]
    return list(dict.fromkeys(line for line in lines if line))
