"""The commands of the contract over its years: each room adds its own entry to YEARS."""

from __future__ import annotations

from collections.abc import Callable

from desktop.terminal.grammar_duties import duties_grammar
from desktop.terminal.grammar_figures import figures_grammar
from desktop.terminal.grammar_follow import follow_grammar
from desktop.terminal.grammar_forget import forget_grammar
from desktop.terminal.grammar_parts import Verb
from desktop.terminal.grammar_scan import scan_grammar
from desktop.terminal.grammar_together import together_grammar

YEARS: tuple[Callable[[Verb], None], ...] = (
    figures_grammar,
    duties_grammar,
    together_grammar,
    scan_grammar,
    forget_grammar,
    follow_grammar,
)
