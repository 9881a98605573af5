"""Dates of the cellar, which keeps them as text."""

from datetime import date


def day(text: str | None) -> date | None:
    """A stored date or moment as a date."""
    return date.fromisoformat(text[:10]) if text else None
