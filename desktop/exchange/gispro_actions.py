"""GISPRO lines joined into applications: an action and its complements, engaged by the State."""

from __future__ import annotations

import re

from desktop.exchange import repair
from desktop.exchange.application import Application, FundingLine, Problem, ReadFile
from desktop.exchange.dauphin_applicant import kind_of
from desktop.exchange.dauphin_values import warned
from desktop.exchange.ds_form import cut
from desktop.exchange.gispro_rows import Line, words, year_of
from desktop.exchange.repair import is_blank
from desktop.rules.money import euros

SOURCE = "dauphin"  # the numbers are those of Dauphin: both tell the same dossiers
STATE = "État, programme 147"
_TOWN = re.compile(r"(?P<postcode>\d{5})\s+(?P<city>\D.*)")
_FIELDS = (
    ("tiers_code", "Code du tiers"), ("ej", "N° EJ Chorus"), ("procedure", "Procédure"),
    ("agreement", "Année de la convention (CPO)"), ("request", "Action de demande"),
    ("action_id", "Code de l’action"), ("family", "Type de tiers"),
)  # fmt: skip
_TELLING = ("action_id", "ej", "agreement", "year", "procedure", "state")
# GISPRO knows less of a dossier than Dauphin: it completes what another file told, and never replaces it.
COMPLETES = frozenset(
    {"title", "applicant", "call", "exercise", "state", "stage", "other", "also_known", "funding"}
)


def tell_engaged(app: Application, cents: int) -> None:
    """An engaged action is money that the State granted, on the line of the contract's credits if any."""
    own = [one for one in app.funding if one.account == "74etat" and not one.common_law]
    own.sort(key=lambda one: (one.answered is None, not one.asked))  # the line that answered, or was asked
    if not own:
        own = [FundingLine(STATE, "74etat")]
        app.funding += own
    line = own[0]
    line.answered, line.status = cents, "confirmed" if cents else "refused"
    app.granted_by_funder[line.funder] = cents
    app.granted = sum(app.granted_by_funder.values())
    app.given |= {"granted", "granted_by_funder", "funding"}


class Actions:
    """The actions met so far, by code, in the order of the file."""

    def __init__(self, found: ReadFile) -> None:
        self._found = found
        self._lines: dict[str, list[Line]] = {}
        self._seen: dict[tuple[str, ...], str] = {}

    def add(self, line: Line) -> None:
        same = (line.written, str(line.amount), *(line.words(name) for name in _TELLING))
        same += tuple(words(line.cells[at]) for at, _ in line.columns.others if at < len(line.cells))
        before = self._seen.setdefault(same, line.row)
        if before != line.row:
            message = f"Cette ligne est la même que « {before} » : elle n’est comptée qu’une fois."
            problem = Problem("warning", line.row, "Code de l’action", line.written, message)
            self._found.problems.append(problem)
            return
        self._lines.setdefault(line.code, []).append(line)

    def applications(self) -> list[Application]:
        return [_application(code, lines) for code, lines in self._lines.items()]


def _application(code: str, lines: list[Line]) -> Application:
    """One dossier of an action and what completes or reduces it; the first plain line says what it is."""
    plain = [line for line in lines if line.part == 0 and (line.amount or 0) >= 0]
    main = (plain or lines)[0]
    app = Application(SOURCE, code, main.row)
    app.adds = set(COMPLETES)
    app.problems += [problem for line in lines for problem in line.problems]
    app.title = " ".join((main.words("title") or main.words("request")).split())
    app.call = main.words("contract")
    app.state, app.stage = main.words("state") or "Engagée", "granted"
    app.given |= {"applicant", "state", "stage", "other"} | {
        name for name in ("title", "call") if getattr(app, name)
    }
    _applicant(app, main)
    _years(app, lines)
    _other(app, main)
    _amounts(app, lines)
    number = main.words("action_id")
    if number:
        app.also_known.append(("gispro", number))
    return app


def _applicant(app: Application, line: Line) -> None:
    who = app.applicant
    who.name = " ".join(line.words("name").split())
    who.kind = kind_of(line.words("family"), who.name)
    written = line.columns.cell(line.cells, "siret")
    who.siret, remark = repair.siret(written)
    if remark:
        app.problems.append(Problem("warning", line.row, "Code SIRET", cut(words(written)), warned(remark)))
    if not who.siret and not is_blank(written):
        app.other.append(("GISPRO – SIRET (tel qu’écrit)", words(written)))
    kept = []
    for part in (part.strip() for part in line.words("address").split("\n")):
        town = _TOWN.fullmatch(part)
        if town:
            who.postcode, who.city = town["postcode"], town["city"].strip()
        elif part:
            kept.append(part)
    who.address = "\n".join(kept)
    if not (who.name or who.siret):
        message = "Le porteur n’est pas dit (ni nom, ni SIRET lisible) : l’action n’est pas reprise."
        app.problems.append(Problem("error", line.row, "Tiers", "", message))


def _years(app: Application, lines: list[Line]) -> None:
    by_year: dict[int, int] = {}
    for line in lines:
        year = year_of(line)
        if year:
            by_year[year] = by_year.get(year, 0) + (line.amount or 0)
    if not by_year:
        return
    app.exercise = max(by_year)
    app.given.add("exercise")
    if len(by_year) > 1:
        app.other += [(f"GISPRO – Engagé en {year}", euros(cents)) for year, cents in sorted(by_year.items())]
        named = ", ".join(str(year) for year in sorted(by_year))
        message = (
            f"Cette action est engagée sur plusieurs exercices ({named}) : leurs montants sont additionnés."
        )
        app.problems.append(Problem("warning", app.row, "Exercice", named, message))


def _other(app: Application, line: Line) -> None:
    for name, label in _FIELDS:
        value = line.words(name)
        if value and value != app.title:
            app.other.append((f"GISPRO – {label}", value))
    for position, label in line.columns.others:
        value = words(line.cells[position]) if position < len(line.cells) else ""
        if value:
            app.other.append((f"GISPRO – {label}", value))


def _amounts(app: Application, lines: list[Line]) -> None:
    """The sum of the action, its complements and its reductions; a reduction alone tells no sum."""
    told = [(line, line.amount) for line in lines if line.amount is not None]
    if not told:
        return
    total = sum(amount for _, amount in told)
    if len(told) > 1:
        app.other.append(("GISPRO – Engagements", " ; ".join(_worded(line, amount) for line, amount in told)))
    if total < 0:
        message = (
            f"Les lignes de cette action font {euros(total)} : la réduction est là sans l’engagement qu’elle "
            "diminue. Le montant n’est pas repris."
        )
        app.problems.append(Problem("warning", app.row, "Montant engagé", euros(total), message))
    elif lines[0].engaged:
        tell_engaged(app, total)
    else:
        app.proposed = total
        app.given.add("proposed")


def _worded(line: Line, amount: int) -> str:
    if amount < 0:
        return f"réduction : {euros(amount)}"
    return f"complément n° {line.part} : {euros(amount)}" if line.part else euros(amount)
