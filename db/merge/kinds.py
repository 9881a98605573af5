"""How each field merges when two places wrote it apart: one table of rules (docs/offline.md)."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What is done with two values that nobody has settled, and what is shown meanwhile."""

    AMOUNT = "amount"  # never merged; the last agreed value is shown; a reason is asked to settle it
    DECISION = "decision"  # as an amount; its dossier sends no letter until it is settled
    STATUS = "status"  # never merged; the last agreed value is shown
    VALUE = "value"  # never merged; the latest is shown
    TEXT = "text"  # merged by words when the changes are apart, then to be read again
    QUIET = "quiet"  # derived or technical: the latest, without a question


GRAVE = frozenset({Kind.AMOUNT, Kind.DECISION, Kind.STATUS})

_TABLE: dict[tuple[str, str], Kind] = {
    ("amount", "proposed"): Kind.AMOUNT,
    ("amount", "voted"): Kind.AMOUNT,
    ("amount", "paid"): Kind.AMOUNT,
    ("amount", "asked"): Kind.AMOUNT,
    ("dossier", "asked"): Kind.AMOUNT,
    ("dossier", "cost"): Kind.AMOUNT,
    ("item_amount", "amount"): Kind.AMOUNT,
    ("allocation", "amount"): Kind.AMOUNT,
    ("envelope", "amount"): Kind.AMOUNT,
    ("envelope", "carried"): Kind.AMOUNT,
    ("envelope", "reserve"): Kind.AMOUNT,
    ("decision", "outcome"): Kind.DECISION,
    ("decision", "state"): Kind.DECISION,
    ("decision", "decided_on"): Kind.DECISION,
    ("decision", "act"): Kind.DECISION,
    ("decision", "act_on"): Kind.DECISION,
    ("decision", "committee_id"): Kind.DECISION,
    ("decision", "notified_on"): Kind.DECISION,
    ("dossier", "stage"): Kind.STATUS,
    ("letter", "state"): Kind.STATUS,
    ("committee", "state"): Kind.STATUS,
    ("dossier", "proposal_opinion"): Kind.STATUS,
    ("dossier", "title_key"): Kind.QUIET,
    ("annotation", "text"): Kind.TEXT,
    ("mark", "comment"): Kind.TEXT,
    ("dossier", "proposal_reason"): Kind.TEXT,
    ("decision", "comment"): Kind.TEXT,
    ("opinion", "text"): Kind.TEXT,
    ("item", "comment"): Kind.TEXT,
    ("section", "body"): Kind.TEXT,
}


def kind_of(ent: str, field: str) -> Kind:
    """The rule of one field of one table."""
    return _TABLE.get((ent, field), Kind.VALUE)
