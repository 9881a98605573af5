"""What was gathered of a report, by code, made into what it tells; each doubt with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.exchange import repair
from desktop.exchange.cerfa_budget import cents
from desktop.exchange.cerfa_map import norm
from desktop.rules.ages import ALL, Counted
from desktop.rules.reports import TITLES, Told, ToldLine

_YEAR = re.compile(r"20[0-4]\d")
_NOT_DONE = re.compile(r"\bnon\b|pas (ete )?(eu lieu|realisee?)|annulee?|abandonnee?")
_EXTENDED = re.compile(r"prolong|report|dates? modifiees?")
_PEOPLE = re.compile(
    r"(\d[\d\s]{0,6}\d|\d+)\s+(?:personnes|beneficiaires|participants|habitants|enfants|jeunes)"
)
_WOMEN = re.compile(r"(\d+)\s+(?:femmes|filles)")
_MEN = re.compile(r"(\d+)\s+(?:hommes|garcons)")
_DATE = r"(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
PERIOD = re.compile(rf"\bdu\s*:?\s*{_DATE}\s*au\s*:?\s*{_DATE}", re.IGNORECASE)
_DAYS = ("starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class ReadReports:
    """The reports of one file, with what is said of the file as a whole."""

    path: Path
    told: tuple[Told, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Gathered:
    """What is known so far of one report; `values` and `texts` by code, as written."""

    origin: str
    values: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> (as written, its place)
    texts: dict[str, str] = field(default_factory=dict)
    lines: list[ToldLine] = field(default_factory=list)
    people: list[Counted] = field(default_factory=list)
    indicators: dict[str, float] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def put(self, code: str, written: str, place: str) -> None:
        """Keep one answer: the first fact of its kind, every text of its kind."""
        written = written.strip()
        if not written:
            return
        if code.startswith("texts."):
            name = code.removeprefix("texts.")
            self.texts[name] = f"{self.texts[name]}\n{written}" if name in self.texts else written
        elif code not in self.values:
            self.values[code] = (written, place)
        elif norm(self.values[code][0]) != norm(written):
            self.unread.append(
                f"{place} : « {written[:80]} » redit autrement « {self.values[code][0][:80]} »."
            )

    def told(self) -> Told:
        """All of it, each value understood or told among what was not."""
        if period := PERIOD.search(self.texts.get("places", "")):
            for name, day in zip(_DAYS, period.groups(), strict=True):
                self.values.setdefault(name, (day, ""))
        days = {name: self._day(name) for name in _DAYS}
        counts = {name: self._count(name) for name in ("people", "women", "men", "from_quarter")}
        return Told(
            origin=self.origin, number=self._said("number"), siret=self._siret(), rna=self._rna(),
            applicant=self._said("applicant"), title=self._said("title"), year=self._year(),
            kind=self._kind(), outcome=self._outcome(), granted=self._granted(),
            starts_on=days["starts_on"], ends_on=days["ends_on"], from_quarter=counts["from_quarter"],
            people=tuple(self._people(counts)), lines=tuple(self.lines),
            texts={code: self.texts[code] for code in TITLES if self.texts.get(code)},
            indicators=dict(self.indicators), unread=tuple(dict.fromkeys(self.unread)),
        )  # fmt: skip

    def _said(self, code: str) -> str:
        return " ".join(self.values.get(code, ("", ""))[0].split())

    def _doubt(self, code: str, what: str) -> None:
        written, place = self.values[code]
        self.unread.append(f"{place} : « {written[:80]} » n’est pas {what}.")

    def _siret(self) -> str:
        value, _ = repair.siret(self._said("siret")) if "siret" in self.values else ("", None)
        if "siret" in self.values and not value:
            self._doubt("siret", "un numéro SIRET")
        return value

    def _rna(self) -> str:
        value, _ = repair.rna(self._said("rna")) if "rna" in self.values else ("", None)
        return value

    def _year(self) -> int | None:
        found = _YEAR.search(self._said("year"))
        if "year" in self.values and found is None:
            self._doubt("year", "une année")
        return int(found[0]) if found else None

    def _kind(self) -> str:
        said = norm(self._said("kind"))
        return "intermediate" if "intermediaire" in said or "provisoire" in said else "final" if said else ""

    def _outcome(self) -> str:
        said = norm(self._said("outcome"))
        if not said:
            return ""
        return "not_done" if _NOT_DONE.search(said) else "extended" if _EXTENDED.search(said) else "done"

    def _granted(self) -> int | None:
        if "granted" not in self.values:
            return None
        value, _ = cents(self._said("granted"))
        if value is None:
            self._doubt("granted", "un montant")
        return value

    def _day(self, code: str) -> dt.date | None:
        if code not in self.values:
            return None
        value, _ = repair.date(self._said(code))
        if value is None:
            self._doubt(code, "une date")
        return value

    def _count(self, code: str) -> int | None:
        if code not in self.values:
            return None
        value, _ = repair.integer(self._said(code))
        if value is None or value < 0:
            self._doubt(code, "un nombre de personnes")
            return None
        return value

    def _people(self, counts: dict[str, int | None]) -> Iterator[Counted]:
        """The people as counted; else what the text says of them, which an officer reads again."""
        yield from self.people
        if any(one.age == ALL for one in self.people):
            return
        whole = Counted(ALL, counts["women"], counts["men"], counts["people"])
        if whole.whole is None and not self.people and self.texts.get("public"):
            said = norm(self.texts["public"])
            women, men, people = _WOMEN.search(said), _MEN.search(said), _PEOPLE.search(said)
            number = int(re.sub(r"\s", "", people[1])) if people else None
            whole = Counted(ALL, int(women[1]) if women else None, int(men[1]) if men else None, number)
        if whole.whole is not None:
            yield whole
