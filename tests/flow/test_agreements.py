"""Conventions of several years: what may be promised, asked, signed, amended, carried over; the register."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries, sight
from db.queries.agreements import (
    agreement,
    agreements,
    amendments,
    commitments,
    find_agreement,
    indicators,
    ledger,
    tranches,
)
from db.rights import Who
from db.store import Store
from desktop.flow.agreement_end import cancel, end
from desktop.flow.agreements import (
    attach,
    change_agreement,
    detach,
    make_agreement,
    promise,
    sign,
)
from desktop.flow.amend import changes_of, drop_amendment, sign_amendment, write_amendment
from desktop.flow.carried import carry_over
from desktop.flow.receive import receive
from desktop.flow.undertakings import (
    drop_commitment,
    drop_indicator,
    judge_commitment,
    set_commitment,
    set_indicator,
    set_value,
)
from tests.office import application, bring, read_of
from tests.years import ENDS, SIGNED, STARTS, asked, convention, funders, granted, paid, report


def test_a_convention_lasts_four_years_at_most_and_tells_why(store: Store) -> None:
    (dossier, *_) = asked(store, 1)
    applicant = queries.head(store.reader, dossier).applicant_id  # type: ignore[union-attr]
    told = {"title": "Projet", "applicant": applicant, "starts_on": STARTS}
    with pytest.raises(ValueError, match="dure 4 ans au plus"):
        store.do(make_agreement, **told, ends_on=dt.date(2028, 1, 1))
    with pytest.raises(ValueError, match="avant de commencer"):
        store.do(make_agreement, **told, ends_on=dt.date(2023, 12, 31))
    with pytest.raises(ValueError, match="premier et le dernier jour"):
        store.do(make_agreement, **told, ends_on=None)
    assert agreements(store.reader) == []
    key = store.do(make_agreement, **told, ends_on=dt.date(2027, 12, 31)).value
    row = agreement(store.reader, key)
    assert row is not None and (row.number, row.state) == ("CPO-2024-01", "draft")
    assert find_agreement(store.reader, "cpo-2024-01") == key


def test_it_opens_from_a_dossier_of_a_call_of_conventions_only(store: Store) -> None:
    (plain, *_) = asked(store, 1)
    with pytest.raises(ValueError, match="n’est pas un appel à conventions"):
        store.do(make_agreement, title="Projet", dossier=plain, starts_on=STARTS, ends_on=ENDS)
    call = next(row for row in queries.calls(store.reader) if row.kind == "multiyear")
    made = application("26500201")
    (intake,) = store.do(receive, read=read_of(made), call=call.id).value
    key = store.do(
        make_agreement, title="Projet", dossier=intake.dossier, starts_on=STARTS, ends_on=ENDS
    ).value
    (asked_for,) = tranches(store.reader, key)
    assert (asked_for.id, asked_for.year) == (intake.dossier, 2026)  # its wave, « Tranche 2026 »


def test_one_dossier_a_year_of_the_same_applicant(store: Store) -> None:
    first, second, third = asked(store)
    key = convention(store, [first], signed=False)
    with pytest.raises(ValueError, match="2024 de la convention CPO-2024-01 est déjà demandée"):
        store.do(attach, agreement=key, dossier=second, year=2024)
    with pytest.raises(ValueError, match="couvre 2024, 2025 et 2026, pas 2027"):
        store.do(attach, agreement=key, dossier=second, year=2027)
    with pytest.raises(ValueError, match="est déjà la demande 2024"):
        store.do(attach, agreement=key, dossier=first, year=2025)
    (stranger,) = bring(store, application("26500300"))
    with pytest.raises(ValueError, match="est de Lire en Bas de Chez Soi 26500300"):
        store.do(attach, agreement=key, dossier=stranger.dossier, year=2025)
    store.do(attach, agreement=key, dossier=second, year=2025)
    store.do(detach, dossier=second)
    store.do(attach, agreement=key, dossier=third, year=2025)
    assert [(row.year, row.id) for row in tranches(store.reader, key)] == [(2024, first), (2025, third)]


def test_what_is_signed_changes_by_an_amendment_only(store: Store) -> None:
    keys = asked(store)
    key, by = convention(store, keys, signed=False), funders(store)
    with pytest.raises(ValueError, match="sans avenant"):
        store.do(write_amendment, agreement=key, title="Plus", amounts={(2026, by["METROPOLE"]): 1})
    store.do(sign, agreement=key, signed_on=SIGNED, scan=("convention.pdf", b"%PDF-1.4"))
    row = agreement(store.reader, key)
    assert row is not None and row.sha256 and row.state == "signed"
    with pytest.raises(ValueError, match="se change par un avenant"):
        store.do(promise, agreement=key, year=2026, funder=by["METROPOLE"], amount=1)
    with pytest.raises(ValueError, match="ses dates se changent par un avenant"):
        store.do(change_agreement, agreement=key, told={"ends_on": dt.date(2027, 12, 31)})
    store.do(change_agreement, agreement=key, told={"alert_months": 9, "comment": "Suivie de près"})
    with pytest.raises(ValueError, match="ne change rien"):
        store.do(write_amendment, agreement=key, title="Rien", amounts={(2026, by["METROPOLE"]): 20_000_00})
    with pytest.raises(ValueError, match="dure 4 ans au plus"):
        store.do(write_amendment, agreement=key, title="Trop", ends_on=dt.date(2028, 6, 30))


def test_a_signed_amendment_is_applied_in_one_step_and_undone_in_one(store: Store) -> None:
    key, by = convention(store, asked(store)), funders(store)
    more = store.do(
        write_amendment, agreement=key, title="Une année de plus", ends_on=dt.date(2027, 12, 31),
        amounts={(2026, by["METROPOLE"]): 25_000_00, (2027, by["METROPOLE"]): 15_000_00},
    ).value  # fmt: skip
    assert sum(row.promised or 0 for row in ledger(store.reader, key)) == 90_000_00  # nothing yet
    with pytest.raises(ValueError, match="avant la convention"):
        store.do(sign_amendment, amendment=more, signed_on=dt.date(2024, 1, 5))
    assert store.do(sign_amendment, amendment=more, signed_on=dt.date(2026, 5, 4), act="33").value == 2
    row = agreement(store.reader, key)
    assert row is not None and (row.promised, row.ends_on) == (110_000_00, "2027-12-31")
    with pytest.raises(ValueError, match="est signé"):
        store.do(drop_amendment, amendment=more)
    store.undo()
    row = agreement(store.reader, key)
    assert row is not None and (row.promised, row.ends_on) == (90_000_00, "2026-12-31")
    (told,) = amendments(store.reader, key)
    assert told.state == "draft" and len(changes_of(told.changes)) == 2
    store.do(drop_amendment, amendment=more)
    assert amendments(store.reader, key) == []


def test_an_amendment_written_on_another_amount_is_not_signed(store: Store) -> None:
    key, by = convention(store, asked(store)), funders(store)
    amounts = {(2026, by["METROPOLE"]): 25_000_00}
    one, two = (
        store.do(write_amendment, agreement=key, title=title, amounts=amounts).value for title in ("A", "B")
    )
    store.do(sign_amendment, amendment=one, signed_on=dt.date(2026, 5, 4))
    with pytest.raises(ValueError, match="a changé depuis que l’avenant 2 est écrit"):
        store.do(sign_amendment, amendment=two, signed_on=dt.date(2026, 5, 4))


def test_the_register_tells_promised_carried_voted_paid_reported(store: Store) -> None:
    keys = asked(store)
    key, by = convention(store, keys), funders(store)
    granted(store, keys[0], 20_000_00, 10_000_01)
    store.do(paid, dossier=keys[0], funder=by["METROPOLE"], amount=15_000_00)
    store.do(paid, dossier=keys[0], funder=by["ETAT147"], amount=9_000_00, state="planned")
    rows = {(row.year, row.code): row for row in ledger(store.reader, key)}
    assert len(rows) == 6
    own, state = rows[2024, "METROPOLE"], rows[2024, "ETAT147"]
    assert own[2:7] == (20_000_00, 0, 20_000_00, 15_000_00, None)
    assert state[2:7] == (10_000_00, 0, 10_000_01, 0, None)
    # The report tells 3 000,01 € unspent of the grant: shared as voted, the last takes the rest.
    store.do(report, dossier=keys[0], year=2024, state="received", unspent=3_000_01)
    assert ledger(store.reader, key)[0].reported is None  # not accepted yet
    store.undo()
    store.do(report, dossier=keys[0], year=2024, state="accepted", unspent=3_000_01)
    told = [row.reported for row in ledger(store.reader, key)[:2]]
    assert told == [9_000_01, 17_999_99] and sum(told) == 30_000_01 - 3_000_01  # type: ignore[arg-type]
    head = agreement(store.reader, key)
    assert head is not None and (head.voted, head.paid, head.reports) == (
        30_000_01,
        15_000_00,
        "2024=accepted",
    )


def test_an_action_that_did_not_take_place_spent_nothing(store: Store) -> None:
    keys = asked(store)
    key = convention(store, keys)
    granted(store, keys[0], 20_000_00)
    store.do(report, dossier=keys[0], year=2024, state="accepted", outcome="not_done")
    assert [row.reported for row in ledger(store.reader, key) if row.voted] == [0]


def test_what_a_year_left_goes_to_the_next_once_and_never_past_the_end(store: Store) -> None:
    keys = asked(store)
    key, by = convention(store, keys), funders(store)
    with pytest.raises(ValueError, match="2025 n’a rien laissé"):
        store.do(carry_over, agreement=key, year=2025)  # not decided yet
    granted(store, keys[0], 20_000_00, 10_000_00)
    store.do(report, dossier=keys[0], year=2024, state="accepted", unspent=3_000_00)
    with pytest.raises(ValueError, match=r"a laissé 2.000.€"):
        store.do(carry_over, agreement=key, year=2024, amounts={by["METROPOLE"]: 2_000_01})
    for _ in range(2):
        assert store.do(carry_over, agreement=key, year=2024).value == 3_000_00
    brought = [(row.year, row.carried) for row in ledger(store.reader, key) if row.carried]
    assert brought == [(2025, 1_000_00), (2025, 2_000_00)]  # the State stands first
    granted(store, keys[2], 10_000_00)
    with pytest.raises(ValueError, match="finit en 2026"):
        store.do(carry_over, agreement=key, year=2026)


def test_commitments_and_indicators(store: Store) -> None:
    key = convention(store, asked(store), signed=False)
    (quarter, *_) = queries.quarters(store.reader)
    one = store.do(set_commitment, agreement=key, text="Ouvrir le samedi", quarter=quarter.id).value
    two = store.do(set_commitment, agreement=key, text="Un séjour d’été", year=2025).value
    store.do(drop_commitment, commitment=two)
    count = store.do(set_indicator, agreement=key, label="Habitants accueillis", unit="personnes").value
    store.do(set_value, indicator=count, year=2024, target=400, reached=430)
    store.do(set_value, indicator=count, year=2025, target=450)
    store.do(sign, agreement=key, signed_on=SIGNED)
    with pytest.raises(ValueError, match="un engagement se change par un avenant"):
        store.do(set_commitment, agreement=key, text="Ouvrir aussi le dimanche", commitment=one)
    store.do(judge_commitment, commitment=one, state="partly", comment="Un samedi sur deux")
    store.do(set_value, indicator=count, year=2025, target=450, reached=300, comment="Travaux")
    (told,) = commitments(store.reader, key)
    assert (told.quarter, told.state, told.comment) == (quarter.short, "partly", "Un samedi sur deux")
    assert [(row.year, row.target, row.reached) for row in indicators(store.reader, key)] == [
        (2024, 400, 430), (2025, 450, 300),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="couvre"):
        store.do(set_value, indicator=count, year=2030, target=1)
    store.do(drop_indicator, indicator=count)
    assert indicators(store.reader, key) == []


def test_it_ends_or_is_cancelled_with_a_reason(store: Store) -> None:
    first, *_ = keys = asked(store)
    key = convention(store, keys, signed=False)
    with pytest.raises(ValueError, match="n’est pas signée"):
        store.do(end, agreement=key)
    store.do(sign, agreement=key, signed_on=SIGNED)
    store.do(end, agreement=key)
    with pytest.raises(ValueError, match="est terminée"):
        store.do(carry_over, agreement=key, year=2024)
    store.undo()
    with pytest.raises(ValueError, match="Dites pourquoi"):
        store.do(cancel, agreement=key, reason=" ")
    store.do(cancel, agreement=key, reason="Le centre ferme")
    row = agreement(store.reader, key)
    assert row is not None and (row.state, row.comment) == ("cancelled", "Le centre ferme")
    assert first  # its dossiers stay attached: the register still tells what was paid


def test_a_convention_without_promise_is_not_signed(store: Store) -> None:
    (dossier, *_) = asked(store, 1)
    applicant = queries.head(store.reader, dossier).applicant_id  # type: ignore[union-attr]
    key = store.do(make_agreement, title="Vide", applicant=applicant, starts_on=STARTS, ends_on=ENDS).value
    with pytest.raises(ValueError, match="ne promet rien"):
        store.do(sign, agreement=key, signed_on=SIGNED)


def test_each_read_is_one_statement_and_a_quarter_sees_only_its_own(store: Store) -> None:
    keys = asked(store)
    key = convention(store, keys)
    said: list[str] = []
    store.reader.set_trace_callback(said.append)
    for read in (ledger, tranches, commitments, indicators, amendments, agreement):
        said.clear()
        read(store.reader, key)
        assert len(said) == 1, read
    said.clear()
    assert len(agreements(store.reader, "A. Exemple")) == 1 == len(said)
    store.reader.set_trace_callback(None)
    sight.restrict(store.reader, Who("Q. Exemple", "quarter_office", frozenset({"QN08004M"})))
    told = agreements(store.reader), find_agreement(store.reader, "CPO-2024-01")
    sight.lift(store.reader)
    assert told == ([], None)
