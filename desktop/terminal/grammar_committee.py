"""What `committee` takes: its deeds, each with what it needs."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from desktop.terminal.grammar_parts import Verb, call, decide_grammar


def committee_grammar(verb: Verb) -> None:
    """`committee new`, `list`, `show`, `open`, `decide`, `postpone`, `close`, `reopen`."""
    deeds = verb("committee", call("committee"), "les séances du comité").add_subparsers(
        dest="deed", metavar="GESTE", required=True
    )

    def deed(name: str, text: str, *, of: bool = True) -> ArgumentParser:
        sub: ArgumentParser = deeds.add_parser(name, help=text, description=text)
        sub.add_argument("--db", default=SUPPRESS, help="fichier de la base")
        sub.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
        if of:
            sub.add_argument("id", metavar="SÉANCE", help="son code, par exemple S2026-03")
        return sub

    sub = deed("new", "convoque une séance sur les dossiers d’une requête", of=False)
    sub.add_argument("--name", required=True, metavar="NOM")
    sub.add_argument("--date", required=True, metavar="AAAA-MM-JJ")
    sub.add_argument("--where", required=True, metavar="REQUÊTE", help="par exemple « étape:prêt »")
    sub.add_argument("--kind", default="technical", choices=("technical", "funders", "steering", "council"))
    sub.add_argument("--place", default="", metavar="LIEU")
    sub.add_argument("--time", default="", metavar="HH:MM")
    sub.add_argument("--quorum", type=int, metavar="N", help="membres votants requis")
    deed("list", "les séances, celle qui se tient d’abord", of=False)
    deed("show", "une séance, son ordre du jour et ce qui y est dit")
    deed("open", "ouvre la séance").add_argument("--all-present", action="store_true", help="tous présents")
    sub = deed("decide", "ce que la séance dit d’un dossier")
    decide_grammar(sub)
    sub.add_argument("--votes", metavar="P,C,A", help="voix pour, contre, abstentions")
    deed("postpone", "reporte un dossier à une autre séance").add_argument("number")
    sub = deed("close", "clôt la séance : ses décisions attendent leur courrier")
    sub.add_argument("--because", default="", metavar="RAISON", help="pourquoi, si le quorum manque")
    sub.add_argument("--postpone-rest", action="store_true", help="reporte ce qui n’a pas été examiné")
    sub = deed("reopen", "rouvre une séance close")
    sub.add_argument("--because", required=True, metavar="RAISON")
