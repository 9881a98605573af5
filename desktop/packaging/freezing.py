"""The program frozen by PyInstaller for the system it runs on, and made to check itself."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desktop.packaging.contents import for_developers, frozen_data, licence_data, program_needs
from desktop.packaging.places import BUILD, ROOT, filled, run


def spec_text(
    root: Path, data: Sequence[tuple[str, str]], *, strip: bool, excluded: Sequence[str] = ()
) -> str:
    """What PyInstaller reads."""
    icon = root / "resources" / "icons" / "parvis-256.png"
    return filled(
        "parvis.spec.in",
        ENTRY=repr(str(root / "build" / "entry.py")),
        ROOT=repr(str(root)),
        DATA=repr(list(data)),
        ICON=repr(str(icon)),
        STRIP=repr(strip),
        EXCLUDED=repr(list(excluded)),
    )


def freeze() -> Path:
    """The frozen program's folder, made anew."""
    BUILD.mkdir(exist_ok=True)
    entry = "import sys\n\nfrom desktop.cli import main\n\nsys.exit(main())\n"
    (BUILD / "entry.py").write_text(entry, encoding="utf-8")
    names = program_needs(sys.platform)
    excluded = for_developers((ROOT / "requirements.lock").read_text(encoding="utf-8"), names)
    strip = sys.platform == "linux" and shutil.which("strip") is not None
    text = spec_text(ROOT, frozen_data(ROOT) + licence_data(names), strip=strip, excluded=excluded)
    spec = BUILD / "parvis.spec"
    spec.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(BUILD / "frozen"), "--workpath", str(BUILD / "work"), str(spec)]
    run(command, "PyInstaller a échoué ; ses raisons sont au-dessus.")
    return BUILD / "frozen" / "parvis"


def let_it_check_itself(program: Sequence[str | Path]) -> None:
    """Run with nothing of this checkout in reach, as on an officer's machine."""
    with tempfile.TemporaryDirectory() as data:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        env = kept | {"PARVIS_DATA": data, "QT_QPA_PLATFORM": "offscreen", "PARVIS_MACHINE": os.devnull}
        run([*program, "self-check"], "Le programme fait ici ne passe pas son propre contrôle.", env)
