"""Beside the disagreements: changes refused, satchels too early, clocks not to be believed, the list."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.shipments import standing
from db.store import Store
from desktop.flow.annotate import annotate, edit_note, remove_note
from desktop.flow.apart import disputes, open_values
from desktop.flow.convene import call_off, convene
from desktop.flow.instruct import move, propose
from desktop.flow.seats import seat
from desktop.ui import theme
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.fields import Button
from desktop.ui.office import Office
from desktop.ui.standing import standing_words
from desktop.ui.tables.row import Column, said
from tests.session import funder
from tests.two_offices import CITY, QUARTER, bring_back, city, quarter
from tests.ui.desk import app, office_of


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(city(tmp_path / "ville"))
    yield made
    made.close()


def screen_of(office: Office, qtbot: QtBot) -> ApartScreen:
    made = ApartScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 720)
    made.show()
    made.shown()
    return made


def refuse(store: Store) -> bytes:
    """The hub says no to an amount written here."""
    first = queries.list_ids(store.reader)[0]
    store.do(propose, dossier=first, amounts={funder(store): 7_500_00})
    op, seq, rid = store.reader.execute(
        "SELECT id, seq, rid FROM op WHERE ent = 'amount' AND site = ? ORDER BY n DESC LIMIT 1", (CITY,)
    ).fetchone()
    told = {"ent": "amount", "rid": rid.hex(), "field": "proposed", "val": "750000", "author": "A. Martin"}
    why = "Ce dossier a été confié à une autre antenne."
    values = (op, CITY, seq, "2026-03-12 09:00:00", why, json.dumps(told))
    with store.write_raw() as connection:
        connection.execute(
            "INSERT INTO refused(op, site, seq, at, reason, payload, state) "
            "VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
            values,
        )
    return bytes(op)


def state_of(store: Store, op: bytes) -> str:
    return str(store.reader.execute("SELECT state FROM refused WHERE op = ?", (op,)).fetchone()[0])


def button(screen: ApartScreen, words: str) -> Button:
    return next(each for each in screen.waiting.findChildren(Button) if each.text() == words)


def test_a_refused_change_is_shown_with_its_reason_and_handed_on(office: Office, qtbot: QtBot) -> None:
    op = refuse(office.store)
    screen = screen_of(office, qtbot)
    assert screen.waiting.isVisible() and [row.reason for row in screen.waiting.refused] == [
        "Ce dossier a été confié à une autre antenne."
    ]
    assert "1 refusée" in standing_words(standing(office.reader, CITY))
    QTest.mouseClick(button(screen, "Transmettre à la ville"), Qt.MouseButton.LeftButton)
    assert state_of(office.store, op) == "passed_on" and screen.waiting.isHidden()
    (note,) = office.reader.execute("SELECT note FROM question").fetchone()
    assert "7\u202f500\u00a0€" in note and "autre antenne" in note


def test_a_refused_change_is_corrected_in_its_dossier(office: Office, qtbot: QtBot) -> None:
    op = refuse(office.store)
    screen = screen_of(office, qtbot)
    opened: list[bytes] = []
    office.dossier_wanted.connect(lambda key, _walk: opened.append(key))
    QTest.mouseClick(button(screen, "Corriger"), Qt.MouseButton.LeftButton)
    assert state_of(office.store, op) == "corrected" and opened == [queries.list_ids(office.reader)[0]]


def test_a_satchel_that_came_too_early_is_named(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    station = quarter(office.store, tmp_path / "antenne")
    first = queries.list_ids(station.reader)[0]
    station.do(propose, dossier=first, amounts={funder(station): 1_000_00})
    seq = station.reader.execute("SELECT max(seq) FROM op WHERE site = ?", (QUARTER,)).fetchone()[0]
    station.do(propose, dossier=first, amounts={funder(station): 2_000_00})
    receipt = bring_back(station, office.store, after=seq, number=7)
    assert receipt.new == 0 and receipt.parked > 0
    screen = screen_of(office, qtbot)
    assert "Mallette n° 7 de « PC-ETOUVIE »" in screen.alerts.lines[0]
    assert "1 mallette en attente de la n° 1" in standing_words(standing(office.reader, CITY))
    station.close()


def test_a_clock_that_is_wrong_is_told_and_the_list_says_what_waits(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    station = quarter(office.store, tmp_path / "antenne")
    first, second, _ = queries.list_ids(station.reader)
    for store, cents in ((office.store, 9_000_00), (station, 8_000_00)):
        store.do(propose, dossier=first, amounts={funder(store): cents})
    office.do(move, dossier=second, stage="incomplete")
    with station.write_raw() as connection:  # as a machine two hours ahead would leave it
        ahead = f"{int((time.time() + 7200) * 1000)}-0"
        connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES ('hlc', ?)", (ahead,))
    station.do(move, dossier=second, stage="opinion")
    bring_back(station, office.store)
    station.close()
    doubts = {
        each.label: [side.doubtful for side in each.sides] for each in disputes(office.reader, "A. Martin")
    }
    assert doubts["Étape"] == [False, True] and not any(doubts["Montant proposé · Amiens Métropole"])
    screen = screen_of(office, qtbot)
    card = next(each for each in screen.cards if each.dispute.label == "Étape")
    assert "horloge douteuse" in card.boxes[1].accessibleName()
    rows = queries.list_rows(office.reader, [first, second])
    assert [(row.disputed, row.proposals) for row in rows] == [(1, 2), (1, 0)]
    day = dt.date(2026, 3, 1)
    assert said(rows[0], Column.NUMBER, [], day).endswith("à trancher")
    assert said(rows[0], Column.PROPOSED, [], day).endswith("2 propositions")


def test_what_was_removed_here_and_changed_there_is_shown_and_kept(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    third = queries.list_ids(office.reader)[2]
    done = office.do(annotate, dossier=third, place="dossier", text="Porteur connu")
    assert done is not None
    station = quarter(office.store, tmp_path / "antenne")
    office.do(remove_note, note=done.value)
    station.do(edit_note, note=done.value, text="Porteur connu de l’antenne")
    bring_back(station, office.store)
    station.close()
    screen = screen_of(office, qtbot)
    (card,) = screen.cards
    assert card.dispute.label.startswith("Note") and "dites s’il reste" in card.note.text()
    shown = sorted(side.words for side in card.dispute.sides)
    assert shown[1] == "retiré" and "Porteur connu de l’antenne" in shown[0]
    card.reason.setText("Elle dit l’essentiel")
    card.pick(next(n for n, side in enumerate(card.dispute.sides) if side.raw is not None))
    QApplication.sendPostedEvents()
    assert standing(office.reader, CITY).to_settle == 0
    assert [note.text for note in queries.notes(office.reader, third)] == ["Porteur connu de l’antenne"]


def test_what_hangs_on_something_removed_is_kept_with_it_or_leaves(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    key = office.do(convene, name="Comité", held_on=dt.date(2026, 3, 12))
    assert key is not None
    station = quarter(office.store, tmp_path / "antenne")
    office.do(call_off, committee=key.value)
    station.do(seat, committee=key.value, name="Mme Exemple", body="Amiens Métropole", role="member")
    bring_back(station, office.store)
    station.close()
    screen = screen_of(office, qtbot)
    orphans = [card for card in screen.cards if card.dispute.row.nature == "orphan"]
    assert orphans and [side.words for side in orphans[0].dispute.sides][1] == "Le retirer aussi"
    orphans[0].reason.setText("La séance n’a pas lieu")
    orphans[0].pick(1)
    QApplication.sendPostedEvents()
    assert not office.reader.execute("SELECT 1 FROM member").fetchone()


def test_two_texts_brought_together_are_read_again_and_stop_no_letter(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    third = queries.list_ids(office.reader)[2]
    done = office.do(
        annotate, dossier=third, place="dossier", text="Projet sérieux, porteur connu du service."
    )
    assert done is not None
    station = quarter(office.store, tmp_path / "antenne")
    office.do(edit_note, note=done.value, text="Projet très sérieux, porteur connu du service.")
    station.do(edit_note, note=done.value, text="Projet sérieux, porteur connu du service et de l’antenne.")
    bring_back(station, office.store)
    station.close()
    whole = "Projet très sérieux, porteur connu du service et de l’antenne."
    assert [note.text for note in queries.notes(office.reader, third)] == [whole]
    assert standing_words(standing(office.reader, CITY)).endswith(" · 1 à relire")
    assert open_values(office.reader, third) == []
    screen = screen_of(office, qtbot)
    (card,) = screen.cards
    assert card.boxes[0].side.words == whole and "relisez le résultat" in card.note.text()
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_1)
    QApplication.sendPostedEvents()
    assert "à relire" not in standing_words(standing(office.reader, CITY))
    assert [note.text for note in queries.notes(office.reader, third)] == [whole]
