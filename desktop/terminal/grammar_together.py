"""How coordinated proposals, links between dossiers and waves are asked for from a terminal."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def together_grammar(verb: Verb) -> None:
    """`members`, `link`, `waves`, `refile`."""
    sub = verb("members", call("together", "members_"), "les membres d’une proposition coordonnée")
    sub.add_argument("number")
    sub = verb("link", call("together", "link_"), "lie deux dossiers, ou dit ceux qui le sont")
    sub.add_argument("number")
    sub.add_argument("other", nargs="?", metavar="AUTRE")
    sub.add_argument("--kind", choices=("joint", "renewed", "same", "reworked"), default="joint")
    sub.add_argument("--comment", default="", help="une remarque")
    sub.add_argument("--undo", action="store_true", help="défait ce lien")
    sub = verb("waves", call("together", "waves_"), "les vagues d’un appel, leurs dates, ce qui y cloche")
    sub.add_argument("call", metavar="APPEL", help="code, titre ou année")
    sub = verb(
        "refile", call("together", "refile_"), "dépose de nouveau, remanié, un dossier refusé ou ajourné"
    )
    sub.add_argument("number")
    sub.add_argument("--wave", required=True, metavar="VAGUE", help="V2, ou son nom")
