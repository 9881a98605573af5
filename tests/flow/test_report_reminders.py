"""Late reports are reminded of by batch, the third time as a formal notice; files find what they answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2
import pytest

from db import queries
from db.queries import reports as rows
from db.store import Store
from desktop.flow.composing import compose
from desktop.flow.interests import declare
from desktop.flow.notify import issue
from desktop.flow.report_in import look
from desktop.flow.report_reminders import by_step, mail_of, note_reminder, remind_reports, to_remind
from desktop.flow.reports import accept_report, receive_report, return_report
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.exchange import report_forms as forms
from tests.flow.test_reports import one
from tests.office import application, bring
from tests.reporting import grant, told

TEMPLATES = load(resources() / "letters")
LATE = dt.date(2027, 7, 15)


def reminded(store: Store, day: dt.date) -> str:
    """The words of the reminder of that day, once it left."""
    (letter,) = store.do(remind_reports, today=day).value
    assert to_remind(store.reader, day) == []  # it waits in the outbox
    (row,) = [each for each in queries.letters_of(store.reader, one_dossier(store)) if each.id == letter]
    words = compose(store.reader, row, TEMPLATES, day)
    assert words.green, words.findings
    store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=day)
    return text_of(make(words.letter))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def one_dossier(store: Store) -> bytes:
    return rows.reports(store.reader)[0].dossier_id


def test_three_reminders_each_says_more_than_the_one_before(store: Store) -> None:
    report = one(store)
    assert to_remind(store.reader, dt.date(2027, 6, 30)) == []
    assert by_step(store.reader, to_remind(store.reader, LATE)) == {"first": 1, "second": 0, "formal": 0}
    first = reminded(store, LATE)
    assert "était attendu le 30 juin 2027" in first and "avant le 16 août 2027" in first
    assert "mets en demeure" not in first and "9 000 €" in first
    assert to_remind(store.reader, LATE + dt.timedelta(days=29)) == []
    second = reminded(store, LATE + dt.timedelta(days=30))
    assert "Malgré mon rappel du 15 juillet 2027" in second and "seconde relance" in second.lower()
    formal = reminded(store, LATE + dt.timedelta(days=60))
    assert "mets en demeure" in formal and "reversement" in formal and "titre de perception" in formal
    row = rows.report(store.reader, report.id)
    assert row and (row.reminders, row.reminded_on) == (3, "2027-09-13")


def test_a_mail_says_the_same_and_is_counted_by_hand(store: Store) -> None:
    report = one(store)
    subject, body = mail_of(store.reader, report.dossier_id, TEMPLATES, LATE)
    assert subject.startswith("[2026-0001] Relance") and "article 10" in body.replace("\u00a0", " ")
    assert store.do(note_reminder, report=report.id, reminded_on=LATE).value == 1
    assert to_remind(store.reader, LATE) == []


def test_a_dossier_closed_by_an_interest_is_neither_reminded_nor_found(store: Store, tmp_path: Path) -> None:
    report = one(store)
    store.do(declare, dossier=report.dossier_id, nature="Membre du bureau")
    assert to_remind(store.reader, LATE, store.author) == [] and to_remind(store.reader, LATE) != []
    assert store.do(remind_reports, today=LATE).value == []
    (brought,) = look(store.reader, forms.report(tmp_path / "a.pdf"), None, store.author)
    assert brought.matches == []
    with pytest.raises(ValueError, match="vous est fermé"):
        store.do(receive_report, report=report.id, told=told())


def test_what_came_is_no_longer_reminded_of(store: Store) -> None:
    report = one(store)
    store.do(receive_report, report=report.id, told=told(why="Vacance."))
    assert to_remind(store.reader, LATE) == []
    store.do(return_report, report=report.id, why="- Le tableau n’est pas équilibré.\n- Signature.")
    assert [row.id for row in to_remind(store.reader, LATE)] == [report.id]


def test_letters_tell_that_a_report_is_accepted_or_to_be_mended(store: Store) -> None:
    from desktop.flow.notify import prepare

    report = one(store)
    store.do(receive_report, report=report.id, told=told(why="Vacance."), received_on=dt.date(2027, 5, 4))
    store.do(return_report, report=report.id, why="- Le tableau n’est pas équilibré.\n- La signature manque.")
    store.do(prepare, dossier=report.dossier_id, template="bilan_renvoye")
    rows_of = queries.letters_of(store.reader, report.dossier_id)
    back = compose(store.reader, rows_of[-1], TEMPLATES, LATE)
    assert back.green and "Le tableau n’est pas équilibré" in text_of(make(back.letter))
    store.do(receive_report, report=report.id, told=told(why="Vacance."), received_on=dt.date(2027, 5, 4))
    store.do(accept_report, report=report.id, unspent=120_00)
    store.do(prepare, dossier=report.dossier_id, template="bilan_accepte")
    (row,) = [r for r in queries.letters_of(store.reader, report.dossier_id) if r.template == "bilan_accepte"]
    words = text_of(make(compose(store.reader, row, TEMPLATES, LATE).letter))
    assert "Le bilan est accepté" in words and "120 €" in words and "le 4 mai 2027" in words


def test_a_file_finds_the_report_it_answers(store: Store, tmp_path: Path) -> None:
    first, second = (each.dossier for each in bring(store, application(), application("26500002")))
    grant(store, first)
    grant(store, second)
    (brought,) = look(store.reader, forms.report(tmp_path / "bilan.pdf", "named"))
    assert brought.proposed and brought.proposed.report.dossier_id == first
    assert brought.proposed.why == "même numéro de dossier"
    # Without its number, the name and the action tell it; two actions of one title are only proposed.
    (brought,) = look(store.reader, forms.report(tmp_path / "b.pdf", "named", {"number": ""}))
    assert brought.proposed and brought.proposed.why == "même porteur, même action"
    (brought,) = look(store.reader, forms.report(tmp_path / "c.pdf", "bare", {"number": "", "applicant": ""}))
    assert brought.proposed is None and {m.report.dossier_id for m in brought.matches} == {first, second}
    (brought,) = look(
        store.reader, forms.report(tmp_path / "2026-0002.pdf", "bare", {"number": "x", "title": ""})
    )
    assert brought.proposed and brought.proposed.report.dossier_id == second
    store.do(receive_report, report=brought.proposed.report.id, told=brought.told)
    assert rows.report(store.reader, brought.proposed.report.id).state == "received"  # type: ignore[union-attr]
