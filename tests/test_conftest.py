"""The ground rules hold: a skip is red in CI and only there, and the zone is that of Paris."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

SKIPS = {
    "test": "import pytest\n\ndef test_one(): pytest.skip('by the test')\n",
    "mark": "import pytest\n\n@pytest.mark.skip(reason='by a mark')\ndef test_one(): pass\n",
    "module": "import pytest\npytest.skip('by the module', allow_module_level=True)\n",
}
XFAIL = "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_one(): assert False\n"
Answer = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """What pytest says of one file of each kind, with CI set to this; each asked once."""
    told: dict[str, subprocess.CompletedProcess[str]] = {}

    def asked(ci: str) -> subprocess.CompletedProcess[str]:
        if ci not in told:
            folder = tmp_path_factory.mktemp("sample")
            shutil.copy(Path(__file__).with_name("conftest.py"), folder)
            for name, text in {**SKIPS, "expected": XFAIL}.items():
                (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-rs", "--rootdir"]
            command += [str(folder), "--continue-on-collection-errors", str(folder)]
            env = os.environ | {"CI": ci}
            told[ci] = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        return told[ci]

    return asked


@pytest.mark.parametrize(
    ("kind", "reason"), [("test", "by the test"), ("mark", "by a mark"), ("module", "by the module")]
)
def test_a_skip_is_red_in_ci(answer: Answer, kind: str, reason: str) -> None:
    said = answer("true")
    assert said.returncode != 0
    assert f"skipped in CI, where nothing may be: {reason}" in said.stdout.replace("Skipped: ", "")
    assert f"test_{kind}.py" in said.stdout
    assert "1 failed, 1 xfailed, 2 errors in" in said.stdout, "nothing passed over"


def test_a_skip_is_told_elsewhere(answer: Answer) -> None:
    said = answer("")
    assert said.returncode == 0
    assert "3 skipped, 1 xfailed" in said.stdout


def test_an_expected_failure_stays_one_in_ci(answer: Answer) -> None:
    assert "1 xfailed" in answer("true").stdout


def test_summer_and_winter_are_those_of_paris() -> None:
    summer, winter = (time.localtime(moment).tm_gmtoff for moment in (1751328000, 1735689600))
    assert (summer, winter) == (7200, 3600)


def test_numbers_are_written_as_in_france() -> None:
    assert QLocale().toString(1234567) == "1\u202f234\u202f567"
