"""The figures of the yearly report counted again, in plain Python over the raw rows: none of its statements.

`recompute(connection, year)` takes any base; `compare` says where a report differs. The one rule taken from
the house is written anew here: even parts in whole cents, the last one takes the rest.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
MONEY = ("asked", "granted", "paid", "cost")
SUMS = (*MONEY, "beneficiaries", "women", "men")
GRANTING = ("granted", "partial")
ALL_RESIDENTS = 31_500  # of the seven quarters, as the city tells it


def recompute(
    connection: sqlite3.Connection, year: int, today: dt.date | None = None
) -> dict[str, int | None]:
    """Every figure, by the name that desktop.flow.year_told.facts gives it."""
    return _Again(connection, year, today or dt.date.today()).all()


def compare(report: Mapping[str, int | None], again: Mapping[str, int | None]) -> list[str]:
    """« quarter/QN08001M/granted : rapport 12, recompté 13 » for each difference; empty when all agree."""
    names = sorted({*report, *again})
    missing = object()
    return [
        f"{name} : rapport {report.get(name, 'rien')}, recompté {again.get(name, 'rien')}"
        for name in names
        if report.get(name, missing) != again.get(name, missing)
    ]


def parts_of(amount: int | None, places: int) -> list[int | None]:
    """Even parts, the last with the rest; unknown stays unknown."""
    if amount is None:
        return [None] * places
    each = amount // places
    return [each] * (places - 1) + [amount - each * (places - 1)]


def _add(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _half_up(top: int, bottom: int) -> int:
    return (2 * top + bottom) // (2 * bottom)


class _Again:
    def __init__(self, connection: sqlite3.Connection, year: int, today: dt.date) -> None:
        self.year, self.today = year, today.isoformat()
        self.base: dict[str, dict[bytes, Row]] = {}
        self.by_dossier: dict[str, dict[bytes, list[Row]]] = {}
        for table in (
            "dossier", "call", "wave", "applicant", "decision", "amount", "payment", "mark", "declared",
            "challenge", "quarter", "dossier_quarter", "funder", "audience", "report", "theme",
            "challenge_theme", "agreement", "promise", "contract_total",
        ):  # fmt: skip
            found = connection.execute(f"SELECT * FROM main.{table}")
            names = [column[0] for column in found.description]
            rows = [dict(zip(names, row, strict=True)) for row in found]
            self.base[table] = {row["id"]: row for row in rows}
        self.decided = {row["dossier_id"]: row for row in self.of("decision")}
        self.dossiers = [self._told(row) for row in self.of("dossier") if row["merged_into"] is None]

    def of(self, table: str) -> list[Row]:
        return list(self.base[table].values())

    def hung(self, table: str, dossier: bytes) -> list[Row]:
        if table not in self.by_dossier:
            found: dict[bytes, list[Row]] = defaultdict(list)
            for row in self.of(table):
                found[row["dossier_id"]].append(row)
            self.by_dossier[table] = found
        return self.by_dossier[table].get(dossier, [])

    # One dossier

    def _told(self, row: Row) -> Row:
        key = row["id"]
        amounts = self.hung("amount", key)
        outcome = self.decided.get(key, {}).get("outcome")
        granted = outcome in GRANTING
        paid = self._paid(key, amounts)
        people, women, men, reported = self._people(row)
        call = self.base["call"][row["call_id"]]
        return {
            "id": key, "number": row["number"], "row": row, "call": call,
            "year": call["year"] if row["tranche"] is None else row["tranche"], "is_granted": granted,
            "asked": row["asked"] if row["asked"] is not None else _add(a["asked"] for a in amounts),
            "granted": _add(a["voted"] for a in amounts) if granted else 0, "paid": sum(paid.values()),
            "cost": row["cost"], "beneficiaries": people, "women": women, "men": men, "reported": reported,
            "amounts": amounts, "paid_by": paid, "kind": self.base["applicant"][row["applicant_id"]]["kind"],
            "quarters": self._quarters(key), "challenges": self._challenges(key),
        }  # fmt: skip

    def _paid(self, key: bytes, amounts: Sequence[Row]) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for payment in self.hung("payment", key):
            made = payment["amount"] if payment["state"] == "paid" else 0
            found[payment["funder_id"]] = found.get(payment["funder_id"], 0) + made
        for amount in amounts:
            if amount["funder_id"] not in found and amount["paid"] is not None:
                found[amount["funder_id"]] = amount["paid"]
        return found

    def _people(self, row: Row) -> tuple[int | None, int | None, int | None, bool]:
        told = {moment: self._audience(row["id"], moment) for moment in ("report", "request")}
        if told["report"][0] is not None:
            return (*told["report"], True)
        reports = [
            report for report in self.hung("report", row["id"])
            if report["state"] in ("received", "accepted") and report["kind"] == "final"
            and report["beneficiaries"] is not None
        ]  # fmt: skip
        if reports:
            last = max(reports, key=lambda report: report["year"])
            return last["beneficiaries"], last["women"], last["men"], True
        if told["request"][0] is not None:
            return (*told["request"], False)
        return row["beneficiaries"], row["women"], None, False

    def _audience(self, key: bytes, moment: str) -> tuple[int | None, int | None, int | None]:
        rows = [row for row in self.hung("audience", key) if row["moment"] == moment]
        at_once = [row for row in rows if row["age"] == "all" and _whole(row) is not None]
        rows = at_once or [row for row in rows if row["age"] != "all"]
        if _add(map(_whole, rows)) is None:
            return None, None, None
        return _add(map(_whole, rows)), _add(row["women"] for row in rows), _add(row["men"] for row in rows)

    def _quarters(self, key: bytes) -> list[str]:
        rows = [self.base["quarter"][row["quarter_id"]] for row in self.hung("dossier_quarter", key)]
        return [row["code"] for row in sorted(rows, key=lambda row: (row["rank"], row["code"]))]

    def _challenges(self, key: bytes) -> list[Row]:
        marks = [row for row in self.hung("mark", key) if row["level"] > 0]
        strongest = max((row["level"] for row in marks), default=0)
        kept = [row for row in marks if row["level"] == strongest] or self.hung("declared", key)
        rows = [self.base["challenge"][row["challenge_id"]] for row in kept]
        return sorted(rows, key=lambda row: (row["rank"], row["code"]))

    # Places of a dossier on an axis: (code, its values)

    def _spread(self, dossier: Row, by: str) -> list[tuple[str, Row]]:
        if by == "quarter":
            return _even(dossier, dossier["quarters"] or [""])
        if by == "challenge":
            return _even(dossier, [row["code"] for row in dossier["challenges"]] or [""])
        if by == "funder":
            return self._by_funder(dossier)
        if by == "theme":
            return self._by_theme(dossier)
        row, wave = dossier["row"], self.base["wave"].get(dossier["row"]["wave_id"])
        code = {
            "applicant": dossier["kind"],
            "renewal": {1: "yes", 0: "no"}.get(row["renewal"], ""),
            "wave": f"{dossier['call']['code']}/{wave['rank']}" if wave else "",
            "year": str(dossier["year"]),
        }[by]
        return [(code, dossier)]

    def _by_funder(self, dossier: Row) -> list[tuple[str, Row]]:
        told = [
            row for row in dossier["amounts"]
            if any(row[name] is not None for name in ("asked", "proposed", "voted", "paid"))
        ]  # fmt: skip
        funder = self.base["funder"]
        told.sort(key=lambda row: (funder[row["funder_id"]]["rank"], funder[row["funder_id"]]["code"]))
        if not told:
            return [("", dossier)]
        spread = _even(dossier, [funder[row["funder_id"]]["code"] for row in told])
        for (_, values), row in zip(spread, told, strict=True):
            voted = row["voted"] or 0
            values["asked"] = row["asked"]
            values["paid"] = dossier["paid_by"].get(row["funder_id"], 0)
            if dossier["granted"] is not None:
                values["granted"] = voted if dossier["is_granted"] else 0
                values["is_granted"] = dossier["is_granted"] and voted > 0
        return spread

    def _by_theme(self, dossier: Row) -> list[tuple[str, Row]]:
        found: list[tuple[str, Row]] = []
        for challenge, (_, values) in zip(
            dossier["challenges"] or [None],
            _even(dossier, [""] * max(1, len(dossier["challenges"]))),
            strict=True,
        ):
            links = [
                row for row in self.of("challenge_theme")
                if challenge and row["challenge_id"] == challenge["id"] and row["percent"] > 0
            ]  # fmt: skip
            themes = self.base["theme"]
            links.sort(key=lambda row: (themes[row["theme_id"]]["rank"], themes[row["theme_id"]]["code"]))
            whole, before = sum(row["percent"] for row in links), 0
            for row in links:
                after = before + row["percent"]
                part = {
                    name: None if values[name] is None
                    else values[name] * after // whole - values[name] * before // whole
                    for name in SUMS
                }  # fmt: skip
                found.append((themes[row["theme_id"]]["code"], {**values, **part}))
                before = after
            if not links:
                found.append(("", values))
        return found

    # The report

    def all(self) -> dict[str, int | None]:
        here = [dossier for dossier in self.dossiers if dossier["year"] == self.year]
        found: dict[str, int | None] = {}
        for by in ("quarter", "challenge", "funder", "applicant", "renewal", "wave", "theme"):
            found |= self._axis(by, here)
        for code in sorted({str(d["year"]) for d in self.dossiers if d["year"] <= self.year}):
            rows = [d for d in self.dossiers if str(d["year"]) == code]
            told = {f"year/{code}/{name}": value for name, value in _sums(rows).items()}
            found |= told
        return {**found, **self._grid(here), **self._ages(here), **self._listed(here), **self._before()}

    def _axis(self, by: str, here: Sequence[Row]) -> dict[str, int | None]:
        cells: dict[str, list[Row]] = defaultdict(list)
        for dossier in here:
            for code, values in self._spread(dossier, by):
                cells[code].append(values)
        named = self.base.get(by, {}) if by in ("quarter", "challenge", "funder", "theme") else {}
        residents = {row["code"]: row.get("residents") for row in named.values()}
        codes = {*cells, *residents}
        found: dict[str, int | None] = {}
        for code in codes:
            sums = _sums(cells.get(code, []))
            if by == "quarter":
                sums["per_resident"] = _each(sums["granted"], residents.get(code))
            found |= {f"{by}/{code}/{name}": value for name, value in sums.items()}
        whole = _sums(here)
        if by == "funder":
            whole["asked"] = _add(found[f"funder/{code}/asked"] for code in codes)
            whole["rate"] = _rate(whole["asked"], whole["granted"])
        if by == "quarter":
            every = [row["residents"] for row in named.values()]
            whole["per_resident"] = _each(whole["granted"], sum(every) if all(every) else ALL_RESIDENTS)
        return found | {f"{by}/=/{name}": value for name, value in whole.items()}

    def _grid(self, here: Sequence[Row]) -> dict[str, int | None]:
        cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for dossier in here:
            for quarter, part in _even(dossier, dossier["quarters"] or [""]):
                for challenge, values in _even(part, [row["code"] for row in dossier["challenges"]] or [""]):
                    cells[challenge, quarter].append(values)
        found: dict[str, int | None] = {}
        for (challenge, quarter), rows in cells.items():
            found[f"grid/{challenge}/{quarter}/dossiers"] = len(rows)
            found[f"grid/{challenge}/{quarter}/granted"] = _add(row["granted"] for row in rows)
        return found

    def _ages(self, here: Sequence[Row]) -> dict[str, int | None]:
        bands: dict[str, list[Row]] = defaultdict(list)
        for dossier in here:
            report = self._audience(dossier["id"], "report")[0] is not None
            if dossier["reported"] and not report:
                continue
            for row in self.hung("audience", dossier["id"]):
                if row["moment"] == ("report" if report else "request") and row["age"] != "all":
                    bands[row["age"]].append(row)
        found: dict[str, int | None] = {}
        for age, rows in bands.items():
            found[f"age/{age}/dossiers"] = len({row["dossier_id"] for row in rows})
            found[f"age/{age}/people"] = _add(map(_whole, rows))
            for sex in ("women", "men"):
                found[f"age/{age}/{sex}"] = _add(row[sex] for row in rows)
        return found

    def _listed(self, here: Sequence[Row]) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for dossier in here:
            if dossier["is_granted"]:
                found[f"action/{dossier['number']}/granted"] = dossier["granted"]
                found[f"action/{dossier['number']}/paid"] = dossier["paid"]
        alive = {dossier["id"] for dossier in self.dossiers}
        for payment in self.of("payment"):
            when = str(payment["paid_on"] or "")[:4] if payment["state"] == "paid" else ""
            if when == str(self.year) and payment["dossier_id"] in alive:
                name = f"paid/{self.base['funder'][payment['funder_id']]['code']}"
                found[name] = (found.get(name) or 0) + payment["amount"]
        found["reports/late"] = 0
        for report in self.of("report"):
            if report["year"] != self.year or report["kind"] != "final" or report["dossier_id"] not in alive:
                continue
            name = f"reports/{report['state']}"
            found[name] = (found.get(name) or 0) + 1
            if report["state"] in ("awaited", "returned") and str(report["due_on"] or "9999") < self.today:
                found["reports/late"] += 1  # type: ignore[operator]  # it is a count
        return found | self._agreements()

    def _agreements(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for agreement in self.of("agreement"):
            promises = [
                row for row in self.of("promise")
                if row["agreement_id"] == agreement["id"] and row["year"] == self.year
            ]  # fmt: skip
            asked = [
                one for one in self.dossiers
                if (one["row"]["agreement_id"], one["row"]["tranche"]) == (agreement["id"], self.year)
            ]  # fmt: skip
            if agreement["state"] == "cancelled" or not (promises or asked):
                continue
            head = f"agreement/{agreement['number']}"
            found[f"{head}/promised"] = sum(row["amount"] + row["carried"] for row in promises)
            found[f"{head}/voted"] = sum(a["voted"] or 0 for dossier in asked for a in dossier["amounts"])
            found[f"{head}/paid"] = sum(dossier["paid"] for dossier in asked)
        return found

    def _before(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for row in self.of("contract_total"):
            years = row["to_year"] - row["from_year"] + 1
            told = {
                "granted": row["granted"], "granted_count": row["actions"], "asked": row["asked"],
                "paid": row["paid"], "beneficiaries": row["beneficiaries"],
            }  # fmt: skip
            for name, value in told.items():
                if value is not None and not row["axis"]:
                    found[f"before/{row['contract']}/{name}"] = _half_up(value, years)
        return found


def _whole(row: Row) -> int | None:
    if row["people"] is not None or (row["women"] is None and row["men"] is None):
        people: int | None = row["people"]
        return people
    return (row["women"] or 0) + (row["men"] or 0)


def _even(dossier: Row, codes: Sequence[str]) -> list[tuple[str, Row]]:
    shares = {name: parts_of(dossier[name], len(codes)) for name in SUMS}
    return [(code, {**dossier, **{name: shares[name][at] for name in SUMS}}) for at, code in enumerate(codes)]


def _each(granted: int | None, residents: int | None) -> int | None:
    return None if not residents or granted is None else _half_up(granted, residents)


def _rate(asked: int | None, granted: int | None) -> int | None:
    return None if not asked or granted is None else _half_up(granted * 1000, asked)


def _sums(rows: Sequence[Row]) -> dict[str, int | None]:
    """What a row of the report says of these parts of dossiers; a dossier counts once."""

    def count(wanted: Any) -> int:
        return len({row["id"] for row in rows if wanted(row)})

    told: dict[str, int | None] = {name: _add(row[name] for row in rows) if rows else 0 for name in SUMS}
    told["dossiers"] = count(lambda row: True)
    told["granted_count"] = count(lambda row: row["is_granted"])
    told["rate"] = _rate(told["asked"], told["granted"])
    told["no_asked"] = count(lambda row: row["asked"] is None)
    told["no_granted"] = count(lambda row: row["is_granted"] and row["granted"] is None)
    told["no_cost"] = count(lambda row: row["cost"] is None)
    told["no_people"] = count(lambda row: row["beneficiaries"] is None)
    told["reported"] = count(lambda row: row["reported"])
    return told
