"""Splits add up to the cent whatever is asked; dates of waves contradict each other in sentences."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.rules.links import End, First, first_words, later_first, renewals
from desktop.rules.splitting import pro_rata
from desktop.rules.together import Column, Flow, Part, Project, look, why_not
from desktop.rules.waves import Wave, closing, faults, read_closings, wave_of, write_closings

CENTS = st.integers(min_value=0, max_value=10**11)


@settings(max_examples=120)
@given(CENTS, st.lists(CENTS, min_size=1, max_size=12))
def test_any_split_adds_up_to_the_cent(amount: int, asked: list[int]) -> None:
    parts = pro_rata(amount, dict(enumerate(asked)))
    assert sum(parts.values()) == amount and min(parts.values()) >= 0
    whole = sum(asked)
    for name, weight in enumerate(asked):
        fair = amount * weight / whole if whole else amount / len(asked)
        assert abs(parts[name] - fair) < 1 + fair * 1e-9
        if whole and not weight:
            assert parts[name] == 0


def test_nothing_is_split_among_nobody() -> None:
    assert pro_rata(100, {}) == {} and pro_rata(100, {"a": 0, "b": 0, "c": 0}) == {"a": 34, "b": 33, "c": 33}


def project(*flows: Flow, parts: tuple[Part, ...] = (), **changes: object) -> Project:
    columns = (Column(b"1", "Une", "leader", True, False), Column(b"2", "Deux", "partner", True, False))
    made = Project(columns, flows, parts, (Part(b"", "Ville", 100, None, None),), (), "Une")
    return made._replace(**changes)


def test_what_is_bought_of_a_member_is_no_grant_but_is_told() -> None:
    bought = (
        Flow(b"1", "charge", "604", "ateliers", 60, b"2"), Flow(b"2", "product", "70", "ateliers", 60, b"1"),
        Flow(b"1", "product", "74com", "Ville", 60, None, "Ville"), Flow(b"2", "charge", "64", "paie", 60),
    )  # fmt: skip
    told = look(
        project(*bought, parts=(Part(b"1", "Ville", 60, None, None), Part(b"2", "Ville", 40, None, None)))
    )
    codes = {one.code: one for one in told}
    assert codes["project-bought"].level == "warn" and "factures" in codes["project-bought"].sentence
    assert "project-regrant" not in codes
    assert "project-beyond" in codes  # the second asks 40 that its column does not await


def test_two_leaders_and_one_side_of_a_flow_are_told() -> None:
    columns = (Column(b"1", "Une", "leader", True, False), Column(b"2", "Deux", "leader", True, False))
    told = look(project(Flow(b"1", "charge", "65", "", 60, b"2"), columns=columns))
    sentences = " ".join(one.sentence for one in told)
    assert "plusieurs chefs de file (« Une » et « Deux »)" in sentences
    assert "verse 60" not in sentences and "« Une » verse 0,60" in sentences


def test_a_split_says_by_how_much_it_is_off() -> None:
    assert why_not("Ville", "voted", None, {"Une": 1}).startswith("Ville : rien n’est voté")
    assert "0,10" in why_not("Ville", "voted", 100, {"Une": 60, "Deux": 50})
    assert "négative" in why_not("Ville", "voted", 100, {"Une": 150, "Deux": -50})
    assert why_not("Ville", "voted", 100, {"Une": 60, "Deux": 40}) == ""


def test_the_wave_of_a_school_of_a_renewal_and_of_a_new_action() -> None:
    days = {"association": date(2026, 2, 15), "school": date(2026, 4, 30), "renewal": date(2026, 1, 31)}
    first = Wave(b"1", 1, "Première vague", None, date(2026, 2, 15), days, date(2026, 3, 12))
    second = Wave(b"2", 2, "Deuxième vague", None, date(2026, 5, 15), {}, date(2026, 6, 11))
    waves, day = [first, second], date(2026, 2, 10)
    assert wave_of(waves, "association", day) == first
    assert wave_of(waves, "association", day, renewal=True) == second
    assert wave_of(waves, "school", date(2026, 4, 30), renewal=True) == first
    assert wave_of(waves, "public", date(2026, 12, 1)) == second and wave_of([], "other", day) is None
    assert closing({}, date(2026, 5, 15), "public", renewal=True) == date(2026, 5, 15)
    assert read_closings(write_closings(days) + "\nécole=demain") == days
    assert [one.level for one in faults(waves)] == ["warn"]  # schools close after the committee
    late = second._replace(decides_on=date(2026, 3, 1), closings={"association": date(2026, 2, 1)})
    assert {one.level for one in faults([first, late])} == {"bad", "warn"}


def test_links_are_told_from_the_later_dossier() -> None:
    old = End(b"1", "2025-0004", "Fête de quartier 2025", 2025, "2025-01-10", b"a")
    new = End(b"2", "2026-0001", "Fête de quartier 2026", 2026, "2026-01-09", b"a")
    other = End(b"3", "2025-0007", "Jardin partagé", 2025, "2025-01-11", b"a")
    assert later_first(old, new) == (new, old) == later_first(new, old)
    assert renewals(new, [old, new, other]) == [old] and renewals(old, [new]) == []
    first = First("2025-0004", "Première vague", "AAP", "adjourned", ("Budget à revoir", "CER manquant"))
    assert first_words(first) == (
        "déjà présenté en première vague (dossier 2025-0004), ajourné pour : budget à revoir et CER manquant"
    )
