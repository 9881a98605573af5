"""What `hub` takes: setting up a server, who may use it, the exchange of this workstation, reports."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from desktop.rules.roles import ROLES
from desktop.terminal.grammar_parts import Verb, call

ADDRESS = "adresse PostgreSQL, par exemple « host=srv dbname=parvis user=leroy »"


def hub_grammar(verb: Verb) -> None:
    """The deeds of `hub`, each with its own options."""
    text = "le serveur partagé (PostgreSQL) : l’installer, y inscrire, échanger, vérifier, rapporter"
    deeds = verb("hub", call("hub"), text).add_subparsers(
        dest="deed", required=True, metavar="init|enrol|revoke|sync|status|verify|project|report|password"
    )
    sub = _deed(deeds, "init", "prépare le serveur et dit ce qui a été fait ; peut être relancé")
    sub.add_argument("--name", default="PIVOT", help="nom du serveur dans les échanges")
    _enrolment(deeds)
    sub = _deed(deeds, "sync", "échange avec le serveur", needed=False)
    sub.add_argument("--site", metavar="POSTE", help="nom de ce poste, la première fois")
    _deed(deeds, "status", "où en est ce poste, et si le serveur répond", needed=False)
    _deed(
        deeds, "verify", "vérifie le serveur : journal, verrous, droits, et ce que ce poste y a", needed=False
    )
    sub = _deed(deeds, "project", "écrit les tables des rapports à partir du journal")
    sub.add_argument("--follow", type=float, metavar="SECONDES", help="attend la suite pendant ce temps")
    sub = _deed(deeds, "report", "un rapport fait par le serveur", needed=False)
    sub.add_argument("by", choices=("stage", "quarter", "challenge", "funder", "month"))
    sub.add_argument("--year", type=int, metavar="ANNÉE", help="une seule année")
    _deed(deeds, "password", "range le mot de passe d’un compte dans le trousseau du système", needed=False)


def _enrolment(deeds: Any) -> None:
    sub = _deed(deeds, "enrol", "inscrit une personne, un poste, ou les deux")
    sub.add_argument("--login", metavar="COMPTE", help="compte PostgreSQL de la personne")
    sub.add_argument("--name", default="", metavar="NOM", help="son nom, tel que ses actions le portent")
    sub.add_argument("--role", choices=[code for code, _ in ROLES])
    sub.add_argument("--new-password", action="store_true", help="tire un mot de passe et le montre une fois")
    sub.add_argument("--site", metavar="POSTE", help="nom du poste")
    sub.add_argument("--place", default="", metavar="CODE", help="lieu, pour les numéros provisoires")
    sub.add_argument("--with", dest="logins", default="", metavar="A,B", help="autres comptes de ce poste")
    sub.add_argument("--quarters", default="", metavar="A,B", help="codes des quartiers ; aucun : tous")
    sub = _deed(deeds, "revoke", "ferme le serveur à une personne ou à un poste")
    sub.add_argument("--login", metavar="COMPTE")
    sub.add_argument("--site", metavar="POSTE")
    sub.add_argument("--why", default="", metavar="RAISON")


def _deed(deeds: Any, name: str, text: str, *, needed: bool = True) -> ArgumentParser:
    made: ArgumentParser = deeds.add_parser(name, help=text, description=text)
    made.add_argument("--db", default=SUPPRESS, help="fichier de la base")
    made.add_argument("--json", action="store_true", default=SUPPRESS, help="répond en JSON")
    made.add_argument("--at", required=needed, metavar="ADRESSE", help=ADDRESS)
    made.add_argument("--insecure", action="store_true", help="accepte une liaison sans TLS vérifié")
    return made
