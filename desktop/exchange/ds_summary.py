"""The summary of one dossier of démarches-simplifiees as a PDF alone, outside the ZIP of the portal."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.exchange.application import Attachment, ReadFile
from desktop.exchange.cerfa_map import norm
from desktop.exchange.ds_assemble import assemble
from desktop.exchange.ds_pdf import form_of_pdf
from desktop.exchange.pdf_lines import pdf_lines

_NUMBER = re.compile(r"\bdossier\s+n\s*[°ºo.]*\s*(\d[\d\s\u00a0\u202f]{0,18})", re.IGNORECASE)
_NAMED = re.compile(r"(?:export|dossier)[-_](\d{1,18})\b", re.IGNORECASE)


def announced(words: str) -> bool:
    """Whether the words of a PDF (as `norm` makes them) are those of a summary."""
    return "identite du demandeur" in words and "dossier n" in words


def read(path: Path) -> ReadFile | None:
    """The application a summary tells, None when the PDF is no summary."""
    lines = pdf_lines(path.read_bytes())
    if not announced(norm("\n".join(line.text for line in lines))):
        return None
    told = next((found for line in lines[:60] if (found := _NUMBER.search(line.text))), None)
    named = _NAMED.search(path.name)
    number = re.sub(r"\D", "", told[1]) if told else named[1] if named else ""
    form = form_of_pdf(number, f"dossier {number}" if number else path.name, lines)
    form.given.add("attachments")
    form.attachments.append(
        Attachment("Dossier en PDF", path.name, content=path.read_bytes, size=path.stat().st_size)
    )
    return assemble(path, "ds-pdf", [form], lambda _sentence, _share: True)
