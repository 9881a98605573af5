"""What is on screen: frames while scrolling, the memory of the list, opening a dossier."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence

from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView, QTextBrowser

from db import queries
from db.connection import open_reader
from desktop.camera import wait
from desktop.ui import theme
from desktop.ui.dossier.screen import DossierView
from desktop.ui.list.shown import rows_of
from desktop.ui.office import Office
from desktop.ui.tables import DossierList
from desktop.ui.walk import Walk
from tests.benchmarks import cities
from tests.benchmarks.measure import ROOT, Row, alone, cpu, percentile

FRAMES, STEP = 240, 150  # how many are painted, pixels between two
_MEMORY = """
import sys
from pathlib import Path
def held():
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS"))) / 1024
from db.connection import open_reader
from db.queries.keys import list_keys
import db.models as m
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from PySide6.QtWidgets import QApplication
from desktop.ui.tables import DossierList
from tests.benchmarks.screens import listed
reader = open_reader(Path(sys.argv[1]))
if sys.argv[2] == "ours":
    application = QApplication([])
    kept = listed(reader, list_keys(reader)[:250])
    begun = held()
    kept.set_ids(list_keys(reader))
    kept.viewport().repaint()
else:
    with Session(create_engine("sqlite://", creator=lambda: reader)) as session:
        session.scalars(select(m.Dossier).limit(1)).all()
        begun = held()
        kept = session.scalars(select(m.Dossier)).all()
print(held() - begun)
"""


class _Asked:
    """As much of an office as the rows of a list ask for."""

    def __init__(self, reader) -> None:  # type: ignore[no-untyped-def]
        self.reader, self.author = reader, "Banc d’essai"
        self.challenges = queries.challenges(reader)


def listed(reader, ids: Sequence[bytes]) -> DossierList:  # type: ignore[no-untyped-def]
    """The list of the program, shown and painted once."""
    office = _Asked(reader)
    view = DossierList(lambda some: rows_of(office, some), [c.short for c in office.challenges])  # type: ignore[arg-type]
    view.resize(1400, 900)
    view.set_ids(ids)
    view.show()
    wait(20)  # until it is exposed: nothing is painted before
    view.viewport().repaint()
    return view


def _frames(view: QTableView, count: int = FRAMES) -> list[float]:
    """CPU milliseconds of each frame while the list is scrolled down."""
    bar, taken = view.verticalScrollBar(), []
    pixels = view.verticalScrollMode() == QTableView.ScrollMode.ScrollPerPixel
    step = STEP if pixels else STEP // 30
    for frame in range(1, count + 1):

        def deed(to: int = frame * step) -> None:
            bar.setValue(to)
            view.viewport().repaint()

        taken.append(cpu(deed))
    return taken


def _by_qt(size: int) -> QTableView:
    base = QSqlDatabase.addDatabase("QSQLITE", f"frames-{size}")
    base.setDatabaseName(str(cities.base(size)))
    assert base.open()
    model = QSqlQueryModel()
    model.setQuery(
        "SELECT d.number, a.name, d.title, d.stage, d.asked, d.cost, d.due_on, d.deposited_at, d.source_id, a.siret "
        "FROM dossier d JOIN applicant a ON a.id = d.applicant_id ORDER BY d.number",
        base,
    )
    while model.rowCount() < min(size, 8_000) and model.canFetchMore():
        model.fetchMore()
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.resize(1400, 900)
    view.show()
    wait(20)
    return view


def rows(size: int) -> list[Row]:
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([])
    theme.apply(app, "light")
    return [*_scrolling(size), *_memory(size), _opening(size)]


def _scrolling(size: int) -> list[Row]:
    reader, few = open_reader(cities.base(size)), open_reader(cities.base(cities.FEW))
    ours, small = listed(reader, queries.list_ids(reader)), listed(few, queries.list_ids(few))
    theirs = _by_qt(size)
    taken: dict[str, list[float]] = {"ours": [], "small": [], "qt": []}
    for _ in range(2):
        taken["ours"] += _frames(ours)
        taken["qt"] += _frames(theirs)
        taken["small"] += _frames(small, 40)  # beyond, 250 dossiers end
    for view in (ours, small, theirs):
        view.close()
    reader.close(), few.close()
    mid = {name: percentile(values, 0.5) for name, values in taken.items()}
    p99 = percentile(taken["ours"], 0.99)
    return [
        Row("a frame while scrolling, median", "QTableView painting a Qt SQL model, all in C++", mid["qt"], mid["ours"],
            "≤ 0.9", mid["ours"] <= 0.9 * mid["qt"], size=size, other="the same", other_ms=mid["qt"]),
        Row("a frame while scrolling, 99th percentile", "goal of 16 ms", 16.0, p99, "≤ 16 ms", p99 <= 16, size=size,
            other="QTableView, Qt SQL model", other_ms=percentile(taken["qt"], 0.99)),
        Row("a frame with this base", "a frame with 250 dossiers", mid["small"], mid["ours"], "≤ 1.1",
            mid["ours"] <= 1.1 * mid["small"], size=size),
    ]  # fmt: skip


def _held(size: int, what: str) -> float:
    command = [sys.executable, "-c", _MEMORY, str(cities.base(size)), what]
    told = subprocess.run(command, check=True, cwd=ROOT, env=alone(), capture_output=True, text=True).stdout
    return float(told.split()[-1])


def _memory(size: int) -> list[Row]:
    ours, objects = _held(size, "ours"), _held(size, "objects")
    return [
        Row("memory of all keys and the rows in sight, above a list of 250", "the dossiers as ORM objects", objects, ours, "≤ 1/8", ours * 8 <= objects,
            unit="MiB", size=size)
    ]  # fmt: skip


def _opening(size: int) -> Row:
    """The whole screen of a dossier read and painted, for thirty of them in turn with a text of the same length."""
    path = cities.base(size)
    office = Office(path, open_reader(path), author="Banc d’essai", site="poste", read_only=True)
    office.places = frozenset({"list", "dossier"})
    ids = queries.list_ids(office.reader)
    view, page = DossierView(office), QTextBrowser()
    for screen in (view, page):
        screen.resize(1366, 700)
        screen.show()
    wait(50)
    ours: list[float] = []
    floor: list[float] = []
    for key in ids[:: max(1, len(ids) // 30)][:30]:
        body = office.reader.execute("SELECT body FROM section WHERE dossier_id = ?", (key,)).fetchone()[0]
        ours.append(cpu(_both(lambda key=key: view.open(key, Walk.alone(key)), view.repaint)))
        floor.append(
            cpu(_both(lambda body=body: page.setHtml(f"<p>{body}</p>" * 2), page.viewport().repaint))
        )
    view.close(), page.close()
    office.close()
    a, b = percentile(ours[3:], 0.5), percentile(floor[3:], 0.5)
    return Row("opening a dossier: text, notes, marks, facts", "its text alone in a QTextBrowser", b, a, "≤ 100 ms", a <= 100,
               size=size)  # fmt: skip


def _both(first: Callable[[], object], then: Callable[[], object]) -> Callable[[], object]:
    def deed() -> None:
        first()
        then()

    return deed
