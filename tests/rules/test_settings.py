"""The fields of the settings: whatever a file brings is a value or a French sentence, never a fault."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.rules.settings import SUBJECTS, Field, Subject, blank, entry_faults, field_fault, name_of
from desktop.rules.settings.layers import deep, flat, over

ODD: tuple[Any, ...] = (
    None, 0, -1, 10**30, 1.5, float("nan"), True, "", "x", "a\nb", "\x00", [], [1], [{}], [[]], ["x"], {},
    {"a": []}, {"a": {"b": 1}}, [{"inconnu": 1}], "2026-13-45", "#FFFFFF",
)  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.code)
def test_any_value_is_judged(subject: Subject) -> None:
    for field in subject.fields:
        for value in ODD:
            told = field_fault(field, value)
            assert told == "" or (told.startswith(field.words) and told.endswith("."))
    odd = {field.name: [{}] for field in subject.fields}
    assert name_of(subject, odd) and isinstance(entry_faults(subject, "x", {**odd, "ailleurs": 1}), list)
    assert all(field_fault(field, blank(field)) == "" for field in subject.fields if not field.needed)


def test_limits_are_said_in_words() -> None:
    percent = Field("p", "Part", "number", least=0, most=100)
    assert field_fault(percent, 140) == "Part : au plus 100."
    assert field_fault(Field("m", "Montant", "money", least=1_00), 50) == "Montant : au moins 1\u00a0€."
    assert field_fault(Field("n", "Nom", needed=True), "") == "Nom : à remplir."
    assert (
        field_fault(Field("c", "Choix", "choice", choices=(("a", "premier"),)), "b")
        == "Choix : l’un de premier."
    )
    assert field_fault(Field("j", "Jour", "day"), "2026-02-30") == "Jour : ce n’est pas une date."


def test_what_is_changed_stands_over_what_is_shipped_and_names_with_dots_tell_groups() -> None:
    shipped = {"title": "A", "values": {"ceiling": 80, "floor": 1}, "kinds": ["x"]}
    changed = {"title": "A", "values": {"ceiling": 70, "floor": 1}, "kinds": []}
    assert over(shipped, {"values": {"ceiling": 70}, "kinds": []}) == changed
    assert deep(dict(flat(changed))) == changed
