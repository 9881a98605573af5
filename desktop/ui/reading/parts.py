"""What a document is made of: texts, tables of fields, a budget; and the passages marked in it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

FIELD = "field:"  # section code of a field's value, followed by its key


@dataclass(frozen=True, slots=True)
class TextPart:
    """A section written by the applicant; offsets count the code points of `text`, exactly as stored."""

    section: str
    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field; its value is the section `field:<key>`. `warning` is a sentence shown beside it."""

    key: str
    label: str
    value: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class FieldsPart:
    section: str
    number: str
    title: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the chart of accounts, in cents; with a key, its label is the section `field:<key>`."""

    account: str
    label: str
    amount: int
    warning: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """Charges and products side by side; the totals written by the applicant may differ from the sums."""

    section: str
    number: str
    title: str
    charges: tuple[BudgetLine, ...]
    products: tuple[BudgetLine, ...]
    declared_charges: int | None = None
    declared_products: int | None = None


Part = TextPart | FieldsPart | BudgetPart


@dataclass(frozen=True, slots=True)
class Document:
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked passage: offsets in the section's text, a colour, and the number written in the margin."""

    id: Hashable
    section: str
    start: int
    end: int
    colour: str
    number: str
