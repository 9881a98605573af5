"""The commands of what the contract owes: open data, the statement of the budget, the State's themes."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from desktop.terminal.grammar_parts import Verb, call


def duties_grammar(verb: Verb) -> None:
    sub = verb("open-data", call("open_data"), "données ouvertes : exporte, dit ce qui manque, ce qui tarde")
    deeds = sub.add_subparsers(dest="deed", metavar="GESTE", required=True)
    one = deeds.add_parser("scdl", help="écrit le fichier SCDL subventions 2.1.1")
    one.add_argument("--out", required=True, metavar="FICHIER.csv")
    _choice(one)
    one.add_argument("--evolution", action="store_true", help="les colonnes du projet d’évolution du schéma")
    one.add_argument("--published-at", metavar="ADRESSE", help="note qu’il est publié à cette adresse")
    one.add_argument("--on", metavar="AAAA-MM-JJ", help="jour de la publication (par défaut : ce jour)")
    one = deeds.add_parser("check", help="ce qui ne peut pas être publié, et que faire ; n’écrit rien")
    _choice(one)
    one = deeds.add_parser("delays", help="les aides à publier : en retard, bientôt, publiées")
    one.add_argument("--funder", metavar="CODE", help="un autre financeur que l’autorité")
    one.add_argument("--on", metavar="AAAA-MM-JJ", help="un autre jour")
    one = deeds.add_parser("compare", help="reprend une liste publiée, la réécrit, compare chaque cellule")
    one.add_argument("file", metavar="FICHIER")
    deeds.add_parser("list", help="les fichiers publiés, avec leur adresse et leur empreinte")
    one = deeds.add_parser("authority", help="lit ou règle qui publie, et son SIRET")
    one.add_argument("--siret", help="14 chiffres")
    one.add_argument("--funder", metavar="CODE", help="un autre financeur que l’autorité")
    one.add_argument("--name", metavar="NOM", default="", help="le nom à publier pour cet autre financeur")
    _other_duties(verb)
    for each in deeds.choices.values():
        each.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
        each.add_argument("--db", default=SUPPRESS, help="fichier de la base")


def _other_duties(verb: Verb) -> None:
    sub = verb(
        "p147", call("p147"), "les subventions d’une année par thème de l’État, ou la table des thèmes"
    )
    sub.add_argument("year", nargs="?", type=int, metavar="ANNÉE", help="sans elle : la table des thèmes")
    sub.add_argument("--out", metavar="FICHIER.csv")
    sub.add_argument("--funder", metavar="CODE", help="un autre financeur que l’État (ETAT147)")
    sub.add_argument("--challenge", metavar="DÉFI", help="change les thèmes de ce défi, par exemple D04")
    sub.add_argument("--theme", action="append", default=[], metavar="CODE=PART", help="avec --challenge")
    sub = verb("statement", call("statement"), "état annexé au budget (CGCT L2313-1), en classeur")
    sub.add_argument("year", type=int, metavar="ANNÉE")
    sub.add_argument("--out", required=True, metavar="FICHIER.xlsx")
    sub = verb("thresholds", call("thresholds"), "les associations au-delà des seuils, et ce qui leur manque")
    sub.add_argument("year", type=int, metavar="ANNÉE")
    sub.add_argument("--out", metavar="FICHIER.xlsx")


def _choice(sub: ArgumentParser) -> None:
    sub.add_argument("--year", type=int, metavar="ANNÉE", help="l’année budgétaire de l’appel")
    sub.add_argument("--from", dest="since", metavar="AAAA-MM-JJ", help="conventions depuis ce jour")
    sub.add_argument("--to", dest="until", metavar="AAAA-MM-JJ", help="conventions jusqu’à ce jour")
    sub.add_argument("--all", dest="every", action="store_true", help="toutes les aides, même sous 23 000 €")
    sub.add_argument("--funder", metavar="CODE", help="la part d’un autre financeur que l’autorité")
