"""The box in which the committee's decision is ticked or told, at the foot of a sheet."""

from __future__ import annotations

from desktop.letters.pack_model import Fiche
from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Flow
from desktop.letters.sheets.look import MM, lines_of, one_line
from desktop.rules.french import euros

BOX = 38 * MM  # its height: the boxes to tick stand at the same place of every paper
_TICK = 4.2 * MM


def decision_box(flow: Flow, fiche: Fiche) -> None:
    """Draw the box at the foot of this page; a decision already said is told instead of boxes to tick."""
    m, leaf = flow.measures, flow.leaf
    low = m.bottom
    leaf.fill(m.left, low + BOX - 4 * MM - 7 * MM, m.text, 7 * MM, k.GROUND)
    leaf.frame(m.left, low, m.text, BOX - 4 * MM, k.MUTED, 0.8)
    inside = m.left + 4 * MM
    title = one_line("DÉCISION DU COMITÉ", k.USUAL.part, m.text)
    leaf.say(flow.top.add("H2"), (title,), k.USUAL.part, inside, low + BOX - 4 * MM - 4.8 * MM)
    if fiche.outcome:
        _told(flow, fiche, inside, low + BOX - 18 * MM)
    else:
        _to_tick(flow, inside, low + BOX - 19 * MM)
    flow.y = low


def _told(flow: Flow, fiche: Fiche, x: float, y: float) -> None:
    m = flow.measures
    amount = f" : {euros(fiche.granted)}" if fiche.granted is not None else ""
    shape = k.style(12, 15, bold=True)
    node = flow.top.add("P")
    flow.leaf.say(node, (one_line(f"{fiche.outcome}{amount}", shape, m.text - 8 * MM),), shape, x, y)
    words = " ; ".join((*fiche.reasons, *fiche.conditions))
    if words:
        lines = lines_of(words, k.USUAL.small, m.text - 8 * MM, most=3)
        flow.leaf.say(flow.top.add("P"), lines, k.USUAL.small, x, y - 15)


def _to_tick(flow: Flow, x: float, y: float) -> None:
    m, leaf, shape = flow.measures, flow.leaf, k.style(11, 14)
    step = (m.text - 8 * MM) / 10
    for share, words in ((0.0, "Accordé : …………………… €"), (4.6, "Refusé"), (6.4, "Ajourné"), (8.2, "Autre")):
        at = x + step * share
        leaf.frame(at, y - 2.2, _TICK, _TICK, k.INK, 0.9)
        line = one_line(words, shape, step * 4)
        leaf.say(flow.top.add("P"), (line,), shape, at + _TICK + 2 * MM, y)
    small = k.USUAL.small
    for down, words in ((9, "Motif ou condition :"), (15.5, "Pour, contre, abstentions :")):
        line = one_line(words, small, m.text)
        base = y - down * MM
        leaf.say(flow.top.add("P"), (line,), small, x, base)
        leaf.rule(
            x + line.width + 2 * MM, base - 1.5, m.right - 4 * MM - x - line.width - 2 * MM, k.MUTED, 0.5
        )
