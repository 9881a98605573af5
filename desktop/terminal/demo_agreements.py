"""The conventions of the demonstration: the request of each year, taken in, then the convention itself."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from db import queries
from db.queries.shapes import ApplicantRow
from db.store import Store
from desktop.exchange.application import Applicant, Application, BudgetLine, Person, ReadFile
from desktop.flow.example_centres import play_convention
from desktop.flow.receive import receive

_NAMES = {"METROPOLE": "Amiens Métropole", "ETAT147": "État, programme 147"}
_ACCOUNTS = {"METROPOLE": "74epci", "ETAT147": "74etat"}
_OWN = 40_000_00  # cents: what the centre brings each year, its members and the family branch


def play_agreements(store: Store, path: Path) -> int:
    """Make what the file tells; returns how many conventions."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    call = next(row.id for row in queries.calls(store.reader) if row.code == told["call"])
    for entry in told["convention"]:
        like = queries.find(store.reader, entry["like"])
        head = queries.head(store.reader, like) if like else None
        assert like is not None and head is not None, entry["like"]
        body = queries.applicant(store.reader, head.applicant_id)
        assert body is not None  # a foreign key holds it
        people = [
            Person(
                "representative", civility=one.civility, first_name=one.first_name,
                last_name=one.last_name, position=one.position,
            )
            for one in queries.contacts(store.reader, like)
            if one.kind == "representative"
        ]  # fmt: skip
        requests = [_request(entry, year, body, people) for year in entry["year"]]
        read = ReadFile(Path(path.name), "paper", requests, read=len(requests))
        intakes = store.do(receive, read=read, call=call).value
        years = [int(year["year"]) for year in entry["year"]]
        dossiers = {year: intake.dossier for year, intake in zip(years, intakes, strict=True)}
        store.do(play_convention, entry=entry, dossiers=dossiers)
    return len(told["convention"])


def _request(
    entry: dict[str, Any], told: dict[str, Any], body: ApplicantRow, people: list[Person]
) -> Application:
    """The request of one year, which asks what the convention promises; more of the rest each year."""
    year = int(told["year"])
    asked = dict(entry["promised"])
    asked |= entry.get("amendment", {}).get("amounts", {}) if year == 2026 else {}
    step = 1_500_00 * (year - 2024)
    cost = sum(asked.values()) + _OWN + step
    lines = [
        BudgetLine("charge", "64", "Charges de personnel", cost * 3 // 4),
        BudgetLine("charge", "60", "Achats", cost - cost * 3 // 4),
        *(
            BudgetLine("product", _ACCOUNTS[code], _NAMES[code], cents, _NAMES[code])
            for code, cents in asked.items()
        ),
        BudgetLine("product", "70", "Participation des familles", _OWN + step),
    ]
    more = " Le samedi, l’accueil se tient aussi avec les parents." if year == 2026 else ""
    return Application(
        source="paper", source_id=f"{entry['like']}-{year}", row=f"{entry['title']}, {year}",
        state="", deposited_at=dt.datetime(year - 1, 12, 5, 10, 0),
        applicant=Applicant(
            name=body.name, siret=body.siret, rna=body.rna, address=body.address, postcode=body.postcode,
            city=body.city,
        ),
        people=people,
        title=f"{entry['title']} ({year})", starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31),
        texts={"objectives": entry["purpose"] + more}, cost=cost, asked=sum(asked.values()), budget=lines,
        beneficiaries=400 + 20 * (year - 2024),
        given={"title", "cost", "asked", "texts", "budget", "applicant", "starts_on", "ends_on",
               "beneficiaries"},
    )  # fmt: skip
