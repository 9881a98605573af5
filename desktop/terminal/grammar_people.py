"""What `people` and `work` take: who works here, who has how much in hand."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from desktop.rules.roles import ROLES
from desktop.terminal.grammar_parts import Verb, call

_CODES = [code for code, _ in ROLES]


def people_grammar(verb: Verb) -> None:
    deeds = verb("people", call("people"), "les personnes, leurs rôles et leurs droits").add_subparsers(
        dest="deed", required=True, metavar="list|add|change|leave|team"
    )
    _json(deeds.add_parser("list", help="qui travaille ici, dans quel rôle"))
    sub = _json(deeds.add_parser("add", help="ajoute une personne"))
    sub.add_argument("name", metavar="NOM")
    sub.add_argument("--role", choices=_CODES, default="officer")
    _facts(sub)
    sub = _json(deeds.add_parser("change", help="change un rôle, des quartiers, un identifiant"))
    sub.add_argument("name", metavar="NOM")
    sub.add_argument("--role", choices=_CODES)
    sub.add_argument("--new-name", metavar="NOM")
    _facts(sub)
    sub = _json(deeds.add_parser("leave", help="note un départ : plus aucun droit"))
    sub.add_argument("name", metavar="NOM")
    sub.add_argument("--back", action="store_true", help="note au contraire un retour")
    sub = _json(deeds.add_parser("team", help="compose une équipe ; sans membre, elle est retirée"))
    sub.add_argument("name", metavar="ÉQUIPE")
    sub.add_argument("members", nargs="*", metavar="NOM")


def work_grammar(verb: Verb) -> None:
    deeds = verb("work", call("workload"), "qui a quoi en main : charge, prise, transmission").add_subparsers(
        dest="deed", required=True, metavar="load|share|take|hand"
    )
    _json(deeds.add_parser("load", help="dossiers de chacun, par étape"))
    sub = _json(deeds.add_parser("share", help="répartit les dossiers que personne ne suit"))
    sub.add_argument("--dry-run", action="store_true", help="dit la proposition et n’écrit rien")
    sub = _json(deeds.add_parser("take", help="prend un dossier"))
    sub.add_argument("number", metavar="NUMÉRO")
    sub = _json(deeds.add_parser("hand", help="transmet un dossier, avec une raison"))
    sub.add_argument("number", metavar="NUMÉRO")
    sub.add_argument("--to", required=True, metavar="NOM", help="personne ou équipe")
    sub.add_argument("--reason", required=True, help="pourquoi ; reste dans l’historique")


def _facts(sub: ArgumentParser) -> None:
    sub.add_argument("--quarters", metavar="CODES", help="codes des quartiers, séparés par des espaces")
    sub.add_argument("--login", help="identifiant de session, ou du serveur : dès le premier, droits tenus")
    sub.add_argument("--phone")
    sub.add_argument("--email")
    sub.add_argument("--initials")


def _json(sub: ArgumentParser) -> ArgumentParser:
    """`--json` and `--db` are understood after the deed too."""
    sub.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
    sub.add_argument("--db", default=SUPPRESS, help="fichier de la base")
    return sub
