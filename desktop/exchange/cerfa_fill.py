"""The answers of a form made into applications: one for each project, all of the same applicant."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.exchange import repair
from desktop.exchange.application import Application, Attachment, FundingLine, Problem
from desktop.exchange.cerfa_budget import Table, cents
from desktop.exchange.cerfa_map import Spec, form_map
from desktop.exchange.table_fields import OTHER, SKIP, field_of, given_by, put
from desktop.rules.budget import Line, totals
from desktop.rules.folding import fold
from desktop.rules.identity import check_bic, check_iban
from desktop.rules.money import euros

SOURCE = "cerfa"
_BANK = {"applicant.iban": check_iban, "applicant.bic": check_bic}
_TICKED = {True: "Oui", False: "Non"}


@dataclass(slots=True)
class Answer:
    """One thing said; `ticked` for a box, `project` from 1 for what is said of a project, else 0."""

    code: str
    label: str
    value: str = ""
    ticked: bool | None = None
    project: int = 0
    page: int = 0


@dataclass(slots=True)
class Form:
    """A whole form, whichever way it was read."""

    path: Path
    version: str
    answers: list[Answer] = field(default_factory=list)
    budgets: dict[tuple[str, int], Table] = field(default_factory=dict)  # ("own_budget"|"budget", project)
    staff: dict[int, list[str]] = field(default_factory=dict)  # sentences on the people of each project
    signed: bool = False


def applications(form: Form) -> list[Application]:
    """One application for each project that says something; one for the association's running otherwise."""
    projects = sorted(
        {answer.project for answer in form.answers if answer.project and _telling(answer)}
        | {project for (room, project), table in form.budgets.items() if room == "budget" and table.lines}
    )
    made = [_application(form, project) for project in projects or [0]]
    for one in made:
        _number(one, made)
    return made


def keep_one_year(form: Form) -> None:
    """Of an applicant's own budgets, the first that says something is kept; the others are told as sums."""
    own = [(year, table) for (room, year), table in sorted(form.budgets.items()) if room == "own_budget"]
    told = [table for _, table in own if table.lines]
    for year, _ in own:
        del form.budgets["own_budget", year]
    if told:
        form.budgets["own_budget", 0] = told[0]
    for table in told[1:]:
        sums = totals(Line(one.side, one.account, one.label, one.amount) for one in table.lines)
        value = f"charges {euros(sums.charges)}, produits {euros(sums.products)}"
        form.answers.append(Answer(OTHER, "Budget de l’association, autre exercice", value))


def _telling(answer: Answer) -> bool:
    spec = form_map().spec(answer.code)
    home = form_map().section(spec.section) if spec else None
    return bool(answer.value.strip()) and home is not None and home.repeats


def _application(form: Form, project: int) -> Application:
    made = Application(SOURCE, "", "formulaire" if project < 2 else f"projet {project}")
    if project:
        made.row = f"projet {project}"
    codes: list[str] = []
    for answer in form.answers:
        if answer.project in (0, project):
            codes.append(answer.code)
            _put(made, answer)
    _budgets(made, form, project)
    if staff := form.staff.get(project):
        before = made.texts.get("means", "")
        made.texts["means"] = "\n".join([*([before] if before else []), *staff])
    if made.exercise is None and made.starts_on:
        made.exercise = made.starts_on.year
    made.given = given_by([code for code in codes if field_of(code)]) | {"texts", "other"}
    made.given |= {"budget"} if made.budget else set()
    made.given |= {"own_budget"} if made.own_budget else set()
    made.given |= {"funding", "asked_by_funder"} if made.funding else set()
    return made


def _put(made: Application, answer: Answer) -> None:
    spec = form_map().spec(answer.code)
    if answer.code == SKIP or (spec is None and not answer.value.strip()):
        return
    if answer.ticked is not None or (spec is not None and spec.kind in ("tick", "yes")):
        _box(made, spec, answer)
    elif not answer.value.strip():
        return
    elif answer.code in _BANK:
        _bank(made, answer)
    elif answer.code == "applicant.account_holder":
        made.applicant.account_holder = repair.text(answer.value)[0]
    elif spec is None or answer.code == OTHER or field_of(answer.code) is None:
        made.other.append((spec.label if spec else answer.label, _shown(made, spec, answer)))
    else:
        _field(made, answer)


