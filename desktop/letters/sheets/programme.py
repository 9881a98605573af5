"""The programming table: lying pages with repeated headings, subtotals by quarter, a grand total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.letters.pack_model import Fiche, Funder, Pack
from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, draw_rows, split, widest
from desktop.letters.sheets.look import MM
from desktop.rules.french import euros, plural

MOST_FUNDERS = 4
ELSEWHERE = "Hors quartier"
SEVERAL = "Plusieurs quartiers"


@dataclass(frozen=True, slots=True)
class Group:
    """The dossiers of one quarter, of several, of none."""

    name: str
    fiches: tuple[Fiche, ...]


def groups(pack: Pack) -> list[Group]:
    """The order of the day by quarter, each dossier in one group alone: its money is counted once."""
    found: dict[str, list[Fiche]] = {quarter.code: [] for quarter in pack.quarters}
    found[SEVERAL] = []
    found[ELSEWHERE] = []
    for fiche in pack.fiches:
        code = SEVERAL if len(fiche.quarters) > 1 else (fiche.quarters or (ELSEWHERE,))[0]
        found.setdefault(code, []).append(fiche)
    return [Group(pack.quarter_name(code), tuple(rows)) for code, rows in found.items() if rows]


def plain_euros(amount: int | None) -> str:
    """An amount in a table that says « en euros » at its head: « 9 000 », a dash when unknown."""
    return "—" if amount is None else euros(amount).removesuffix("\u00a0€")


def shown_funders(pack: Pack, most: int = MOST_FUNDERS) -> tuple[list[Funder], list[Funder]]:
    """The funders that have a column: those that give, else those asked most; the others are « Autres »."""
    asked, giving = _asked_of(pack.fiches)
    used = [funder for funder in pack.funders if funder.code in asked]
    if len(used) <= most:
        return used, []
    ordered = sorted(used, key=lambda f: (f.code not in giving, -asked[f.code]))
    wanted = {funder.code for funder in ordered[: most - 1]}
    return [f for f in used if f.code in wanted], [f for f in used if f.code not in wanted]


@lru_cache(maxsize=2)
def _asked_of(fiches: tuple[Fiche, ...]) -> tuple[dict[str, int], frozenset[str]]:
    """What each funder was asked in all, and which ones give something."""
    asked: dict[str, int] = {}
    giving: set[str] = set()
    for fiche in fiches:
        for share in fiche.shares:
            if share.asked is not None or share.proposed is not None:
                asked[share.funder] = asked.get(share.funder, 0) + (share.asked or 0)
            if share.proposed:
                giving.add(share.funder)
    return asked, frozenset(giving)


_NAMES = ("N°", "Dossier", "Porteur", "Intitulé", "QPV", "Défis", "", "Accordé", "Coût")
_WIDTHS = (8.0, 17.5, 38.0, 48.0, 20.0, 14.0, 11.0)  # mm, up to the nature of the demand
_NARROWEST = (30.0, 34.0)  # porteur, intitulé
_DECISION, _ADVICE = 21.0, 18.0


def programme_table(pack: Pack) -> tuple[tuple[Col, ...], list[Row]]:
    """Columns and rows. Amounts are never cut: their columns fit the longest; names share the rest.

    Where amounts leave no room for the decision to be written, fewer funders have a column of their own.
    """
    for most in range(MOST_FUNDERS, 1, -1):
        made, rows = _table_of(pack, shown_funders(pack, most))
        if made[-1].width >= _DECISION * 0.8 * MM:
            break
    return made, rows


def _table_of(pack: Pack, funders: tuple[list[Funder], list[Funder]]) -> tuple[tuple[Col, ...], list[Row]]:
    titles = [funder.short for funder in funders[0]] + (["Autres"] if funders[1] else [])
    fixed = list(_WIDTHS)
    heads = ("Accordé", "Coût", *titles, "Total")
    rows = rows_of(pack, funders, len(fixed) + len(heads) + 2)
    money = [widest(rows, len(fixed) + at, head, k.USUAL) / MM for at, head in enumerate(heads)]
    rest = k.LYING.text / MM - sum(fixed) - sum(money) - _ADVICE - _DECISION
    for at, least in zip((2, 3), _NARROWEST, strict=True):
        fixed[at] = max(least, fixed[at] + rest * (0.45 if at == 2 else 0.55))
    left = k.LYING.text / MM - sum(fixed) - sum(money) - _ADVICE
    names = [*_NAMES[:7], f"Accordé {year_of(pack) - 1}", "Coût", *titles, "Total"]
    made = [
        Col(name, wide * MM, "right" if at >= len(fixed) else "left")
        for at, (name, wide) in enumerate(zip(names, (*fixed, *money), strict=True))
    ]
    return (*made, Col("Avis", _ADVICE * MM, gap=1.5 * MM), Col("Décision", left * MM)), rows


def year_of(pack: Pack) -> int:
    """The year of the session."""
    return int(pack.held_on[:4])


def _pair(asked: int | None, proposed: int | None) -> str:
    """What is asked, muted, over what is proposed."""
    if asked is None and proposed is None:
        return ""
    return f"~{plain_euros(asked)}\n*{plain_euros(proposed)}"


def _added(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows of one pack share, hashable."""

    funders: tuple[str, ...]
    others: tuple[str, ...]
    quarters: tuple[tuple[str, str], ...]  # code, short name
    challenges: tuple[int, ...]


