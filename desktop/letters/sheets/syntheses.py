"""What the proposals add up to: by quarter, challenge, funder and applicant, and the grid of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from desktop.letters.pack_model import Fiche, Pack
from desktop.letters.sheets import look as k
from desktop.letters.sheets.fiche import money
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, table
from desktop.letters.sheets.programme import groups, shown_funders
from desktop.rules.money import percent

Line = tuple[str, Sequence[Fiche]]


def main_challenge(fiche: Fiche) -> int | None:
    """The place of the challenge a dossier counts for: the strongest, the first of the grid on a tie."""
    seen = [(-(level or 0), at) for at, level in enumerate(fiche.levels) if level]
    return min(seen)[1] if seen else None


def by_challenge(pack: Pack) -> list[Line]:
    """Each dossier under its main challenge, those without one last."""
    lines: list[Line] = []
    for at, challenge in enumerate(pack.challenges):
        found = [fiche for fiche in pack.fiches if main_challenge(fiche) == at]
        if found:
            lines.append((f"{challenge.number} {challenge.short}", found))
    rest = [fiche for fiche in pack.fiches if main_challenge(fiche) is None]
    return lines + ([("Aucun défi noté", rest)] if rest else [])


def by_applicant(pack: Pack) -> list[Line]:
    """Each applicant, those that ask most first."""
    found: dict[str, list[Fiche]] = {}
    for fiche in pack.fiches:
        found.setdefault(fiche.applicant, []).append(fiche)
    return sorted(found.items(), key=lambda pair: (-sum(f.asked or 0 for f in pair[1]), pair[0]))


def _totals(fiches: Iterable[Fiche]) -> tuple[int, int, int, int]:
    """Dossiers, cost, asked, proposed."""
    every = list(fiches)
    return (
        len(every), sum(f.cost or 0 for f in every), sum(f.asked or 0 for f in every),
        sum(f.proposed or 0 for f in every),
    )  # fmt: skip


def _cells(words: str, fiches: Sequence[Fiche], whole: int) -> tuple[str, ...]:
    count, cost, asked, proposed = _totals(fiches)
    return (words, str(count), money(cost), money(asked), money(proposed), percent(proposed, whole))


def lay_syntheses(bearing: Bearing, pack: Pack) -> Block:
    """Three tables, each with its total; applicants have pages of their own."""
    flow = Flow(bearing)
    flow.anchor("syntheses")
    flow.heading("Synthèses", flow.look.chapter, "H1", after=4)
    if not pack.fiches:
        flow.text("Aucun dossier n’est inscrit : rien n’est à additionner.")
        return flow.block
    _table(
        flow, "PAR QUARTIER", "Quartier", [(g.name, g.fiches) for g in groups(pack)], pack.fiches, "byquarter"
    )
    _table(flow, "PAR DÉFI PRINCIPAL", "Défi", by_challenge(pack), pack.fiches, "bychallenge")
    _funders(flow, pack)
    return flow.block


def applicants_table(pack: Pack) -> tuple[tuple[Col, ...], list[Row]]:
    """What each applicant asks and would be given, those that ask most first."""
    whole = _totals(pack.fiches)[3]
    rows = [Row(_cells(words, fiches, whole)) for words, fiches in by_applicant(pack)]
    if rows:
        rows.append(Row(_cells("Total", pack.fiches, whole), "total"))
    return tuple(_columns(k.STANDING.text, "Porteur")), rows


def _columns(wide: float, first: str) -> list[Col]:
    return [
        Col(first, wide * 0.36), Col("Dossiers", wide * 0.1, "right"), Col("Coût", wide * 0.155, "right"),
        Col("Demandé", wide * 0.145, "right"), Col("Proposé", wide * 0.14, "right"),
        Col("Part", wide * 0.1, "right"),
    ]  # fmt: skip


def _table(
    flow: Flow, title: str, first: str, lines: Sequence[Line], every: Sequence[Fiche], anchor: str
) -> None:
    whole = _totals(every)[3]
    rows = [Row(_cells(words, fiches, whole)) for words, fiches in lines]
    rows.append(Row(_cells("Total", every, whole), "total"))
    flow.heading(title, flow.look.part, "H2", before=14, after=5, keep=70)
    flow.anchor(anchor)
    table(flow, _columns(flow.measures.text, first), rows)


def _funders(flow: Flow, pack: Pack) -> None:
    wide = flow.measures.text
    columns = [Col("Financeur", wide * 0.4), Col("Dossiers", wide * 0.12, "right"),
               Col("Demandé", wide * 0.18, "right"), Col("Proposé", wide * 0.18, "right"),
               Col("Part", wide * 0.12, "right")]  # fmt: skip
    funders = [funder for part in shown_funders(pack) for funder in part]
    whole = sum(share.proposed or 0 for fiche in pack.fiches for share in fiche.shares)

    def cells(words: str, kept: Callable[[str], bool]) -> tuple[str, ...]:
        shares = [
            share
            for fiche in pack.fiches
            for share in fiche.shares
            if kept(share.funder) and (share.asked is not None or share.proposed is not None)
        ]
        proposed = sum(share.proposed or 0 for share in shares)
        count = len([share for share in shares if share.asked or share.proposed])
        asked = sum(share.asked or 0 for share in shares)
        return (words, str(count), money(asked), money(proposed), percent(proposed, whole))

    rows = [Row(cells(funder.name, funder.code.__eq__)) for funder in funders]
    total = cells("Total", lambda code: True)
    rows.append(Row((total[0], "", *total[2:]), "total"))
    flow.heading("PAR FINANCEUR", flow.look.part, "H2", before=14, after=5, keep=70)
    flow.anchor("byfunder")
    table(flow, columns, rows)


def lay_grid(bearing: Bearing, pack: Pack) -> Block:
    """Challenges as rows, quarters as columns: dossiers, then what is proposed, shaded by amount."""
    flow = Flow(bearing, measures=k.LYING)
    flow.anchor("grid")
    flow.heading("Défis et quartiers", flow.look.chapter, "H1", after=2)
    flow.text(
        "Nombre de dossiers, puis montant proposé en euros. Un dossier qui marque plusieurs défis "
        "ou concerne plusieurs quartiers compte dans chacun : les cases ne s’additionnent pas.",
        flow.look.caption,
    )
    flow.space(6)
    name, room = 62.0 * k.MM, flow.measures.text
    each = (room - name) / max(len(pack.quarters), 1)
    columns = [Col("Défi", name), *(Col(quarter.short, each, "right") for quarter in pack.quarters)]
    rows = []
    places = [(at, quarter.code) for at in range(len(pack.challenges)) for quarter in pack.quarters]
    most = max((_proposed(_inside(pack, *place)) for place in places), default=0)
    for at, challenge in enumerate(pack.challenges):
        inside = [_inside(pack, at, quarter.code) for quarter in pack.quarters]
        cells = (f"*{challenge.number} {challenge.short}", *map(_cell, inside))
        rows.append(Row(cells, shades=("", *(_shade(fiches, most) for fiches in inside))))
    table(flow, columns, rows)
    return flow.block


def _inside(pack: Pack, challenge: int, quarter: str) -> list[Fiche]:
    return [
        fiche
        for fiche in pack.fiches
        if quarter in fiche.quarters and challenge < len(fiche.levels) and fiche.levels[challenge]
    ]


_SHADES = ("#f3f7fc", "#dfeaf6", "#c6daee", "#a9c6e4")


def _proposed(fiches: Sequence[Fiche]) -> int:
    return sum(fiche.proposed or 0 for fiche in fiches)


def _shade(fiches: Sequence[Fiche], most: int) -> str:
    """The more is proposed in a cell, the darker; its figures say the same."""
    if not fiches:
        return ""
    return _SHADES[min(3, _proposed(fiches) * 4 // most)] if most else _SHADES[0]


def _cell(fiches: Sequence[Fiche]) -> str:
    if not fiches:
        return "~–"
    amount = sum(fiche.proposed or 0 for fiche in fiches)
    return f"*{len(fiches)}\n{money(amount).removesuffix(chr(0xA0) + '€')}"
