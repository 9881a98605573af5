"""What the installer would hold, decided without freezing anything: files, texts, refusals."""

import argparse
import configparser
import gzip
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtSvg import QSvgRenderer

import build_installer as installer
from desktop.flow.renew import FILTER
from desktop.packaging import contents, debian, freezing, portable
from desktop.packaging.places import ICON_SIZES, PACKAGING, filled, lay

ROOT = Path(__file__).resolve().parent.parent
WHEN = 1_750_000_000.0


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    folder = tmp_path / "frozen"
    (folder / "_internal").mkdir(parents=True)
    (folder / "parvis").write_bytes(b"\x7fELF")
    (folder / "parvis").chmod(0o700)
    (folder / "_internal" / "libone.so.1").write_bytes(b"one")
    (folder / "_internal" / "libone.so").symlink_to("libone.so.1")
    return folder


def test_all_that_is_read_at_run_time_goes_in() -> None:
    data = contents.frozen_data(ROOT)
    inside = {f"{folder}/{Path(file).name}" for file, folder in data}
    for kind in ("grids", "quarters", "letters", "calls", "fonts"):
        wanted = {f"resources/{kind}/{path.name}" for path in (ROOT / "resources" / kind).iterdir()}
        assert wanted and wanted <= inside
    assert "db/migrations/env.py" in inside
    assert any(re.fullmatch(r"db/migrations/versions/m0001_\w+\.py", name) for name in inside)
    assert {f"db/hub/{name}.sql" for name in ("schema", "doors", "reports")} <= inside
    assert not [name for name in inside if "/packaging/" in name]


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("resources/packaging/copyright", True),
        ("resources/demo/__pycache__/one.pyc", True),
        ("resources/demo/.cache/one", True),
        ("resources/demo/one.toml", False),
        ("desktop/packaging/places.py", True),
        ("desktop/paths.py", False),
    ],
)
def test_what_tools_leave_behind_stays_out(name: str, out: bool) -> None:
    assert contents.left_out(Path(name)) is out


def test_each_library_brings_its_licence() -> None:
    names = contents.program_needs("linux")
    folders = {folder for _, folder in contents.licence_data(names)}
    assert {"licences", "licences/sqlalchemy", "licences/reportlab", "licences/python-stdnum"} <= folders
    texts = {Path(file).name for file, folder in contents.licence_data([]) if folder == "licences"}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"} <= texts


@pytest.mark.parametrize("root", [Path("/srv/parvis"), Path("/srv/l’atelier d'ici")])
def test_the_spec_is_python_with_every_place_filled(root: Path) -> None:
    text = freezing.spec_text(root, [("a.toml", "resources/grids")], strip=True)
    compile(text, "parvis.spec", "exec")
    assert not re.search(r"@[A-Z]+@", text)
    assert repr(str(root / "build" / "entry.py")) in text
    assert "DarkGarden" in text, "reportlab's font under the GPL stays out"


def test_the_package_places_program_menu_and_icons(frozen: Path) -> None:
    plan = {placed.target: placed for placed in debian.deb_plan(frozen, "0.1.0", WHEN)}
    assert {"opt/parvis/parvis", "opt/parvis/_internal/libone.so", "opt/parvis/_internal/libone.so.1"} <= set(
        plan
    )
    assert plan["usr/bin/parvis"].link == "/opt/parvis/parvis"
    assert {"usr/share/applications/parvis.desktop", "usr/share/mime/packages/parvis.xml"} <= set(plan)
    assert {"usr/share/doc/parvis/copyright", "usr/share/man/man1/parvis.1.gz"} <= set(plan)
    changelog = plan["usr/share/doc/parvis/changelog.gz"].content
    assert changelog is not None and b"parvis (0.1.0)" in gzip.decompress(changelog)
    for size in ICON_SIZES:
        assert f"usr/share/icons/hicolor/{size}x{size}/apps/parvis.png" in plan
    assert all(placed.source is None or placed.source.exists() for placed in plan.values())


