"""The whole grammar of the command line, for what is more than a window on a base."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from typing import Never, NoReturn, cast

from desktop.terminal.grammar import GRAMMARS
from desktop.terminal.grammar_parts import Answer


class Grammar(ArgumentParser):
    """A parser that refuses as every command does: one French sentence, exit code 1."""

    def error(self, message: str) -> NoReturn:
        del message  # argparse says it in English; the usage line shows what is missing
        usage = self.format_usage().removeprefix("usage: ").strip()
        self.exit(1, f"La commande est incomplète ou inconnue : rien n’a été fait. Elle s’écrit :\n{usage}\n")


def _alone() -> Grammar:
    """What the window takes, without the verbs."""
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
