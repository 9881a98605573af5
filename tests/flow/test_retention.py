"""Retention on a base: each dossier under its rule, due or held back; rules changed by who may."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.retention import kept, rules
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.found_more import complete
from desktop.flow.instruct import label
from desktop.flow.retention import change_rule, groups, retained, rules_of
from desktop.paths import resources
from tests.office import application, bring

LATER = dt.date(2032, 1, 1)
SOON = dt.date(2030, 1, 1)


@pytest.fixture
def keys(store: Store) -> list[bytes]:
    """One granted, one refused, one still open."""
    found = [i.dossier for i in bring(store, *(application(f"2650000{n}") for n in (1, 2, 3)))]
    one, two, three = (key for key in found if key is not None)
    funder = queries.funders(store.reader)[0].id
    on = dt.date(2026, 4, 2)
    store.do(decide, dossier=one, outcome="granted", amounts={funder: 9_000_00}, decided_on=on)
    store.do(decide, dossier=two, outcome="refused", comment="Trop tard.", decided_on=on)
    return [one, two, three]


def test_each_dossier_falls_under_its_rule(store: Store, keys: list[bytes]) -> None:
    found = {one.row.id: one for one in retained(store.reader, LATER)}
    granted, refused, waiting = (found[key] for key in keys)
    assert granted.rule is not None and granted.rule.code == "accordes"
    assert granted.last_day == dt.date(2036, 12, 31) and not granted.over
    assert refused.rule is not None and refused.rule.code == "refuses" and refused.due
    assert refused.last_day == dt.date(2031, 12, 31)
    assert waiting.rule is None and not waiting.due
    told = groups(list(found.values()), rules_of(store.reader))
    assert [(g.rule.code if g.rule else "", g.dossiers, g.over) for g in told if g.dossiers] == [
        ("accordes", 1, 0), ("refuses", 1, 1), ("", 1, 0),
    ]  # fmt: skip


def test_an_appeal_or_money_to_come_back_holds_it(store: Store, keys: list[bytes]) -> None:
    store.do(label, dossier=keys[1], name="Contentieux ou recours")
    (one,) = [one for one in retained(store.reader, LATER) if one.row.id == keys[1]]
    assert one.over and not one.due and one.frozen == ("recours ou contentieux en cours",)

    def repaying(session: Session) -> None:
        funder = queries.funders(store.reader)[0].id
        session.add(m.Repayment(dossier_id=keys[0], funder_id=funder, amount=100_00, state="asked"))

    store.do(repaying)
    (one,) = [one for one in retained(store.reader, LATER) if one.row.id == keys[0]]
    assert one.frozen == ("reversement attendu",)


def test_a_convention_in_force_holds_its_years(store: Store, keys: list[bytes]) -> None:
    def agree(session: Session) -> None:
        dossier = session.get(m.Dossier, keys[0])
        assert dossier is not None
        made = m.Agreement(
            number="CV-1", title="Convention", applicant_id=dossier.applicant_id, state="signed",
            starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2030, 12, 31),
        )  # fmt: skip
        session.add(made)
        session.flush()
        dossier.agreement_id, dossier.tranche = made.id, 2026

    store.do(agree)
    (one,) = [one for one in retained(store.reader, SOON) if one.row.id == keys[0]]
    assert (
        one.rule is not None and one.rule.code == "conventions" and one.frozen == ("convention en vigueur",)
    )
    assert one.last_day == dt.date(2040, 12, 31)
    (one,) = [one for one in retained(store.reader, LATER) if one.row.id == keys[0]]
    assert one.frozen == ()


def test_a_rule_is_changed_and_refuses_nonsense(store: Store, keys: list[bytes]) -> None:
    row = next(row for row in rules(store.reader) if row.code == "refuses")
    asked = {"rule": row.id, "label": "Refus", "starts": "decided", "fate": "destroy", "to_confirm": False}
    store.do(change_rule, years=2, **asked)
    (one,) = [one for one in retained(store.reader, SOON) if one.row.id == keys[1]]
    assert one.last_day == dt.date(2028, 12, 31) and one.due
    for wrong in ({"years": 0}, {"years": 5, "fate": "sample"}, {"years": 5, "starts": "x"}, {"label": " "}):
        with pytest.raises(ValueError, match="ien n’a été changé"):
            store.do(change_rule, **{"years": 2, **asked, **wrong})


def test_an_earlier_base_gets_the_rules_once(store: Store) -> None:
    store.do(lambda session: session.query(m.RetentionRule).delete())
    store.do(lambda session: session.query(m.Label).filter(m.Label.name.like("Contentieux%")).delete())
    before = len(rules(store.reader))
    assert store.do(complete, resources=resources()).value >= 10 and before == 0
    assert store.do(complete, resources=resources()).value == 0
    assert all(row.to_confirm for row in rules(store.reader))


def test_one_statement_whatever_the_number(store: Store) -> None:
    heard: list[str] = []
    store.reader.set_trace_callback(heard.append)
    kept(store.reader, "2026-01-01")
    alone = len(heard)
    bring(store, *(application(f"2650001{n}") for n in range(3)))
    heard.clear()
    kept(store.reader, "2026-01-01")
    store.reader.set_trace_callback(None)
    assert len(heard) == alone == 1
