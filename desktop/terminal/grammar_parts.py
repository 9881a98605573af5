"""What every grammar of the terminal is made of: a verb, the room it calls, how a decision is told."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any

Answer = tuple[Any, list[str], list[str]]
Verb = Callable[[str, Callable[[Namespace], Answer], str], ArgumentParser]


def call(room: str, name: str = "run") -> Callable[[Namespace], Answer]:
    """The function of a room of desktop.terminal; nothing of it is loaded before it is called."""

    def run(args: Namespace) -> Answer:
        answer: Answer = getattr(import_module(f"desktop.terminal.{room}"), name)(args)
        return answer

    return run


def copy_grammar(sub: ArgumentParser, *, black: bool = False) -> None:
    """What a copy that leaves may be asked: for whom it is, what is blacked out of it."""
    sub.add_argument(
        "--watermark", metavar="POUR", help="marque chaque page : copie pour qui, quand, par qui"
    )
    if black:
        sub.add_argument(
            "--black-out", metavar="A,B", help="remplace par ███ : contact, bank, people, notes, ou colonnes"
        )


def decide_grammar(sub: ArgumentParser) -> None:
    """What `decide` takes, of a dossier or in a session."""
    sub.add_argument("number")
    kind = sub.add_mutually_exclusive_group(required=True)
    kind.add_argument("--grant", metavar="MONTANT", help="accorde (en euros)")
    for option, text in (
        ("refuse", "refuse"), ("adjourn", "ajourne"), ("ineligible", "déclare inéligible"),
        ("redirect", "réoriente"), ("withdraw", "note le retrait"),
    ):  # fmt: skip
        kind.add_argument(f"--{option}", metavar="MOTIF", help=f"{text} : code, libellé ou phrase")
    sub.add_argument(
        "--funder", action="append", default=[], metavar="CODE=MONTANT", help="part d’un financeur"
    )
    sub.add_argument("--condition", action="append", default=[], help="condition, une phrase")
    sub.add_argument("--act", help="numéro de la délibération")
    sub.add_argument("--reason", default="", help="pourquoi une décision déjà prise change")
