"""What `forget-copies` takes: nothing more than the base."""

from __future__ import annotations

from desktop.terminal.grammar_parts import Verb, call


def forget_grammar(verb: Verb) -> None:
    verb("forget-copies", call("forget", "forget_copies"), "efface aussi des copies ce qui a été effacé")
