"""What every test stands on: one time zone and language everywhere, no screen, and no silent skip in CI."""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

# Before anything reads them: legal dates and amounts are those of an office in Amiens, wherever tests run.
os.environ["TZ"] = "Europe/Paris"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["LANGUAGE"] = "fr"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PARVIS_MACHINE"] = os.devnull  # what the IT service settled here is no part of a test
if hasattr(time, "tzset"):  # Windows has no such call and reads the zone elsewhere
    time.tzset()

import pytest
from hypothesis import settings
from PySide6.QtCore import QLocale

from desktop import collector

# Bases are real files written with fsync; where memory can hold them a disk is not waited for.
_MEMORY = Path("/dev/shm")
_OURS = _MEMORY / f"parvis-tests-{os.getpid()}"
_WRITABLE = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)  # not everybody's in a bare container
if _WRITABLE and "TMPDIR" not in os.environ and shutil.disk_usage(_MEMORY).free > 4 << 30:
    _OURS.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(_OURS)  # the halves of the suite inherit it
    tempfile.tempdir = None  # pytest has already asked for it

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# A slow machine is no failure; in CI the same examples come back, so that a red run can be had again.
settings.register_profile("house", deadline=None, derandomize=IN_CI)
settings.load_profile("house")


def pytest_configure() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))


# Few tests, long ones: begun last, they would keep one half of the suite waiting for the other.
_LONG = (
    "tests/fault/", "tests/apart/", "tests/hub/", "tests/test_five_years.py", "tests/terminal/test_vault.py",
    "tests/terminal/test_satchel.py", "tests/flow/test_five_hundred.py", "tests/test_demo_checks.py",
    "tests/ui/test_access.py", "tests/db/merge/test_convergence.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first; a file stays whole, in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


def pytest_unconfigure() -> None:
    """Only the process that made the folder finds one of its own name."""
    shutil.rmtree(_OURS, ignore_errors=True)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_runtest_teardown() -> None:
    """Once a window has been open, no thread collects by itself: desktop.collector."""
    if not gc.isenabled():
        collector.step()


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a test that does not run is a failure: what is skipped there is checked nowhere."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Generator[None]:
    """Each base has an engine of its own, and each engine compiles its statements anew: here they share."""
    from sqlalchemy import Engine, create_engine

    first: list[Engine] = []

    def made(*args: Any, **more: Any) -> Engine:
        new = create_engine(*args, **more)
        first.append(new)
        new.dialect, new._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return new

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.store.create_engine", made)
        yield


@pytest.fixture(autouse=True, scope="session")
def migrated_once() -> Generator[None]:
    """A new base takes all the migrations, half a second: they make one, copied where nothing is yet."""
    from db import upgrade

    migrate, made = upgrade._migrate, Path(tempfile.mkdtemp(prefix="parvis-bare-")) / "bare.db"

    def copied(path: Path, revision: str | None) -> None:
        if revision or (path.exists() and path.stat().st_size):
            migrate(path, revision)
            return
        if not made.exists():
            migrate(made, "")
        shutil.copyfile(made, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrade, "_migrate", copied)
        yield
    shutil.rmtree(made.parent, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def passphrases_open_at_once() -> Generator[None]:
    """What makes a passphrase slow to guess is the same code with a smaller number; tests/flow/test_vault.py
    holds the program's own. A header says with which it was made: other processes open it as quickly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.boxes._OPS", 1)
        patch.setattr("db.boxes._MEMORY", 8 * 1024)
        yield
