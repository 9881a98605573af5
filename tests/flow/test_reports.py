"""Reports from the grant to their acceptance: expected, received, sent back, put off, and what they stop."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import new_key
from db.queries import reports as rows
from db.queries.facts import gather
from db.reasons import ReasonWanted
from db.store import Store, use_case
from desktop.flow.complete import sift
from desktop.flow.facts import gather_facts, setting
from desktop.flow.found import put
from desktop.flow.instruct import move, propose, to_committee
from desktop.flow.pieces import add_piece
from desktop.flow.reports import (
    accept_report,
    compared,
    expect_reports,
    extend_report,
    receive_report,
    report_lock,
    return_report,
)
from desktop.rules.ages import Counted
from desktop.rules.query import parse, to_tree
from desktop.rules.reports import Told, ToldLine
from tests.office import application, bring
from tests.reporting import grant, told

AFTER = dt.date(2027, 7, 15)


def test_a_notified_grant_owes_a_report_by_the_thirtieth_of_june(store: Store) -> None:
    granted, other = (each.dossier for each in bring(store, application(), application("26500002")))
    grant(store, granted)  # the letter that tells of the grant makes the applicant owe its report
    (row,) = rows.reports(store.reader)
    assert (row.dossier_id, row.kind, row.state) == (granted, "final", "awaited")
    assert (row.year, row.due_on, row.voted) == (2026, "2027-06-30", 9_000_00)
    assert store.do(expect_reports).value == []
    store.do(forget)  # as a base of an earlier version
    assert store.do(expect_reports).value == [row.id]
    assert other not in {each.dossier_id for each in rows.reports(store.reader)}


def test_a_balance_waits_for_an_intermediate_report(store: Store) -> None:
    report = one(store)
    store.do(owe_balance, dossier=report.dossier_id, day=dt.date(2026, 10, 15))
    store.do(expect_reports, dossiers=[report.dossier_id])
    dues = {row.kind: row.due_on for row in rows.reports(store.reader)}
    assert dues == {"final": "2027-06-30", "intermediate": "2026-10-15"}


def one(store: Store) -> rows.ReportRow:
    """A granted dossier whose report is waited for."""
    grant(store, bring(store, application())[0].dossier)
    (row,) = rows.reports(store.reader)
    return row


def test_a_report_received_is_set_beside_the_plan(store: Store) -> None:
    report = one(store)
    store.do(receive_report, report=report.id, told=told(), content=b"%PDF-1.7 essai", name="bilan.pdf")
    row = rows.report(store.reader, report.id)
    assert row and (row.state, row.origin, row.granted) == ("received", "keyed", 9_000_00)
    assert row.piece_id is not None
    pairs = {(p.account, p.label): (p.asked, p.done) for p in compared(store.reader, report.id)}
    assert pairs["64", "Personnel"] == (41_300_00, 35_000_00)
    assert rows.report_texts(store.reader, report.id) == {"course": "Seize séances ont eu lieu."}
    reached = {r.age: (r.women, r.men, r.people) for r in rows.audience(store.reader, report.dossier_id)}
    assert reached == {"6-11": (20, 15, 35), "12-17": (5, 5, 10)}
    # A second one takes the place of the first, whole.
    again = Told(
        lines=(ToldLine("charge", "64", "Personnel", None, 41_300_00),),
        people=(Counted("all", None, None, 9),),
    )
    store.do(receive_report, report=report.id, told=again)
    assert rows.report_texts(store.reader, report.id) == {}
    assert [r.age for r in rows.audience(store.reader, report.dossier_id)] == ["all"]


def test_a_wide_gap_is_explained_before_the_report_is_accepted(store: Store) -> None:
    report = one(store)
    with pytest.raises(ValueError, match="n’est pas arrivé"):
        store.do(accept_report, report=report.id)
    store.do(receive_report, report=report.id, told=told(personnel=20_000_00))
    with pytest.raises(ValueError, match="64 Personnel"):
        store.do(accept_report, report=report.id)
    store.do(receive_report, report=report.id, told=told(personnel=20_000_00, why="Un poste non pourvu."))
    store.do(accept_report, report=report.id, unspent=1_500_00, comment="Relu.")
    row = rows.report(store.reader, report.id)
    assert row and (row.state, row.outcome, row.unspent, row.comment) == (
        "accepted",
        "done",
        1_500_00,
        "Relu.",
    )
    with pytest.raises(ValueError, match="déjà accepté"):
        store.do(receive_report, report=report.id, told=told())


def test_an_action_not_done_is_accepted_as_such_without_any_table(store: Store) -> None:
    report = one(store)
    store.do(accept_report, report=report.id, outcome="not_done", unspent=9_000_00)
    row = rows.report(store.reader, report.id)
    assert row and (row.state, row.outcome, row.unspent) == ("accepted", "not_done", 9_000_00)


def test_a_report_is_sent_back_with_what_is_to_be_mended(store: Store) -> None:
    report = one(store)
    with pytest.raises(ValueError, match="rien à renvoyer"):
        store.do(return_report, report=report.id, why="Tableau incomplet.")
    store.do(receive_report, report=report.id, told=told())
    with pytest.raises(ValueError, match="à corriger"):
        store.do(return_report, report=report.id, why=" ")
    store.do(return_report, report=report.id, why="Tableau incomplet.", due_on=dt.date(2027, 8, 31))
    row = rows.report(store.reader, report.id)
    assert row and (row.state, row.comment, row.due_on) == ("returned", "Tableau incomplet.", "2027-08-31")


def test_more_time_is_asked_for_as_a_change_of_dates(store: Store) -> None:
    report = one(store)
    with pytest.raises(ValueError, match="devait finir le 30/11/2026"):
        store.do(extend_report, report=report.id, ends_on=dt.date(2026, 10, 1), why="Pluie.")
    change = store.do(extend_report, report=report.id, ends_on=dt.date(2027, 9, 30), why="Pluie.").value
    asked = store.reader.execute("SELECT kind, ends_on, state FROM change_request WHERE id = ?", (change,))
    assert asked.fetchone() == ("dates", "2027-09-30", "asked")
    row = rows.report(store.reader, report.id)
    assert row and (row.state, row.outcome, row.due_on) == ("awaited", "extended", "2027-06-30")


def test_a_renewal_without_the_report_of_the_year_before_is_stopped(store: Store) -> None:
    before, report, after = renewal(store)
    late = report_lock(store.reader, after, AFTER)
    assert late.startswith("Reconduction arrêtée : il manque le bilan 2025 du dossier ")
    assert late.endswith(", attendu depuis le 30/06/2026.")
    assert rows.stopped(store.reader, AFTER) == {after}
    # Before its day too: a renewal is asked for with the report, or with an intermediate one.
    assert "attendu pour le 30/06/2026" in report_lock(store.reader, after, dt.date(2026, 4, 3))
    store.do(receive_report, report=report, told=told())
    assert report_lock(store.reader, after, AFTER) == "" and report_lock(store.reader, before, AFTER) == ""
    store.do(return_report, report=report, why="Tableau vide.")
    assert "renvoyé au porteur" in report_lock(store.reader, after, AFTER)
    store.do(add_piece, dossier=after, name="bilan.pdf", content=b"essai", kind="bilan")
    assert report_lock(store.reader, after, AFTER) == ""


def renewal(store: Store) -> tuple[bytes, bytes, bytes]:
    """A dossier of 2025 whose report is late, that report, and the request that renews it."""
    first = application(starts_on=dt.date(2025, 3, 1), ends_on=dt.date(2025, 11, 30))
    other = application("26500002", renewal=True, title="Suite")
    other.applicant = first.applicant
    before, after = (each.dossier for each in bring(store, first, other))
    assert before and after
    store.do(of_year, dossier=before, year=2025)
    grant(store, before)
    return before, rows.reports(store.reader)[0].id, after


def test_the_officer_passes_a_stopped_renewal_with_a_written_reason(store: Store) -> None:
    _, _, after = renewal(store)
    with pytest.raises(ReasonWanted, match="Reconduction arrêtée"):
        store.do(sift, dossier=after, verdict="admissible")
    with pytest.raises(ReasonWanted, match="Dites pourquoi elle continue"):
        store.do(move, dossier=after, stage="complete")
    store.do(sift, dossier=after, verdict="incomplete")
    store.do(sift, dossier=after, verdict="admissible", comment="Bilan promis pour le 15.")
    assert queries.head(store.reader, after).stage == "complete"  # type: ignore[union-attr]
    around = setting(store.reader)
    facts = gather_facts(store.reader, gather(store.reader, [after]), around)[after]
    assert facts.report_received is False and around.unreported == {after}
    tree = to_tree(parse("bilan:manquant"), store.author)
    assert queries.list_ids(store.reader, tree) == [after]


def test_the_rule_of_a_call_says_where_a_renewal_is_stopped(store: Store) -> None:
    _, report, after = renewal(store)
    store.do(choose, rules={"calls": {"aap-2026": "committee"}})
    store.do(move, dossier=after, stage="complete")
    store.do(propose, dossier=after, amounts={}, opinion="reserved")
    with pytest.raises(ReasonWanted):
        store.do(to_committee, dossier=after)
    store.do(to_committee, dossier=after, motive="Vu avec le porteur.")
    store.do(choose, rules={"lock": "", "calls": {}})
    assert report_lock(store.reader, after, AFTER) == ""
    assert rows.report(store.reader, report).state == "awaited"  # type: ignore[union-attr]


def test_a_report_that_came_stands_for_the_piece_of_the_renewal(store: Store) -> None:
    before, report, after = renewal(store)

    def piece() -> tuple[str, str, bool]:
        (found,) = (row for row in queries.pieces(store.reader, after) if row.kind == "bilan")
        return found.state, found.reason, found.sha256 is not None

    assert piece() == ("missing", "", False)
    store.do(receive_report, report=report, told=told(), content=b"%PDF-1.7 essai", name="bilan.pdf")
    assert piece() == ("waived", "Bilan 2025 reçu : dossier 2026-0001", True)
    store.do(return_report, report=report, why="Tableau vide.")
    assert piece() == ("missing", "", False)
    for words, keys in (("retard", [before]), ("renvoyé", [before]), ("accepté", [])):
        assert queries.list_ids(store.reader, to_tree(parse(f"bilan:{words}"), store.author)) == keys


@use_case("Choisir les règles des bilans")
def choose(session: Session, *, rules: dict[str, object]) -> None:
    put(session, "report_rules", rules)


@use_case("Oublier les bilans")
def forget(session: Session) -> None:
    session.query(m.Report).delete()


@use_case("Prévoir un solde")
def owe_balance(session: Session, *, dossier: bytes, day: dt.date) -> None:
    funder = session.query(m.Funder).first()
    assert funder
    session.add(
        m.Payment(
            id=new_key(), dossier_id=dossier, funder_id=funder.id, rank=2, kind="balance", amount=1,
            due_on=day,
        )
    )  # fmt: skip


@use_case("Changer l’année d’un dossier")
def of_year(session: Session, *, dossier: bytes, year: int) -> None:
    session.get_one(m.Dossier, dossier).tranche = year
