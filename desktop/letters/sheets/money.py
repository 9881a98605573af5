"""The envelopes: what each holds, what is engaged and proposed, what is left, with its bar."""

from __future__ import annotations

from desktop.letters.pack_model import Pack, Purse
from desktop.letters.sheets import look as k
from desktop.letters.sheets.drawing import Bar, bars
from desktop.letters.sheets.fiche import money
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, table
from desktop.letters.sheets.look import MM
from desktop.rules.french import euros

ENGAGED, PROPOSED = k.ACCENT, "#9ab6d9"


def lay_purses(bearing: Bearing, pack: Pack) -> Block:
    """A bar for each envelope, then the table; droit commun apart."""
    flow = Flow(bearing)
    flow.anchor("purses")
    look = flow.look
    flow.heading("Enveloppes", look.chapter, "H1", after=8)
    if not pack.purses:
        flow.text("Aucune enveloppe n’est enregistrée pour cette séance.")
        return flow.block
    for apart, title in ((False, "CRÉDITS SPÉCIFIQUES"), (True, "DROIT COMMUN")):
        purses = [purse for purse in pack.purses if purse.common_law == apart]
        if not purses:
            continue
        flow.heading(title, look.part, "H2", before=6, after=6, keep=90)
        _legend(flow)
        bars(flow, [_bar(purse) for purse in purses])
        flow.space(10)
        if look is not k.LARGE:
            table(flow, _columns(flow), [*map(_row, purses), _total(purses)])
        flow.space(12)
    return flow.block


def _held(purse: Purse) -> int:
    """What the bar stands for: what is there, or what is promised when that is more."""
    return max(purse.voted + purse.carried - purse.reserve, purse.engaged + purse.proposed, 1)


def _bar(purse: Purse) -> Bar:
    held = purse.voted + purse.carried - purse.reserve
    over = purse.left < 0
    if held <= 0:
        said = f"{euros(purse.engaged + purse.proposed)} sans enveloppe"
    elif over:
        said = f"dépassement de {euros(-purse.left)} sur {euros(held)}"
    else:
        said = f"reste {euros(purse.left)} sur {euros(held)}"
    parts = [(purse.engaged, ENGAGED), (purse.proposed, k.BAD if over and held > 0 else PROPOSED)]
    return purse.title, parts, _held(purse), said


def _legend(flow: Flow) -> None:
    m, look = flow.measures, flow.look
    x, base = m.left, flow.y - look.caption.size
    for colour, words in ((ENGAGED, "engagé"), (PROPOSED, "proposé"), (k.GROUND, "reste")):
        flow.leaf.fill(x, base, look.caption.size * 0.8, look.caption.size * 0.8, colour)
        flow.leaf.frame(x, base, look.caption.size * 0.8, look.caption.size * 0.8, k.MUTED, 0.3)
        line = k.one_line(words, look.caption, 60 * MM)
        flow.leaf.say(flow.top.add("P"), (line,), look.caption, x + look.caption.size + 2, base)
        x += look.caption.size + line.width + 16
    flow.y -= look.caption.leading + 5


def _columns(flow: Flow) -> list[Col]:
    wide, each = flow.measures.text, 20.5 * MM
    titles = ("Voté", "Reporté", "Réserve", "Engagé", "Proposé", "Reste")
    return [Col("Enveloppe", wide - 6 * each), *(Col(title, each, "right") for title in titles)]


def _row(purse: Purse) -> Row:
    amounts = (purse.voted, purse.carried, purse.reserve, purse.engaged, purse.proposed, purse.left)
    return Row((purse.title, *map(money, amounts)))


def _total(purses: list[Purse]) -> Row:
    sums = [
        sum(getattr(purse, name) for purse in purses)
        for name in ("voted", "carried", "reserve", "engaged", "proposed", "left")
    ]
    return Row(("Total", *map(money, sums)), "total")
