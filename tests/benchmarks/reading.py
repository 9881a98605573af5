"""Reading: a click on a header, one window of rows, a keystroke in the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication

from db import queries
from db.connection import open_reader
from db.search import seek
from tests.benchmarks.measure import Row, milliseconds, pairs, percentile

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
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def rows(city: Path) -> list[Row]:
    application = QApplication.instance() or QApplication([])
    assert application
    reader = open_reader(city)
    return [_sort(reader), *_window(reader), *_search(reader)]


def _sort(reader) -> Row:  # type: ignore[no-untyped-def]
    model = Plain(reader.execute("SELECT number, title FROM dossier").fetchall())
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    turn = [False]

    def ours() -> None:
        turn[0] = not turn[0]
        ids = queries.list_ids(reader, None, "title", turn[0])
        queries.list_rows(reader, ids[:40])

    def theirs() -> None:
        order = Qt.SortOrder.AscendingOrder if turn[0] else Qt.SortOrder.DescendingOrder
        proxy.sort(1, order)

    a, b, _ = pairs(ours, theirs, runs=5)
    return Row("header click to rows", "Qt proxy", b, a, "≤ 1/200 of a Qt proxy", a <= b / 200)


def _window(reader) -> list[Row]:  # type: ignore[no-untyped-def]
    ids = queries.list_ids(reader)
    near, far = ids[:128], ids[len(ids) // 2 : len(ids) // 2 + 128]

    def orm() -> None:
        from sqlalchemy import create_engine, select
        from sqlalchemy.orm import Session

        from db.models import Dossier

        engine = create_engine("sqlite://", creator=lambda: reader)
        with Session(engine) as session:
            session.scalars(select(Dossier).limit(128)).all()

    a, b, _ = pairs(lambda: queries.list_rows(reader, far), lambda: queries.list_rows(reader, near))
    return [Row("128 rows in the middle", "128 first rows", b, a, "≤ 1.5", a <= b * 1.5)]


def _like(reader, word: str) -> Callable[[], object]:  # type: ignore[no-untyped-def]
    sql = "SELECT n FROM search_doc WHERE body LIKE ? OR title LIKE ? LIMIT 200"
    return lambda: reader.execute(sql, (f"%{word}%zz", f"%{word}%zz")).fetchall()


def _search(reader) -> list[Row]:  # type: ignore[no-untyped-def]
    words = [row[0].split()[1] for row in reader.execute("SELECT title FROM dossier LIMIT 48")]
    long = [word for word in words if len(word) >= 6] or words
    made = []
    every: list[float] = []
    medians = []
    like = sorted(milliseconds(_like(reader, word)) for word in long[:5])[2]
    for letters in range(1, 7):
        times = sorted(
            milliseconds(lambda text=word[:letters]: seek(reader, text)) for word in long for _ in range(3)
        )
        every += times
        medians.append(times[len(times) // 2])
    a = sorted(every)[len(every) // 2]
    made.append(Row("keystroke in the search", "LIKE", like, a, "≤ 1/100 of LIKE", a <= like / 100))
    p99 = percentile(every, 0.99)
    made.append(Row("keystroke, 99th percentile", "goal of 4 ms", 4.0, p99, "≤ 4 ms", p99 <= 4))
    flat = max(medians) / min(medians)
    made.append(
        Row(
            "slowest number of letters",
            "fastest",
            min(medians),
            max(medians),
            "flat from 1 to 6",
            flat <= 1.6,
        )
    )
    return made
