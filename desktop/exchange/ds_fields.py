"""From the answers of a form to an Application: one mapping for every export of démarches-simplifiees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from desktop.exchange import ds_budget
from desktop.exchange.application import Application, Opinion, Problem
from desktop.exchange.ds_amounts import Amounts
from desktop.exchange.ds_applicant import person_of
from desktop.exchange.ds_choices import split
from desktop.exchange.ds_form import Answer, Form, cut
from desktop.exchange.ds_lexicon import lexicon, plain, target
from desktop.exchange.ds_people import Cast, attribute
from desktop.exchange.ds_portal import TICKS, tell_portal
from desktop.exchange.ds_values import day, is_bare_zero, row_text, text, whole, yes_no

_AUTHOR = re.compile(r"^\s*avis\s+(?:motivé\s+)?(?:du|de la|de l['’]|des|de|d['’])\s*(.+)$", re.IGNORECASE)
_PRIVATE_DATA = re.compile(
    r"\b(?:e ?mail|mail|courriel|adresse electronique|telephone|portable|mobile|date de naissance)\b"
)
_APPLICANT = {
    "rna": "rna",
    "siret": "siret",
    "acronym": "acronym",
    "website": "website",
    "purpose": "purpose",
    "organisation_phone": "phone",
    "organisation_email": "email",
    "organisation_name": "name",
    "iban": "iban",
    "account_holder": "account_holder",
}


def application(form: Form, known_choices: Iterable[str] = ()) -> Application:
    """The application one form tells, with a Problem for each value that was doubted."""
    return _Reading(form, (*lexicon().choices, *known_choices)).run()


class _Reading:
    """One pass over a form. A taker returns False when the value is not of its kind: it is kept whole."""

    def __init__(self, form: Form, choices: tuple[str, ...]) -> None:
        self.form, self.choices = form, choices
        self.app = Application(source="ds", source_id=form.number, row=form.row)
        self.cast = Cast()
        self.amounts = Amounts(form.zero_is_unknown)
        self.filled: set[str] = set()

    def run(self) -> Application:
        tell_portal(self.form, self.app)
        for answer in self.form.answers:
            self._answer(answer)
        self.app.people = self.cast.list()
        if not any(p.kind == "representative" for p in self.app.people):
            self.app.people[:0] = person_of(self.form.system)
        if self.cast.people or self.app.people:
            self.app.given.add("people")
        self.app.attachments += self.form.attachments
        if self.app.attachments:
            self.app.given.add("attachments")
        self._settle()
        return self.app

    def warn(self, label: str, value: object, message: str) -> None:
        self.app.problems.append(Problem("warning", self.form.row, label, cut(value), message))

    def _answer(self, answer: Answer) -> None:
        if answer.rows is not None:
            self._block(answer)
        elif answer.files is not None:
            self.app.attachments += answer.files
            self.app.given.add("attachments")
        elif self._opinion(answer):
            return
        else:
            if answer.choices is None and not text(answer.value):
                self.cast.heading(answer.label)
            if not answer.private and self.cast.take(answer):
                return
            self._field(answer)

    def _field(self, answer: Answer) -> None:
        to = target(answer.label)
        if to.startswith("text:"):
            taken = self._text(to.removeprefix("text:"), answer)
        elif to in ("granted", "proposed") and self._is_history(to, answer):
            taken = False
        elif to in Amounts.TARGETS:
            taken = self.amounts.take(self.app, to, answer, self.warn)
        elif to in _APPLICANT:
            taken = self._about_applicant(_APPLICANT[to], answer)
        else:
            taker: Callable[[str, Answer], bool] | None = {
                "main_challenge": self._words, "title": self._words, "place": self._words,
                "instructor_comment": self._words, "challenges": self._choices, "quarters": self._choices,
                "starts_on": self._day, "ends_on": self._day, "renewal": self._renewal,
                "beneficiaries": self._count, "women": self._count, "exercise": self._count,
                "from_quarter": self._count,
            }.get(to)  # fmt: skip
            taken = taker(to, answer) if taker else False
        if not taken:
            self._keep(answer)

    def _is_history(self, to: str, answer: Answer) -> bool:
        """An amount the applicant tells, or of an earlier year: it speaks of another grant than this one."""
        if self.form.knows_private and not answer.private:
            return True
        begins = self.app.starts_on or self.app.deposited_at
        years = [int(year) for year in re.findall(r"\b20\d\d\b", answer.label)]
        return bool(years and begins and max(years) < begins.year)

    def _keep(self, answer: Answer) -> None:
        """A field Parvis has no place for, kept under its own label; contact data of people is not."""
        value = ", ".join(answer.choices) if answer.choices is not None else text(answer.value)
        stray = attribute(answer.label) in ("phone", "email") or _PRIVATE_DATA.search(plain(answer.label))
        if value and not stray:
            self.app.other.append((answer.label, TICKS.get(value, value)))

    def _first(self, name: str, answer: Answer) -> bool:
        """Marks the attribute as carried by the file; False when an earlier column has filled it."""
        self.app.given.add(name)
        if name in self.filled:
            return False
        if answer.choices or text(answer.value):
            self.filled.add(name)
        return True

    def _words(self, name: str, answer: Answer) -> bool:
        if isinstance(answer.value, bool) or not self._first(name, answer):
            return False
        value = ", ".join(answer.choices) if answer.choices is not None else text(answer.value)
        if value or not getattr(self.app, name):
            setattr(self.app, name, value)
        return True

    def _choices(self, name: str, answer: Answer) -> bool:
        if isinstance(answer.value, bool) or yes_no(answer.value) is not None:
            return False  # "Le projet est-il situé en QPV ?" asks for no name
        if not self._first(name, answer):
            return False
        value = answer.choices if answer.choices is not None else split(text(answer.value), self.choices)
        if value:
            setattr(self.app, name, list(value))
        return True

    def _day(self, name: str, answer: Answer) -> bool:
        if not self._first(name, answer):
            return False
        when = day(answer.value)
        if when is None and text(answer.value):
            self.filled.discard(name)
            self.warn(
                answer.label,
                answer.value,
                "Ce texte n’est pas une date : il est gardé dans les autres champs.",
            )
            return False
        if when is not None:
            setattr(self.app, name, when)
        return True

    def _count(self, name: str, answer: Answer) -> bool:
        number = whole(answer.value)
        if number is None and text(answer.value):
            return False
        if not self._first(name, answer):
            return False
        if number is not None and not (self.form.zero_is_unknown and is_bare_zero(answer.value)):
            if not 0 <= number <= 10_000_000:
                self.warn(answer.label, answer.value, "Ce nombre est invraisemblable : il n’est pas repris.")
                return False
            setattr(self.app, name, number)
        elif number is not None:
            self.filled.discard(name)
        return True

    def _renewal(self, name: str, answer: Answer) -> bool:
        value, label = plain(text(answer.value)), plain(answer.label)
        found: bool | None = yes_no(answer.value)
        if found is not None and not any(w in label for w in ("renouvel", "reconduc")):
            found = not found
        elif any(word in value for word in ("renouvel", "reconduc", "poursuite")):
            found = True
        elif any(word in value for word in ("premier", "nouvel", "initial")):
            found = False
        if found is None and value:
            return False
        if not self._first(name, answer):
            return False
        self.app.renewal = found if found is not None else self.app.renewal
        return True

    def _text(self, section: str, answer: Answer) -> bool:
        value = ", ".join(answer.choices) if answer.choices is not None else text(answer.value)
        if isinstance(answer.value, bool) or yes_no(answer.value) is not None:
            return False
        self.app.given.add("texts")
        if value:
            before = self.app.texts.get(section)
            self.app.texts[section] = f"{before}\n\n{answer.label}\n{value}" if before else value
        return True

    def _about_applicant(self, name: str, answer: Answer) -> bool:
        value = text(answer.value)
        current = getattr(self.app.applicant, name)
        if not value or current == value:
            return True
        if current and name != "email":  # the e-mail of the structure is better than that of the account
            return False
        setattr(self.app.applicant, name, value)
        return True

    def _opinion(self, answer: Answer) -> bool:
        found = _AUTHOR.match(answer.label)
        if not found or len(answer.label) > 80:
            return False
        self.app.given.add("opinions")
        value = text(answer.value).replace(" / ", ";")
        if value:
            author = found[1].rstrip(" :?")
            self.app.opinions.append(Opinion(author=author[:1].upper() + author[1:], value=value))
        return True

    def _block(self, answer: Answer) -> None:
        rows = answer.rows or []
        staff = target(answer.label) == "text:means"
        named = ds_budget.side_of(answer.label) is not None and not staff
        if ds_budget.is_budget(rows) or (named and not rows):
            self.app.given.add("budget")
            self.app.budget += ds_budget.lines(answer.label, rows)
            return
        files = [piece for row in rows for cell in row for piece in cell.files or []]
        self.app.attachments += files
        written = "\n".join(filter(None, map(row_text, rows)))
        if written and staff:
            self._text("means", Answer(answer.label, written))
        elif written:
            self.app.other.append((answer.label, written))

    def _settle(self) -> None:
        app = self.app
        if not app.main_challenge and len(app.challenges) == 1:
            app.main_challenge, app.challenges = app.challenges[0], []
        app.challenges = [c for c in app.challenges if plain(c) != plain(app.main_challenge)]
        if "challenges" in app.given:
            app.given.add("main_challenge")
        if app.exercise is None and app.starts_on is not None:
            app.exercise = app.starts_on.year
            app.given.add("exercise")
        self.amounts.settle(app, self.warn)
