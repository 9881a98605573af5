"""Forms filled in their fields: every value given to the script is found at its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.exchange.application import Application, ReadFile
from desktop.exchange.piece_text import words_of
from desktop.exchange.registry import read
from desktop.paths import import_maps
from tests.exchange import cerfa_files, cerfa_given
from tests.exchange.cerfa_forms import Budget, Given


def taken(path: Path) -> ReadFile:
    return read(path, import_maps())


def cents(text: str) -> int:
    return round(float(text.replace("€", "").replace(" ", "").replace(",", ".")) * 100)


def check_applicant(found: Application, given: dict[str, str | bool]) -> None:
    who = found.applicant
    plain = ("name", "acronym", "website", "rna", "address", "postcode", "city", "bic", "account_holder")
    assert {name: getattr(who, name) for name in plain} == {
        name: given[f"applicant.{name}"] for name in plain
    }
    assert who.siret == str(given["applicant.siret"]).replace(" ", "")
    assert who.iban == str(given["applicant.iban"]).replace(" ", "")
    for person, kind in zip(found.people, ("representative", "in_charge"), strict=True):
        assert person.kind == kind
        for part in ("last_name", "first_name", "position", "phone", "email"):
            assert getattr(person, part) == given[f"{kind}.{part}"]


def check_action(found: Application, given: dict[str, str | bool]) -> None:
    assert (found.title, found.asked) == (given["title"], cents(str(given["asked"])))
    assert found.starts_on == dt.datetime.strptime(str(given["starts_on"]), "%d/%m/%Y").date()
    assert found.ends_on == dt.datetime.strptime(str(given["ends_on"]), "%d/%m/%Y").date()
    assert found.exercise == 2026
    for code in ("objectives", "description", "public", "territory", "evaluation"):
        assert found.texts[code] == given[f"texts.{code}"]
    means = found.texts["means"].split("\n")
    assert means[0] == given["texts.means"]
    assert means[1:] == [
        "Bénévoles\u00a0: 12, 0,5 ETPT", "Salariés\u00a0: 2, 0,8 ETPT", "dont en CDI\u00a0: 1",
        "Volontaires\u00a0: 1",
    ]  # fmt: skip


def expected(given: Budget) -> set[tuple[str, int, str]]:
    """(account, cents, funder) of each line given; of a funder, the account of its kind."""
    lines = set()
    for code, value in given.items():
        if not code.startswith("total"):
            name, text = value if isinstance(value, tuple) else ("", value)
            lines.add((code.partition(":")[0], cents(text), name))
    return lines


def check_budgets(found: Application, given: Given, rank: int) -> None:
    for lines, told in ((found.budget, given.budgets[rank]), (found.own_budget, given.own)):
        named = {(one.account, one.amount, one.funder if one.label == one.funder else "") for one in lines}
        plain = {one for one in expected(told) if one[2]}
        assert {one for one in named if one[2] and one[0] != "74aidespriv"} == plain
        assert {one[:2] for one in named} == {one[:2] for one in expected(told)}
        assert len(lines) == len(expected(told))
        for one in lines:
            assert one.side == ("charge" if one.account[:1] == "6" or one.account[:2] == "86" else "product")
    funders = {line.funder: line.amount for line in found.budget if line.funder}
    assert {line.funder: line.asked for line in found.funding} == funders == found.asked_by_funder


def check_other(found: Application, given: dict[str, str | bool], version: str) -> None:
    other = dict(found.other)
    assert other["À jour de ses obligations"] == "Oui"
    assert other.get("Contrat d’engagement républicain souscrit") == ("Oui" if version == "06" else None)
    assert other["Aides publiques sur trois ans : 500 000 € ou moins"] == "Oui"
    assert "Aides publiques sur trois ans : plus de 500 000 €" not in other
    assert (other["Reconnue d’utilité publique"], other["Assujettie aux impôts commerciaux"]) == (
        "Non",
        "Non",
    )
    assert other["Demande adressée à la politique de la ville"] == "Oui"
    assert (other["Signataire"], other["Fait à"]) == (given["signatory"], given["signed_at"])
    assert other["Commune de correspondance"] == given["other.mail_city"]
    for label, code in (
        ("Bénévoles de l’association", "volunteers"), ("Volontaires de l’association", "civic"),
        ("Salariés de l’association", "employees"), ("Salariés de l’association en ETPT", "fte"),
        ("Adhérents de l’association", "members"), ("Réseau, union ou fédération", "network"),
    ):  # fmt: skip
        assert other[label] == given[f"other.{code}"]
    assert found.renewal is True


def check(read_file: ReadFile, given: Given) -> None:
    assert len(read_file.applications) == len(given.projects)
    for rank, found in enumerate(read_file.applications):
        check_applicant(found, given.shared)
        check_action(found, given.projects[rank])
        check_budgets(found, given, rank)
        check_other(found, given.shared, given.version)


@pytest.mark.parametrize("habit", cerfa_files.HABITS)
def test_a_form_is_read_whatever_its_fields_are_called(habit: str, tmp_path: Path) -> None:
    given = cerfa_given.one()
    found = taken(cerfa_files.form(tmp_path / "demande.pdf", given, habit))
    assert found.format == "cerfa-form"
    check(found, given)
    assert list(found.all_problems()) == []
    assert [one for one in found.fields if one.confidence < 0.75] == []
    (piece,) = found.applications[0].attachments
    assert piece.content is not None and piece.content() == (tmp_path / "demande.pdf").read_bytes()


@pytest.mark.parametrize("habit", cerfa_files.HABITS)
def test_three_projects_make_three_dossiers_of_one_applicant(habit: str, tmp_path: Path) -> None:
    given = cerfa_given.three()
    found = taken(cerfa_files.form(tmp_path / "demande.pdf", given, habit))
    check(found, given)
    assert len({one.source_id for one in found.applications}) == 3
    assert list(found.all_problems()) == []


@pytest.mark.parametrize("habit", cerfa_files.HABITS)
def test_the_older_version_asks_for_the_commitment_apart(habit: str, tmp_path: Path) -> None:
    given = cerfa_given.one("05")
    found = taken(cerfa_files.form(tmp_path / "demande.pdf", given, habit))
    check(found, given)
    (doubt,) = found.all_problems()
    assert "*05" in doubt.message and "républicain" in doubt.field


@pytest.mark.parametrize("habit", ["numbered", "tooltips", "bare"])
def test_radio_buttons_and_lists_are_read(habit: str, tmp_path: Path) -> None:
    given = cerfa_given.three()
    path = cerfa_files.form(tmp_path / "demande.pdf", given, habit)
    check(taken(cerfa_files.with_choices(path)), given)


def test_a_box_that_is_not_ticked_is_told(tmp_path: Path) -> None:
    given = cerfa_given.one()
    given.shared |= {"tick.commitment": False, "tick.below_ceiling": False, "tick.above_ceiling": True}
    given.shared |= {"other.taxed": "", "tick.renewal": False, "tick.first": True}
    found = taken(cerfa_files.form(tmp_path / "demande.pdf", given, "tooltips"))
    (one,) = found.applications
    other = dict(one.other)
    assert other["Contrat d’engagement républicain souscrit"] == "Non coché"
    assert other["Aides publiques sur trois ans : plus de 500 000 €"] == "Oui"
    assert "Assujettie aux impôts commerciaux" not in other, "nothing said is not no"
    assert one.renewal is False
    assert [problem.field for problem in one.problems] == ["Contrat d’engagement républicain"]


def test_what_was_typed_is_found_by_the_search(tmp_path: Path) -> None:
    path = cerfa_files.form(tmp_path / "demande.pdf", cerfa_given.one(), "bare")
    words = words_of(path, "application/pdf")
    assert "Lanternes d’hiver" in words and "Moyens humains" in words
