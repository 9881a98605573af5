"""The sheets of the instruction, in the order of the outline."""

from __future__ import annotations

from desktop.ui.dossier.work_sheet import SheetKind


def sheet_kinds() -> tuple[SheetKind, ...]:
    """Told at the first dossier opened: each room says how it stands there."""
    from desktop.ui.agenda.kind import dates_kind
    from desktop.ui.agreements.kind import convention_kind
    from desktop.ui.checks.kind import checks_kind
    from desktop.ui.follow.sheet_kind import follow_kind
    from desktop.ui.funding.kind import funding_kind
    from desktop.ui.history.kind import history_kind
    from desktop.ui.links.kind import links_kind
    from desktop.ui.opinions.kind import opinions_kind
    from desktop.ui.outcome.kind import outcome_kind
    from desktop.ui.reports.kind import report_kind
    from desktop.ui.scores.kind import scores_kind
    from desktop.ui.sift.kind import sift_kind
    from desktop.ui.together.kind import together_kind
    from desktop.ui.verify.kind import verify_kind
    from desktop.ui.versions.kind import versions_kind

    return (
        sift_kind(), checks_kind(), funding_kind(), scores_kind(), opinions_kind(), together_kind(),
        links_kind(), history_kind(), convention_kind(), versions_kind(), verify_kind(), dates_kind(),
        outcome_kind(), follow_kind(), report_kind(),
    )  # fmt: skip
