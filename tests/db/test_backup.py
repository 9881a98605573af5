"""Rotation of the automatic copies: 7 days, 4 weeks, 12 months."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from db.backup import dated, outdated


def test_old_copies_are_thinned_out() -> None:
    now = dt.datetime(2026, 11, 23, 9)
    days = [now - dt.timedelta(days=n) for n in range(500)]
    copies = [dated(Path("parvis.db"), "start", day) for day in days]
    kept = sorted(set(copies) - set(outdated(copies, now)))
    assert all(path in kept for path in copies[:7])
    assert 7 + 3 + 10 <= len(kept) <= 7 + 4 + 12
    months = {path.name[7:13] for path in kept}
    assert len(months) == 12
    assert outdated(kept, now) == []
