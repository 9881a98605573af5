"""Names of files made from data, safe on Windows, macOS and Linux; writing a file whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Collection
from datetime import date
from pathlib import Path

from desktop.durable import take_place
from desktop.letters.fields import Data, known, lookup

PATTERN = "{dossier.numero} {porteur.nom}"
_LONGEST = 120  # leaves room for a folder: Windows counts 260 for the whole path
_RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}


def file_name(pattern: str, data: Data, *, taken: Collection[str] = ()) -> str:
    """« 2025-0107 Association Lire.pdf »; a name already `taken`, case aside, gets a number.

    Raises ValueError when the pattern names an unknown field.
    """

    def value(found: re.Match[str]) -> str:
        if not known(found[1]):
            raise ValueError(f"Le nom de fichier cite « {found[1]} », qui n’est pas un champ connu.")
        content = lookup(data, found[1])
        return content.isoformat() if isinstance(content, date) else str("" if content is None else content)

    stem = safe(re.sub(r"\{([a-z_.]+)\}", value, pattern).removesuffix(".pdf"))
    name, count = f"{stem}.pdf", 1
    while name.casefold() in {other.casefold() for other in taken}:
        count += 1
        name = f"{stem} ({count}).pdf"
    return name


def safe(text: str) -> str:
    """The text as a file name: no forbidden character, no reserved word, not too long, never empty."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    text = re.sub(r'[<>:"/\\|?*]+', "-", text)
    text = " ".join(text.split())[:_LONGEST].strip(" .-")
    return f"_{text}" if not text or text.split(".")[0].casefold() in _RESERVED else text


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside, then takes the place: a cut of power leaves the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        take_place(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
