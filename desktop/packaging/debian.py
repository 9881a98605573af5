"""The package of Debian and Ubuntu: its files, its texts, and dpkg-deb."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

from desktop.packaging.places import (
    BUILD,
    ICON_SIZES,
    PACKAGING,
    ROOT,
    Placed,
    lay,
    made_at,
    project,
    run,
)

DEPENDS = """libc6 (>= 2.34), libgl1, libegl1, libx11-6, libfontconfig1, libdbus-1-3, libxkbcommon0,
    libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-image0,
    libxcb-render-util0, libglib2.0-0 | libglib2.0-0t64, tzdata"""


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
    manual = gzip.compress((PACKAGING / "parvis.1").read_bytes(), mtime=0)
    plan.append(Placed("usr/share/man/fr/man1/parvis.1.gz", content=manual))
    plan.append(Placed("usr/share/man/man1/parvis.1.gz", link="../fr/man1/parvis.1.gz"))
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


def make_deb(frozen: Path, out: Path) -> Path:
    version = project()["version"]
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay(deb_plan(frozen, version, made_at()), tree)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(control_text(version, architecture, size), encoding="utf-8")
    (control / "md5sums").write_text(sums_text(tree), encoding="utf-8")
    for name, script in (("postinst", "refresh.sh"), ("postrm", "removed.sh")):
        shutil.copy(PACKAGING / script, control / name)
        (control / name).chmod(0o755)
    target = out / f"parvis_{version}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(target)]
    run(command, "dpkg-deb a échoué ; ses raisons sont au-dessus.")
    return target
