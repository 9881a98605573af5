"""An office whose pack was printed, ticked, written on and scanned: made once, copied for each test."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PIL import Image

from db.store import Store
from desktop.exchange.scan_codes import look_at
from desktop.flow.order_of_day import make_agenda
from desktop.flow.pack import Wish, make
from tests import scanner
from tests.office import open_office
from tests.session import DAY, ready, sit


def scanned(folder: Path) -> Store:
    """The base, opened, and « lot.pdf » in this folder: two sheets, an empty back, a page of no dossier, one
    without a code. The first sheet says favourable and agrees with the amount, the second has reserves."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)
    return Store(folder / "parvis.db", author="A. Exemple", place="poste-test")


def keys_of(store: Store) -> list[bytes]:
    """The dossiers, in the order of their numbers."""
    return [bytes(key) for (key,) in store.reader.execute("SELECT id FROM dossier ORDER BY number")]


@cache
def _made() -> Path:
    folder = Path(mkdtemp(prefix="parvis-papers-"))
    store = open_office(folder)
    ready(store, 3)
    committee = sit(store)
    store.do(make_agenda, committee=committee, query="étape:prêt")
    make(store, committee, folder / "seance.pdf", Wish(forced=True), today=DAY)
    store.close()
    pages = scanner.printed((folder / "seance.pdf").read_bytes())
    sheets = [page for page in pages if (code := look_at(page).code) and code.sheet]
    plain = next(page for page in pages if (code := look_at(page).code) and not code.sheet)
    dice, machine = random.Random(6), scanner.Scanner(0.8)
    scanner.tick(dice, sheets[0], "favourable")
    scanner.tick(dice, sheets[0], "amount")
    scanner.tick(dice, sheets[1], "reserved")
    for sheet in sheets:
        scanner.scrawl(dice, sheet)
    stranger = Image.new("L", sheets[0].size, 255)
    scanner.scrawl(dice, stranger)
    order = [sheets[0], scanner.blank(dice), sheets[1], plain, stranger]
    scanner.heap(folder / "lot.pdf", [machine.page(dice, page) for page in order])
    return folder
