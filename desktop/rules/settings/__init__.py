"""What an office may set: the subjects, their fields, and what makes an entry of one sound."""

from __future__ import annotations

from desktop.rules.settings.field import (
    Entry,
    Fault,
    Field,
    Subject,
    blank,
    entry_faults,
    field_fault,
    name_of,
)
from desktop.rules.settings.subjects import BY_CODE, SUBJECTS, faults

__all__ = [
    "BY_CODE", "SUBJECTS", "Entry", "Fault", "Field", "Subject", "blank", "entry_faults", "faults",
    "field_fault", "name_of",
]  # fmt: skip
