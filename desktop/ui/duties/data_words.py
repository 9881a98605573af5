"""How a line to publish, a held one and a delay read in the tables of open data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.rules.scdl import COLUMNS, Stop, one_line
from desktop.rules.scdl import Line as OpenLine
from desktop.ui.intake.rows import Line
from desktop.ui.tongue import euros, percent

if TYPE_CHECKING:
    from desktop.flow.open_data import Delay

TONES = {
    "late": "bad",
    "soon": "warn",
    "waiting": "neutral",
    "done": "good",
    "undated": "warn",
    "": "neutral",
}


def state_words(state: str) -> str:
    """The pill of a delay; "" for a grant that the law does not ask for."""
    say = QCoreApplication.translate
    return {
        "late": say("duties", "en retard"), "soon": say("duties", "bientôt"),
        "waiting": say("duties", "à publier"), "done": say("duties", "publiée"),
        "undated": say("duties", "sans date"), "": say("duties", "facultative"),
    }[state]  # fmt: skip


def line_line(one: OpenLine, delay: Delay | None) -> Line:
    """A line that can go, with its delay when the law sets one."""
    share, told = one.share, dict(zip(COLUMNS, one.cells, strict=True))
    state = delay.state if delay else ""
    due = f"{delay.due:%d/%m/%Y}" if delay and delay.due else ""
    if delay and delay.published_on:
        due = QCoreApplication.translate("duties", "le {0}").format(f"{delay.published_on:%d/%m/%Y}")
    part = "" if share.member is None else percent(share.voted or 0, share.total or 1)
    dated = f"{share.dated:%d/%m/%Y}" if share.dated else ""
    signs = " *" if one.notices else ""
    return Line(
        (
            state_words(state), share.number, told["nomBeneficiaire"], told["objet"] + signs,
            euros(share.voted or 0), part, dated, due,
        ),
        TONES[state], one,
    )  # fmt: skip


def held_line(one: Stop) -> Line:
    """A grant that cannot go."""
    words = QCoreApplication.translate("duties", "à compléter")
    return Line((words, one.share.number, one_line(one.share.name) or "–", one.why, one.todo), "warn", one)
