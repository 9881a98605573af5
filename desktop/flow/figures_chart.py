"""The figures as bars: one axis and measure, or small multiples over the years."""

from __future__ import annotations

from dataclasses import replace

from db.queries.figures import Figure
from desktop.flow.figures import Figures
from desktop.flow.figures_years import OverYears, by_year_of
from desktop.rules.bars import Bar, Bars, Pattern
from desktop.rules.figures import BY, BY_CODE, query_of, value_of, words_of
from desktop.rules.french import plural

_WITHIN = {"granted": "asked", "paid": "granted", "granted_count": "dossiers", "women": "beneficiaries",
           "men": "beneficiaries"}  # fmt: skip
_MISSING = {"asked": "no_asked", "granted": "no_granted", "cost": "no_cost", "beneficiaries": "no_people"}


def bars_of(found: Figures, measure: str) -> Bars:
    """A bar a row; the outline is what it is a part of, where that makes sense."""
    asked = found.asked
    bars = tuple(
        _bar(row, measure, query_of(asked.by, row.code, asked.since, asked.until, asked.filters))
        for row in found.rows
    )
    return Bars(_title(found, measure), _scope(found), bars, _legend(measure))


def bars_over(told: OverYears, measure: str) -> Bars:
    """Years as bars: one panel a row of the axis, one panel alone for the years themselves."""
    found, asked = told.found, told.found.asked
    bars: list[Bar] = []
    rows = found.rows if asked.by != "year" else (found.whole._replace(code="", label=""),)
    for row in rows:
        bars += _before(told, row.code, row.label, measure)
        for year in told.years:
            cell = told.cells.get((row.code, year))
            query = query_of("whole" if asked.by == "year" else asked.by, row.code, year, year, asked.filters)
            if cell is None:
                bars.append(Bar(row.code, str(year), 0, words_of(0, measure), group=row.label, query=""))
            else:
                made = _bar(cell._replace(residents=row.residents), measure, query)
                bars.append(
                    _named(made, str(year), row.code, row.label, odd=not row.code and asked.by != "year")
                )
    entered = any(bar.pattern == "cross" for bar in bars)
    foot = "Croisillons : moyenne par an d’un contrat antérieur, total saisi." if entered else ""
    return Bars(_title(found, measure), _years_said(found), tuple(bars), _legend(measure), foot)


def _named(bar: Bar, label: str, code: str, group: str, *, odd: bool) -> Bar:
    pattern: Pattern = "dots" if odd else "hatch"
    return replace(bar, code=code, label=label, group=group, pattern=pattern)


def _before(told: OverYears, code: str, group: str, measure: str) -> list[Bar]:
    by = told.found.asked.by
    axis = "" if by == "year" else by
    made = []
    for row in told.before:
        value = by_year_of(row, measure)
        if (row.axis, row.code) == (axis, code) and value is not None:
            note = f"{row.contract}, moyenne par an, saisi : {row.basis}"
            label = f"{row.from_year}-{row.to_year % 100:02d}"
            made.append(Bar(code, label, value, words_of(value, measure), None, note, "", group, "cross"))
    return made


def _bar(row: Figure, measure: str, query: str) -> Bar:
    value = value_of(row, measure)
    within = value_of(row, _WITHIN[measure]) if measure in _WITHIN else None
    missing = getattr(row, _MISSING[measure]) if measure in _MISSING else 0
    note = f"{missing} {plural(missing, 'dossier')} sans cette valeur" if missing else ""
    pattern = "hatch" if row.code else "dots"
    return Bar(
        row.code, row.label, value, words_of(value, measure), within, note, query if row.dossiers else "",
        pattern=pattern,  # type: ignore[arg-type]  # one of the two
    )  # fmt: skip


def _title(found: Figures, measure: str) -> str:
    return f"{BY_CODE[measure].label} {BY[found.asked.by]}"


def _scope(found: Figures) -> str:
    return found.asked.scope


def _years_said(found: Figures) -> str:
    every = found.asked.since is None and found.asked.until is None
    return "au fil des années" if every else f"au fil des années, {found.asked.scope}"


def _legend(measure: str) -> str:
    if measure not in _WITHIN:
        return ""
    whole = BY_CODE[_WITHIN[measure]].label.lower()
    return f"Contour : {whole}. Hachures : {BY_CODE[measure].label.lower().removeprefix('dont ')}."
