"""What the proposal card shows, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FunderShare:
    """What one funder was asked and what is proposed to it, in cents; None when nothing was said."""

    code: str
    label: str
    asked: int | None = None
    proposed: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """The money left for what this dossier serves, in cents, this proposal counted in `engaged`."""

    title: str
    total: int
    engaged: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that the card shows, in cents."""

    asked: int | None = None
    cost: int | None = None
    amount: int | None = None
    shares: tuple[FunderShare, ...] = ()
    reason: str = ""
    envelope: Envelope | None = None
