"""What the audit of the lock says of the three answers it can have."""

from __future__ import annotations

from tests.audit import told

SOUND = {"name": "zipp", "version": "4.1.2", "vulns": []}
WRONG = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNASKED = {"name": "uv", "skip_reason": "not found"}


def test_an_advisory_is_named_with_the_version_that_mends_it() -> None:
    code, lines = told([SOUND, WRONG, UNASKED], "")
    assert code == 1
    assert lines == [
        "lxml 1.0: PYSEC-1, mended in 1.1",
        "uv: not asked (not found)",
        "2 distributions asked, 1 advisories.",
    ]


def test_a_sound_lock_passes() -> None:
    assert told([SOUND], "") == (0, ["1 distributions asked, 0 advisories."])


def test_a_source_that_does_not_answer_is_no_sound_lock() -> None:
    assert told([UNASKED], "")[0] == 2
    assert told([], "no route")[1][0].endswith("no route")
