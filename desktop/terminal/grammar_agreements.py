"""The commands of the conventions of several years."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def agreements_grammar(verb: Verb) -> None:
    verb("agreements", call("agreements", "list_"), "les conventions de plusieurs années et ce qui presse")
    sub = verb("agreement", call("agreements", "show"), "le registre par année d’une convention")
    sub.add_argument("number", metavar="NUMÉRO", help="par exemple CPO-2024-01")
    other = sub.add_mutually_exclusive_group()
    other.add_argument("--convention", metavar="FICHIER", help="écrit la convention : .pdf ou .docx")
    other.add_argument("--amendment", metavar="FICHIER", help="écrit le dernier avenant : .pdf ou .docx")
    other.add_argument(
        "--compare", type=int, metavar="ANNÉE", help="la demande de cette année et celle de l’année d’avant"
    )
