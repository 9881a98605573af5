"""Each question of the sift with an answer for and one against, and the verdict they point to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.rules.eligibility import Facts, Question, Standing, questions, suggest

GOOD = Facts(
    quarters=("Étouvie",), challenges=("4 Réussite",), renewal=True, exercise=2026,
    report=Standing("received", "piece:00"), commitment=Standing("received", "piece:01"),
    deposited=date(2026, 1, 9), ends=date(2026, 11, 30),
)  # fmt: skip


def asked(code: str, **changes: object) -> Question:
    return next(q for q in questions(replace(GOOD, **changes)) if q.code == code)


def test_a_whole_application_is_admissible() -> None:
    assert {question.reply for question in questions(GOOD)} == {"yes"}
    assert suggest(questions(GOOD), 0) == ("admissible", [])
    assert suggest(questions(GOOD), 2) == ("incomplete", []), "pieces lack"


@pytest.mark.parametrize(
    ("code", "changes", "reply", "words"),
    [
        ("quarter", {"quarters": ()}, "no", "aucun quartier"),
        ("quarter", {"outside": "Le quartier X n’est pas ouvert."}, "no", "pas ouvert"),
        ("challenge", {"challenges": ()}, "unknown", "aucun défi"),
        ("running", {"running": "« frais de fonctionnement »"}, "unknown", "fonctionnement"),
        ("report", {"report": Standing("missing")}, "no", "reconduction, bilan non reçu"),
        ("report", {"report": Standing("refused")}, "no", "non conforme"),
        ("report", {"renewal": False, "report": Standing()}, "none", "pas d’action"),
        (
            "report",
            {"renewal": False, "report": Standing(), "granted_years": frozenset({2025})},
            "no",
            "2025",
        ),
        ("report", {"renewal": False, "report": Standing(), "granted_years": frozenset({2023})}, "none", ""),
        ("commitment", {"commitment": Standing("missing", "piece:02")}, "no", "non reçue"),
        ("commitment", {"commitment": Standing("waived")}, "yes", "reçue"),
        ("commitment", {"commitment": Standing()}, "none", "associations"),
        ("late", {"late": "Dépôt hors délai, le 09/01/2026."}, "no", "hors délai"),
        ("late", {"deposited": None}, "unknown", "inconnue"),
        ("done", {"ends": date(2026, 1, 8)}, "no", "08/01/2026"),
        ("done", {"ends": None}, "unknown", "inconnues"),
    ],
)
def test_each_question_against(code: str, changes: dict[str, object], reply: str, words: str) -> None:
    question = asked(code, **changes)
    assert question.reply == reply and words in question.told


def test_what_can_be_asked_for_is_to_complete_and_the_rest_is_a_reason() -> None:
    missing = questions(replace(GOOD, report=Standing("missing")))
    assert suggest(missing, 1) == ("incomplete", [])
    assert suggest(questions(replace(GOOD, quarters=())), 0) == ("incomplete", []), "it can be asked"
    fatal = questions(replace(GOOD, outside="Hors de la liste.", ends=date(2026, 1, 8)))
    assert suggest(fatal, 3) == ("inadmissible", ["HORS_QPV", "COMMENCEE"])
    doubt = questions(replace(GOOD, running="« fonctionnement »"))
    assert suggest(doubt, 0) == ("admissible", []), "words alone never make an application inadmissible"
