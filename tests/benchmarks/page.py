"""The page of figures, made of every part that was measured, whenever it was."""

from __future__ import annotations

from collections.abc import Iterable

from tests.benchmarks.cities import SIZES
from tests.benchmarks.measure import ROOT, Row
from tests.benchmarks.notes import HEAD, LATER, NOTES
from tests.benchmarks.results import Part

PAGE = ROOT / "docs" / "benchmarks.md"


def figure(value: float, unit: str) -> str:
    """With the digits that mean something: 0.36 ms, 43.3 ms, 5,963 ms."""
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f} {unit}"


def ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"1/{1 / value:,.0f}" if value else "0"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def by_size(rows: list[Row]) -> str:
    """One line for what is measured on several bases; floor, ratio and goal are those of the largest."""
    sizes = [size for size in SIZES if any(row.size == size for row in rows)]
    heads = ["what", *(f"{size:,}" for size in sizes), "floor", "instead", "ratio", "goal", "reached"]
    lines = [_line(heads), _line(["---", *["---:"] * (len(sizes) + 3), "---", "---"])]
    for what in dict.fromkeys(row.what for row in rows):
        found = {row.size: row for row in rows if row.what == what}
        ours = [figure(found[size].ours_ms, found[size].unit) if size in found else "–" for size in sizes]
        lines.append(_line([_what(found[max(found)]), *ours, *_judged(found[max(found)])]))
    return "\n".join(lines) + "\n"


def table(rows: list[Row]) -> str:
    lines = [
        _line(("what", "ours", "floor", "instead", "ratio", "goal", "reached")),
        _line(("---", "---:", "---:", "---:", "---:", "---", "---")),
    ]
    lines += [_line([_what(row), figure(row.ours_ms, row.unit), *_judged(row)]) for row in rows]
    return "\n".join(lines) + "\n"


def _what(row: Row) -> str:
    return f"{row.what} ({row.remark})" if row.remark else row.what


def _judged(row: Row) -> list[str]:
    floor = f"{row.floor}: {figure(row.floor_ms, row.unit)}"
    told = f"{row.other}: {figure(row.other_ms, row.unit)}" if row.other else "–"
    if row.other and row.ours_ms:
        told += f" (×{row.other_ms / row.ours_ms:,.1f})"
    return [floor, told, ratio(row.ratio), row.goal, "yes" if row.reached else "**no**"]


def write(parts: list[Part]) -> None:
    """The page, from all the parts."""
    PAGE.write_text(text(parts), encoding="utf-8")


def text(parts: list[Part]) -> str:
    sized = [row for part in sorted(parts, key=lambda part: part.size) for row in part.rows if row.size]
    other = [row for part in parts for row in part.rows if not row.size]
    days = sorted(part.at for part in parts)
    loads = [load for part in parts for load in part.load]
    head = HEAD.format(
        first=days[0], last=days[-1], machine=parts[-1].machine, low=min(loads), high=max(loads),
        minutes=sum(part.seconds for part in parts) / 60,
    )  # fmt: skip
    order = [row.what for row in sized]
    sized.sort(key=lambda row: order.index(row.what))
    return (
        f"{head}\n## On bases of three sizes\n\n{by_size(sized)}\n## Whatever the size\n\n{table(other)}\n"
        f"{missed([*sized, *other])}\n{NOTES}"
    )


def missed(rows: list[Row]) -> str:
    """What was not reached in this run, at the largest size each was measured on, and why."""
    largest = {row.what: row for row in sorted(rows, key=lambda row: row.size)}
    lines = [
        f"- *{row.what}*: {ratio(row.ratio)} beside {row.floor}, goal {row.goal}. {LATER.get(row.what, '')}".rstrip()
        for row in largest.values()
        if not row.reached
    ]
    return "## Not reached, and why\n\n" + ("\n".join(lines) if lines else "Every goal was reached.") + "\n"
