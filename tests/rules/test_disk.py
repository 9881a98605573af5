"""Why a file can't be read or written is said in French, whatever the language of the system."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop.rules.disk import reason


def test_the_faults_of_a_disk_are_said_in_french() -> None:
    assert reason(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == "le disque est plein"
    assert reason(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == os.strerror(errno.EXDEV)  # a rare one
    assert reason(OSError("ce qui a été dit")) == "ce qui a été dit"


def test_a_file_that_is_gone_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError) as gone:
        (tmp_path / "rien.csv").read_bytes()
    assert reason(gone.value) == "il n’existe pas"
    with pytest.raises(OSError) as long:
        (tmp_path / ("a" * 300)).read_bytes()
    assert reason(long.value).endswith("est trop long pour ce disque")


def test_nobody_shows_the_words_of_the_system() -> None:
    desktop = Path(__file__).parents[2] / "desktop"
    shown = [path for path in desktop.rglob("*.py") if ".strerror" in path.read_text(encoding="utf-8")]
    assert shown == [desktop / "rules" / "disk.py"]
