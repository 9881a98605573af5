"""Freeze Parvis for the system this runs on, let the frozen program check itself, and pack it.

    python build_installer.py [--target auto|linux|deb|portable|windows] [--out dist]

What goes where is decided by pure functions of the first half; the second half only carries it out.
"""

import argparse
import gzip
import hashlib
import importlib.metadata as metadata
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
PACKAGING = ROOT / "resources" / "packaging"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)

DEPENDS = """libc6 (>= 2.34), libgl1, libegl1, libx11-6, libfontconfig1, libdbus-1-3, libxkbcommon0,
    libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-image0,
    libxcb-render-util0, libglib2.0-0 | libglib2.0-0t64"""


@dataclass(frozen=True)
class Placed:
    """One file or link of the package: where it goes, and what it is (a file, its bytes, or a link)."""

    target: str
    source: Path | None = None
    content: bytes | None = None
    link: str | None = None


def project() -> dict[str, str]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def frozen_data(root: Path) -> list[tuple[str, str]]:
    """(file, folder inside the frozen program) for everything that is read at run time and is not code."""
    wanted = [path for path in sorted((root / "resources").rglob("*")) if path.is_file()]
    wanted += [*sorted((root / "db" / "migrations").rglob("*.py")), root / "db/migrations/script.py.mako"]
    wanted += sorted((root / "db" / "hub").glob("*.sql"))
    inside = [(path, path.relative_to(root)) for path in wanted]
    return [(str(path), name.parent.as_posix()) for path, name in inside if not left_out(name)]


def left_out(name: Path) -> bool:
    """The installer's own data, and what tools leave behind."""
    litter = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    return litter or name.is_relative_to("resources/packaging")


def licence_data(names: list[str]) -> list[tuple[str, str]]:
    """(licence file, folder inside the frozen program) of each distribution, and those Qt asks for."""
    found = [(str(path), "licences") for path in sorted((PACKAGING / "licences").iterdir())]
    for name in names:
        for file in metadata.files(name) or []:
            if re.search(r"licen[cs]e|copying|notice|copyright", str(file), re.I) and ".dist-info" in str(
                file
            ):
                found.append((str(file.locate()), f"licences/{name}"))
    return found


def runtime_names(lock: str) -> list[str]:
    """Distributions of the lock that are installed here; a licence too many does no harm."""
    installed = {str(dist.name).lower().replace("_", "-") for dist in metadata.distributions()}
    return [name for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.M) if name in installed]


def spec_text(root: Path, data: list[tuple[str, str]], *, strip: bool) -> str:
    values: dict[str, object] = {
        "ENTRY": str(root / "build" / "entry.py"),
        "ROOT": str(root),
        "DATA": data,
        "ICON": str(root / "resources" / "icons" / "parvis-256.png"),
        "STRIP": strip,
    }
    text = (PACKAGING / "parvis.spec.in").read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda match: repr(values[match[1]]), text)


def control_text(version: str, architecture: str, kibibytes: int) -> str:
    return f"""Package: parvis
Version: {version}
Architecture: {architecture}
Maintainer: Parvis contributors <parvis@localhost>
Installed-Size: {kibibytes}
Depends: {" ".join(DEPENDS.split())}
Recommends: libcups2 | libcups2t64
Section: misc
Priority: optional
Description: instruction of grant applications, offline
 Parvis lets the officers of a city take in, read, annotate and decide the grant
 applications of a contrat de ville, and print the decision letters, without
 any network.
"""


def changelog_text(version: str, when: float) -> str:
    return f"""parvis ({version}) unstable; urgency=medium

  * What changed is told in CHANGELOG.md of the project.

 -- Parvis contributors <parvis@localhost>  {formatdate(when)}
"""


def deb_plan(frozen: Path, version: str, when: float) -> list[Placed]:
    """Every file of the package below its root, DEBIAN/ apart."""
    program = [path for path in sorted(frozen.rglob("*")) if not path.is_dir() or path.is_symlink()]
    plan = [Placed(f"opt/parvis/{path.relative_to(frozen).as_posix()}", source=path) for path in program]
    plan.append(Placed("usr/bin/parvis", link="/opt/parvis/parvis"))
    plan.append(Placed("usr/share/applications/parvis.desktop", source=PACKAGING / "parvis.desktop"))
    plan.append(Placed("usr/share/mime/packages/parvis.xml", source=PACKAGING / "parvis.xml"))
    plan.append(Placed("usr/share/doc/parvis/copyright", source=PACKAGING / "copyright"))
    packed = gzip.compress(changelog_text(version, when).encode(), mtime=0)
    plan.append(Placed("usr/share/doc/parvis/changelog.gz", content=packed))
    icons, hicolor = ROOT / "resources" / "icons", "usr/share/icons/hicolor"
    for size in ICON_SIZES:
        target = f"{hicolor}/{size}x{size}/apps/parvis.png"
        plan.append(Placed(target, source=icons / f"parvis-{size}.png"))
    plan.append(Placed(f"{hicolor}/scalable/apps/parvis.svg", source=icons / "parvis.svg"))
    return plan


def sums_text(tree: Path) -> str:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    outside = [path for path in files if path.relative_to(tree).parts[0] != "DEBIAN"]
    return "".join(f"{hashlib.md5(p.read_bytes()).hexdigest()}  {p.relative_to(tree)}\n" for p in outside)


