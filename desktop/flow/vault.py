"""Encryption at rest as people do it: encrypt, make clear, passphrase, keyring, escrow key, recover.

Nothing here is a step of the journal: the rows stay what they are, only the way the file is kept changes.
"""

from __future__ import annotations

import getpass
import platform
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from db import backup, boxes, encrypt, vault
from db.boxes import Boxes, Locked
from db.connection import sealed_mark
from db.lock import Lock
from desktop.paths import user_data
from desktop.rules.passphrase import weak

Progress = Callable[[str, float], bool]


class Status(NamedTuple):
    """How a base is kept."""

    encrypted: bool
    locked: bool = False
    passphrase: bool = False
    keyring: bool = False
    escrow: str = ""  # recipient of the escrow key, "" without one
    header: str = ""  # name of the header file
    clear_files: int = 0  # pieces and drafts still in clear
    clear_copies: int = 0


def status(database: Path) -> Status:
    """How this base is kept, without opening it. Raises Locked when its header file can't be read."""
    mark = sealed_mark(database)
    if mark is None:
        return Status(False)
    held = boxes.find(database, mark)
    files, copies = encrypt.waiting(database)
    escrow = str(held.escrow["recipient"]) if held.escrow else ""
    return Status(
        True, vault.held(mark) is None, held.passphrase is not None, held.keyring is not None, escrow,
        boxes.header_of(database).name, files, copies,
    )  # fmt: skip


# Opening


def unlock(database: Path, passphrase: str) -> None:
    """Open an encrypted base for this process. Raises BadKey, Locked (French)."""
    held = _boxes(database)
    vault.unlocked(database, held, boxes.with_passphrase(held, passphrase))


def unlock_by_keyring(database: Path) -> None:
    """The same with the keyring of the workstation. Raises Locked (French)."""
    held = _boxes(database)
    vault.unlocked(database, held, boxes.with_keyring(held))


def lock(database: Path) -> None:
    """Forget the key: the next opening asks for it."""
    mark = sealed_mark(database)
    if mark is not None:
        vault.forget(mark)


# Encrypting and making clear; nobody else may have the base open


def encrypt_base(
    database: Path,
    passphrase: str,
    *,
    keyring: bool = False,
    recipient: str = "",
    keep: Path | None = None,
    progress: Progress = encrypt.quiet,
) -> None:
    """Encrypt a base and all that stands beside it. `keep` is where a clear copy stays, when one is wanted.

    Raises ValueError, Held, Locked, encrypt.NotDone, encrypt.Stopped (French); the base is then as before.
    """
    _strong(passphrase)
    if not database.exists():
        raise ValueError(f"La base « {database.name} » n’existe pas encore.")
    lock_ = Lock(database, getpass.getuser(), platform.node() or "poste")
    try:
        if sealed_mark(database) is not None:
            encrypt.finish(database, progress)  # a work that was cut short
            return
        key, mark = secrets.token_bytes(32), boxes.new_mark()
        held = Boxes(mark, boxes.by_passphrase(key, passphrase))
        if recipient:
            held = held._replace(escrow=boxes.by_escrow(key, recipient))
        if keep is not None:
            backup.copy(database, keep)
        if keyring:
            held = held._replace(keyring=boxes.by_keyring(key, mark))
        _take_in_paper(database)
        encrypt.encrypt(database, key, held, progress)
    finally:
        lock_.release()


def _take_in_paper(database: Path) -> None:
    """A paper form being keyed in is kept with the user's files: it comes beside the base, to be sealed."""
    loose = user_data() / "demande-papier.json"
    if loose.exists():
        loose.replace(database.with_name(database.name + ".demande-papier.json"))


def decrypt_base(database: Path, *, progress: Progress = encrypt.quiet) -> None:
    """Make an unlocked base clear again. Raises Held, Locked, encrypt.NotDone, encrypt.Stopped (French)."""
    mark = sealed_mark(database)
    held = boxes.find(database, mark) if mark else None
    lock_ = Lock(database, getpass.getuser(), platform.node() or "poste")
    try:
        encrypt.decrypt(database, progress)
    finally:
        lock_.release()
    beside = database.with_name(database.name + ".demande-papier.json")
    if beside.exists() and not (user_data() / beside.name.removeprefix(f"{database.name}.")).exists():
        beside.replace(user_data() / beside.name.removeprefix(f"{database.name}."))
    if held is not None and held.keyring is not None and not any(_headers(database, held.mark)):
        boxes.leave_keyring(held.mark)  # copies that still open with it keep it


def finish(database: Path, *, progress: Progress = encrypt.quiet) -> None:
    """Encrypt what still stands in clear beside an encrypted base. Raises Locked, Stopped, OSError."""
    encrypt.finish(database, progress)


# Boxes; the base itself is not rewritten


def change_passphrase(database: Path, old: str, new: str) -> None:
    """Shut the data key in another passphrase, here and beside the copies. Raises BadKey, ValueError."""
    _strong(new)
    held = _boxes(database)
    key = boxes.with_passphrase(held, old)
    _spread(database, held, passphrase=boxes.by_passphrase(key, new))
    vault.hold(held.mark, key)


def recover(database: Path, secret: str, new: str) -> None:
    """The passphrase is lost: the escrow key sets another one. Raises BadKey, ValueError."""
    held = _boxes(database)
    key = boxes.with_escrow(held, secret)
    _strong(new)
    _spread(database, held, passphrase=boxes.by_passphrase(key, new))
    vault.hold(held.mark, key)


def add_keyring(database: Path) -> None:
    """Let the keyring of this workstation open an unlocked base. Raises Locked (French)."""
    held, key = _open(database)
    _spread(database, held, keyring=boxes.by_keyring(key, held.mark))


def remove_keyring(database: Path) -> None:
    """The passphrase is asked again on this workstation."""
    held, _key = _open(database)
    if held.passphrase is None:
        raise Locked("La base n’a pas de phrase de passe : elle ne s’ouvrirait plus. Rien n’a été changé.")
    _spread(database, held, keyring=None)
    boxes.leave_keyring(held.mark)


def set_escrow(database: Path, recipient: str) -> None:
    """Let the holder of this escrow key open an unlocked base; "" takes the key away. Raises ValueError."""
    held, key = _open(database)
    _spread(database, held, escrow=boxes.by_escrow(key, recipient) if recipient else None)


def _strong(passphrase: str) -> None:
    if why := weak(passphrase):
        raise ValueError(f"{why} Rien n’a été changé.")


def _boxes(database: Path) -> Boxes:
    mark = sealed_mark(database)
    if mark is None:
        raise ValueError(f"« {database.name} » n’est pas chiffrée.")
    return boxes.find(database, mark)


def _open(database: Path) -> tuple[Boxes, bytes]:
    held = _boxes(database)
    return held, vault.key_of(held.mark, database)


def _headers(database: Path, mark: bytes) -> list[Path]:
    """The header files of this base: its own, and those beside its copies."""
    found = []
    for path in (boxes.header_of(database), *map(boxes.header_of, encrypt.copies_of(database))):
        try:
            if boxes.read(path).mark == mark:
                found.append(path)
        except Locked:
            continue
    return found


def _spread(database: Path, held: Boxes, **changed: Any) -> None:
    """Write the boxes beside the base and beside its copies: an older header would still open with the old
    passphrase."""
    changed_boxes = held._replace(**changed)
    for path in {boxes.header_of(database), *_headers(database, held.mark)}:
        boxes.write(path, changed_boxes)
