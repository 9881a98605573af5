"""Rules of a distribution as gauges: the measured share, the worst subject, a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from desktop.rules.bench import Axis, Key
from desktop.rules.money import euros, percent

Tone = Literal["neutral", "good", "warn"]


class Rule(NamedTuple):
    """« au moins 10 % par quartier »; `subject` is one code of the axis, "" for each of them."""

    code: str
    label: str
    axis: str  # quarter, challenge, applicant, funder, renewal
    bound: str  # at_least, at_most
    percent: int
    subject: str = ""


class Subject(NamedTuple):
    """One of an axis: the key of its total, the code that a rule names it by, its name."""

    key: Key
    code: str
    name: str


class Gauge(NamedTuple):
    """A rule measured on the subject that is worst off. `share` out of 1000."""

    rule: Rule
    tone: Tone
    subject: str
    part: int
    whole: int
    sentence: str

    @property
    def share(self) -> int:
        return self.part * 1000 // self.whole if self.whole else 0


RENEWALS = (Subject("renewal", "renewal", "Reconductions"), Subject("new", "new", "Nouvelles actions"))


def measure(
    rules: Iterable[Rule],
    totals: Mapping[Axis, Mapping[Key, int]],
    whole: int,
    subjects: Mapping[str, Sequence[Subject]],
) -> list[Gauge]:
    """One gauge a rule; a rule whose subject is unknown is left out."""
    made = []
    for rule in rules:
        concerned = _concerned(rule, subjects.get(rule.axis, ()))
        if concerned:
            made.append(_gauge(rule, concerned, totals.get(rule.axis, {}), whole))  # type: ignore[call-overload]  # the base keeps an axis as a word
    return made


def _concerned(rule: Rule, known: Sequence[Subject]) -> list[Subject]:
    # A rule about renewals without a subject speaks of the renewals, not of the new actions.
    wanted = rule.subject or ("renewal" if rule.axis == "renewal" else "")
    return [one for one in known if not wanted or one.code == wanted]


def _gauge(rule: Rule, concerned: Sequence[Subject], totals: Mapping[Key, int], whole: int) -> Gauge:
    least = rule.bound == "at_least"
    choose = min if least else max
    worst = choose(concerned, key=lambda one: totals.get(one.key, 0))
    part = totals.get(worst.key, 0)
    if whole <= 0:
        return Gauge(rule, "neutral", worst.name, 0, 0, "Rien n’est encore réparti.")
    kept = part * 100 >= rule.percent * whole if least else part * 100 <= rule.percent * whole
    gap = -(-rule.percent * whole // 100) - part if least else part - rule.percent * whole // 100
    share = percent(part, whole, 1)
    if kept:
        sentence = f"{worst.name} : {share}"
    elif least:
        sentence = f"{worst.name} : {share}, il manque {euros(gap)}"
    else:
        sentence = f"{worst.name} : {share}, {euros(gap)} de trop"
    return Gauge(rule, "good" if kept else "warn", worst.name, part, whole, sentence)
