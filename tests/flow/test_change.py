"""Changes after the decision: asked, granted in one step that is undone, refused; the end of an action."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.day import work_of
from db.queries.payments import payments_of
from db.queries.repayments import repayments_of
from db.store import Store, use_case
from desktop.flow.agenda import dates_of
from desktop.flow.change_ask import CannotChange, ask_change, drop_change, grant_change, refuse_change
from desktop.flow.composing import compose
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.reports import expect_reports
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.agenda import terms
from tests.flow.test_pay import dossier, funder  # noqa: F401  (a fixture)

DAY = dt.date(2026, 9, 15)
TEMPLATES = load(resources() / "letters")
WHY = "La salle n’est libre qu’en octobre"


@use_case("Une lettre partie")
def _addressed(session: Session, *, key: bytes) -> None:
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, key).applicant_id)
    applicant.address = applicant.address or "12 place du Marché"


def notified(store: Store, key: bytes) -> None:
    store.do(_addressed, key=key)
    for letter in store.do(prepare_decided).value:
        store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=dt.date(2026, 5, 4))


def words(store: Store, dossier: bytes, template: str, day: dt.date = DAY) -> str:  # noqa: F811
    row = next(row for row in queries.letters_of(store.reader, dossier) if row.template == template)
    draft = compose(store.reader, row, TEMPLATES, day)
    faults = [finding.sentence for finding in draft.findings if finding.level == "error"]
    assert faults == [], faults
    return " ".join(" ".join(text.split()) for _, text in draft.letter.words())


def change(store: Store, key: bytes) -> m.ChangeRequest:
    with Session(store._engine) as session:
        return session.scalars(select(m.ChangeRequest).where(m.ChangeRequest.id == key)).one()


def test_new_dates_are_written_and_put_the_report_off(store: Store, dossier: bytes) -> None:  # noqa: F811
    notified(store, dossier)
    store.do(expect_reports)
    key = store.do(ask_change, dossier=dossier, kind="dates", reason=WHY, ends_on=dt.date(2027, 8, 31)).value
    store.do(grant_change, change=key, answer="L’action garde son sens", today=DAY)
    head = queries.head(store.reader, dossier)
    assert head is not None and head.ends_on == "2027-08-31"
    due = store.reader.execute("SELECT due_on FROM report WHERE kind = 'final'").fetchone()[0]
    assert due > "2027-08-31"
    row = change(store, key)
    assert row.state == "granted" and json.loads(row.was)["ends_on"] == "2026-11-30"
    said = words(store, dossier, "changement_accorde")
    assert "s’achèvera le 31 août 2027" in said and "L’action garde son sens." in said
    store.undo()
    head = queries.head(store.reader, dossier)
    assert head is not None and head.ends_on == "2026-11-30" and change(store, key).state == "asked"


def test_a_smaller_grant_is_shared_to_the_cent_and_what_was_paid_beyond_comes_back(
    store: Store,
    dossier: bytes,  # noqa: F811
) -> None:
    store.do(plan_payments, dossier=dossier, advance=60)
    first = next(
        row for row in payments_of(store.reader, dossier) if row.kind == "advance" and row.amount > 2_000_00
    )
    store.do(record_payment, payment=first.id, paid_on=DAY, today=DAY)
    with pytest.raises(CannotChange, match="ne s’augmente pas"):
        store.do(ask_change, dossier=dossier, kind="amount", reason=WHY, amount=12_000_00)
    key = store.do(ask_change, dossier=dossier, kind="amount", reason=WHY, amount=5_500_00).value
    told = store.do(grant_change, change=key, today=DAY).value
    voted = {row.code: row.voted for row in queries.amounts(store.reader, dossier) if row.voted}
    assert sum(voted.values()) == 5_500_00 and voted["METROPOLE"] == 4_500_00
    (back,) = repayments_of(store.reader, dossier)
    assert back.amount == first.amount - 4_500_00 and "proposés au reversement" in told[0]
    left = [row for row in payments_of(store.reader, dossier) if row.state == "planned"]
    assert sum(row.amount for row in left) == voted["ETAT147"] == 1_000_00
    said = words(store, dossier, "changement_accorde")
    assert "cinq mille cinq cents euros" in said
    store.undo()
    assert repayments_of(store.reader, dossier) == []


def test_the_end_of_an_action_stops_the_payments_and_proposes_to_take_back_those_made(
    store: Store,
    dossier: bytes,  # noqa: F811
) -> None:
    store.do(plan_payments, dossier=dossier, advance=50)
    own = next(row for row in payments_of(store.reader, dossier) if row.funder_id == funder(store))
    store.do(record_payment, payment=own.id, paid_on=DAY, today=DAY)
    key = store.do(ask_change, dossier=dossier, kind="withdrawal", reason="Salariée partie").value
    store.do(grant_change, change=key, today=DAY)
    assert sorted(row.state for row in payments_of(store.reader, dossier)) == ["cancelled"] * 3 + ["paid"]
    assert [row.amount for row in repayments_of(store.reader, dossier)] == [own.amount]
    head = queries.head(store.reader, dossier)
    assert head is not None and head.voted == own.amount
    assert "Je prends acte de ce renoncement" in words(store, dossier, "fin_action")


def test_a_refusal_says_why_and_what_is_dropped_is_answered(store: Store, dossier: bytes) -> None:  # noqa: F811
    with pytest.raises(CannotChange, match="pourquoi"):
        store.do(ask_change, dossier=dossier, kind="content", reason=" ", body="Un atelier de plus")
    key = store.do(ask_change, dossier=dossier, kind="content", reason=WHY, body="Un atelier de plus").value
    with pytest.raises(CannotChange, match="refusé"):
        store.do(refuse_change, change=key, answer="")
    store.do(refuse_change, change=key, answer="L’objet voté ne serait plus le même", today=DAY)
    said = words(store, dossier, "changement_refuse")
    assert "L’objet voté ne serait plus le même." in said and "tribunal administratif" in said
    with pytest.raises(CannotChange, match="déjà sa réponse"):
        store.do(drop_change, change=key)


def test_today_tells_what_waits_for_an_answer_and_the_next_payment(store: Store, dossier: bytes) -> None:  # noqa: F811
    notified(store, dossier)
    store.do(plan_payments, dossier=dossier, advance=50)
    store.do(ask_change, dossier=dossier, kind="content", reason=WHY, body="Au square", asked_on=DAY)
    row = work_of(store.reader, store.author, dossier)
    assert row is not None
    told = {term.kind: term.on for term in terms(dates_of(row))}
    assert told["change"] == dt.date(2026, 10, 15) and told["payment"] == dt.date(2026, 7, 3)
    for paid in payments_of(store.reader, dossier):
        if paid.kind == "advance":
            store.do(record_payment, payment=paid.id, paid_on=DAY, today=DAY)
    row = work_of(store.reader, store.author, dossier)
    assert row is not None
    assert "payment" not in {term.kind for term in terms(dates_of(row))}  # the balance waits for the report
