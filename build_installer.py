"""Make Parvis into something to install, and let what was made check itself.

    python build_installer.py [--target auto|deb|portable|windows] [--out dist]
                              [--runtime python-3.x.y-embed-amd64.zip] [--msi] [--sign CITY.p12] [--try]
    python build_installer.py --new-update-key FILE
    python build_installer.py --sign-update FILE PACKAGE…

The package for Windows is made on Linux as on Windows; the others on the system they are for. What goes where
is decided by pure functions of desktop/packaging; this file only says in which order.
"""

import argparse
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OWN_PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NO_TOOLS = "Les outils manquent. Lancez d’abord ./run test, qui les installe, puis recommencez."


def chosen_target(wish: str, system: str, *, dpkg: bool) -> str:
    """deb, portable or windows; ValueError, in the user's words, for what this system cannot make."""
    if wish == "auto" and system == "Windows":
        return "windows"
    if wish == "windows":
        return wish
    if wish == "deb" and not dpkg:
        raise ValueError("Un paquet .deb se construit sur Debian ou Ubuntu (dpkg-deb est absent d’ici).")
    if system != "Linux":
        raise ValueError("La version Linux se construit sur Linux. Rien n’a été construit ici.")
    return "deb" if wish == "deb" or (wish == "auto" and dpkg) else "portable"


def lacking(target: str, wish: argparse.Namespace) -> list[str]:
    """Programs that the work needs and that are not here, each as it is called."""
    from desktop.packaging.places import found

    asked = ["makensis"] if target == "windows" else ["objdump"]
    if target == "windows" and wish.msi:
        asked += ["wixl", "wixl-heat"]
    if wish.sign:
        asked.append("osslsigncode")
    if wish.try_it:
        asked += ["wine", "x86_64-w64-mingw32-gcc", "Xvfb"]
    return [name for name in asked if found(name) is None]


def for_windows(wish: argparse.Namespace) -> list[Path]:
    from desktop.packaging.freezing import let_it_check_itself
    from desktop.packaging.making import make_msi, make_setup, sign, windows_tree

    tree = windows_tree(wish.runtime)
    if os.name == "nt":
        let_it_check_itself([tree / "python" / "python.exe", tree / "app" / "parvis.py"])
    made = [make_setup(tree, wish.out)]
    if wish.msi:
        made.append(make_msi(tree, wish.out))
    for package in made if wish.sign else ():
        sign(package, wish.sign)
    return made


def for_linux(target: str, wish: argparse.Namespace) -> list[Path]:
    from desktop.packaging.debian import make_deb
    from desktop.packaging.freezing import freeze, let_it_check_itself
    from desktop.packaging.places import BUILD
    from desktop.packaging.portable import make_portable

    frozen = BUILD / "frozen" / "parvis" if wish.frozen_already else freeze()
    let_it_check_itself([frozen / "parvis"])
    return [make_deb(frozen, wish.out) if target == "deb" else make_portable(frozen, wish.out)]


def build(wish: argparse.Namespace) -> int:
    try:
        target = chosen_target(wish.target, platform.system(), dpkg=shutil.which("dpkg-deb") is not None)
    except ValueError as refusal:
        sys.exit(str(refusal))
    if missing := lacking(target, wish):
        names = ", ".join(missing)
        sys.exit(f"Il manque ici : {names} (docs/deploying.md dit quels paquets). Rien n’a été construit.")
    wish.out.mkdir(parents=True, exist_ok=True)
    made = for_windows(wish) if target == "windows" else for_linux(target, wish)
    from desktop.packaging.sheets import write_sheet

    for package in made:
        write_sheet(package)
        print(f"{package} : {package.stat().st_size / 1e6:.1f} Mo")
    if wish.try_it:
        from desktop.packaging.wine import try_setup

        return try_setup(made[0], wish.out)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Construit l’installeur de Parvis.")
    parser.add_argument("--target", default="auto", choices=["auto", "linux", "deb", "portable", "windows"])
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--runtime", type=Path, help="paquet « embeddable » de Python pour Windows")
    parser.add_argument("--msi", action="store_true", help="aussi un MSI, pour tout un poste")
    parser.add_argument("--sign", type=Path, metavar="P12", help="signe le setup.exe et le MSI")
    parser.add_argument("--try", dest="try_it", action="store_true", help="l’essaie sous Wine")
    parser.add_argument("--frozen-already", action="store_true", help="reprend le programme figé de build/")
    parser.add_argument("--new-update-key", type=Path, metavar="FICHIER")
    parser.add_argument("--sign-update", type=Path, metavar="CLÉ")
    parser.add_argument("packages", nargs="*", type=Path)
    wish = parser.parse_args()
    if importlib.util.find_spec("PyInstaller") is None:
        if not OWN_PYTHON.exists() or Path(sys.executable) == OWN_PYTHON:
            sys.exit(NO_TOOLS)
        return subprocess.call([str(OWN_PYTHON), __file__, *sys.argv[1:]])
    if wish.new_update_key or wish.sign_update:
        from desktop.packaging.sheets import new_key, sign_sheets

        print(
            new_key(wish.new_update_key)
            if wish.new_update_key
            else sign_sheets(wish.sign_update, wish.packages)
        )
        return 0
    return build(wish)


if __name__ == "__main__":
    sys.exit(main())
