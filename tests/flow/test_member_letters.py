"""One decision of four members makes four letters: read back from their PDFs, their amounts add up."""

from __future__ import annotations

import datetime as dt
import re

import pypdfium2 as pdfium
import pytest

from db import queries
from db.queries.letters import letters_of, outbox, register
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.accountant import payments
from desktop.flow.conventions import prepare_conventions
from desktop.flow.decide import decide
from desktop.flow.files import place_of
from desktop.flow.notify import Blocked, compose, issue, prepare, prepare_decided
from desktop.flow.posting import chosen
from desktop.flow.split import split
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests import together
from tests.session import funder

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
GIVEN = re.compile(r"\(([\d\s\u202f\u00a0]+(?:,\d\d)?)\s*€\) vous est attribuée")


def words(content: bytes) -> str:
    with PDFIUM, pdfium.PdfDocument(content) as document:
        text = " ".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    return " ".join(text.split())


def decided(store: Store, outcome: str = "partial") -> bytes:
    dossier = together.project(store)
    together.share(store, dossier)
    together.ready(store, dossier)
    given = {funder(store): 5_000_01, funder(store, "ETAT147"): 3_000_00}
    if outcome == "refused":
        store.do(decide, dossier=dossier, outcome=outcome, reasons=["HORS_DEFIS"])
    else:
        store.do(decide, dossier=dossier, outcome=outcome, amounts=given, decided_on=dt.date(2026, 3, 12))
    return dossier


def test_four_members_have_four_letters_whose_amounts_add_up(store: Store) -> None:
    dossier = decided(store)
    keys = store.do(prepare_decided).value
    assert len(keys) == len(outbox(store.reader)) == 4
    assert sum(row.granted or 0 for row in outbox(store.reader)) == 8_000_01
    total, names = 0, set()
    for key in keys:
        store.do(issue, letter=key, templates=TEMPLATES, make=make, today=DAY)
    for row in register(store.reader):
        text = words(place_of(store.files, row.sha256).read_bytes())
        assert row.applicant in text
        assert "8\u00a0000,01 €" in text or "8 000,01 €" in text  # the whole project
        assert "L1611-4" in text and "Lire en Bas de Chez Soi" in text  # who leads
        found = GIVEN.search(text)
        assert found, text
        cents = re.sub(r"[\s\u202f\u00a0]", "", found[1])
        total += int(cents.replace(",", "")) * (1 if "," in cents else 100)
        names.add(row.applicant)
    assert total == 8_000_01 and len(names) == 4
    assert {row.number for row in register(store.reader)} == {f"C2026-000{n}" for n in range(1, 5)}
    decision = queries.decision(store.reader, dossier)
    assert decision and decision.state == "notified"


def test_a_split_that_does_not_add_up_stops_every_letter(store: Store) -> None:
    dossier = decided(store)
    keys = store.do(prepare_decided).value
    share = store.reader.execute("SELECT id FROM member_share WHERE voted > 0").fetchone()[0]
    from db import models as m

    def spoil(session, *, row):  # type: ignore[no-untyped-def]
        session.get_one(m.MemberShare, row).voted += 100

    spoil.label, spoil.right = "Essai", "together"  # type: ignore[attr-defined]
    store.do(spoil, row=share, motive="essai")
    for row in letters_of(store.reader, dossier):
        draft = compose(store.reader, row, TEMPLATES, DAY)
        assert not draft.green
        assert any("de trop" in finding.sentence for finding in draft.findings)
    with pytest.raises(Blocked, match="de trop"):
        store.do(issue, letter=keys[0], templates=TEMPLATES, make=make, today=DAY)


def test_a_refusal_is_told_to_each_member_and_posted_to_its_address(store: Store) -> None:
    dossier = decided(store, "refused")
    keys = store.do(prepare_decided).value
    drafts = [compose(store.reader, row, TEMPLATES, DAY) for row in letters_of(store.reader, dossier)]
    assert [draft.green for draft in drafts] == [True] * 4, [draft.findings for draft in drafts]
    assert len({draft.letter.addressee for draft in drafts}) == 4
    store.do(issue, letter=keys[0], templates=TEMPLATES, make=make, today=DAY)
    assert len(chosen(store.reader, TEMPLATES, DAY)) == 4  # one left, three wait


def test_a_member_given_nothing_is_told_so(store: Store) -> None:
    dossier = decided(store)
    keys = [row[0] for row in store.reader.execute("SELECT id FROM project_member ORDER BY rank")]
    for code, cents in (("METROPOLE", 5_000_01), ("ETAT147", 3_000_00)):
        whose = funder(store, code)
        store.do(split, dossier=dossier, funder=whose, parts={keys[0]: cents}, motive="le chef seul")
    store.do(prepare_decided)
    rows = {row.member_id: row.template for row in letters_of(store.reader, dossier)}
    assert rows == {keys[0]: "accord_membre", **dict.fromkeys(keys[1:], "refus")}
    lead = next(row for row in letters_of(store.reader, dossier) if row.member_id == keys[0])
    assert compose(store.reader, lead, TEMPLATES, DAY).green


def test_the_agreement_of_a_partner_names_its_mandate(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    store.do(prepare, dossier=dossier, template="accord_de_partenariat", member=keys[2])
    (row,) = letters_of(store.reader, dossier)
    draft = compose(store.reader, row, TEMPLATES, DAY)
    assert draft.green, draft.findings
    text = words(make(draft.letter))
    assert "Collectif du Mercredi" in text and "mandat" in text and "3 750 €" in text.replace("\u202f", " ")


def test_the_accountant_pays_each_member_its_part(store: Store) -> None:
    dossier = decided(store)
    funders, rows = payments(store.reader, [dossier])
    assert len(rows) == 4 and len({row.row.applicant for row in rows}) == 4
    assert sum(sum(row.given) for row in rows) == 8_000_01 and len(funders) == 2


def test_a_member_above_the_threshold_has_its_own_convention(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    together.grow(store, dossier)
    store.do(decide, dossier=dossier, outcome="granted", amounts={funder(store): 60_000_00}, motive="essai")
    parts = {keys[0]: 10_000_00, keys[1]: 25_000_00, keys[2]: 25_000_00}
    store.do(split, dossier=dossier, funder=funder(store), parts=parts, motive="vu")
    made = store.do(prepare_conventions).value
    rows = {row.member_id: row for row in letters_of(store.reader, dossier)}
    assert len(made) == 2 and set(rows) == {keys[1], keys[2]}
    assert store.do(prepare_conventions).value == []
    draft = compose(store.reader, rows[keys[1]], TEMPLATES, DAY)
    text = words(make(draft.letter))
    assert "Association Les Tilleuls" in text and "25 000 €" in text.replace("\u202f", " ")
    assert "chaque membre ayant la sienne" in text and "10 000 €" not in text.replace("\u202f", " ")