def chosen_target(wish: str, system: str, *, dpkg: bool) -> str:
    """deb or portable; ValueError, in the user's words, for what this system cannot make."""
    if wish == "windows" and system != "Windows":
        raise ValueError("La version Windows se construit sur Windows. Rien n’a été construit ici.")
    if wish == "deb" and not dpkg:
        raise ValueError("Un paquet .deb se construit sur Debian ou Ubuntu (dpkg-deb est absent d’ici).")
    if wish == "linux" and system != "Linux":
        raise ValueError("La version Linux se construit sur Linux. Rien n’a été construit ici.")
    return "deb" if wish == "deb" or (wish in ("auto", "linux") and dpkg) else "portable"


# --- carrying it out -------------------------------------------------------------------------------------


def run(command: list[str], failure: str, env: dict[str, str] | None = None) -> None:
    if subprocess.call(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL) != 0:
        sys.exit(f"{failure} Rien n’a été livré.")


def freeze() -> Path:
    """The frozen program's folder, made anew."""
    BUILD.mkdir(exist_ok=True)
    entry = "import sys\n\nfrom desktop.cli import main\n\nsys.exit(main())\n"
    (BUILD / "entry.py").write_text(entry, encoding="utf-8")
    names = runtime_names((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    strip = sys.platform == "linux" and shutil.which("strip") is not None
    spec = BUILD / "parvis.spec"
    spec.write_text(spec_text(ROOT, frozen_data(ROOT) + licence_data(names), strip=strip), encoding="utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(BUILD / "frozen"), "--workpath", str(BUILD / "work"), str(spec)]
    run(command, "PyInstaller a échoué ; ses raisons sont au-dessus.")
    return BUILD / "frozen" / "parvis"


def let_it_check_itself(folder: Path) -> None:
    """Run with nothing of this checkout in reach, as on an officer's machine."""
    program = folder / ("parvis.exe" if os.name == "nt" else "parvis")
    with tempfile.TemporaryDirectory() as data:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        env = kept | {"PARVIS_DATA": data, "QT_QPA_PLATFORM": "offscreen"}
        run([str(program), "self-check"], "Le programme figé ne passe pas son propre contrôle.", env)


def lay(plan: list[Placed], tree: Path) -> None:
    for placed in plan:
        target = tree / placed.target
        target.parent.mkdir(parents=True, exist_ok=True)
        if placed.link is not None:
            target.symlink_to(placed.link)
        elif placed.source is not None:
            shutil.copy2(placed.source, target, follow_symlinks=False)
        else:
            target.write_bytes(placed.content or b"")
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            started = path.stat().st_mode & 0o100 and ".so" not in path.name
            path.chmod(0o755 if path.is_dir() or started else 0o644)


def make_deb(frozen: Path, out: Path) -> Path:
    version, when = project()["version"], float(os.environ.get("SOURCE_DATE_EPOCH", metadata_time()))
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay(deb_plan(frozen, version, when), tree)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(control_text(version, architecture, size), encoding="utf-8")
    (control / "md5sums").write_text(sums_text(tree), encoding="utf-8")
    for name in ("postinst", "postrm"):
        shutil.copy(PACKAGING / "refresh.sh", control / name)
        (control / name).chmod(0o755)
    target = out / f"parvis_{version}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(target)]
    run(command, "dpkg-deb a échoué ; ses raisons sont au-dessus.")
    return target


def metadata_time() -> float:
    return (ROOT / "CHANGELOG.md").stat().st_mtime


def make_portable(frozen: Path, out: Path) -> Path:
    """The folder as an archive: unpack it anywhere and start parvis."""
    name = f"parvis-{project()['version']}-{platform.system().lower()}-{platform.machine().lower()}"
    kind = "zip" if os.name == "nt" else "gztar"
    return Path(shutil.make_archive(str(out / name), kind, frozen.parent, frozen.name))


def main() -> int:
    parser = argparse.ArgumentParser(description="Construit l’installeur de Parvis pour ce système.")
    parser.add_argument("--target", default="auto", choices=["auto", "linux", "deb", "portable", "windows"])
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    wish = parser.parse_args()
    own = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if importlib.util.find_spec("PyInstaller") is None:
        if not own.exists() or Path(sys.executable) == own:
            sys.exit(
                "PyInstaller manque. Lancez d’abord ./run test, qui installe les outils, puis recommencez."
            )
        return subprocess.call([str(own), __file__, *sys.argv[1:]])
    try:
        target = chosen_target(wish.target, platform.system(), dpkg=shutil.which("dpkg-deb") is not None)
    except ValueError as refusal:
        sys.exit(str(refusal))
    if platform.system() == "Linux" and shutil.which("objdump") is None:
        sys.exit("PyInstaller demande objdump : apt-get install binutils, puis recommencez.")
    frozen = freeze()
    let_it_check_itself(frozen)
    wish.out.mkdir(parents=True, exist_ok=True)
    made = make_deb(frozen, wish.out) if target == "deb" else make_portable(frozen, wish.out)
    print(f"{made} : {made.stat().st_size / 1e6:.1f} Mo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
