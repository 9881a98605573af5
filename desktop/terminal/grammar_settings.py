"""What `settings` takes: its deeds, each with what it needs."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from desktop.terminal.grammar_parts import Verb, call


def settings_grammar(verb: Verb) -> None:
    """`settings list`, `set`, `reset`, `export`, `import`."""
    deeds = verb("settings", call("office_settings"), "les réglages du service").add_subparsers(
        dest="deed", metavar="GESTE", required=True
    )

    def deed(name: str, text: str) -> ArgumentParser:
        sub: ArgumentParser = deeds.add_parser(name, help=text, description=text)
        sub.add_argument("--db", default=SUPPRESS, help="fichier de la base")
        sub.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
        return sub

    sub = deed("list", "les sujets, ou les lignes d’un sujet et ce qui y a changé")
    sub.add_argument("subject", nargs="?", metavar="SUJET", help="par exemple partners")
    sub = deed("set", "change une ligne")
    sub.add_argument("subject", metavar="SUJET")
    sub.add_argument("code", metavar="LIGNE", help="son code, ou son nom")
    sub.add_argument("values", nargs="+", metavar="CHAMP=VALEUR", help="plusieurs mots : séparés par « ; »")
    sub.add_argument("--agreed", action="store_true", help="l’effet annoncé est voulu")
    sub = deed("reset", "remet une ligne comme elle est livrée")
    sub.add_argument("subject", metavar="SUJET")
    sub.add_argument("code", metavar="LIGNE")
    sub.add_argument("--agreed", action="store_true", help="l’effet annoncé est voulu")
    sub = deed("export", "écrit les réglages dans un fichier, qui va avec les dossiers")
    sub.add_argument("--out", required=True, metavar="FICHIER.parvis-reglages")
    sub.add_argument("--subject", action="append", default=[], metavar="SUJET", help="seulement celui-là")
    sub = deed("import", "reprend les réglages d’un fichier, en une étape")
    sub.add_argument("file", metavar="FICHIER.parvis-reglages")
    sub.add_argument("--subject", action="append", default=[], metavar="SUJET", help="seulement celui-là")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui changerait et n’écrit rien")
