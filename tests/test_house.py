"""The house keeps its shape: small rooms with a word at the door, plain names, no waiting, no litter."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TOP_LEVEL = {
    *("desktop", "db", "resources", "tests", "docs", ".ci"),
    *("pyproject.toml", "requirements.lock", "build_installer.py", "run", "run.cmd"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore", ".gitattributes"),
}
MUST_EXIST = TOP_LEVEL - {".gitignore", ".gitattributes"}
NOT_OURS = {".git", ".venv", "__pycache__", "out", "build", "dist"}

MOST_LINES, MOST_TEST_LINES, MOST_FUNCTION_LINES = 300, 400, 40
# A longer file or function needs its reason here; an entry that is no longer needed is red too.
LONG_FILES = {
    "run": "it stands alone: before it has set things up there is nothing to import",
    "db/migrations/versions/m0001_cellar.py": "a migration tells its whole schema once and never changes",
    "db/migrations/versions/m0002_intake.py": "a migration tells its whole schema once and never changes",
    "db/migrations/versions/m0003_committee.py": "a migration tells its whole schema once and never changes",
}
LONG_FUNCTIONS = {
    "db/migrations/versions/m0001_cellar.py::upgrade": "one list of tables, in the order of their keys",
    "db/migrations/versions/m0002_intake.py::_new_tables": "one list of tables, in the order of their keys",
    "db/migrations/versions/m0004_apart.py::_exchange": "one list of tables, told once",
    "db/migrations/versions/m0003_committee.py::_new_tables": "one list of tables, as their keys refer",
}

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "abstract", "common", "base"}
# SQLAlchemy's own word for the class that all tables share.
KNOWN_NAMES = {"db/base.py": {"base", "Base"}}

WAITING = {"processEvents", "qSleep", "qWait", "msleep", "usleep"}
QT_ROOMS = (
    *("desktop/ui/", "desktop/app.py", "desktop/opening.py", "desktop/places.py"),
    *("desktop/starting.py", "desktop/shots_station.py"),
    *("desktop/camera.py", "desktop/shots.py", "desktop/shots_apart.py", "desktop/shots_years.py"),
)

# Put together here so that this file does not hold them itself.
MACHINE_PATH = re.compile(r"(?<![\w.~$}*-])/(?:work|tmp|root|home)/\w|\b[A-Z]:\\Users\\")
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "static." + "crates.io",
]


@cache
def files() -> list[str]:
    """What is in the repository, new files included; the folder itself where git is not there to tell."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walked())
    return sorted(name for name in answer.stdout.splitlines() if (ROOT / name).is_file())


def _walked() -> Iterator[str]:
    """What lies in the folder, but for what is never kept."""
    told = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    passed = NOT_OURS | {line.strip("/") for line in told}
    for folder, rooms, names in os.walk(ROOT):
        rooms[:] = [room for room in rooms if room not in passed and not room.endswith(".egg-info")]
        here = Path(folder)
        yield from ((here / name).relative_to(ROOT).as_posix() for name in names if name not in passed)


def sources(*rooms: str) -> list[str]:
    return [
        name for name in files() if (name.endswith(".py") or name == "run") and name.startswith(rooms or "")
    ]


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name), name)


