"""Letters by hundreds through the pre-flight, a tenth with a fault of ten kinds: those stay, no other does.

Two hundred in the suite; five hundred with PARVIS_LETTERS=500.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from db import models as m
from db import queries
from db.store import Store, use_case
from desktop.exchange.application import Application
from desktop.flow.composing import compose
from desktop.flow.decide import decide
from desktop.flow.notify import Blocked, edit, issue, prepare_decided
from desktop.flow.receive import receive
from desktop.letters.letter import make
from desktop.letters.model import Letter, edited, paragraphs
from desktop.letters.template import Template, load
from desktop.paths import resources
from tests.office import application, open_office, read_of

COUNT = int(os.environ.get("PARVIS_LETTERS", "200"))
EACH = COUNT // 100
DAY, COMMITTEE = dt.date(2026, 3, 14), dt.date(2026, 3, 12)
CONDITION = "Fournir l’attestation d’assurance à jour"


class Fault(NamedTuple):
    """One kind of fault: put in the application, in the words, or in a decision taken after them."""

    said: str  # what the pre-flight answers
    source: Callable[[Application], object] = lambda _made: None
    hand: tuple[str, str] | None = None  # words of the letter and what they become
    again: bool = False  # decided otherwise after the words were edited
    outcome: str = "granted"


def _no_town(made: Application) -> None:
    made.applicant.postcode = made.applicant.city = ""


def _no_deposit(made: Application) -> None:
    made.deposited_at = None


def _odd_title(made: Application) -> None:
    made.title = "Atelier de calligraphie 書道"


FAULTS: dict[str, Fault] = {
    "a wrong amount in figures": Fault(
        "41\u202f900\u00a0€ n’est pas celui", hand=("41\u202f300", "41\u202f900")
    ),
    "words and figures that disagree": Fault("se contredisent", hand=("douze mille", "onze mille")),
    "an empty field": Fault("dossier.recu", source=_no_deposit),
    "no postcode": Fault("code postal", source=_no_town),
    "a civility that does not agree": Fault(
        "s’accorde pas", hand=("ainsi répartie", "Madame le Président, ainsi répartie")
    ),
    "shares of a former decision": Fault(
        "La part d’un financeur n’est pas celle", hand=("ainsi répartie", "répartie ainsi"), again=True
    ),
    "the date of the report struck out": Fault(
        "compte rendu financier (30\u00a0juin 2027)", hand=("**30\u00a0juin 2027**", "terme prévu")
    ),
    "a character that does not print": Fault("ne s’impriment pas", source=_odd_title),
    "no appeal notice": Fault("Les voies et délais de recours manquent", outcome="redirected"),
    "a condition struck out": Fault(
        "n’est pas dans le courrier", hand=(CONDITION, "Fournir une attestation")
    ),
}


@use_case("Décider de tout")
def decide_all(session, *, wanted: dict[bytes, str]) -> None:  # type: ignore[no-untyped-def]
    funders = [row.id for row in session.query(m.Funder).order_by(m.Funder.rank)[:2]]
    for rank, (key, outcome) in enumerate(wanted.items()):
        granted = outcome == "granted"
        # Each third letter has two funders, each fifth a refusal: a run is never of one kind.
        amounts = {funders[0]: 12_000_00} if rank % 3 else {funders[0]: 7_000_00, funders[1]: 5_000_00}
        reason = {"refused": ["HORS_DEFIS"], "redirected": ["DROIT_COMMUN"]}.get(outcome, [])
        decide(
            session, dossier=key, outcome=outcome, amounts=amounts if granted else {}, reasons=reason,
            conditions=[CONDITION] if granted else [], decided_on=COMMITTEE,
        )  # fmt: skip


def faulty(number: int) -> Fault | None:
    """A tenth of them, spread over the whole run."""
    kinds = list(FAULTS.values())
    return kinds[(number // 10) % len(kinds)] if number % 10 == 7 else None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_office(tmp_path_factory.mktemp("cinq-cents"))
    made = [application(f"265{number:05}") for number in range(COUNT)]
    for number, one in enumerate(made):
        if fault := faulty(number):
            fault.source(one)
    store.do(receive, read=read_of(*made))
    keys = queries.list_ids(store.reader)
    assert len(keys) == COUNT
    outcomes = [
        fault.outcome if (fault := faulty(number)) else "refused" if number % 5 == 0 else "granted"
        for number in range(COUNT)
    ]
    store.do(decide_all, wanted=dict(zip(keys, outcomes, strict=True)))
    store.do(prepare_decided)
    return store


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    """Those of the house, one of them without its appeal notice: someone edited the file."""
    folder = tmp_path_factory.mktemp("modeles")
    shutil.copytree(resources() / "letters", folder, dirs_exist_ok=True)
    path = folder / "reorientation.toml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace('appeal = "decision"', 'appeal = "none"'), encoding="utf-8")
    return load(folder)


def plant(store: Store, templates: dict[str, Template]) -> dict[bytes, str]:
    """Put in the faults of the words; the letters that have one, with what the pre-flight should say."""
    planted: dict[bytes, str] = {}
    for row in queries.outbox(store.reader):
        fault = faulty(int(row.dossier.partition("-")[2]) - 1)
        if fault is None:
            continue
        planted[row.id] = fault.said
        if fault.hand:
            letter = compose(store.reader, row, templates, DAY).letter
            store.do(edit, letter=row.id, body=mended(letter, *fault.hand))
        if fault.again:
            one, other = [funder.id for funder in queries.funders(store.reader)[:2]]
            store.do(
                decide, dossier=row.dossier_id, outcome="granted", amounts={one: 8_000_00, other: 4_000_00},
                conditions=[CONDITION], decided_on=COMMITTEE, motive="Erreur de saisie",
            )  # fmt: skip
    return planted


def mended(letter: Letter, old: str, new: str) -> Letter:
    texts = paragraphs(letter)
    assert any(old in text for text in texts), (old, texts)
    return replace(edited(letter, [text.replace(old, new) for text in texts]))


def test_the_faulty_are_held_back_and_no_other(office: Store, templates: dict[str, Template]) -> None:
    planted = plant(office, templates)
    assert len(planted) == COUNT // 10 and Counter(planted.values()) == dict.fromkeys(
        (fault.said for fault in FAULTS.values()), EACH
    )
    held: dict[bytes, str] = {}
    rows = queries.outbox(office.reader)
    assert len(rows) == COUNT
    for row in rows:
        try:
            office.do(issue, letter=row.id, templates=templates, make=make, today=DAY)
        except Blocked as why:
            held[row.id] = str(why)
    assert set(held) == set(planted), [held[key] for key in set(held) - set(planted)][:3]
    for key, said in planted.items():
        assert said in held[key], (said, held[key])
    left = queries.register(office.reader)
    assert [row.number for row in left] == [f"C2026-{rank:04}" for rank in range(1, COUNT - COUNT // 10 + 1)]
    assert [row.dossier for row in left] == sorted(row.dossier for row in left), "in the order of the list"
    assert {row.id for row in queries.outbox(office.reader)} == set(planted)


def test_a_delegation_that_has_ended_holds_back_every_letter(
    office: Store, templates: dict[str, Template]
) -> None:
    late = dt.date(2031, 1, 2)
    for row in queries.letter_list(office.reader)[::25]:
        draft = compose(office.reader, row, templates, late)
        assert any("pas de délégation" in found.sentence for found in draft.findings), row.dossier
