"""What `satchel` takes: enrolment of workstations, satchels that leave and come back."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from desktop.terminal.grammar_parts import Verb, call


def satchel_grammar(verb: Verb) -> None:
    deeds = verb("satchel", call("satchel"), "les mallettes : travailler à part et revenir").add_subparsers(
        dest="deed", required=True, metavar="prepare|open|return|merge|inspect|watch|places|…"
    )
    sub = _deed(deeds, "prepare", help="prépare une mallette pour un poste enrôlé")
    sub.add_argument("place", metavar="POSTE")
    _out(sub, "dossier ou clé où l’écrire")
    _scope(sub)
    sub.add_argument("--person", default="", metavar="NOM", help="qui l’emporte")
    _receipt(sub)
    sub = _deed(deeds, "open", help="ouvre une mallette : fonde la base de ce poste, ou l’y ajoute")
    _file(sub)
    _trust(sub)
    _receipt(sub)
    sub = _deed(deeds, "return", help="écrit la mallette de retour vers le poste central")
    _out(sub, "dossier ou clé où l’écrire")
    _receipt(sub)
    sub = _deed(deeds, "merge", help="reprend au poste central le travail d’une mallette")
    _file(sub)
    sub.add_argument("--escrow-key", metavar="FICHIER", help="ouvre par la clé de secours de ce fichier")
    _receipt(sub)
    sub = _deed(deeds, "inspect", help="dit ce que contient une mallette, sans rien reprendre")
    _file(sub)
    sub.add_argument("--escrow-key", metavar="FICHIER", help="ouvre par la clé de secours de ce fichier")
    sub = _deed(deeds, "watch", help="reprend ce qui attend dans le dossier partagé")
    sub.add_argument("--folder", metavar="DOSSIER", help="le dossier partagé, retenu ensuite")
    sub.add_argument("--once", action="store_true", required=True, help="une seule fois")
    sub = _deed(deeds, "deposit", help="dépose une mallette dans le dossier partagé")
    sub.add_argument("place", nargs="?", metavar="POSTE", help="au poste central : pour qui")
    sub.add_argument("--folder", metavar="DOSSIER", help="le dossier partagé, retenu ensuite")
    _enrolment(deeds)


def _enrolment(deeds: Any) -> None:
    _deed(deeds, "places", help="les postes enrôlés, leurs empreintes, ce qu’ils emportent")
    sub = _deed(deeds, "request", help="fait les clés de ce poste et sa demande d’enrôlement")
    sub.add_argument(
        "--site", required=True, metavar="NOM", help="le nom du poste, par exemple « Antenne Nord »"
    )
    _out(sub, "fichier de la demande")
    sub = _deed(deeds, "hub", help="fait de cette base le poste central")
    sub.add_argument("--site", metavar="NOM", help="le nom sous lequel elle écrit")
    sub = _deed(deeds, "card", help="écrit la carte du poste central, à remettre avec la fiche")
    _out(sub, "fichier de la carte")
    sub = _deed(deeds, "enrol", help="enrôle un poste depuis sa demande")
    sub.add_argument("request", metavar="DEMANDE")
    sub.add_argument(
        "--kind", default="quarter", choices=("quarter", "city"), help="antenne ou poste de la ville"
    )
    sub.add_argument("--where-it-is", dest="location", default="", metavar="LIEU")
    sub.add_argument("--sheet", metavar="PDF", help="la fiche d’enrôlement à imprimer")
    _scope(sub)
    sub = _deed(deeds, "confirm", help="confirme l’empreinte lue à voix haute")
    sub.add_argument("place", metavar="POSTE")
    sub.add_argument("--fingerprint", required=True, metavar="EMPREINTE")
    sub = _deed(deeds, "join", help="dit à une base existante quel est son poste central")
    _trust(sub, required=True)
    sub.add_argument("--site", required=True, metavar="NOM", help="le nom de ce poste")
    sub = _deed(deeds, "scope", help="change ce qu’un poste emporte")
    sub.add_argument("place", metavar="POSTE")
    _scope(sub)
    sub = _deed(deeds, "revoke", help="révoque un poste perdu ou volé")
    sub.add_argument("place", metavar="POSTE")
    sub.add_argument("--because", required=True, metavar="RAISON")
    sub.add_argument("--on", metavar="DATE", help="date de la perte (par défaut : maintenant)")
    sub = _deed(
        deeds, "escrow", help="fait la clé de secours et l’imprime : elle n’est gardée nulle part ailleurs"
    )
    _out(sub, "le PDF à imprimer, puis à détruire")


def _deed(deeds: Any, name: str, help: str) -> ArgumentParser:
    """A deed, which takes --json and --db after its name as well."""
    sub: ArgumentParser = deeds.add_parser(name, help=help, description=help)
    sub.add_argument("--db", default=SUPPRESS, help="fichier de la base")
    sub.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
    return sub


def _file(sub: ArgumentParser) -> None:
    sub.add_argument("file", metavar="MALLETTE")


def _out(sub: ArgumentParser, text: str) -> None:
    sub.add_argument("--out", required=True, metavar="OÙ", help=text)


def _receipt(sub: ArgumentParser) -> None:
    sub.add_argument("--receipt", metavar="PDF", help="le reçu à imprimer et à signer")


def _trust(sub: ArgumentParser, *, required: bool = False) -> None:
    sub.add_argument("--card", required=required, metavar="CARTE", help="la carte du poste central")
    sub.add_argument(
        "--fingerprint",
        required=required,
        default="",
        metavar="EMPREINTE",
        help="celle de la fiche d’enrôlement",
    )


def _scope(sub: ArgumentParser) -> None:
    sub.add_argument(
        "--quarter", action="append", default=[], metavar="CODE", help="code ou nom d’un quartier"
    )
    sub.add_argument("--committee", action="append", default=[], metavar="CODE", help="dossiers d’une séance")
    sub.add_argument("--filter", metavar="REQUÊTE", help="requête qui choisit les dossiers")
    sub.add_argument("--everything", action="store_true", help="tous les dossiers")
    sub.add_argument("--no-pieces", action="store_true", help="sans le contenu des pièces")
    sub.add_argument(
        "--without", action="append", default=[], metavar="TABLE.COLONNE", help="colonne laissée de côté"
    )
