"""What `figures` takes: the contract in figures."""

from __future__ import annotations

from desktop.rules.figures import AXES
from desktop.terminal.grammar_parts import Verb, call, copy_grammar


def figures_grammar(verb: Verb) -> None:
    sub = verb(
        "figures", call("figures", "figures_"), "le contrat en chiffres, par quartier, défi, financeur…"
    )
    sub.add_argument("--by", required=True, choices=tuple(AXES), help="ce qui fait les lignes")
    sub.add_argument("--year", type=int, metavar="ANNÉE", help="une seule année")
    sub.add_argument("--since", type=int, metavar="ANNÉE", help="à partir de cette année")
    sub.add_argument("--until", type=int, metavar="ANNÉE", help="jusqu’à cette année")
    sub.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="AXE=CODE",
        help="seulement ceux-là, par exemple funder=VILLE",
    )
    sub = verb("report", call("year_report", "report_"), "le rapport de l’année, à imprimer")
    sub.add_argument("year", type=int, metavar="ANNÉE")
    sub.add_argument("--out", required=True, metavar="FICHIER.pdf")
    sub.add_argument("--tables", metavar="FICHIER.xlsx", help="ses tableaux, centimes compris")
    copy_grammar(sub)
