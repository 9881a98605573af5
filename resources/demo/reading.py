"""Reads the written applications and gives each applicant its invented numbers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESOURCES = HERE.parent
EXPORTED = datetime(2026, 2, 10, 8, 30)

# Category and activity as the Sirene register writes them, by kind of applicant.
LEGAL_FORMS = {
    "association": ("9220", "Association déclarée", "94.99Z", "Autres organisations à adhésion volontaire"),
    "school": (
        "7331",
        "Établissement public local d'enseignement",
        "85.31Z",
        "Enseignement secondaire général",
    ),
    "other": ("5460", "Autre SARL coopérative", "43.39Z", "Autres travaux de finition"),
}
PUBLIC_FORMS = {
    "valfictif": ("7361", "Centre communal d'action sociale", "88.99B", "Action sociale sans hébergement"),
    "habitat": ("7371", "Office public d'habitation à loyer modéré", "68.20A", "Location de logements"),
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """An invented applicant: what the TOML says, and numbers that no register holds."""

    data: dict[str, Any]
    rank: int

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def register_name(self) -> str:
        return self.name.upper().replace("’", "'")

    @property
    def siren(self) -> str:
        return with_key(f"0000{self.rank + 100:04}")

    @property
    def siret(self) -> str:
        return with_key(f"{self.siren}0001")

    @property
    def rna(self) -> str:
        return f"W8029990{self.rank + 9:02}" if self.data["kind"] == "association" else ""

    @property
    def iban(self) -> str:
        """A well-formed IBAN of bank 99999, which does not exist."""
        account = f"{self.rank:011}"
        key = 97 - (89 * 99999 + 15 * 1 + 3 * int(account)) % 97
        if self.data.get("wrong_rib"):  # a mistake that the international key does not see
            key = key % 97 + 1
        bban = f"9999900001{account}{key:02}"
        check = 98 - int(bban + "152700") % 97
        return f"FR{check:02}{bban}"

    @property
    def form(self) -> tuple[str, str, str, str]:
        key = str(self.data["key"])
        return PUBLIC_FORMS[key] if key in PUBLIC_FORMS else LEGAL_FORMS[str(self.data["kind"])]

    @property
    def mail(self) -> str:
        return f"contact@{self.data['key']}.example.org"


@dataclass(frozen=True, slots=True)
class Application:
    """One written application, with the instants a portal would have stamped on it."""

    data: dict[str, Any]
    applicant: Applicant
    rank: int

    @property
    def number(self) -> str:
        return str(self.data["number"])

    @property
    def submitted(self) -> datetime:
        return self._instant(self.data["submitted"], 9)

    @property
    def updated(self) -> datetime:
        """When the applicant last touched the form: soon after, and never after the export."""
        return min(self.submitted + timedelta(minutes=7 + self.rank % 40), EXPORTED)

    @property
    def instructed(self) -> datetime | None:
        if self.data["state"] != "En instruction":
            return None
        return min(
            self.submitted + timedelta(days=4, hours=1), EXPORTED - timedelta(hours=self.rank % 20 + 1)
        )

    def _instant(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour + self.rank % 10, self.rank * 7 % 60, self.rank * 11 % 60))


def with_key(digits: str) -> str:
    """The digits followed by their Luhn key."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def applications() -> list[Application]:
    """The sixty applications, in the order of their numbers."""
    rows = read(HERE / "source" / "applicants.toml")["applicant"]
    applicants = {row["key"]: Applicant(row, rank) for rank, row in enumerate(rows, 1)}
    found = [
        row for file in sorted((HERE / "source").glob("dossiers-*.toml")) for row in read(file)["application"]
    ]
    found.sort(key=lambda row: str(row["number"]))
    return [Application(row, applicants[row["applicant"]], rank) for rank, row in enumerate(found, 1)]