@lru_cache(maxsize=4096)
def line_of(told: Told, fiche: Fiche) -> Row:
    """The row of one dossier."""
    shares = [fiche.share(code) for code in told.funders]
    pairs = [_pair(share.asked, share.proposed) for share in shares]
    if told.others:
        rest = [fiche.share(code) for code in told.others]
        pairs.append(_pair(_added([s.asked for s in rest]), _added([s.proposed for s in rest])))
    marked = [str(n) for n, level in zip(told.challenges, fiche.levels, strict=False) if level]
    nature = {None: "", True: "Rec.", False: "Nouv."}[fiche.renewal]
    decision = fiche.outcome + (f"\n*{plain_euros(fiche.granted)}" if fiche.granted is not None else "")
    names = dict(told.quarters)
    return Row(
        (
            str(fiche.rank), fiche.number, f"*{fiche.applicant}", fiche.title,
            ", ".join(names.get(code, code) for code in fiche.quarters), " · ".join(marked), nature,
            plain_euros(fiche.before), plain_euros(fiche.cost), *pairs,
            _pair(fiche.asked, fiche.proposed), fiche.opinion, decision,
        ),
        anchor=f"d{fiche.key}",
    )  # fmt: skip


def sum_row(
    words: str, fiches: Sequence[Fiche], funders: tuple[list[Funder], list[Funder]], *, whole: bool
) -> Row:
    """The subtotal of some dossiers: a sum of their rows, cell by cell."""
    pairs = []
    every = [[funder.code] for funder in funders[0]] + ([[f.code for f in funders[1]]] if funders[1] else [])
    for codes in every:
        shares = [fiche.share(code) for fiche in fiches for code in codes]
        pairs.append(_pair(_added([s.asked for s in shares]) or 0, _added([s.proposed for s in shares]) or 0))
    before, cost = _added([f.before for f in fiches]) or 0, _added([f.cost for f in fiches]) or 0
    total = _pair(_added([f.asked for f in fiches]) or 0, _added([f.proposed for f in fiches]) or 0)
    granted = [f.granted for f in fiches if f.granted is not None]
    return Row(
        (words, "", "", "", "", "", "", plain_euros(before), plain_euros(cost), *pairs, total, "",
         plain_euros(sum(granted)) if granted else ""),
        "total" if whole else "subtotal",
    )  # fmt: skip


def rows_of(pack: Pack, funders: tuple[list[Funder], list[Funder]], width: int) -> list[Row]:
    """Every row of the table, groups and sums included."""
    told = Told(
        tuple(funder.code for funder in funders[0]), tuple(funder.code for funder in funders[1]),
        tuple((quarter.code, quarter.short) for quarter in pack.quarters),
        tuple(challenge.number for challenge in pack.challenges),
    )  # fmt: skip
    rows: list[Row] = []
    for group in groups(pack):
        rows.append(Row((group.name, *[""] * (width - 1)), "group"))
        rows += [line_of(told, fiche) for fiche in group.fiches]
        count = len(group.fiches)
        words = f"Sous-total {group.name} ({count} {plural(count, 'dossier')})"
        rows.append(sum_row(words, group.fiches, funders, whole=False))
    count = len(pack.fiches)
    rows.append(
        sum_row(f"Total général ({count} {plural(count, 'dossier')})", pack.fiches, funders, whole=True)
    )
    return rows


def programme_pages(bearing: Bearing, columns: tuple[Col, ...], rows: list[Row]) -> list[tuple[Row, ...]]:
    """The rows of each page."""
    return split(columns, rows, bearing.look, k.LYING, _title_height(bearing.look))


def _title_height(look: k.Look) -> float:
    return look.chapter.leading + look.caption.leading + 8


def lay_programme(
    bearing: Bearing, columns: tuple[Col, ...], rows: tuple[Row, ...], number: int, count: int
) -> Block:
    """One page of the table."""
    right = f"Tableau de programmation, {number} sur {count}"
    flow = Flow(bearing, right=right, measures=k.LYING)
    flow.anchor("programme" if number == 1 else f"programme-{number}")
    if number == 1:
        flow.heading("Tableau de programmation", flow.look.chapter, "H1", after=2)
        flow.text(
            "Montants en euros. Par financeur et au total : demandé, puis proposé en gras. "
            "Nouv. : nouvelle action ; Rec. : reconduction.",
            flow.look.caption,
        )
        flow.y = flow.measures.top - _title_height(flow.look)
    draw_rows(flow, columns, rows)
    return flow.block
