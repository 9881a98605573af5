"""The commands that make papers: those of a session, conventions, what goes with letters."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call, copy_grammar

_WHERE = "requête qui choisit les dossiers"


def paper_grammar(verb: Verb) -> None:
    sub = verb("letters", call("paper", "letters"), "fait les courriers des décisions")
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument("--out", required=True, help="dossier des PDF")
    sub.add_argument("--one-file", action="store_true", help="un seul PDF pour l’imprimante")
    sub.add_argument("--draft", action="store_true", help="les courriers bloqués aussi, marqués PROJET")
    sub = verb("export", call("paper", "export"), "classeur Excel ou CSV de la liste")
    sub.add_argument("--out", help="fichier .xlsx ou .csv")
    sub.add_argument("--where", help="requête qui choisit les dossiers")
    sub.add_argument("--columns", metavar="A,B,C", help="colonnes, dans l’ordre : codes ou titres")
    sub.add_argument("--model", metavar="NOM", help="modèle d’export enregistré, ou « tout »")
    sub.add_argument("--save-model", metavar="NOM", help="garde ces colonnes sous un nom")
    sub.add_argument("--list-columns", action="store_true", help="liste les colonnes et les modèles")
    copy_grammar(sub, black=True)


def sitting_papers_grammar(verb: Verb) -> None:
    for name, text, forms in (
        ("minutes", "le procès-verbal d’une séance", ".pdf ou .docx"),
        ("record", "le relevé de décisions d’une séance", ".pdf ou .docx"),
        ("annex", "le tableau à annexer à la délibération", ".pdf, .xlsx ou .docx"),
    ):
        sub = verb(name, call("papers", name), text)
        sub.add_argument("id", metavar="SÉANCE", help="son code, par exemple S2026-03")
        sub.add_argument("--out", required=True, metavar="FICHIER", help=f"fichier {forms}")
        copy_grammar(sub)


def posting_grammar(verb: Verb) -> None:
    sub = verb("convention", call("posting", "convention"), "la convention d’un dossier")
    sub.add_argument("number")
    sub.add_argument("--out", required=True, metavar="FICHIER", help="fichier .pdf ou .docx")
    sub = verb("conventions", call("posting", "conventions"), "prépare les conventions nécessaires")
    sub.add_argument("--where", help=_WHERE)
    sub = verb("feedback", call("posting", "feedback"), "ce que les notes destinées au porteur lui diraient")
    sub.add_argument("number")
    sub.add_argument("--prepare", action="store_true", help="met le retour dans la boîte d’envoi")
    for name, deed, text in (
        ("slips", "slips_", "les bordereaux d’envoi des courriers"),
        ("labels", "labels_", "les étiquettes d’adresse des courriers"),
    ):
        sub = verb(name, call("posting", deed), text)
        sub.add_argument("--where", help=_WHERE)
        sub.add_argument("--out", required=True, metavar="FICHIER.pdf")
        if name == "labels":
            sub.add_argument("--format", help="la planche, par exemple 24 ; dl : enveloppes")
            sub.add_argument("--first", type=int, default=1, help="première étiquette libre de la planche")
    sub = verb("accountant", call("posting", "accountant"), "la liste pour le comptable, avec les comptes")
    sub.add_argument("--where", help=_WHERE)
    sub.add_argument("--out", required=True, metavar="FICHIER.xlsx")
    sub = verb("register", call("posting", "register"), "le registre des courriers")
    sub.add_argument("--out", required=True, metavar="FICHIER", help="fichier .pdf ou .xlsx")
