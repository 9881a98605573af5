"""What is odd in a dossier: each rule speaks for its case and keeps silent for its neighbour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.flow.rulebook import rulebook
from desktop.rules.checks import ARITHMETIC, DossierFacts, amended, check, read_book, worst
from desktop.rules.checks.facts import Neighbour
from desktop.rules.findings import Finding, Source
from tests.rules.check_cases import BALANCED, CASES, SOUND, bank, lines, text

BOOK = rulebook()


def found(facts: DossierFacts, rule: str) -> list[Finding]:
    """What one rule says; for a rule that also says when all is well, only what it minds."""
    level = BOOK[rule].level
    return [f for f in check(facts, BOOK) if f.rule == rule and (level == "good" or f.level != "good")]


def changed(change: dict[str, Any]) -> DossierFacts:
    return replace(SOUND, **change)


def test_a_sound_dossier_has_only_good_findings() -> None:
    told = check(SOUND, BOOK)
    assert worst(told) == "good"
    assert [f.sentence for f in told] == ["SIRET, RNA et RIB vérifiés."]


def test_each_rule_has_its_arithmetic_and_its_two_cases() -> None:
    codes = {rule.code for rule in BOOK}
    assert codes == set(ARITHMETIC) == set(CASES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_each_rule_speaks_for_its_case(rule: str) -> None:
    told = found(changed(CASES[rule][0]), rule)
    assert len(told) == 1
    finding = told[0]
    assert finding.code.split(":")[0] == rule and finding.sources
    assert finding.left.where and finding.right.where and "{" not in finding.sentence
    assert finding.sentence.endswith(".") or finding.sentence.endswith("»")


@pytest.mark.parametrize("rule", sorted(CASES))
def test_each_rule_keeps_silent_for_its_neighbour(rule: str) -> None:
    assert found(changed(CASES[rule][1]), rule) == []


# A case of one of these makes others speak too, and rightly so.
TOGETHER = {
    "budget-none": {"budget-total"},
    "public-zero": {"public-quarter-unknown"},
    "threshold-accounts": {"threshold-convention"},
    "threshold-auditor": {"threshold-convention", "threshold-accounts"},
}


@pytest.mark.parametrize("rule", sorted(set(CASES) - {"id-right"}))
def test_each_case_makes_no_other_rule_speak(rule: str) -> None:
    told = {f.rule for f in check(changed(CASES[rule][0]), BOOK) if f.level != "good"}
    assert told - TOGETHER.get(rule, set()) == {rule}


def test_a_bank_document_is_read_too() -> None:
    """The key of the RIB on the piece, and its holder, though the form tells neither."""
    wrong = replace(SOUND, iban="", banks=(bank(key="188"),))
    assert [f.left.place for f in found(wrong, "id-rib")] == ["piece:" + "0a" * 16]
    other = replace(SOUND, iban="", banks=(bank("M. KARIM FICTIF"),))
    (told,) = found(other, "id-holder")
    assert told.left.place.startswith("piece:") and told.right == Source(
        "Porteur", SOUND.applicant, "field:name"
    )
    assert found(replace(SOUND, banks=(bank("LES LETTRES ETOUVIE"),)), "id-holder") == []


def test_limits_are_not_odd() -> None:
    at_the_limit = replace(
        SOUND,
        asked=16_000_00,
        women=60,
        deposited_on=date(2026, 1, 31),
        ends_on=date(2027, 8, 31),
        proposed=16_000_00,
    )
    assert worst(check(at_the_limit, BOOK)) == "good"


def test_a_text_of_the_application_is_shown_with_its_passage() -> None:
    said = "Avec l’école voisine. Accompagner quatre-vingts personnes vers l’emploi, toute l’année."
    (told,) = found(replace(SOUND, texts=text("objectives", said)), "figure-people")
    assert "quatre-vingts personnes" in told.left.value and told.left.place == "section:objectives"
    assert (told.right.value, told.right.place) == ("60", "field:beneficiaries")
    assert "80" in told.sentence and "60" in told.sentence


def test_the_worst_comes_first_and_the_digest_follows_the_sources() -> None:
    told = check(replace(SOUND, women=99, challenges=()), BOOK)
    assert [f.level for f in told] == ["bad", "warn", "good"]
    assert (told[0].left.value, told[0].right.value) == ("99", "60")
    again = check(replace(SOUND, women=98), BOOK)[0]
    same = check(replace(SOUND, women=99, title="Autre"), BOOK)[0]
    assert again.sources != told[0].sources == same.sources


def test_a_pair_of_dossiers_keeps_its_digest_whatever_is_rewritten() -> None:
    one = found(changed(CASES["double-action"][0]), "double-action")[0]
    (double,) = CASES["double-action"][0]["doubles"]
    other = found(replace(SOUND, doubles=(replace(double, mine="récrit"),)), "double-action")[0]
    assert one.sources == other.sources


def test_a_rule_applies_where_its_file_says() -> None:
    rule = {
        "code": "public-women", "title": "T", "level": "warn", "sentence": "Trop.", "why": "w", "law": "l",
    }  # fmt: skip
    odd = replace(SOUND, women=61, call_kind="general")
    for told, speaks in (
        ({}, True), ({"enabled": False}, False), ({"kinds": ["school"]}, False),
        ({"calls": ["general"]}, True), ({"calls": ["specific"]}, False),
    ):  # fmt: skip
        book = read_book([{"id": "x", "title": "X", "rule": [{**rule, **told}]}])
        assert bool(check(odd, book)) is speaks, told
    with pytest.raises(ValueError, match="niveau"):
        read_book([{"id": "x", "title": "X", "rule": [{**rule, "level": "grave"}]}])
    with pytest.raises(ValueError, match="« seuil »"):
        read_book([{"id": "x", "title": "X", "rule": [{**rule, "seuil": 3}]}])


def test_each_funder_is_held_against_its_own_line() -> None:
    facts = replace(
        SOUND,
        budget=lines(*BALANCED),
        asked_of=(("Amiens Métropole", 5_000_00), ("État", 4_000_00)),
        budgeted=(("Amiens Métropole", 4_000_00), ("État", 4_000_00)),
    )
    assert [f.code for f in found(facts, "budget-asked")] == ["budget-asked:Amiens Métropole"]


def test_other_dossiers_of_the_applicant_are_told_in_one_line() -> None:
    facts = replace(SOUND, neighbours=(Neighbour("7", "Un"), Neighbour("8", "Deux")))
    (told,) = found(facts, "twin-other")
    assert "7, 8" in told.sentence and told.level == "info"


def test_an_office_changes_a_rule_without_writing_it_again() -> None:
    at_the_limit = replace(SOUND, asked=16_000_00)
    assert found(at_the_limit, "budget-share") == []
    book = amended(BOOK, [{"code": "budget-share", "level": "info", "values": {"ceiling": 70}}])
    (told,) = [f for f in check(at_the_limit, book) if f.rule == "budget-share"]
    assert told.level == "info" and "70" in told.sentence and book.digest != BOOK.digest
    off = amended(BOOK, [{"code": "id-none", "enabled": False}])
    assert [f for f in check(replace(SOUND, siret="", rna=""), off) if f.rule == "id-none"] == []
    for wrong in ({"code": "nul"}, {"code": "id-none", "level": "grave"}):
        with pytest.raises(ValueError, match=r"nul|niveau"):
            amended(BOOK, [wrong])
