"""Files of the watched folders: attached to a dossier, set aside, taken back, or known as imported."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.exchange.application import Unreadable
from desktop.exchange.message import is_message, read_message
from desktop.flow.found import put
from desktop.flow.pieces import add_piece
from desktop.rules.disk import reason

FOLDERS = "watched_folders"  # the setting


@use_case("Surveiller « {folder} »", right="import")
def watch(session: Session, *, folder: str) -> None:
    """Look into this folder from now on. Raises ValueError (French) when it is none."""
    path = Path(folder)
    if not path.is_dir():
        raise ValueError(f"« {folder} » n’est pas un dossier de ce poste : rien n’a été changé.")
    put(session, FOLDERS, sorted({*watched(session), str(path.resolve())}))


@use_case("Ne plus surveiller « {folder} »", right="import")
def unwatch(session: Session, *, folder: str) -> None:
    """Leave this folder alone; the files in it are not touched."""
    put(session, FOLDERS, [kept for kept in watched(session) if kept != folder])


def watched(session: Session) -> list[str]:
    """The folders looked into, as the setting has them."""
    import json

    row = session.get(m.Setting, key_of("setting", FOLDERS))
    return list(json.loads(row.value)) if row else []


@use_case("Joindre « {name} »", right="attach")
def attach(
    session: Session, *, path: Path, name: str, sha256: str, dossier: bytes, kind: str = "", why: str = ""
) -> list[bytes]:
    """Put a file, or the files of a mail and the mail itself, among the pieces of a dossier; returns their
    keys. Raises ValueError (French) when the file has changed since it was shown."""
    content = _content(path, sha256)
    parts = [(name, content)]
    if is_message(path):
        try:
            parts += read_message(path).attached
        except Unreadable as refusal:
            raise ValueError(str(refusal)) from refusal
    keys = []
    for rank, (part, held) in enumerate(parts):
        whole_mail = len(parts) > 1 and rank == 0
        label = f"Courriel « {Path(part).stem} »" if whole_mail else ""
        keys.append(
            add_piece(
                session,
                dossier=dossier,
                name=part,
                content=held,
                kind="" if whole_mail else kind,
                label=label,
            )
        )
    settle(session, path, sha256, len(content), "attached", dossier=dossier, piece=keys[0], why=why)
    number = session.get_one(m.Dossier, dossier).number
    many = f" et ses {len(parts) - 1} fichiers" if len(parts) > 1 else ""
    say(session, f"Joindre « {name} »{many} au dossier {number}")
    return keys


def _content(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        why = reason(error)
        raise ValueError(f"« {path.name} » ne s’ouvre plus ({why}) : rien n’a été joint.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"« {path.name} » a changé depuis qu’il est montré : regardez-le de nouveau.")
    return content


@use_case("Laisser de côté « {name} »", right="attach")
def set_aside(session: Session, *, path: Path, name: str, sha256: str, size: int) -> None:
    """The file waits no longer; it stays in its folder and can be taken back."""
    settle(session, path, sha256, size, "set_aside")


@use_case("Reprendre « {name} »", right="attach")
def take_back(session: Session, *, name: str, sha256: str) -> None:
    """A file set aside, or attached by mistake, waits again; pieces already attached stay where they are."""
    row = session.get(m.Incoming, key_of("incoming", sha256))
    if row is not None:
        session.delete(row)


@use_case("Noter l’import des fichiers arrivés", right="import")
def note_imported(session: Session, *, files: Sequence[tuple[Path, str, int]]) -> None:
    """(path, SHA-256, bytes) of files of a watched folder that the import has taken."""
    for path, sha256, size in files:
        settle(session, path, sha256, size, "imported")


def settle(
    session: Session,
    path: Path,
    sha256: str,
    size: int,
    state: str,
    *,
    dossier: bytes | None = None,
    piece: bytes | None = None,
    why: str = "",
) -> None:
    """Note what became of a file: attached, imported, set_aside, signed, scanned."""
    key = key_of("incoming", sha256)
    row = session.get(m.Incoming, key)
    if row is None:
        row = m.Incoming(id=key, name=path.name, path=str(path), sha256=sha256, size=size, seen_at=now())
        session.add(row)
    row.state, row.dossier_id, row.piece_id = state, dossier, piece
    row.why, row.settled_by, row.seen_at = why, author_of(session), now()
    session.flush()
