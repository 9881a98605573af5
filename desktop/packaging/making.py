"""The Windows package made: one tree of files, then a setup.exe, and an MSI when it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.packaging import runtime
from desktop.packaging.contents import lock_of, program_needs
from desktop.packaging.nsis import msi_text, setup_text
from desktop.packaging.places import BUILD, ROOT, found, lay, project, run
from desktop.packaging.windows import runtime_tag, version_plan
from desktop.terminal.speech import say as tell

ICON = ROOT / "resources" / "icons" / "parvis.ico"


def windows_tree(archive: Path | None) -> Path:
    """One version for Windows, laid out as it will lie there."""
    python = runtime.unpacked(archive or runtime.fetched(), BUILD / "windows" / "python")
    tag = runtime_tag(path.name for path in python.iterdir())
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    site = runtime.site(lock_of(program_needs("win32"), lock), tag)
    tree = BUILD / "windows" / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    lay(version_plan(python, site, ROOT), tree)
    if not runtime.compiled(tree, tag):
        tell("Le bytecode n’est pas préparé : ce Python n’est pas celui du paquet.", sys.stderr)
    return tree


def make_setup(tree: Path, out: Path, version: str = "") -> Path:
    """The setup.exe of one person, who needs no right on the machine."""
    version = version or project()["version"]
    target = out.resolve() / f"parvis-{version}-setup.exe"
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    script = BUILD / "windows" / "parvis.nsi"
    text = setup_text(version, str(tree / "*"), str(ICON), str(target), size)
    script.write_text(text, encoding="utf-8")
    command = [found("makensis") or "makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", str(script)]
    run(command, "makensis a échoué ; ses raisons sont au-dessus.")
    return target


def make_msi(tree: Path, out: Path) -> Path:
    """The MSI of a whole machine, for a deployment by the domain."""
    version = project()["version"]
    files, main = BUILD / "windows" / "files.wxs", BUILD / "windows" / "parvis.wxs"
    shutil.copy(ICON, main.with_name(ICON.name))  # wixl looks for files beside its text alone
    main.write_text(msi_text(version, ICON.name), encoding="utf-8")
    names = "\n".join(str(path) for path in sorted(tree.rglob("*")) if path.is_file())
    heat = ["wixl-heat", "-p", f"{tree}/", "--component-group", "Files", "--directory-ref", "INSTALLDIR"]
    heat += ["--var", "var.Tree", "--win64"]
    listed = subprocess.run(heat, input=names, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        sys.exit(f"wixl-heat a échoué : {listed.stderr.strip()} Rien n’a été livré.")
    files.write_text(listed.stdout, encoding="utf-8")
    target = out / f"parvis-{version}.msi"
    command = ["wixl", "--arch", "x64", "-D", f"Tree={tree.name}", "-D", "Win64=yes", "-o", str(target)]
    run([*command, str(main), str(files)], "wixl a échoué ; ses raisons sont au-dessus.")
    return target


def sign(package: Path, certificate: Path) -> None:
    """The city's own signature (PKCS#12) on a setup.exe or an MSI; its password is in PARVIS_P12_PASSWORD."""
    signed = package.with_name(package.name + ".signed")
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "password"  # on a command line every process could read it
        secret.touch(0o600)
        secret.write_text(os.environ.get("PARVIS_P12_PASSWORD", ""), encoding="utf-8")
        command: list[str | Path] = [
            "osslsigncode",
            "sign",
            "-pkcs12",
            certificate,
            "-readpass",
            secret,
            "-n",
            "Parvis",
        ]
        command += ["-h", "sha256", "-in", package, "-out", signed]
        run(command, "La signature a échoué ; ses raisons sont au-dessus.")
    signed.replace(package)