def test_the_tree_is_laid_with_sound_rights_and_sums(frozen: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    lay(debian.deb_plan(frozen, "0.1.0", WHEN), tree)
    assert (tree / "opt/parvis/parvis").stat().st_mode & 0o777 == 0o755
    assert (tree / "opt/parvis/_internal/libone.so.1").stat().st_mode & 0o777 == 0o644
    assert (tree / "opt/parvis/_internal/libone.so").readlink() == Path("libone.so.1")
    assert (tree / "usr/bin/parvis").is_symlink()
    sums = debian.sums_text(tree)
    assert "f97c5d29941bfb1b2fdab0874906ab82  opt/parvis/_internal/libone.so.1\n" in sums
    assert "usr/bin/parvis" not in sums


def test_the_control_text_says_what_debian_asks() -> None:
    text = debian.control_text("0.1.0", "amd64", 1234)
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    assert (fields["Version"], fields["Architecture"], fields["Installed-Size"]) == ("0.1.0", "amd64", "1234")
    assert "libglib2.0-0 | libglib2.0-0t64" in fields["Depends"] and "\n" not in fields["Depends"]
    assert text.endswith("network.\n")


def test_the_packages_that_the_one_command_adds_are_those_the_package_needs() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    added = set(re.findall(r'"lib[\w.+-]+\.so[\w.]*": "([\w.+-]+)"', script))
    needed = set(re.findall(r"lib[\w.+-]+", debian.control_text("1", "amd64", 1)))
    assert added - {"libwayland-cursor0"} <= needed, "the frozen program leaves Wayland's plugin out"


NEEDS = {
    "one": ["two[fast]>=1", 'three; sys_platform == "win32"', 'old; python_version < "3"'],
    "two": ['four; extra == "fast"', 'five; extra == "other"'],
    "four": ["One"],
}


def test_the_program_needs_what_its_libraries_need_on_that_system() -> None:
    def needs(name: str) -> list[str]:
        return NEEDS.get(contents.canonical(name), [])

    assert contents.needed(["one"], "linux", needs) == {"one", "two", "four"}
    assert contents.needed(["one"], "win32", needs) == {"one", "two", "three", "four"}


def test_what_developers_alone_have_stays_out() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    needed = contents.program_needs("linux")
    assert not needed & {
        "pytest",
        "pandas",
        "numpy",
        "frictionless",
        "pip-audit",
        "atheris",
        "pyinstaller",
        "uv",
    }
    modules = set(contents.for_developers(lock, needed))
    assert {"pytest", "_pytest", "pandas", "numpy", "frictionless", "coverage", "mypy"} <= modules
    assert not modules & {
        "PySide6",
        "sqlalchemy",
        "reportlab",
        "packaging",
        "typing_extensions",
        "desktop",
        "db",
    }
    text = freezing.spec_text(ROOT, [], strip=False, excluded=["pandas"])
    assert "*['pandas']" in text


def test_the_lock_of_the_program_keeps_hashes_and_markers() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    told = contents.lock_of(contents.program_needs("win32"), lock)
    assert re.search(r"^pywin32-ctypes==\S+ ; sys_platform == 'win32' \\\n    --hash=sha256:", told, re.M)
    assert "\ntzdata==" in told, "the dates of Paris, which Windows does not know"
    assert "\npytest==" not in told and "\nsecretstorage==" not in told
    assert told.count("--hash") >= 50 and set(told.splitlines()) <= set(lock.splitlines())


def test_the_portable_archive_starts_by_its_version_and_keeps_the_way_to_start_it(
    frozen: Path, tmp_path: Path
) -> None:
    archive = portable.make_portable(frozen, tmp_path, "0.1.0")
    with tarfile.open(archive) as packed:
        assert packed.next().name == "parvis/version"  # type: ignore[union-attr]  # a first member there is
        packed.extractall(tmp_path / "out", **FILTER)
    folder = tmp_path / "out" / "parvis"
    assert (folder / "version").read_text() == "0.1.0\n"
    assert (folder / "versions/0.1.0/_internal/libone.so").readlink() == Path("libone.so.1")
    assert {"parvis", "menu.sh", "LISEZMOI.txt", "versions", "menu"} <= {
        each.name for each in folder.iterdir()
    }


def portable_copy(tmp_path: Path, version: str = "0.1.0") -> Path:
    """An unpacked archive whose program says where its data are and what it was given."""
    program = tmp_path / "program"
    program.mkdir()
    (program / "parvis").write_text('#!/bin/sh\necho "$0 $PARVIS_DATA $*"\n')
    (program / "parvis").chmod(0o755)
    lay(portable.portable_plan(program, version), tmp_path / "place")
    return tmp_path / "place" / "parvis"


def test_the_portable_starter_runs_the_version_in_service(tmp_path: Path) -> None:
    folder = portable_copy(tmp_path)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    told = subprocess.check_output([folder / "parvis", "list", "un mot"], text=True, env=env)
    assert told.split()[0].endswith("/versions/0.1.0/parvis") and told.endswith("list un mot\n")
    (folder / "donnees").mkdir()
    assert str(folder / "donnees") in subprocess.check_output([folder / "parvis"], text=True, env=env)
    (folder / "version").write_text("0.2.0\n0.1.0\n")
    lost = subprocess.run([folder / "parvis"], text=True, env=env, capture_output=True, check=False)
    assert lost.returncode == 1 and "0.2.0 manque" in lost.stderr


def test_the_portable_copy_enters_the_menu_and_leaves_it(tmp_path: Path) -> None:
    folder = portable_copy(tmp_path)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    subprocess.run([folder / "menu.sh"], check=True, env=env)
    entry = (tmp_path / "share/applications/parvis.desktop").read_text()
    assert f'Exec="{folder}/parvis" %f' in entry
    assert (tmp_path / "share/icons/hicolor/scalable/apps/parvis.svg").exists()
    subprocess.run([folder / "menu.sh", "--enlever"], check=True, env=env)
    assert not list((tmp_path / "share").rglob("parvis.*"))


@pytest.mark.parametrize(
    ("wish", "system", "dpkg", "made"),
    [
        ("auto", "Linux", True, "deb"),
        ("auto", "Linux", False, "portable"),
        ("auto", "Windows", False, "windows"),
        ("linux", "Linux", False, "portable"),
        ("portable", "Linux", True, "portable"),
        ("windows", "Windows", False, "windows"),
        ("windows", "Linux", True, "windows"),
    ],
)
def test_the_target_suits_the_system(wish: str, system: str, dpkg: bool, made: str) -> None:
    assert installer.chosen_target(wish, system, dpkg=dpkg) == made


@pytest.mark.parametrize(
    ("wish", "system", "words"),
    [("deb", "Linux", "dpkg-deb"), ("linux", "Darwin", "sur Linux"), ("portable", "Windows", "sur Linux")],
)
def test_what_cannot_be_made_here_is_refused_in_words(wish: str, system: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        installer.chosen_target(wish, system, dpkg=False)


def test_a_tool_that_lacks_is_named_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    wish = argparse.Namespace(msi=True, sign=Path("ville.p12"), try_it=False)
    assert installer.lacking("windows", wish) == ["makensis", "wixl", "wixl-heat", "osslsigncode"]


def test_a_word_of_a_template_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="EXCLUDED"):
        filled("parvis.spec.in", ROOT="x")


def test_the_menu_entry_is_complete() -> None:
    menu = configparser.ConfigParser(interpolation=None)
    menu.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals; documented way
    menu.read(PACKAGING / "parvis.desktop", encoding="utf-8")
    entry = menu["Desktop Entry"]
    assert (entry["Type"], entry["Exec"], entry["Icon"]) == ("Application", "parvis %f", "parvis")
    assert entry["Comment"] and entry["Comment[fr]"], "Debian's checker wants the plain one too"


def test_the_file_types_have_a_name_and_an_ending() -> None:
    names = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kinds = ElementTree.parse(PACKAGING / "parvis.xml").getroot().findall(f"{names}mime-type")
    endings = {
        kind.get("type"): [glob.get("pattern") for glob in kind.findall(f"{names}glob")] for kind in kinds
    }
    assert endings == {"application/x-parvis": ["*.parvis"], "application/x-parvis-satchel": ["*.mallette"]}
    menu = (PACKAGING / "parvis.desktop").read_text(encoding="utf-8")
    assert f"MimeType={';'.join(str(name) for name in endings)};\n" in menu


@pytest.mark.parametrize("name", ["refresh.sh", "removed.sh", "portable/parvis", "portable/menu.sh"])
def test_the_scripts_around_the_installation_are_sound(name: str) -> None:
    shell = shutil.which("sh")
    assert shell is not None
    subprocess.run([shell, "-n", PACKAGING / name], check=True)


def test_icons_have_their_sizes_and_show_the_mark() -> None:
    for size in ICON_SIZES:
        file = ROOT / "resources" / "icons" / f"parvis-{size}.png"
        assert QImageReader(str(file)).size() == QSize(size, size)
        image = QImage(str(file))
        colours = {image.pixelColor(x, image.height() * 3 // 4 - 1).name() for x in range(size)}
        assert len(colours) >= 11, "eleven cells"
    assert QSvgRenderer(str(ROOT / "resources" / "icons" / "parvis.svg")).isValid()
