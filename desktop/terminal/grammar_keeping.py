"""The commands of what is kept: the archive of a year, retention, eliminations, the rights of a person."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def keeping_grammar(verb: Verb) -> None:
    sub = verb(
        "archive", call("archive_year"), "archive d’une année, qui s’ouvre sans Parvis ; ou la vérifie"
    )
    sub.add_argument("--year", type=int, metavar="ANNÉE")
    sub.add_argument("--out", metavar="DOSSIER|FICHIER.zip", help="dossier vide ou archive ZIP")
    sub.add_argument("--verify", metavar="DOSSIER", help="relit une archive et compare ses empreintes")
