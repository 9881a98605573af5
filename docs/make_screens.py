"""Makes the pictures of docs/screens on the demonstration call: `./run shots`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def intake_story(base: Path) -> None:
    """What the demonstration leaves out: pieces dated and refused, a request that waits, a second import."""
    import datetime as dt
    from dataclasses import replace

    from db import queries
    from db.store import Store
    from desktop.exchange.application import ReadFile
    from desktop.exchange.registry import read
    from desktop.flow.pieces import add_piece, date_piece, set_piece
    from desktop.flow.receive import receive
    from desktop.flow.requests import ask

    store, today = Store(base, author="A. Exemple", place="PC-04"), dt.date.today()
    export = next((ROOT / "resources" / "demo").glob("dossiers_*.xlsx"))
    told = {
        application.source_id: application
        for application in read(export, [ROOT / "resources" / "imports"]).applications
    }

    def again(number: str, **changes: object) -> bytes:
        key = queries.find(store.reader, number)
        head = key and queries.head(store.reader, key)
        assert key and head
        later = replace(told[head.source_id], **changes)
        store.do(receive, read=ReadFile(Path("dossiers_2026-02-24.xlsx"), "ds-csv", [later], read=1))
        return key

    key = again("2026-0053", deposited_at=dt.datetime.combine(today - dt.timedelta(days=30), dt.time(10)))
    earlier = queries.find(store.reader, "2026-0038")
    for dossier, kind in (
        (earlier, "rib"),
        (earlier, "rapport"),
        (key, "statuts"),
        (key, "dirigeants"),
        (key, "cer"),
    ):
        store.do(add_piece, dossier=dossier, name=f"{kind}.pdf", content=kind.encode(), kind=kind)
    rows = {piece.kind: piece.id for piece in queries.pieces(store.reader, key)}
    store.do(date_piece, piece=rows["dirigeants"], dated_on=today - dt.timedelta(days=400))
    store.do(date_piece, piece=rows["statuts"], dated_on=dt.date(2019, 6, 14))
    store.do(set_piece, piece=rows["cer"], state="refused", reason="Signée sans délégation du président")
    asked = today - dt.timedelta(days=4)
    due, items = asked + dt.timedelta(days=15), ["RIB", "Comptes annuels approuvés"]
    store.do(ask, dossier=key, items=items, due_on=due, asked_on=asked, body="Demande")
    first = next(a for a in told.values() if a.title.startswith("La caravane"))
    texts = {**first.texts, "calendar": "Le mercredi et le samedi, de mars à juin, puis en octobre."}
    lines = [
        replace(line, amount=(line.amount or 0) + 500_00) if n == 0 else line
        for n, line in enumerate(first.budget)
    ]
    again("2026-0006", texts=texts, budget=lines, beneficiaries=260, asked=(first.asked or 0) + 500_00)
    store.close()


def bench_story(base: Path) -> None:
    """Two scenarios to compare, with a cut line; two people's scores to rank by."""
    import random

    from db import queries
    from db.queries.scores import criteria, grid
    from db.store import Store
    from desktop.flow.scenarios import make, set_cut, write_cells
    from desktop.flow.score import close, score

    store, rng = Store(base, author="A. Exemple", place="PC-04"), random.Random(3)
    store.do(make, name="Tout ce qui est demandé", start="asked")
    prudent = store.do(make, name="Prudent", start="proposed").value
    ids = queries.list_ids(store.reader)
    state, metropolis = (row.id for row in queries.funders(store.reader)[:2])
    cells: dict[tuple[bytes, bytes], int | None] = {}
    for row in queries.list_rows(store.reader, ids):
        asked = row.asked or 0
        if row.stage not in ("decided", "notified", "closed") and rng.random() < 0.8:
            cells[row.id, metropolis] = asked * rng.randrange(20, 50) // 10_000_00 * 100_00
            cells[row.id, state] = asked * rng.randrange(10, 45) // 10_000_00 * 100_00
    store.do(write_cells, scenario=prudent, cells=cells)
    store.do(set_cut, scenario=prudent, cut=12)
    for store.author in ("B. Autre", "A. Exemple"):
        for key in ids:
            found = grid(store.reader, key)
            if found is None or rng.random() < 0.25:
                continue
            for rule in criteria(store.reader, found.id):
                store.do(score, dossier=key, criterion=rule.id, value=rng.randrange(2, 6), reason="Lu.")
            store.do(close, dossier=key)
    store.close()


def five_years(base: Path) -> Path:
    """A base with the story of five years."""
    from desktop.terminal.office import open_store
    from desktop.terminal.years import play_years

    with open_store(str(base), author="A. Exemple") as store:
        play_years(store)
    return base


PAGES = (0, 1, 2, 4, 5, 6, 8, 12, -4, -2)  # of the pack of the demonstration: one of each kind


def pack_pages(base: Path, folder: Path) -> list[Path]:
    """Ten pages of the pack of the first session, as they print."""
    from desktop.cli import main as parvis

    paper = base.with_suffix(".pdf")
    if parvis(["--db", str(base), "pack", "S2026-01", "--out", str(paper)]):
        raise SystemExit(1)
    return _pictured(paper, PAGES, folder, "dossier-de-seance")


REPORT_PAGES = (0, 1, 2, 3, 7, 8, 9, -3, -2, -1)  # of the report of a year: one of each kind


def report_pages(base: Path, folder: Path, year: int = 2025) -> list[Path]:
    """Ten pages of the report of a year, as they print."""
    from desktop.cli import main as parvis

    paper = base.with_suffix(".pdf")
    if parvis(["report", str(year), "--db", str(base), "--out", str(paper)]):
        raise SystemExit(1)
    return _pictured(paper, REPORT_PAGES, folder, "rapport-de-l-annee")


def _pictured(paper: Path, pages: Sequence[int], folder: Path, name: str) -> list[Path]:
    import pypdfium2

    folder.mkdir(exist_ok=True)
    made = []
    with pypdfium2.PdfDocument(paper) as document:
        for rank, number in enumerate(pages, start=1):
            page = document[number % len(document)]
            made.append(folder / f"{name}-{rank:02}.png")
            page.render(scale=1.25).to_pil().quantize(64).save(made[-1], optimize=True)
    return made


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.pop("QT_QPA_PLATFORM", None)  # never a real screen: its fonts and scale are its own
    from desktop.camera import SIZE
    from desktop.shots import take
    from desktop.shots_years import photograph_years
    from desktop.terminal.demo import ready
    from docs.shrinking import shrink_all

    with tempfile.TemporaryDirectory() as folder:
        base = ready(Path(folder) / "demonstration.db")
        intake_story(base)
        bench_story(base)
        made = pack_pages(base, ROOT / "docs" / "pages")
        made += take(base, ROOT / "docs" / "screens", ("light", "dark"))
        five = five_years(Path(folder) / "cinq-ans.db")
        made += report_pages(five, ROOT / "docs" / "pages")
        for look in ("light", "dark"):
            made += photograph_years(five, ROOT / "docs" / "screens", look, SIZE)
    for path in shrink_all(made):
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
