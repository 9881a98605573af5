"""Bodies above the thresholds of the law: who, why, and what of it is there."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import new_key
from db.store import Store, use_case
from desktop.flow.thresholds import above, set_products, thresholds, thresholds_book
from desktop.rules.thresholds import Body, reached
from tests.flow.test_conventions import as_school, granted
from tests.flow.test_open_data import SIRETS, write
from tests.flow.test_statement import line


def applicant_of(store: Store, dossier: bytes) -> bytes:
    head = queries.head(store.reader, dossier)
    assert head is not None
    return head.applicant_id


@use_case("Essai")
def hand_in(session: Session, *, dossier: bytes) -> None:
    session.add(m.Piece(id=new_key(), dossier_id=dossier, kind="comptes", state="received"))
    session.add(
        m.Letter(
            id=new_key(), dossier_id=dossier, template="convention", state="issued",
            signed_on=dt.date(2026, 4, 1),
        )
    )  # fmt: skip


def test_a_threshold_is_passed_above_it_and_by_the_share_of_products(store: Store) -> None:
    law = {one.code: one for one in thresholds(store.reader)}
    assert list(law) == ["convention", "annex", "audit"]
    at = Body("association", 75_000_00, 75_000_00, None)
    assert reached(law["convention"], at) and not reached(law["annex"], at)
    assert reached(law["annex"], at._replace(own=75_000_01))
    small = Body("association", 10_000_00, 10_000_00, 19_999_00)
    assert reached(law["annex"], small) and not reached(law["annex"], small._replace(products=20_000_00))
    assert not reached(law["annex"], at._replace(own=90_000_00, kind="school"))
    assert reached(law["audit"], Body("association", 0, 153_000_01, None))


def test_each_threshold_tells_what_is_there_and_what_lacks(store: Store) -> None:
    dossier = granted(store, "26500001", 40_000_00, 35_000_00, siret=SIRETS[1])
    other = granted(store, "26500003", 40_000_00, 35_000_00, siret=SIRETS[1])
    store.do(write, rows=[line(store, dossier, "Département de la Somme", 4_000_00, common=True)])
    found = above(store.reader, 2026)
    assert [one.threshold.code for one in found] == ["convention", "annex", "audit"]
    assert {(one.own, one.public) for one in found} == {(80_000_00, 154_000_00)}
    numbers = ", ".join(queries.head(store.reader, key).number for key in (dossier, other))  # type: ignore[union-attr]
    assert [(a.state, a.words) for a in found[0].answers] == [("lacks", numbers), ("lacks", numbers)]
    assert [a.state for a in found[1].answers] == ["lacks", "hand"]
    store.do(hand_in, dossier=dossier)
    assert [a.state for a in above(store.reader, 2026)[0].answers] == ["lacks", "lacks"]  # one of the two
    store.do(hand_in, dossier=other)
    found = above(store.reader, 2026)
    assert [a.state for a in found[0].answers] == ["there", "lacks"]
    assert [a.state for a in found[2].answers] == ["there", "hand", "hand"]
    assert above(store.reader, 2025) == []


def test_products_make_a_small_body_pass_and_are_undone(store: Store) -> None:
    dossier = granted(store, "26500001", 10_000_00, siret=SIRETS[1])
    assert above(store.reader, 2026) == []
    store.do(set_products, applicant=applicant_of(store, dossier), year=2026, amount=15_000_00)
    ((one),) = above(store.reader, 2026)
    assert (one.threshold.code, one.products) == ("annex", 15_000_00)
    store.undo()
    assert above(store.reader, 2026) == []
    with pytest.raises(ValueError, match="positif"):
        store.do(set_products, applicant=applicant_of(store, dossier), year=2026, amount=0)


def test_a_school_is_bound_by_none_of_them_and_the_list_is_a_workbook(store: Store) -> None:
    school = granted(store, "26500001", 90_000_00, siret=SIRETS[1])
    store.do(as_school, dossier=school)
    with pytest.raises(ValueError, match="Rien n’a été écrit"):
        thresholds_book(store.reader, 2026)
    granted(store, "26500002", 24_000_00, siret=SIRETS[2])
    sheet = openpyxl.load_workbook(io.BytesIO(thresholds_book(store.reader, 2026))).active
    assert sheet is not None and sheet.max_row == 2 and sheet["C2"].value == 24_000
    assert "Convention signée : manque" in sheet["H2"].value


def test_money_of_published_lists_counts_once(store: Store) -> None:
    granted(store, "26500001", 50_000_00, siret=SIRETS[1])
    granted(store, "26500003", 50_000_00, siret=SIRETS[1])

    def past(funder: str, cents: int) -> m.PastGrant:
        return m.PastGrant(id=new_key(), siret=SIRETS[1], funder=funder, year=2026, amount=cents, name="x")

    store.do(write, rows=[past("Ministère d’essai", 60_000_00), past("Amiens Métropole", 100_000_00)])
    found = [one for one in above(store.reader, 2026) if one.threshold.code == "audit"]
    assert [one.public for one in found] == [160_000_00] and "listes publiées" in found[0].basis
