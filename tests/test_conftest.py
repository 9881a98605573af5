"""The ground rules hold: a skip is red in CI and only there, and the zone is that of Paris."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

SKIPS = {
    "test": "import pytest\n\ndef test_one(): pytest.skip('no screen')\n",
    "mark": "import pytest\n\n@pytest.mark.skip(reason='no screen')\ndef test_one(): pass\n",
    "module": "import pytest\npytest.skip('no screen', allow_module_level=True)\n",
}


def run_pytest(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-rs",
        "--rootdir",
        str(folder),
    ]
    env = os.environ | {"CI": ci}
    return subprocess.run([*command, str(folder)], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("text", SKIPS.values(), ids=SKIPS)
def test_a_skip_is_red_in_ci(tmp_path: Path, text: str) -> None:
    (tmp_path / "test_sample.py").write_text(text, encoding="utf-8")
    answer = run_pytest(tmp_path, ci="true")
    assert answer.returncode != 0
    assert "no screen" in answer.stdout and "skipped in CI" in answer.stdout


def test_a_skip_is_told_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(SKIPS["test"] + "\ndef test_two(): pass\n", encoding="utf-8")
    answer = run_pytest(tmp_path, ci="")
    assert answer.returncode == 0
    assert "1 passed, 1 skipped" in answer.stdout


def test_an_expected_failure_stays_one_in_ci(tmp_path: Path) -> None:
    text = "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_one(): assert False\n"
    (tmp_path / "test_sample.py").write_text(text, encoding="utf-8")
    assert run_pytest(tmp_path, ci="true").returncode == 0


def test_summer_and_winter_are_those_of_paris() -> None:
    summer, winter = (time.localtime(moment).tm_gmtoff for moment in (1751328000, 1735689600))
    assert (summer, winter) == (7200, 3600)


def test_numbers_are_written_as_in_france() -> None:
    assert QLocale().toString(1234567) == "1\u202f234\u202f567"
