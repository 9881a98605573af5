"""./run access: every screen and dialog in the three themes, the states in grey, the tags of every paper."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PARTS = (
    "tests/ui/test_access.py",
    "tests/ui/test_small_window.py",
    "tests/ui/test_without_colour.py",
    "tests/ui/test_spoken.py",
    "tests/ui/test_a11y.py",
    "tests/letters/test_tree.py",
    "tests/letters/test_tree_office.py",
)


def main(arguments: list[str]) -> int:
    os.environ["PARVIS_ACCESS"] = "1"  # read where the tests are imported: the long form
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.chdir(Path(__file__).resolve().parents[1])
    import pytest

    return int(pytest.main(["-rA", *PARTS, *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
