"""What the Windows package holds and where: pure, so that it can be tested without making it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from desktop.packaging.contents import sources
from desktop.packaging.places import PACKAGING, Placed

# Of Qt, what the program imports and what that loads; everything else of its folder is left out. Parvis asks
# nothing of a network through Qt.
_QT = ("Core", "Gui", "Widgets", "Svg", "PrintSupport")
_PLUGINS = (
    "platforms/qwindows",
    "platforms/qoffscreen",
    "styles",
    "imageformats",
    "iconengines",
    "printsupport",
)
_WORDS = ("qtbase_fr", "qt_fr", "qtbase_en", "qt_en")
_USELESS_IMAGES = ("qpdf.dll", "qtga.dll", "qicns.dll", "qwbmp.dll")
# A font under the GPL, a codec of 5 MB for a format that nobody sends, and a module of Python 2.
_USELESS = ("reportlab/fonts/DarkGarden", "PIL/_avif", "olefile/olefile2.py")
_DEVELOPING = (".pyi", ".h", ".c", ".pxd", ".pyx", ".lib", ".a", ".exe", ".cmake", ".prl", ".qmltypes")
_NEVER = ("tests", "test", "testing", "__pycache__", "bin", "include", "docs")


def kept(name: str) -> bool:
    """Whether a file of the installed libraries goes into the package; `name` is below their folder."""
    path = PurePosixPath(name)
    if path.suffix in _DEVELOPING or set(path.parts[:-1]) & set(_NEVER):
        return False
    if path.parts[0] == "PySide6":
        return _kept_of_qt(path.relative_to("PySide6"))
    if path.parts[0] == "share":
        return False
    return not any(part in name for part in _USELESS)


def _kept_of_qt(path: PurePosixPath) -> bool:
    name = path.as_posix()
    if path.parts[0] == "plugins":
        inside = name.removeprefix("plugins/")
        return inside.startswith(_PLUGINS) and path.name not in _USELESS_IMAGES
    if path.parts[0] == "translations":
        return path.name.startswith(_WORDS) and path.suffix == ".qm"
    if path.parts[0] == "support":
        return True
    if len(path.parts) > 1:
        return False  # qml, typesystems, metatypes, glue…
    if found := re.fullmatch(r"Qt6?(\w+)\.(dll|pyd)", path.name):
        return found[1] in _QT
    runtime = path.name.startswith(("pyside6.", "msvcp", "vcruntime", "concrt"))
    return path.suffix in (".py", ".json") or (runtime and path.suffix == ".dll")


def search_path(runtime: str) -> str:
    """The ._pth of the interpreter ("311"): it looks here and nowhere else, whatever the machine has."""
    return f"python{runtime}.zip\n.\n..\\site\n..\\app\n"


STARTER = textwrap.dedent(
    '''
    """Starts Parvis with the interpreter beside it."""

    import sys

    from desktop.cli import main

    sys.exit(main())
    '''
).lstrip()


def version_plan(runtime: Path, site: Path, root: Path) -> list[Placed]:
    """Every file of one version: interpreter, libraries, program, icon, licences.

    `runtime` holds the files of Python's own embeddable package, `site` what the installer of packages left.
    """
    plan = [Placed(f"python/{path.name}", source=path) for path in _files(runtime) if path.suffix != "._pth"]
    tag = runtime_tag(path.name for path in _files(runtime))
    plan = [placed for placed in plan if not placed.target.endswith("._pth")]
    plan.append(Placed(f"python/python{tag}._pth", content=search_path(tag).encode()))
    for path in _files(site):
        name = path.relative_to(site).as_posix()
        if kept(name):
            plan.append(Placed(f"site/{name}", source=path))
    plan += [Placed(f"app/{placed.target}", source=placed.source) for placed in sources(root)]
    plan.append(Placed("app/parvis.py", content=STARTER.encode()))
    plan.append(Placed("parvis.ico", source=root / "resources" / "icons" / "parvis.ico"))
    plan += [
        Placed(f"licences/{path.name}", source=path) for path in sorted((PACKAGING / "licences").iterdir())
    ]
    plan.append(Placed("licences/parvis.txt", source=root / "LICENSE"))
    return plan


def runtime_tag(names: Iterable[str]) -> str:
    """ "311" for the files of Python 3.11. Raises ValueError, in the user's words, for something else."""
    tags = [found[1] for name in names if (found := re.fullmatch(r"python(3\d+)\.dll", name))]
    if len(tags) != 1:
        raise ValueError(
            "Ce n’est pas le paquet « embeddable » de Python pour Windows (python3xx.dll n’y est pas)."
        )
    return tags[0]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
