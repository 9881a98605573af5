"""Contents of pieces: kept once under their SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from pathlib import Path

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content is kept: two letters of its hash make a sub-folder."""
    return folder / sha256[:2] / sha256[2:]


def keep(session: Session, content: bytes, name: str) -> m.File:
    """Write a content beside the database (once) and return its row. Raises OSError; nothing half written."""
    sha256 = hashlib.sha256(content).hexdigest()
    folder = session.info.get("files")
    if folder is not None:
        _write(place_of(folder, sha256), content)
    row = session.get(m.File, key_of("file", sha256))
    if row is None:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        row = m.File(id=key_of("file", sha256), sha256=sha256, size=len(content), mime=mime)
        session.add(row)
        session.flush()
    return row


def _write(target: Path, content: bytes) -> None:
    if target.exists() and target.stat().st_size == len(content):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)


def broken(folder: Path, hashes: list[str]) -> list[str]:
    """French sentences on contents that are missing or altered."""
    found = []
    for sha256 in hashes:
        path = place_of(folder, sha256)
        if not path.exists():
            found.append(f"Le contenu d’une pièce manque ({sha256[:12]}…).")
            continue
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                found.append(f"Le contenu d’une pièce a été altéré ({sha256[:12]}…).")
    return found
