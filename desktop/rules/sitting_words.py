"""Whether a letter tells the decision as it stands now: its outcome, its conditions, who took it and when."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.rules.expected import PROMISES, SEVERAL_YEARS, Expected, Finding, Words
from desktop.rules.folding import fold
from desktop.rules.folding import words as words_of
from desktop.rules.french import date_long
from desktop.rules.ruling import LABELS

_DAY = r"((?:1er|\d{1,2})\s\w+\s\d{4})"
_SAT = re.compile(rf"\b[Rr]éunie?\sle\s{_DAY}")
_ACTED = re.compile(rf"délibération\sn°\s(\S+)\sdu\s{_DAY}")


def agrees(words: Words, expected: Expected) -> Iterable[Finding]:
    """Whether the decision, as it stands now, is the one that the letter tells."""
    from_template = expected.outcomes and expected.outcome
    if from_template and expected.outcome not in expected.outcomes:
        yield Finding(
            "error",
            f"La décision est maintenant « {LABELS[expected.outcome]} » : ce courrier en annonce une autre.",
            "corps",
        )
    body = "\n".join(text for where, text in words if where in ("corps", "liste"))
    # The conditions are those of the decision of one year.
    if expected.kind in PROMISES and expected.kind != SEVERAL_YEARS:
        plain = " ".join(words_of(body))
        for condition in expected.conditions:
            if " ".join(words_of(condition)) not in plain:
                yield Finding("error", f"La condition « {condition} » n’est pas dans le courrier.", "liste")
    for said in _SAT.findall(body):
        if expected.sat_on and fold(said) != fold(date_long(expected.sat_on)):
            right = date_long(expected.sat_on)
            yield Finding("error", f"Le comité s’est réuni le {right}, pas le {said}.", "corps")
    for number, said in _ACTED.findall(body):
        right = f"n° {expected.act}" + (f" du {date_long(expected.act_on)}" if expected.act_on else "")
        if number != expected.act or (expected.act_on and fold(said) != fold(date_long(expected.act_on))):
            yield Finding("error", f"La délibération est {right if expected.act else 'inconnue'}.", "corps")
