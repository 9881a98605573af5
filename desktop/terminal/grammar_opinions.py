"""What `opinions` takes: one deed of its own for asking, reading back, writing down, listing."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable

Deed = Callable[[str, str], ArgumentParser]
_VALUES = ("favourable", "reserved", "unfavourable", "out_of_scope")


def opinions_grammar(sub: ArgumentParser) -> None:
    """The deeds of `opinions`, each with its own options."""

    def deed(name: str, text: str) -> ArgumentParser:
        made: ArgumentParser = deeds.add_parser(name, help=text, description=text)
        made.add_argument("--db", default=SUPPRESS, help="fichier de la base")
        made.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
        return made

    deeds = sub.add_subparsers(dest="deed", metavar="GESTE", required=True)

    _files(deed)
    _people(deed)


def _files(deed: Deed) -> None:
    one = deed("ask", "demande l’avis d’un partenaire : un classeur ou un PDF à lui remettre")
    one.add_argument("--partner", required=True, metavar="CODE")
    one.add_argument("--where", default="", metavar="REQUÊTE", help="les dossiers sur lesquels l’interroger")
    one.add_argument(
        "--out",
        action="append",
        required=True,
        metavar="FICHIER",
        help=".xlsx ou .pdf ; deux --out font les deux",
    )
    one.add_argument("--due", metavar="AAAA-MM-JJ", help="jour où la réponse est attendue")
    one.add_argument("--committee", metavar="CODE", help="séance pour laquelle l’avis est demandé")
    one.add_argument("--question", default="", help="ce qui est demandé, en une phrase")
    one = deed("read", "lit des fichiers retournés et joint leurs avis")
    one.add_argument("files", nargs="+", metavar="FICHIER")
    one.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait et n’écrit rien")
    for name, text in (("list", "ce qui est demandé, et les réponses"), ("late", "qui est en retard")):
        one = deed(name, text)
        one.add_argument("--partner", metavar="CODE")


def _people(deed: Deed) -> None:
    one = deed("record", "note l’avis donné par téléphone, en réunion ou par courriel")
    one.add_argument("number")
    one.add_argument("--partner", required=True, metavar="CODE")
    one.add_argument("--value", required=True, help=f"{', '.join(_VALUES)}, ou le mot français")
    one.add_argument("--amount", metavar="MONTANT", help="ce que le partenaire apporterait, en euros")
    one.add_argument("--comment", default="")
    one.add_argument("--channel", choices=("phone", "meeting", "mail"), default="phone")
    one.add_argument("--by", default="", metavar="NOM", help="qui l’a dit")
    one.add_argument("--on", metavar="AAAA-MM-JJ", help="le jour où il est donné")
    one.add_argument("--confidential", action="store_true", help="à garder entre services")
    one = deed("withdraw", "retire la demande faite à un partenaire sur un dossier")
    one.add_argument("number")
    one.add_argument("--partner", required=True, metavar="CODE")
    one = deed("remind", "note une relance et donne le texte à coller dans un courriel")
    one.add_argument("--partner", required=True, metavar="CODE")
