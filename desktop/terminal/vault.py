"""`vault`: encryption at rest from a terminal. A secret is typed or told by the environment, never argued."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

from db import boxes, encrypt
from db.boxes import Locked
from db.vault import is_locked, told_words, unlock_quietly, words_in
from desktop.flow import vault
from desktop.paths import default_database
from desktop.terminal.office import Refusal

Answer = tuple[Any, list[str], list[str]]
_TRACES = (
    "L’ancien contenu a été écrasé. Un disque à mémoire flash (SSD) peut en garder des traces : le "
    "chiffrement du disque entier (BitLocker, LUKS) les couvre."
)


def run(args: Namespace) -> Answer:
    """One deed on the base of --db."""
    path = Path(args.db) if args.db else default_database()
    if not path.exists():
        raise Refusal(f"La base « {path.name} » n’existe pas encore.")
    deeds: dict[str, Callable[[Namespace, Path], list[str]]] = {
        "status": lambda _args, _path: [], "encrypt": _encrypt, "decrypt": _decrypt,
        "passphrase": _passphrase, "keyring": _keyring, "escrow": _escrow, "recover": _recover,
    }  # fmt: skip
    try:
        lines = deeds[args.deed](args, path)
    except (encrypt.NotDone, encrypt.Stopped) as why:
        raise Refusal(str(why)) from why
    status = vault.status(path)
    return status._asdict(), [*lines, *_said(status)], []


def _said(status: vault.Status) -> list[str]:
    if not status.encrypted:
        return ["La base est en clair : qui a le fichier la lit."]
    ways = [
        words
        for there, words in (
            (status.passphrase, "la phrase de passe"),
            (status.keyring, "le trousseau de ce poste"),
            (status.escrow, f"la clé de secours {status.escrow[:12]}…"),
        )
        if there
    ]
    lines = [f"La base est chiffrée (SQLCipher, AES-256). Elle s’ouvre par {', '.join(ways)}."]
    if not status.escrow:
        lines.append(
            "Sans clé de secours, une phrase de passe oubliée perd la base : « vault escrow --new »."
        )
    if waiting := status.clear_files + status.clear_copies:
        lines.append(
            f"{waiting} fichiers à côté d’elle sont encore en clair : « vault encrypt » les chiffre."
        )
    return lines


def _encrypt(args: Namespace, path: Path) -> list[str]:
    recipient, lines = _recipient(args, path)
    words = _secret("PARVIS_PASSPHRASE", args.passphrase_file, "Nouvelle phrase de passe", twice=True)
    vault.encrypt_base(
        path, words, keyring=args.keyring, recipient=recipient, keep=Path(args.keep) if args.keep else None
    )
    if args.keep:
        return [*lines, f"La base est chiffrée. Une copie en clair reste dans {args.keep}."]
    return [*lines, f"La base est chiffrée. {_TRACES}"]


def _decrypt(args: Namespace, path: Path) -> list[str]:
    _unlock(args, path)
    vault.decrypt_base(path)
    return ["La base est de nouveau en clair. Ses copies automatiques restent chiffrées."]


def _passphrase(args: Namespace, path: Path) -> list[str]:
    old = _secret("PARVIS_PASSPHRASE", args.passphrase_file, "Phrase de passe actuelle")
    new = _secret("PARVIS_NEW_PASSPHRASE", args.new_passphrase_file, "Nouvelle phrase de passe", twice=True)
    vault.change_passphrase(path, old, new)
    return [
        "La phrase de passe est changée, ici et sur les copies automatiques. Une copie emportée ailleurs "
        "garde l’ancienne."
    ]


def _keyring(args: Namespace, path: Path) -> list[str]:
    _unlock(args, path)
    if args.remove:
        vault.remove_keyring(path)
        return ["Le trousseau n’ouvre plus la base : la phrase de passe est demandée."]
    vault.add_keyring(path)
    return ["Le trousseau de ce poste ouvre désormais la base."]


def _escrow(args: Namespace, path: Path) -> list[str]:
    _unlock(args, path)
    if args.remove:
        vault.set_escrow(path, "")
        return ["La clé de secours n’ouvre plus la base."]
    recipient, lines = _recipient(args, path)
    if not recipient:
        raise Refusal("Donnez --new FICHIER.pdf, --recipient CLÉ_PUBLIQUE ou --remove : rien n’a été changé.")
    vault.set_escrow(path, recipient)
    return [*lines, "La clé de secours ouvre désormais la base."]


def _recover(args: Namespace, path: Path) -> list[str]:
    secret = _secret("PARVIS_ESCROW_KEY", args.escrow_key_file, "Clé de secours")
    new = _secret("PARVIS_NEW_PASSPHRASE", args.new_passphrase_file, "Nouvelle phrase de passe", twice=True)
    vault.recover(path, secret, new)
    return ["La base est retrouvée : elle s’ouvre par la nouvelle phrase de passe."]


def _recipient(args: Namespace, path: Path) -> tuple[str, list[str]]:
    """The escrow key told, or a new one whose secret goes on a sheet to be printed."""
    if not args.new:
        return args.recipient or "", []
    from desktop.letters.escrow_sheet import sheet
    from desktop.letters.files import write_whole

    secret, recipient = boxes.new_escrow()
    out = Path(args.new)
    write_whole(out, sheet(secret, recipient, path.name))
    return recipient, [f"Clé de secours : imprimez {out}, mettez-la au coffre, puis effacez ce fichier."]


def _unlock(args: Namespace, path: Path) -> None:
    if args.passphrase_file:
        vault.unlock(path, words_in(Path(args.passphrase_file)))
    else:
        unlock_here(path)


def unlock_here(path: Path) -> None:
    """Open an encrypted base for a command: by environment, keyring, or by asking who is there.

    Raises Locked.
    """
    if not is_locked(path):
        return
    try:
        from db.connection import sealed_mark

        unlock_quietly(path, sealed_mark(path) or b"")
    except boxes.BadKey:
        raise
    except Locked:
        if not sys.stdin.isatty():
            raise
        vault.unlock(path, getpass(f"Phrase de passe de « {path.name} » : "))


def _secret(name: str, file: str | None, asked: str, *, twice: bool = False) -> str:
    words = words_in(Path(file)) if file else told_words(name)
    if words is not None:
        return words
    if not sys.stdin.isatty():
        raise Refusal(
            f"{asked} : donnez-la dans la variable {name}, ou dans un fichier que nomme {name}_FILE. "
            "Rien n’a été changé."
        )
    words = getpass(f"{asked} : ")
    if twice and getpass("La même une seconde fois : ") != words:
        raise Refusal("Les deux phrases diffèrent : rien n’a été changé.")
    return words
