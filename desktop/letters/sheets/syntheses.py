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
from desktop.rules.territory import EMPTY, Axis, Cell, Placed, Territory, territory

Line = tuple[str, Sequence[Fiche]]


def main_challenge(fiche: Fiche) -> int | None:
    """The place of the challenge a dossier counts for: the strongest, the first of the grid on a tie."""
    seen = [(-(level or 0), at) for at, level in enumerate(fiche.levels) if level]
    return min(seen)[1] if seen else None


def by_challenge(pack: Pack) -> list[Line]:
    """Each dossier under its main challenge, those without one last."""
    found: dict[int | None, list[Fiche]] = {}
    for fiche in pack.fiches:
        found.setdefault(main_challenge(fiche), []).append(fiche)
    lines: list[Line] = [
        (f"{challenge.number} {challenge.short}", found[at])
        for at, challenge in enumerate(pack.challenges)
        if at in found
    ]
    rest = [
        fiche for at, fiches in found.items() if at is None or at >= len(pack.challenges) for fiche in fiches
    ]
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


def territory_of(pack: Pack) -> Territory:
    """The grid of the session, counted and shared as the grid of the envelopes is."""
    challenges = [Axis(str(c.number), f"{c.number} {c.short}", c.number) for c in pack.challenges]
    quarters = [Axis(q.code, q.short, rank, q.residents) for rank, q in enumerate(pack.quarters)]
    placed = [
        Placed(
            fiche.quarters,
            _answered(pack, fiche),
            fiche.asked or 0, fiche.proposed or 0, fiche.granted or 0,
        )
        for fiche in pack.fiches
    ]  # fmt: skip
    return territory(placed, challenges, quarters)


def _answered(pack: Pack, fiche: Fiche) -> tuple[tuple[str, int], ...]:
    """The challenges retained, with their strength; those declared while none is."""
    retained = [
        (str(challenge.number), level)
        for challenge, level in zip(pack.challenges, fiche.levels, strict=False)
        if level
    ]
    return tuple(retained) or tuple((str(number), 0) for number in fiche.declared)


def lay_grid(bearing: Bearing, pack: Pack) -> Block:
    """Challenges as rows, quarters as columns: actions, then what is proposed, shaded by amount."""
    flow = Flow(bearing, measures=k.LYING)
    flow.anchor("grid")
    flow.heading("Défis et quartiers", flow.look.chapter, "H1", after=2)
    flow.text(
        "Nombre d’actions, puis montant proposé en euros. L’action de plusieurs défis ou quartiers est "
        "comptée dans chacun ; son montant y est partagé, de sorte que les montants s’additionnent.",
        flow.look.caption,
    )
    flow.space(6)
    found = territory_of(pack)
    most = max((cell.proposed for cell in found.cells.values()), default=0)
    name, count = 48.0 * k.MM, len(found.quarters) + 1
    each = (flow.measures.text - name) / count
    columns = [Col("Défi", name), *(Col(axis.name, each, "right") for axis in found.quarters),
               Col("Total", each, "right")]  # fmt: skip
    rows = []
    for challenge in found.challenges:
        cells = [found.cell(challenge.code, quarter.code) for quarter in found.quarters]
        shades = ("", *(_shade(cell, most) for cell in cells), "")
        whole = found.rows.get(challenge.code, EMPTY)
        rows.append(Row((f"*{challenge.name}", *map(_cell, cells), _cell(whole)), shades=shades))
    sums = [found.columns.get(quarter.code, EMPTY) for quarter in found.quarters]
    rows.append(Row(("Total", *map(_cell, sums), _cell(found.whole)), "total"))
    table(flow, columns, rows)
    return flow.block


_SHADES = ("#f3f7fc", "#dfeaf6", "#c6daee", "#a9c6e4")


def _shade(cell: Cell, most: int) -> str:
    """The more is proposed in a cell, the darker; its figures say the same."""
    if not cell.actions:
        return ""
    return _SHADES[min(3, cell.proposed * 4 // most)] if most else _SHADES[0]


def _cell(cell: Cell) -> str:
    if not cell.actions:
        return "~–"
    return f"*{cell.actions}\n{money(cell.proposed).removesuffix(chr(0xA0) + '€')}"
