"""Reading: sorting, filtering, one window of rows, a keystroke in the search by number of letters, figures."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication

from db import queries
from db.connection import open_reader
from db.queries.keys import list_keys
from db.search import seek
from desktop.flow.figures import Asked, read_figures
from desktop.rules.query import parse, to_tree
from tests.benchmarks import cities
from tests.benchmarks.measure import Row, cpu, cpu_turns, percentile

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Plain(QAbstractTableModel):
    """What a program would show without windows of rows: a list of tuples."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def rows(size: int) -> list[Row]:
    application = QApplication.instance() or QApplication([])
    assert application
    reader = open_reader(cities.base(size))
    made = [*_order(reader, size), *_window(reader, size), *_search(reader, size), *_figures(reader, size)]
    reader.close()
    return made


def _order(reader, size: int) -> list[Row]:  # type: ignore[no-untyped-def]
    model = Plain(reader.execute("SELECT number, title, stage FROM dossier").fetchall())
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    turn = [False]

    def ours() -> None:
        turn[0] = not turn[0]
        ids = list_keys(reader, None, "title", turn[0])
        queries.list_rows(reader, ids[:40])

    def theirs() -> None:
        proxy.sort(1, Qt.SortOrder.AscendingOrder if turn[0] else Qt.SortOrder.DescendingOrder)

    def walked() -> None:
        reader.execute("SELECT count(*) FROM (SELECT id FROM dossier ORDER BY title_key)").fetchone()

    a, b, floor = cpu_turns(ours, theirs, walked, runs=1 if size > 20_000 else 5)
    made = [
        Row("header click to 40 rows in the new order, all keys read", "the index walked", floor, a,
            "≤ 1/200 of a Qt proxy", a <= b / 200, size=size, other="QSortFilterProxyModel", other_ms=b)
    ]  # fmt: skip
    tree = to_tree(parse("étape:instruction"), "")
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.setFilterKeyColumn(2)

    def filtered() -> None:
        ids = list_keys(reader, tree, "number", False)
        queries.list_rows(reader, ids[:40])

    def by_proxy() -> None:
        turn[0] = not turn[0]
        proxy.setFilterFixedString("instruction" if turn[0] else "opinion")

    def counted() -> None:
        reader.execute("SELECT count(*) FROM dossier WHERE stage = 'instruction'").fetchone()

    a, b, floor = cpu_turns(filtered, by_proxy, counted, runs=3)
    return [
        *made,
        Row("one stage filtered, 40 rows", "the same counted by SQL", floor, a, "≤ 1/20 of a Qt proxy", a <= b / 20,
            size=size, other="QSortFilterProxyModel", other_ms=b),
    ]  # fmt: skip


def _window(reader, size: int) -> list[Row]:  # type: ignore[no-untyped-def]
    ids = queries.list_ids(reader)
    near, far = ids[:128], ids[len(ids) // 2 : len(ids) // 2 + 128]
    a, b = cpu_turns(lambda: queries.list_rows(reader, far), lambda: queries.list_rows(reader, near), runs=15)
    return [Row("128 rows in the middle", "128 first rows", b, a, "≤ 1.5", a <= b * 1.5, size=size)]


def _like(reader, word: str) -> Callable[[], object]:  # type: ignore[no-untyped-def]
    sql = "SELECT n FROM search_doc WHERE body LIKE ? OR title LIKE ? LIMIT 200"
    return lambda: reader.execute(sql, (f"%{word}%zz", f"%{word}%zz")).fetchall()


def _search(reader, size: int) -> list[Row]:  # type: ignore[no-untyped-def]
    words = [row[0].split()[1] for row in reader.execute("SELECT title FROM dossier LIMIT 48")]
    long = [word for word in words if len(word) >= 6] or words
    like = statistics.median(cpu(_like(reader, word)) for word in long[:5])
    made, every, medians = [], [], []
    for letters in range(1, 7):
        times = [cpu(lambda text=w[:letters]: seek(reader, text)) for w in long for _ in range(3)]
        every += times
        medians.append(statistics.median(times))
        what = f"typing in the search, {letters} letter{'s' if letters > 1 else ''}"
        made.append(
            Row(
                what,
                "LIKE on the same texts",
                like,
                medians[-1],
                "≤ 1/100",
                medians[-1] <= like / 100,
                size=size,
            )
        )
    p99, flat = percentile(every, 0.99), max(medians) / min(medians)
    return [
        *made,
        Row("keystroke, 99th percentile", "goal of 4 ms", 4.0, p99, "≤ 4 ms", p99 <= 4, size=size),
        Row("slowest number of letters", "fastest", min(medians), max(medians), "≤ 1.6", flat <= 1.6, size=size),
    ]  # fmt: skip


_PLAIN = {
    "quarter": "SELECT x.quarter_id, count(*), sum(d.asked) FROM dossier d JOIN dossier_quarter x ON x.dossier_id = d.id GROUP BY 1",
    "challenge": "SELECT x.challenge_id, count(*), sum(d.asked) FROM dossier d JOIN mark x ON x.dossier_id = d.id GROUP BY 1",
}


def _figures(reader, size: int) -> list[Row]:  # type: ignore[no-untyped-def]
    made = []
    for axis, sql in _PLAIN.items():
        ours, floor = cpu_turns(
            lambda axis=axis: read_figures(reader, Asked(axis)),  # type: ignore[misc]
            lambda sql=sql: reader.execute(sql).fetchall(),  # type: ignore[misc]
            runs=1 if size > 20_000 else 3,
        )
        goal = "≤ 1 s at 20,000"
        made.append(
            Row(
                f"figures by {axis}, 19 columns",
                "two of them grouped",
                floor,
                ours,
                goal,
                ours <= size / 20,
                size=size,
            )
        )
    return made
