"""What teaches the program, from a terminal."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def guidance_grammar(verb: Verb) -> None:
    sub = verb("guide", call("guidance", "guide"), "le guide d’utilisation : ses pages, ou un PDF")
    sub.add_argument("page", nargs="?", metavar="PAGE", help="le nom d’une page, ou des mots à y trouver")
    sub.add_argument("--out", metavar="FICHIER", help="écrit ces pages, ou toutes, en PDF")
