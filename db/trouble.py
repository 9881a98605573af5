"""What a disk, a file or the memory that fails is called: one French sentence, whoever raised it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

_FULL = (
    "Le disque est plein : rien n’a été enregistré, et ce qui l’était avant est intact. Faites de la place, "
    "puis recommencez."
)
_LOCKED = (
    "La base est occupée par un autre programme (antivirus, sauvegarde, autre outil) : rien n’a été "
    "enregistré. Attendez un instant, puis recommencez."
)
_READ_ONLY = (
    "L’écriture est refusée : le fichier, son dossier ou le disque est en lecture seule, ou vous n’y avez "
    "pas droit. Rien n’a été enregistré."
)
_GONE = (
    "Le disque ne répond plus : il est retiré, plein ou en panne, ou le réseau est coupé. Rien n’a été "
    "enregistré. Remettez-le en place, puis rouvrez la base."
)
_UNSOUND = (
    "Le fichier de la base est abîmé : rien n’a été enregistré. Fermez Parvis, puis vérifiez la base ou "
    "reprenez une copie."
)
_LONG = (
    "Le nom du fichier, ou celui de son dossier, est trop long pour ce disque : rien n’a été enregistré. "
    "Choisissez un nom plus court, ou un dossier moins profond."
)
_NO_LOCKS = (
    "Ce dossier ne sait pas réserver un fichier à un poste (partage de réseau mal réglé) : une base y serait "
    "abîmée. Rien n’a été enregistré. Mettez-la sur le disque de cet ordinateur, ou voyez votre service "
    "informatique."
)
_MEMORY = "La mémoire de cet ordinateur ne suffit pas : rien n’a été enregistré. Fermez d’autres programmes."

_BY_CODE = {
    sqlite3.SQLITE_FULL: _FULL, sqlite3.SQLITE_BUSY: _LOCKED, sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY, sqlite3.SQLITE_PERM: _READ_ONLY, sqlite3.SQLITE_AUTH: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _GONE, sqlite3.SQLITE_CANTOPEN: _GONE, sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_CORRUPT: _UNSOUND, sqlite3.SQLITE_NOTADB: _UNSOUND, sqlite3.SQLITE_NOMEM: _MEMORY,
}  # fmt: skip
# A function of SQLCipher says that it failed, and why in words alone: those of SQLite.
_BY_WORDS = {
    "disk is full": sqlite3.SQLITE_FULL, "is locked": sqlite3.SQLITE_BUSY,
    "readonly": sqlite3.SQLITE_READONLY, "disk I/O error": sqlite3.SQLITE_IOERR,
    "unable to open": sqlite3.SQLITE_CANTOPEN,
    "malformed": sqlite3.SQLITE_CORRUPT, "not a database": sqlite3.SQLITE_NOTADB,
    "out of memory": sqlite3.SQLITE_NOMEM,
}  # fmt: skip
_BY_ERRNO = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL, errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY, errno.EPERM: _READ_ONLY, errno.EIO: _GONE, errno.ENODEV: _GONE,
    errno.ENXIO: _GONE, errno.ESTALE: _GONE, errno.ENOMEM: _MEMORY, errno.ENAMETOOLONG: _LONG,
    errno.ENOLCK: _NO_LOCKS,
}  # fmt: skip


class Busy(Exception):
    """Another work of Parvis writes, and the window does not wait for it."""

    sentence = (
        "Parvis est en train d’écrire : rien n’a été enregistré. Attendez la fin du travail en cours, puis "
        "recommencez."
    )


class Gone(Exception):
    """The file of the base is no longer where it was opened: SQLite would write on in one without a name."""

    sentence = _GONE


def is_busy(error: BaseException) -> bool:
    """Whether trying again a little later is all that is needed."""
    driver = getattr(error, "orig", error)
    return isinstance(error, Busy) or (
        isinstance(driver, sqlite3.Error) and code_of(driver) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    )


def code_of(error: sqlite3.Error) -> int:
    """The primary result code of SQLite; 0 for an error that is not its own."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_ERROR:
        code = next((code for words, code in _BY_WORDS.items() if words in str(error)), 0)
    return int(code) & 0xFF


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what its wrapper holds, and what it was raised from."""
    found: BaseException | None = error
    for _ in range(8):
        if found is None:
            return
        yield found
        found = getattr(found, "orig", None) or found.__cause__ or found.__context__


def sentence(error: BaseException) -> str:
    """What happened and what was kept; "" for an error that is no failure of the machine."""
    if any(isinstance(found, MemoryError) for found in _chain(error)):
        return _MEMORY  # what breaks afterwards breaks because of it
    if isinstance(error, Busy | Gone):
        return error.sentence
    # SQLAlchemy wraps what the driver raised; an error of ours was raised from one of the system's.
    for found in (error, getattr(error, "orig", None), error.__cause__):
        if isinstance(found, sqlite3.Error):
            if code_of(found) in _BY_CODE:
                return _BY_CODE[code_of(found)]
        elif isinstance(found, OSError) and found.errno in _BY_ERRNO:
            return _BY_ERRNO[found.errno]
    if isinstance(error, OSError):
        named = f" (« {error.filename} »)" if error.filename else ""
        return f"Le fichier ne peut pas être lu ou écrit{named} : {error.strerror or error}."
    return ""
