"""The shared folder in the window: what waits is told, taken by one press, put down by another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

import pytest
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.exchange import keys
from desktop.exchange.keys import Keys
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate
from desktop.flow.satchel_back import open_new
from desktop.flow.satchel_folder import deposit, folder_of
from desktop.ui import theme
from desktop.ui.apart.folder import FolderBar
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.office import Office
from tests.office import application, bring, founded
from tests.ui.desk import app, office_of

HUB, PLACE = "Mairie", "Antenne Étouvie"


@cache
def exchanged() -> tuple[Path, Keys, bytes]:
    """A folder with the city's base, a place's base and what they put down for each other, made once; the
    city's keys, and the workstation of the place."""
    folder = Path(mkdtemp(prefix="parvis-shared-"))
    path = folder / "mairie" / "parvis.db"
    path.parent.mkdir()
    path.write_bytes(founded().read_bytes())
    store = Store(path, author="A. Exemple", place=HUB)
    bring(store, application("1", quarters=["Étouvie"]))
    mine, theirs = keys.make(HUB), keys.make(PLACE)
    store.do(verbs.become_hub, public=mine.public)
    key = store.do(verbs.enrol, public=theirs.public).value
    store.do(verbs.confirm, workstation=key, fingerprint=theirs.public.fingerprint)
    gone = deposit(store, folder / "partage", keys=mine, workstation=key)
    store.close()
    open_new(gone.path, database=folder / "antenne.db", keys=theirs, hub=mine.public,
             fingerprint=mine.public.fingerprint)  # fmt: skip
    with_work = Store(folder / "antenne.db", author="B. Antenne")
    dossier = with_work.reader.execute("SELECT id FROM dossier").fetchone()[0]
    with_work.do(annotate, dossier=dossier, place="dossier", text="Vu à l’antenne")
    deposit(with_work, folder / "partage", keys=theirs)
    with_work.close()
    return folder, mine, key


@pytest.fixture
def city(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Office, Keys, bytes]]:
    theme.apply(app(), "light")
    folder, mine, key = exchanged()
    copytree(folder, tmp_path, dirs_exist_ok=True)
    office = office_of(Store(tmp_path / "mairie" / "parvis.db", author="A. Exemple", place=HUB))
    yield office, mine, key
    office.close()


@pytest.fixture
def bar(city: tuple[Office, Keys, bytes], tmp_path: Path, qtbot: QtBot) -> FolderBar:
    office, mine, _ = city

    def unlocked(take: Callable[[Keys], object]) -> None:
        take(mine)

    made = FolderBar(office, choose=lambda _parent, _offered: tmp_path / "partage", keys=unlocked)
    qtbot.addWidget(made)
    return made


def test_what_waits_is_told_then_taken(bar: FolderBar, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[str] = []
    bar.office.told.connect(lambda words, _tone: told.append(words))
    bar.look()  # no folder yet: nothing is said
    bar.choose()
    qtbot.waitUntil(lambda: bar.count == 1)
    assert "1 mallette attend dans le dossier partagé" in bar.words() and bar.take.text()
    assert folder_of(bar.office.store) == tmp_path / "partage"
    with qtbot.waitSignal(bar.taken):
        bar.take.click()
    qtbot.waitUntil(lambda: bar.count == 0)
    assert bar.isHidden()
    assert any("1 mallette reprise" in words for words in told)
    notes = bar.office.reader.execute("SELECT text FROM annotation").fetchall()
    assert notes == [("Vu à l’antenne",)]


def test_a_refused_satchel_is_told_and_one_is_put_down_for_each_place(
    bar: FolderBar, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []
    bar.office.told.connect(lambda words, tone: told.append((words, tone)))
    (satchel,) = (tmp_path / "partage" / "entrant").rglob("*.mallette")
    satchel.write_bytes(satchel.read_bytes()[:-50])
    bar.choose()
    with qtbot.waitSignal(bar.taken):
        bar.take_all()
    assert any("abîmée" in words and tone == "bad" for words, tone in told)
    bar.put_down()
    qtbot.waitUntil(lambda: any("1 mallette déposée pour « Antenne Étouvie »" in words for words, _ in told))
    assert len(list((tmp_path / "partage" / "sortant" / "Antenne-Etouvie").iterdir())) == 2


def test_the_base_is_never_in_the_folder(city: tuple[Office, Keys, bytes], qtbot: QtBot) -> None:
    office = city[0]
    told: list[str] = []
    office.told.connect(lambda words, _tone: told.append(words))
    made = FolderBar(office, choose=lambda _parent, _offered: office.path.parent)
    qtbot.addWidget(made)
    made.choose()
    assert "pas en sûreté" in told[-1] and folder_of(office.store) is None


def test_the_place_has_its_keys(city: tuple[Office, Keys, bytes], qtbot: QtBot) -> None:
    made = ApartScreen(city[0])
    qtbot.addWidget(made)
    keys_of = {action.text(): action.shortcut().toString() for action in made.menu_actions()}
    assert keys_of["Mallette\u00a0: reprendre du dossier partagé"] == "F"
    assert len(set(keys_of.values())) == len(keys_of)
