"""The lock is complete, without an address, and is what is installed; nothing that runs is GPL alone."""

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]

ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+))?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.M
)

# Their own metadata says nothing that can be read by a rule; what their licence file says.
READ_BY_HAND = {"pypdfium2": "BSD-3-Clause OR Apache-2.0", "pyrage": "MIT", "sqlcipher3": "Zlib"}

# GPL but not LGPL, as an SPDX word, a classifier or plain English.
GPL = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )(?<!Library )General Public License|Affero", re.I)


def locked() -> dict[str, tuple[Version, str | None, int]]:
    """Version, marker and number of hashes of each distribution of the lock."""
    return {
        canonicalize_name(name): (
            Version(version),
            marker.strip() if marker else None,
            hashes.count("--hash"),
        )
        for name, version, marker, hashes in ENTRY.findall(LOCK)
    }


def test_every_line_belongs_to_an_entry_with_hashes() -> None:
    assert ENTRY.sub("", LOCK).strip() == ""
    assert [name for name, (_, _, hashes) in locked().items() if hashes == 0] == []


def test_no_address_is_in_it() -> None:
    assert "://" not in LOCK


@pytest.mark.parametrize("wish", RUNTIME + DEVELOPMENT, ids=lambda wish: wish.name)
def test_it_satisfies_the_project(wish: Requirement) -> None:
    version, _, _ = locked()[canonicalize_name(wish.name)]
    assert wish.specifier.contains(version)


@pytest.mark.parametrize("wish", RUNTIME + DEVELOPMENT, ids=lambda wish: wish.name)
def test_each_dependency_is_bounded_on_both_sides(wish: Requirement) -> None:
    operators = {clause.operator for clause in wish.specifier}
    assert operators == {"=="} or operators == {">=", "<"}


def test_what_is_installed_is_what_is_locked() -> None:
    wrong = {}
    for name, (version, marker, _) in locked().items():
        if (marker is None or Marker(marker).evaluate()) and metadata.version(name) != str(version):
            wrong[name] = (metadata.version(name), str(version))
    assert wrong == {}


def runtime_closure() -> set[str]:
    """Every distribution that the installed program needs on this system, itself left out."""
    found: set[str] = set()
    waiting = list(RUNTIME)
    while waiting:
        wish = waiting.pop()
        name = canonicalize_name(wish.name)
        extras = wish.extras or {""}
        found.add(name)
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if canonicalize_name(needed.name) in found:
                continue
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return found


def licence_of(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    expressions, texts = about.get_all("License-Expression") or [], about.get_all("License") or []
    said = " OR ".join(expressions or classifiers or texts)
    return READ_BY_HAND.get(name, said)


def only_gpl(licence: str) -> bool:
    return all(GPL.search(choice) for choice in licence.split(" OR "))


@pytest.mark.parametrize("name", sorted(runtime_closure()))
def test_nothing_that_runs_is_under_the_gpl_alone(name: str) -> None:
    licence = licence_of(name)
    assert licence, "a licence that cannot be read must be read by hand"
    assert not only_gpl(licence), licence


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)", False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("MIT", False),
    ],
)
def test_the_rule_knows_the_lesser_from_the_greater(licence: str, refused: bool) -> None:
    assert only_gpl(licence) is refused


def test_the_closure_reaches_what_is_needed_indirectly() -> None:
    assert {"shiboken6", "mako", "pillow", "lxml"} <= runtime_closure()
    assert "pytest" not in runtime_closure()


def test_the_program_knows_its_version() -> None:
    from desktop import VERSION

    assert PROJECT["project"]["version"] == VERSION