@cache
def nodes(name: str) -> list[ast.AST]:
    """Those the rules look at: each is asked for several times, and the walk is what takes long."""
    looked = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Attribute, ast.Import, ast.ImportFrom)
    return [node for node in ast.walk(tree_of(name)) if isinstance(node, looked)]


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(name) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def words(name: str) -> set[str]:
    """The words of a name, whichever way it is written: HTTPReader_v2 has http, reader and v2."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)}


def imports(name: str) -> set[str]:
    found = set()
    for node in nodes(name):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
    return found


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    entries = {name.partition("/")[0] for name in files()}
    assert entries - TOP_LEVEL == set()
    assert MUST_EXIST - entries == set()


def test_files_stay_small() -> None:
    def most(name: str) -> int:
        # A test file is a list of short functions that stand alone: it may be longer than a room.
        return MOST_TEST_LINES if name.startswith("tests/") else MOST_LINES

    long = {name for name in sources() if text_of(name).count("\n") > most(name)}
    assert long == set(LONG_FILES)


def test_functions_stay_small() -> None:
    long = {
        f"{name}::{function.name}"
        for name in sources("desktop/", "db/", "build_installer.py", "run")
        for function in functions(name)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_FUNCTION_LINES
    }
    assert long == set(LONG_FUNCTIONS)


def test_each_module_says_what_is_in_this_room() -> None:
    silent = [n for n in sources("desktop/", "db/") if len((ast.get_docstring(tree_of(n)) or "").split()) < 3]
    assert not silent, "one sentence at least"


def test_names_say_something() -> None:
    empty = {}
    for name in sources("desktop/", "db/", "tests/", "build_installer.py"):
        known = KNOWN_NAMES.get(name, set())
        classes = {node.name for node in nodes(name) if isinstance(node, ast.ClassDef)}
        said = {each for each in ({Path(name).stem} | classes) - known if words(each) & EMPTY_WORDS}
        if not name.startswith("tests/"):  # there a name is a sentence, and an officer may be a manager in it
            # A function may well be about a base amount or a common cause.
            deeds = {function.name for function in functions(name)}
            said |= {deed for deed in deeds if words(deed) & (EMPTY_WORDS - {"base", "common"})}
        if said:
            empty[name] = said
    assert empty == {}


def test_nothing_waits_by_sleeping_or_spinning() -> None:
    found = [(name, node) for name in sources() for node in nodes(name) if waits(node)]
    assert [f"{name}, line {getattr(node, 'lineno', '?')}" for name, node in found] == []


def waits(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        sleeps = node.attr == "sleep" and isinstance(node.value, ast.Name) and node.value.id == "time"
        return sleeps or node.attr in WAITING
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return "sleep" in {alias.name for alias in node.names}
    return False


def test_qt_stays_in_its_rooms() -> None:
    others = [name for name in sources("desktop/", "db/") if not name.startswith(QT_ROOMS)]
    assert [name for name in others if imports(name) & {"PySide6", "shiboken6"}] == []


def test_no_machine_path_and_no_registry_is_named() -> None:
    found = {}
    for name in files():
        try:
            text = text_of(name)
        except UnicodeDecodeError:
            continue  # a font, a picture, a sample in another code page
        named = [match.group() for match in MACHINE_PATH.finditer(text)]
        named += [host for host in REGISTRY_HOSTS if host in text]
        if named:
            found[name] = named[:3]
    assert found == {}


def test_the_one_command_can_be_started() -> None:
    for name in ("run", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name
        assert text_of(name).startswith("#!"), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DossierManager", {"dossier", "manager"}),
        ("text_utils", {"text", "utils"}),
        ("QPVList", {"qpv", "list"}),
    ],
)
def test_a_name_is_cut_into_its_words(name: str, expected: set[str]) -> None:
    assert words(name) == expected


def test_one_place_opens_databases() -> None:
    """db.connection.connect opens encrypted bases too: a driver named elsewhere does not; and
    db.store.reader_of hands the connection of a session."""
    doors = {"db/connection.py", "db/cipher.py"}
    others = [name for name in sources("desktop/", "db/") if name not in doors]
    told = ("sqlite3.connect(", "isinstance(raw, sqlite3")
    assert [name for name in others if any(words in text_of(name) for words in told)] == []


def test_the_house_is_known_without_git() -> None:
    """A bare machine has none: what tools leave behind is no part of the house there either."""
    walked = set(_walked())
    assert set(files()) <= walked
    assert not {name.partition("/")[0] for name in walked} & {".git", ".venv", ".hypothesis", ".ruff_cache"}