def _field(made: Application, answer: Answer) -> None:
    if answer.code == "asked":
        made.asked, remark = cents(answer.value)
    else:
        remark = put(made, answer.code, answer.label, answer.value)
    if remark:
        _doubt(made, answer, f"{remark[0].upper()}{remark[1:]}.")


def _box(made: Application, spec: Spec | None, answer: Answer) -> None:
    if answer.ticked is None:
        return
    label = spec.label if spec else answer.label
    if answer.code in ("tick.first", "tick.renewal"):
        made.renewal = answer.ticked if answer.code == "tick.renewal" else made.renewal
        if answer.code == "tick.first" and answer.ticked and made.renewal is None:
            made.renewal = False
    if answer.ticked or (spec is not None and spec.kind == "yes"):
        made.other.append((label, _TICKED[answer.ticked]))
    elif spec is not None and spec.section == "attestation" and "ceiling" not in answer.code:
        made.other.append((label, "Non coché"))


def _bank(made: Application, answer: Answer) -> None:
    verdict = _BANK[answer.code](answer.value)
    setattr(made.applicant, answer.code.removeprefix("applicant."), verdict.value)
    if verdict.reason:
        _doubt(made, answer, verdict.reason if verdict.ok else f"{verdict.reason} Repris tel quel.")


def _shown(made: Application, spec: Spec | None, answer: Answer) -> str:
    """A value that has no field of its own, as an officer reads it."""
    kind = spec.kind if spec else ""
    if kind == "amount":
        value, _ = cents(answer.value)
        return euros(value) if value is not None else answer.value
    if answer.code in ("requested_year", "project_year") and made.exercise is None:
        year = answer.value.strip()
        year = f"20{year}" if len(year) == 2 and year.isdigit() else year
        if len(year) == 4 and year.isdigit():
            made.exercise = int(year)
        return year
    return repair.text(answer.value)[0]


def _doubt(made: Application, answer: Answer, message: str) -> None:
    where = f"page {answer.page + 1}"
    made.problems.append(Problem("warning", where, answer.label, answer.value[:200], message))


def _budgets(made: Application, form: Form, project: int) -> None:
    own = form.budgets.get(("own_budget", 0))
    if own:
        made.own_budget = list(own.lines)
    table = form.budgets.get(("budget", project))
    if not table:
        return
    made.budget = list(table.lines)
    for line in table.lines:
        if line.funder:
            made.funding.append(FundingLine(line.funder, line.account, asked=line.amount))
            before = made.asked_by_funder.get(line.funder, 0)
            made.asked_by_funder[line.funder] = before + (line.amount or 0)
    made.cost = table.totals.get("charge")


def _number(one: Application, all_of_them: Sequence[Application]) -> None:
    """A stable number: who asks, for what, for when. The same form sent again is the same dossier."""
    who = one.applicant.siret or one.applicant.rna or fold(one.applicant.name)
    year = str(one.exercise or (one.starts_on.year if one.starts_on else ""))
    digest = hashlib.sha256("|".join((who, fold(one.title), year)).encode()).hexdigest()[:10]
    number, rank = f"cerfa-{digest}", 1
    while number in {other.source_id for other in all_of_them}:
        rank += 1
        number = f"cerfa-{digest}-{rank}"
    one.source_id = number


def attach(made: Application, path: Path, label: str) -> None:
    """The form itself is a piece of each dossier it makes."""
    made.attachments.append(
        Attachment(label=label, filename=path.name, content=path.read_bytes, size=path.stat().st_size)
    )
    made.given.add("attachments")


def date_of(form: Form, path: Path) -> dt.datetime:
    """A form bears no date of deposit: the day it was signed, else when the file came."""
    told = next((answer.value for answer in form.answers if answer.code == "signed_on"), "")
    signed, _ = repair.date_time(told)
    return signed or dt.datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)
