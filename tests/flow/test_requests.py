"""A request stops the legal clock, its answer starts it again; a letter that asks is a request by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.requests import RequestRow, open_requests, requests_of, sift_of
from db.store import Store
from db.undo import CannotUndo
from desktop.flow.complete import mail_text, prepare_reminder, prepare_request, sift
from desktop.flow.decide import decide
from desktop.flow.notify import issue
from desktop.flow.pieces import add_piece, date_piece, set_piece
from desktop.flow.requests import answer, ask, remind, take_back
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.office import application, bring

TEMPLATES = load(resources() / "letters")
ASKED, DUE = dt.date(2026, 2, 2), dt.date(2026, 2, 17)  # deposited on 9 January: silence on 9 March
PLAIN, LATER = "2026-03-09", "2026-03-24"


def one(store: Store) -> bytes:
    (intake,) = bring(store, application())
    assert intake.dossier
    return intake.dossier


def due(store: Store, dossier: bytes) -> str | None:
    head = queries.head(store.reader, dossier)
    assert head is not None
    return head.due_on


def stage(store: Store, dossier: bytes) -> str:
    head = queries.head(store.reader, dossier)
    assert head is not None
    return head.stage


def only(store: Store, dossier: bytes) -> RequestRow:
    (row,) = requests_of(store.reader, dossier)
    return row


def test_a_request_stops_the_clock_and_its_answer_starts_it_again(store: Store) -> None:
    dossier = one(store)
    assert due(store, dossier) == PLAIN
    request = store.do(ask, dossier=dossier, items=["RIB", " "], due_on=DUE, asked_on=ASKED).value
    assert (due(store, dossier), stage(store, dossier)) == (LATER, "incomplete")
    (waiting,) = open_requests(store.reader)
    assert (waiting.id, waiting.items, waiting.silence_on) == (request, "RIB", LATER)
    assert store.do(answer, request=request, answered_on=dt.date(2026, 2, 7)).value == dt.date(2026, 3, 14)
    assert due(store, dossier) == "2026-03-14" and open_requests(store.reader) == []
    with pytest.raises(ValueError, match="déjà notée"):
        store.do(answer, request=request)
    store.undo()
    assert due(store, dossier) == LATER
    store.undo()
    assert (due(store, dossier), stage(store, dossier)) == (PLAIN, "received")


def test_a_request_once_silence_has_rejected_stops_nothing(store: Store) -> None:
    dossier = one(store)
    late = dt.date(2026, 3, 9)
    store.do(ask, dossier=dossier, items=["RIB"], due_on=late + dt.timedelta(days=15), asked_on=late)
    assert due(store, dossier) == PLAIN


def test_overlapping_requests_are_counted_once(store: Store) -> None:
    dossier = one(store)
    store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED)
    store.do(
        ask, dossier=dossier, items=["Statuts"], due_on=dt.date(2026, 2, 22), asked_on=dt.date(2026, 2, 10)
    )
    assert due(store, dossier) == "2026-03-29", "20 days in all, from 2 to 22 February"


def test_a_request_made_by_mistake_never_stopped_the_clock(store: Store) -> None:
    dossier = one(store)
    request = store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED).value
    store.do(take_back, request=request)
    assert due(store, dossier) == PLAIN and open_requests(store.reader) == []
    with pytest.raises(ValueError, match="retirée"):
        store.do(remind, request=request)


def test_reminders_are_counted_and_change_no_date(store: Store) -> None:
    dossier = one(store)
    request = store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED).value
    assert store.do(remind, request=request, reminded_on=dt.date(2026, 2, 12)).value == 1
    assert store.do(remind, request=request, channel="phone").value == 2
    assert due(store, dossier) == LATER and only(store, dossier).reminders == 2


def test_what_makes_no_sense_is_refused(store: Store) -> None:
    dossier = one(store)
    with pytest.raises(ValueError, match="Rien n’est demandé"):
        store.do(ask, dossier=dossier, items=[" "], due_on=DUE, asked_on=ASKED)
    with pytest.raises(ValueError, match="plus lointaine"):
        store.do(ask, dossier=dossier, items=["RIB"], due_on=ASKED, asked_on=ASKED)
    request = store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED).value
    with pytest.raises(ValueError, match="avant la demande"):
        store.do(answer, request=request, answered_on=dt.date(2026, 2, 1))
    with pytest.raises(ValueError, match="pas encore passée"):
        store.do(answer, request=request, answered_on=dt.date.today() + dt.timedelta(days=1))


def test_to_issue_the_letter_is_to_ask_once_and_for_all(store: Store) -> None:
    dossier = one(store)
    letter = store.do(prepare_request, dossier=dossier).value
    assert stage(store, dossier) == "incomplete" and requests_of(store.reader, dossier) == []
    steps = store.reader.execute("SELECT count(*) FROM step").fetchone()[0]
    store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=ASKED)
    assert store.reader.execute("SELECT count(*) FROM step").fetchone()[0] == steps + 1
    row = only(store, dossier)
    assert (row.channel, row.letter, row.asked_on, row.due_on) == (
        "letter", "C2026-0001", "2026-02-02", "2026-02-17",
    )  # fmt: skip
    assert "RIB" in row.items.split("\n")
    body = store.reader.execute("SELECT body FROM letter WHERE id = ?", (letter,)).fetchone()[0]
    assert "24 mars 2026" in body.replace("\u00a0", " "), "the letter says when silence will reject"
    assert due(store, dossier) == LATER
    with pytest.raises(CannotUndo):
        store.undo()


def test_an_acknowledgement_that_names_missing_pieces_asks_for_them(store: Store) -> None:
    from desktop.flow.notify import prepare

    dossier = one(store)
    letter = store.do(prepare, dossier=dossier, template="accuse_reception").value
    store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=dt.date(2026, 1, 12))
    assert only(store, dossier).asked_on == "2026-01-12"
    again = store.do(prepare, dossier=dossier, template="accuse_reception").value
    store.do(issue, letter=again, templates=TEMPLATES, make=make, today=dt.date(2026, 1, 13))
    assert only(store, dossier).asked_on == "2026-01-12", "it repeats, it asks nothing more"


def test_the_reminder_by_letter_is_counted(store: Store) -> None:
    dossier = one(store)
    store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED)
    letter = store.do(prepare_reminder, dossier=dossier).value
    store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=dt.date(2026, 2, 20))
    assert (only(store, dossier).reminders, only(store, dossier).reminded_on) == (1, "2026-02-20")
    body = store.reader.execute("SELECT body FROM letter WHERE id = ?", (letter,)).fetchone()[0]
    assert "étaient attendues" in body


def test_the_mail_says_what_the_letter_says(store: Store) -> None:
    dossier = one(store)
    rows = {row.kind: row for row in queries.pieces(store.reader, dossier)}
    for name, kind in (("RIB.pdf", "rib"), ("Statuts.pdf", "statuts")):
        store.do(add_piece, dossier=dossier, name=name, content=name.encode(), kind=kind)
    store.do(set_piece, piece=rows["rib"].id, state="refused", reason="Compte personnel.")
    store.do(date_piece, piece=rows["statuts"].id, dated_on=ASKED, expires_on=ASKED)
    subject, body = mail_text(store.reader, dossier, TEMPLATES, dt.date(2026, 2, 3))
    assert subject.startswith("[2026-0001] Pièces à fournir") and "Livre et lecture de rue" in subject
    lines = body.split("\n")
    assert lines[0] == "Madame la Présidente,"
    for words in (
        "– RIB (Compte personnel)",
        "– Comptes annuels approuvés",
        "– Statuts (périmée depuis le 02/02/",
    ):
        assert any(line.startswith(words) for line in lines), words
    said = " ".join(body.replace("\u202f", " ").split())
    assert "L. 114-5" in said and "18 février 2026" in said
    assert "{" not in body and "**" not in body and "PROJET" not in body


def test_the_first_verdict_moves_the_dossier_and_decides_nothing(store: Store) -> None:
    dossier = one(store)
    store.do(sift, dossier=dossier, verdict="admissible")
    assert stage(store, dossier) == "complete"
    with pytest.raises(ValueError, match="cochez au moins un motif"):
        store.do(sift, dossier=dossier, verdict="inadmissible")
    with pytest.raises(ValueError, match="ne rend pas"):
        store.do(sift, dossier=dossier, verdict="inadmissible", reasons=["ENVELOPPE"])
    with pytest.raises(ValueError, match="Seul un dossier"):
        store.do(sift, dossier=dossier, verdict="admissible", reasons=["HORS_QPV"])
    store.do(sift, dossier=dossier, verdict="inadmissible", reasons=["HORS_QPV", "BILAN"], comment="À voir.")
    row = sift_of(store.reader, dossier)
    assert row is not None and (row.verdict, row.reasons) == ("inadmissible", "HORS_QPV BILAN")
    assert queries.decision(store.reader, dossier) is None and stage(store, dossier) == "complete"
    store.do(decide, dossier=dossier, outcome="ineligible", reasons=row.reasons.split())
    with pytest.raises(ValueError, match="décidé"):
        store.do(sift, dossier=dossier, verdict="admissible")
    with pytest.raises(ValueError, match="décidé"):
        store.do(ask, dossier=dossier, items=["RIB"], due_on=dt.date.today() + dt.timedelta(days=15))


def test_a_deposit_dated_otherwise_by_the_portal_moves_the_clock(store: Store) -> None:
    dossier = one(store)
    store.do(ask, dossier=dossier, items=["RIB"], due_on=DUE, asked_on=ASKED)
    bring(store, application(deposited_at=dt.datetime(2026, 1, 19, 8, 0)))
    assert due(store, dossier) == "2026-04-03", "two months from the new date, and the fifteen days asked"
