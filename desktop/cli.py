"""Every verb from a terminal; no arguments open the window. Exits 0, or 1 with a plain sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from desktop import collector
from desktop.machine import faults
from desktop.terminal.speech import say

if TYPE_CHECKING:
    from argparse import Namespace


def _window(args: Namespace | SimpleNamespace) -> int:
    from desktop.paths import database_to_open, user_data

    wanted = Path(args.db) if args.db else database_to_open()
    if not args.demo and wanted is not None:
        _unlock_ahead(wanted)
    _make_haste()
    from desktop.app import run_window
    from desktop.faults import install

    install()
    if args.demo:
        from desktop.terminal.demo import ready

        return run_window(ready(user_data() / "demonstration.db"))
    return run_window(wanted, remember=not args.db)


def _file(arguments: Sequence[str]) -> Path | None:
    """The one file that the desktop hands over when a base or a satchel is opened from a folder."""
    path = Path(arguments[0]) if len(arguments) == 1 else Path()
    return path if path.suffix in (".parvis", ".db", ".mallette") and path.is_file() else None


def _window_on(path: Path) -> int:
    """The window on this base; a satchel is looked into in the window of the usual one."""
    from desktop.paths import database_to_open, default_database

    satchel = path.suffix == ".mallette"
    database = database_to_open() or default_database() if satchel else path
    _unlock_ahead(database)
    _make_haste()
    from desktop.app import run_window
    from desktop.faults import install

    install()
    return run_window(database, satchel=path if satchel else None)


def _make_haste() -> None:
    """What makes the building of the window shorter; the screens come before all that they import."""
    collector.pause()
    import desktop.ui  # noqa: F401 - for what it does to imports


def _unlock_ahead(database: Path) -> None:
    """The keyring of an encrypted base answers while Qt is loaded."""
    from db.connection import sealed_mark

    if sealed_mark(database) is not None:
        from db.vault import ahead

        ahead(database)


def _window_alone(asked: Sequence[str]) -> SimpleNamespace | None:
    """What a window is asked for, None where anything else is: argparse and the verbs cost 60 ms."""
    found, words = SimpleNamespace(demo=False, db=None), iter(asked)
    for word in words:
        if word == "--demo":
            found.demo = True
        elif word == "--db" and (name := next(words, "-"))[:1] != "-":
            found.db = name
        else:
            return None
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if (path := _file(given)) is not None:
        return _window_on(path)
    if (alone := _window_alone(given)) is not None:
        return _window(alone)
    from desktop.terminal.grammar_parts import call
    from desktop.terminal.parser import parser

    args = parser(given[0]).parse_args(given)
    if args.self_check:
        args.command, args.run = "self-check", call("care", "self_check")
    if args.command is None:
        return _window(args)
    for fault in faults():
        say(fault, sys.stderr)
    return _answer(args)


def _unlock(args: Namespace) -> None:
    """An encrypted base is opened first; a plain one pays sixteen bytes read."""
    from db.connection import sealed_mark
    from desktop.paths import default_database

    path = Path(args.db) if args.db else default_database()
    if args.command != "vault" and sealed_mark(path) is not None:
        from desktop.terminal.vault import unlock_here

        unlock_here(path)


def _answer(args: Namespace) -> int:
    from db.lock import Held
    from db.trouble import sentence
    from db.upgrade import Refused
    from desktop.terminal.office import Refusal

    try:
        _unlock(args)
        told, lines, faults = args.run(args)
    except (Refusal, Held, Refused, ValueError) as why:
        say(str(why), sys.stderr)
        return 1
    except Exception as error:
        words = sentence(error)  # a disk, a file or the memory that fails; a fault of the program stays one
        if not words:
            raise
        say(words, sys.stderr)
        return 1
    if args.json:
        import json

        say(json.dumps(told, ensure_ascii=False, indent=1), sys.stdout)
    else:
        for line in lines:
            say(line, sys.stdout)
    for fault in faults:
        say(fault, sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
