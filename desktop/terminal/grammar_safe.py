"""The commands by which nothing is lost: copies, repair, recycle bin, report of a fault, versions."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def safe_grammar(verb: Verb) -> None:
    _version_grammar(verb)
    sub = verb("copies", call("safe_copies"), "les copies de la base : liste, vérification, second lieu")
    deed = sub.add_mutually_exclusive_group()
    deed.add_argument("--check", action="store_true", help="reprend à l’essai celles qui ne l’ont pas été")
    deed.add_argument("--now", action="store_true", help="en fait une, vérifiée")
    deed.add_argument("--restore", metavar="FICHIER", help="remet cette copie ; la base est gardée d’abord")
    deed.add_argument(
        "--second-place", metavar="DOSSIER", help="les garde aussi là ; un mot vide pour nulle part ailleurs"
    )
    sub = verb("repair", call("repair"), "sauve une base abîmée dans un fichier neuf, avec un rapport")
    sub.add_argument("file", metavar="FICHIER")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait sauvé et n’écrit rien")
    sub.add_argument("--out", metavar="FICHIER", help="la base neuve (par défaut : à côté de l’abîmée)")
    sub = verb("bin", call("bin"), "la corbeille : dossiers mis de côté, lignes supprimées depuis 30 jours")
    sub.add_argument("deed", choices=("list", "put", "restore", "empty", "days"), help="ce qu’on fait")
    sub.add_argument("what", nargs="*", metavar="NUMÉRO", help="dossiers, lignes de « list », ou jours")
    sub.add_argument("--reason", metavar="RAISON", help="pourquoi un dossier va à la corbeille")
    sub = verb("fault-report", call("fault_report"), "un rapport de panne sans donnée personnelle, à relire")
    sub.add_argument("--out", metavar="FICHIER.txt", help="l’écrit là ; sinon il est montré")


def _version_grammar(verb: Verb) -> None:
    sub = verb("update", call("renew"), "met en service la version d’un fichier, ou revient à celle d’avant")
    sub.add_argument("file", nargs="?", metavar="FICHIER", help="archive, setup.exe, .deb ou .msi")
    sub.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait")
    sub.add_argument("--back", action="store_true", help="revient à la version précédente")
    sub.add_argument("--open", action="store_true", help="ouvre ensuite la version en service")
    sub.add_argument("--wait", action="store_true", help="attend que la fenêtre qui le demande se ferme")
