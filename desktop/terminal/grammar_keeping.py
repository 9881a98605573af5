"""The commands of what is kept: the archive of a year, retention, eliminations, the rights of a person."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def keeping_grammar(verb: Verb) -> None:
    sub = verb(
        "archive", call("archive_year"), "archive d’une année, qui s’ouvre sans Parvis ; ou la vérifie"
    )
    sub.add_argument("--year", type=int, metavar="ANNÉE")
    sub.add_argument("--out", metavar="DOSSIER|FICHIER.zip", help="dossier vide ou archive ZIP")
    sub.add_argument("--verify", metavar="DOSSIER", help="relit une archive et compare ses empreintes")
    _retention(verb)
    _persons(verb)


def _retention(verb: Verb) -> None:
    sub = verb("retention", call("retention", "retention"), "durées de conservation : ce qui est à échéance")
    sub.add_argument("--on", metavar="AAAA-MM-JJ", help="à une autre date")
    sub = verb("eliminate", call("retention", "eliminate"), "bordereaux d’élimination, visa, élimination")
    sub.add_argument("number", nargs="?", metavar="BORDEREAU", help="par exemple BE2037-01")
    deed = sub.add_mutually_exclusive_group()
    deed.add_argument("--make", action="store_true", help="prépare un bordereau de ce qui est à échéance")
    deed.add_argument("--out", metavar="FICHIER", help="l’écrit, en .pdf ou en .xlsx")
    deed.add_argument("--keep", metavar="NUMÉRO", help="retire un dossier du bordereau (avec --because)")
    deed.add_argument("--sent", action="store_true", help="note qu’il est parti aux archives")
    deed.add_argument("--visa", metavar="RÉFÉRENCE", help="note le visa donné")
    deed.add_argument("--refused", action="store_true", help="note le visa refusé (avec --because)")
    deed.add_argument("--drop", action="store_true", help="supprime un bordereau qui n’est pas parti")
    deed.add_argument("--execute", action="store_true", help="élimine, après le visa (avec --because)")
    sub.add_argument("--because", default="", metavar="RAISON")
    sub.add_argument("--on", metavar="AAAA-MM-JJ", help="date de l’acte (par défaut : ce jour)")
    sub = verb("anonymise", call("retention", "anonymise"), "retire les personnes des dossiers d’une requête")
    sub.add_argument("--where", required=True, help="requête qui choisit les dossiers")
    sub.add_argument("--because", default="", metavar="RAISON")
    sub.add_argument("--keep-files", action="store_true", help="garde les pièces et les courriers tels quels")


def _persons(verb: Verb) -> None:
    sub = verb("person", call("persons", "person"), "ce que l’on détient sur une personne")
    sub.add_argument("name", metavar="NOM")
    sub.add_argument("--email", default="", metavar="COURRIEL")
    sub.add_argument("--out", metavar="DOSSIER", help="l’écrit en JSON et en PDF")
    sub.add_argument("--set", action="append", default=[], metavar="CHAMP=VALEUR", help="corrige partout")
    sub.add_argument("--erase", action="store_true", help="efface là où la loi le permet (avec --because)")
    sub.add_argument("--because", default="", metavar="RAISON")
    sub = verb("rights", call("persons", "requests"), "registre des demandes des personnes (RGPD)")
    sub.add_argument("--add", metavar="NOM", help="inscrit une demande")
    sub.add_argument("--kind", default="access", choices=("access", "correct", "erase", "restrict", "object"))
    sub.add_argument("--email", default="", metavar="COURRIEL")
    sub.add_argument("--answer", metavar="NOM", help="note la réponse à sa demande (avec --words)")
    sub.add_argument("--words", default="", metavar="TEXTE")
    sub.add_argument("--refused", action="store_true", help="la réponse est un refus motivé")
    sub.add_argument("--on", metavar="AAAA-MM-JJ")
