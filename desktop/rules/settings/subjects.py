"""Every subject that an office may set, in the order of the window, and what is wrong among its entries."""

from __future__ import annotations

from desktop.rules.settings import applications, grids, money, paper, people
from desktop.rules.settings.field import Entries, Fault, Subject, entry_faults

SUBJECTS: tuple[Subject, ...] = (
    paper.LETTERS, paper.OFFICE, paper.SIGNATORIES, paper.HEAD, paper.SHEETS,
    grids.GRIDS, grids.CHALLENGES, grids.OBJECTIVES, grids.SCORE_GRIDS, grids.CRITERIA, grids.THEMES,
    applications.CALLS, applications.PIECES, applications.REASONS, applications.CHECKS, applications.PHRASES,
    applications.LABELS, applications.PARTNERS, applications.QUARTERS,
    applications.RESIDENTS,
    money.FUNDERS, money.SHARING, money.THRESHOLDS, money.REPORTS, money.PAYMENTS, money.COMMITTEES,
    money.KEEPING, money.PUBLICATION, people.RIGHTS_OF_ROLES,
)  # fmt: skip
BY_CODE: dict[str, Subject] = {subject.code: subject for subject in SUBJECTS}


def faults(subject: Subject, entries: Entries) -> list[Fault]:
    """All that is wrong: in each entry, then among them."""
    found = [fault for code, entry in entries.items() for fault in entry_faults(subject, code, entry)]
    return found + [fault for check in subject.checks for fault in check(entries)]
