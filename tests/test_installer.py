"""What the installer would hold, decided without freezing anything: files, texts, refusals."""

import configparser
import gzip
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtSvg import QSvgRenderer

import build_installer as installer

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
    data = installer.frozen_data(ROOT)
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
    ],
)
def test_what_tools_leave_behind_stays_out(name: str, out: bool) -> None:
    assert installer.left_out(Path(name)) is out


def test_each_library_brings_its_licence() -> None:
    names = installer.runtime_names((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    folders = {folder for _, folder in installer.licence_data(names)}
    assert {"licences", "licences/sqlalchemy", "licences/reportlab", "licences/python-stdnum"} <= folders
    texts = {Path(file).name for file, folder in installer.licence_data([]) if folder == "licences"}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt"} <= texts


@pytest.mark.parametrize("root", [Path("/srv/parvis"), Path("/srv/l’atelier d'ici")])
def test_the_spec_is_python_with_every_place_filled(root: Path) -> None:
    text = installer.spec_text(root, [("a.toml", "resources/grids")], strip=True)
    compile(text, "parvis.spec", "exec")
    assert not re.search(r"@[A-Z]+@", text)
    assert repr(str(root / "build" / "entry.py")) in text
    assert "DarkGarden" in text, "reportlab's font under the GPL stays out"


def test_the_package_places_program_menu_and_icons(frozen: Path) -> None:
    plan = {placed.target: placed for placed in installer.deb_plan(frozen, "0.1.0", WHEN)}
    assert {"opt/parvis/parvis", "opt/parvis/_internal/libone.so", "opt/parvis/_internal/libone.so.1"} <= set(
        plan
    )
    assert plan["usr/bin/parvis"].link == "/opt/parvis/parvis"
    assert {"usr/share/applications/parvis.desktop", "usr/share/mime/packages/parvis.xml"} <= set(plan)
    assert "usr/share/doc/parvis/copyright" in plan
    changelog = plan["usr/share/doc/parvis/changelog.gz"].content
    assert changelog is not None and b"parvis (0.1.0)" in gzip.decompress(changelog)
    for size in installer.ICON_SIZES:
        assert f"usr/share/icons/hicolor/{size}x{size}/apps/parvis.png" in plan
    assert all(placed.source is None or placed.source.exists() for placed in plan.values())


def test_the_tree_is_laid_with_sound_rights_and_sums(frozen: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    installer.lay(installer.deb_plan(frozen, "0.1.0", WHEN), tree)
    assert (tree / "opt/parvis/parvis").stat().st_mode & 0o777 == 0o755
    assert (tree / "opt/parvis/_internal/libone.so.1").stat().st_mode & 0o777 == 0o644
    assert (tree / "opt/parvis/_internal/libone.so").readlink() == Path("libone.so.1")
    assert (tree / "usr/bin/parvis").is_symlink()
    sums = installer.sums_text(tree)
    assert "f97c5d29941bfb1b2fdab0874906ab82  opt/parvis/_internal/libone.so.1\n" in sums
    assert "usr/bin/parvis" not in sums


def test_the_control_text_says_what_debian_asks() -> None:
    text = installer.control_text("0.1.0", "amd64", 1234)
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    assert (fields["Version"], fields["Architecture"], fields["Installed-Size"]) == ("0.1.0", "amd64", "1234")
    assert "libglib2.0-0 | libglib2.0-0t64" in fields["Depends"] and "\n" not in fields["Depends"]
    assert text.endswith("network.\n")


def test_the_packages_that_the_one_command_adds_are_those_the_package_needs() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    added = set(re.findall(r'"lib[\w.+-]+\.so[\w.]*": "([\w.+-]+)"', script))
    needed = set(re.findall(r"lib[\w.+-]+", installer.control_text("1", "amd64", 1)))
    assert added - {"libwayland-cursor0"} <= needed, "the frozen program leaves Wayland's plugin out"


@pytest.mark.parametrize(
    ("wish", "system", "dpkg", "made"),
    [
        ("auto", "Linux", True, "deb"),
        ("auto", "Linux", False, "portable"),
        ("auto", "Windows", False, "portable"),
        ("auto", "Darwin", False, "portable"),
        ("linux", "Linux", False, "portable"),
        ("portable", "Linux", True, "portable"),
        ("windows", "Windows", False, "portable"),
    ],
)
def test_the_target_suits_the_system(wish: str, system: str, dpkg: bool, made: str) -> None:
    assert installer.chosen_target(wish, system, dpkg=dpkg) == made


@pytest.mark.parametrize(
    ("wish", "system", "words"),
    [("windows", "Linux", "sur Windows"), ("deb", "Linux", "dpkg-deb"), ("linux", "Darwin", "sur Linux")],
)
def test_what_cannot_be_made_here_is_refused_in_words(wish: str, system: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        installer.chosen_target(wish, system, dpkg=False)


def test_the_menu_entry_is_complete() -> None:
    menu = configparser.ConfigParser(interpolation=None)
    menu.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals; documented way
    menu.read(installer.PACKAGING / "parvis.desktop", encoding="utf-8")
    entry = menu["Desktop Entry"]
    assert (entry["Type"], entry["Exec"], entry["Icon"]) == ("Application", "parvis", "parvis")
    assert entry["Comment"] and entry["Comment[fr]"], "Debian's checker wants the plain one too"


def test_the_file_type_has_a_name_and_an_ending() -> None:
    names = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ElementTree.parse(installer.PACKAGING / "parvis.xml").getroot().find(f"{names}mime-type")
    assert kind is not None
    glob = kind.find(f"{names}glob")
    assert glob is not None and glob.get("pattern") == "*.parvis"


def test_the_scripts_around_the_installation_are_sound() -> None:
    shell = shutil.which("sh")
    assert shell is not None
    subprocess.run([shell, "-n", installer.PACKAGING / "refresh.sh"], check=True)


def test_icons_have_their_sizes_and_show_the_mark() -> None:
    for size in installer.ICON_SIZES:
        file = ROOT / "resources" / "icons" / f"parvis-{size}.png"
        assert QImageReader(str(file)).size() == QSize(size, size)
        image = QImage(str(file))
        colours = {image.pixelColor(x, image.height() * 3 // 4 - 1).name() for x in range(size)}
        assert len(colours) >= 11, "eleven cells"
    assert QSvgRenderer(str(ROOT / "resources" / "icons" / "parvis.svg")).isValid()
