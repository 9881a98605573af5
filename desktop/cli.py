"""Every verb from a terminal; no arguments open the window. Exits 0, or 1 with a plain sentence."""

from __future__ import annotations

import json
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Never, NoReturn, cast

from desktop import collector
from desktop.machine import faults
from desktop.terminal.speech import say

if TYPE_CHECKING:  # the verbs: a window that opens does without them
    from desktop.terminal.grammar_parts import Answer


def _window(args: Namespace) -> int:
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


class Grammar(ArgumentParser):
    """A parser that refuses as every command does: one French sentence, exit code 1."""

    def error(self, message: str) -> NoReturn:
        del message  # argparse says it in English; the usage line shows what is missing
        usage = self.format_usage().removeprefix("usage: ").strip()
        self.exit(1, f"La commande est incomplète ou inconnue : rien n’a été fait. Elle s’écrit :\n{usage}\n")


def _alone() -> Grammar:
    """What the window takes, without the verbs, which cost 60 ms."""
    made = Grammar(prog="parvis", description="Instruire sans réseau les demandes de subvention.")
    made.add_argument("--demo", action="store_true", help="ouvre la fenêtre sur l’appel de démonstration")
    made.add_argument("--db", help="fichier de la base")
    return made


class _Unasked:
    """Stands for the parser of a verb that is not asked for: it takes whatever a grammar says of it."""

    def __getattr__(self, _name: str) -> _Unasked:
        return self

    def __call__(self, *_words: object, **_more: object) -> _Unasked:
        return self

    def __iter__(self) -> Iterator[Never]:
        return iter(())


def parser(only: str = "") -> ArgumentParser:
    """The grammar of the command line: of this verb alone, which spares a tenth of a second, or the whole
    where there is no such verb."""
    from desktop.terminal.grammar import GRAMMARS

    made = _alone()
    made.add_argument("--self-check", action="store_true", help="vérifie que le programme est complet")
    made.set_defaults(json=False)
    verbs = made.add_subparsers(dest="command", metavar="VERBE")

    def verb(name: str, run: Callable[[Namespace], Answer], text: str) -> ArgumentParser:
        if only and name != only:
            return cast(ArgumentParser, _Unasked())
        sub = verbs.add_parser(name, help=text, description=text)
        sub.add_argument(
            "--db", default=SUPPRESS, help="fichier de la base (par défaut : celle de l’utilisateur)"
        )
        sub.add_argument("--json", action="store_true", help="répond en JSON")
        sub.set_defaults(run=run)
        return sub

    for part in GRAMMARS:
        part(verb)
    return made if not only or verbs.choices else parser()


def _asks_no_verb(asked: Sequence[str]) -> bool:
    """Whether the window alone is asked for, each option being whole."""
    after = [asked[n - 1] if n else "" for n in range(len(asked))]
    return asked[-1:] != ["--db"] and all(
        one in ("--demo", "--db") or before == "--db" for one, before in zip(asked, after, strict=True)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if (path := _file(given)) is not None:
        return _window_on(path)
    if _asks_no_verb(given):
        return _window(_alone().parse_args(given))
    from desktop.terminal.grammar_parts import call

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
        say(json.dumps(told, ensure_ascii=False, indent=1), sys.stdout)
    else:
        for line in lines:
            say(line, sys.stdout)
    for fault in faults:
        say(fault, sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
