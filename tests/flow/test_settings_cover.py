"""Everything of resources/ is set in the window, or a line of docs/settings.md says why not."""

import re

from desktop.paths import resources
from desktop.rules.settings import SUBJECTS
from tests.test_house import ROOT

LINE = re.compile(r"^\| `([a-z0-9]+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def test_every_folder_is_set_somewhere_or_says_why_not() -> None:
    told = dict(LINE.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    folders = {path.name for path in resources().iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert set(told) == folders
    titles = [subject.title for subject in SUBJECTS]
    for where in told.values():
        if "Réglages › " in where:
            named = where.split("Réglages › ", 1)[1]
            assert any(named.startswith(title) for title in (*titles, "Formats d’import")), where


def test_every_subject_is_named() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert not [subject.title for subject in SUBJECTS if subject.title not in page]
