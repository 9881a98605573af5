"""A new version of Parvis as a file: what it is, what it brings, and whether it is what the city signed.

Beside each package lies its sheet (its name and « .toml »), beside the sheet its signature (« .sig »). The
sheet holds the SHA-256 of the package, so that one signature of a few lines stands for the whole.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

from desktop.exchange.keys import signed_by

KINDS = ("portable", "setup", "deb", "msi")
_BLOCK = 1 << 20


class Unfit(Exception):
    """The file can't be used; the message is a French sentence that says what was kept."""


class Package(NamedTuple):
    """A file that holds a version of Parvis."""

    path: Path
    kind: str  # of KINDS
    version: str  # "" when neither the file nor its sheet tells
    news: tuple[str, ...]  # what is new, as its sheet says; one line a change
    proof: str  # "signed", "sum" (its SHA-256 is that of its sheet), "none" (no sheet)


def look_into(path: Path, key: str = "") -> Package:
    """What a file is, held to its sheet and, with the city's key (hex, "" when none is settled), to its
    signature. Raises Unfit: nothing was touched."""
    kind = _kind(path)
    own = _version_inside(path, kind)
    sheet = path.with_name(path.name + ".toml")
    if not sheet.exists():
        if key:
            raise Unfit(_UNSIGNED.format(path.name))
        return Package(path, kind, own, (), "none")
    data = sheet.read_bytes()
    if key:
        _hold_to_signature(sheet, data, key)
    told = _sheet(sheet, data)
    if told.sha256 != sha256(path):
        raise Unfit(
            f"« {path.name} » n’est pas le fichier que décrit sa fiche (empreintes différentes) : il est "
            "abîmé ou a été changé. Rien n’a été installé : demandez-le de nouveau."
        )
    if own and own != told.version:
        raise Unfit(
            f"« {path.name} » contient la version {own} et sa fiche parle de la {told.version}. "
            "Rien n’a été installé."
        )
    return Package(path, kind, told.version, told.news, "signed" if key else "sum")


_UNSIGNED = (
    "« {} » n’a pas de fiche signée à côté de lui, et ce poste n’accepte que les versions signées "
    "par le service informatique. Rien n’a été installé."
)


def _kind(path: Path) -> str:
    if not path.is_file():
        raise Unfit(f"Le fichier « {path.name} » n’existe pas ou ne se lit pas. Rien n’a été installé.")
    for ending, kind in (
        (".tar.gz", "portable"), (".zip", "portable"), (".exe", "setup"), (".deb", "deb"), (".msi", "msi"),
    ):  # fmt: skip
        if path.name.lower().endswith(ending):
            return kind
    raise Unfit(
        f"« {path.name} » n’est pas une version de Parvis (.tar.gz, .zip, -setup.exe, .deb ou .msi). "
        "Rien n’a été installé."
    )


def sha256(path: Path) -> str:
    """Of a file, read by blocks."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sheet_text(package: Path, version: str, news: list[str]) -> str:
    """The sheet of a package, in TOML."""
    import tomlkit

    told = tomlkit.document()
    told.add("file", tomlkit.item(package.name))
    told.add("version", tomlkit.item(version))
    told.add("sha256", tomlkit.item(sha256(package)))
    told.add("news", tomlkit.item(news).multiline(True))
    return tomlkit.dumps(told)


class _Sheet(NamedTuple):
    version: str
    sha256: str
    news: tuple[str, ...]


def _sheet(path: Path, data: bytes) -> _Sheet:
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unfit(f"La fiche « {path.name} » ne se lit pas. Rien n’a été installé.") from error
    whole = all(isinstance(told.get(name), str) for name in ("version", "sha256"))
    if not whole or not isinstance(told.get("news", []), list):
        raise Unfit(f"La fiche « {path.name} » est incomplète. Rien n’a été installé.")
    return _Sheet(told["version"], told["sha256"], tuple(str(each) for each in told.get("news", [])))


def _hold_to_signature(sheet: Path, data: bytes, key: str) -> None:
    package, beside = sheet.name.removesuffix(".toml"), sheet.with_name(sheet.name + ".sig")
    if not beside.exists():
        raise Unfit(_UNSIGNED.format(package))
    told = beside.read_text("ascii", errors="replace").strip()
    if not (re.fullmatch(r"[0-9a-f]{128}", told) and signed_by(key, data, bytes.fromhex(told))):
        raise Unfit(
            f"La signature de « {package} » n’est pas celle du service informatique : le fichier ne vient "
            "pas de lui ou a été changé. Rien n’a été installé."
        )


def _version_inside(path: Path, kind: str) -> str:
    """What the package itself says of its version; "" for an MSI. Raises Unfit when it is no such package."""
    readers: dict[str, Callable[[Path], str]] = {
        "portable": _of_archive, "setup": _of_setup, "deb": _of_deb, "msi": _of_msi,
    }  # fmt: skip
    try:
        return readers[kind](path)
    except (OSError, tarfile.TarError, zipfile.BadZipFile, struct.error, ValueError, EOFError) as error:
        raise Unfit(
            f"« {path.name} » n’est pas une version de Parvis lisible. Rien n’a été installé."
        ) from error


def _of_archive(path: Path) -> str:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return _first_line(
                packed.read("parvis/version") if "parvis/version" in packed.namelist() else b""
            )
    with tarfile.open(path) as archive:
        member = archive.next()  # the version comes first: the rest is not unpacked to know it
        opened = archive.extractfile(member) if member and member.name == "parvis/version" else None
        return _first_line(opened.read(64) if opened else b"")


def _first_line(data: bytes) -> str:
    version = data.decode("ascii").partition("\n")[0].strip()
    if not re.fullmatch(r"\d+(\.\d+){1,3}[\w.+-]*", version):
        raise ValueError("no version in it")
    return version


def _of_setup(path: Path) -> str:
    """The fixed version block of a Windows program."""
    with path.open("rb") as opened:
        data = opened.read(_BLOCK)
    at = data.find(b"\xbd\x04\xef\xfe")
    if data[:2] != b"MZ" or at < 0:
        raise ValueError("no program with a version")
    high, low = struct.unpack_from("<II", data, at + 8)
    numbers = [high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF]
    return ".".join(map(str, numbers if numbers[3] else numbers[:3]))


def _of_msi(path: Path) -> str:
    with path.open("rb") as opened:
        if opened.read(8) != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise ValueError("no MSI")
    return ""


def _of_deb(path: Path) -> str:
    """The Version of the control file, inside an ar archive of tar archives."""
    with path.open("rb") as opened:
        if opened.read(8) != b"!<arch>\n":
            raise ValueError("no ar archive")
        while header := opened.read(60):
            name, size = header[:16].decode("ascii").strip().rstrip("/"), int(header[48:58])
            if name.startswith("control.tar"):
                return _of_control(opened.read(size), name)
            opened.seek(size + size % 2, io.SEEK_CUR)
    raise ValueError("no control file")


def _of_control(data: bytes, name: str) -> str:
    packed: IO[bytes] = io.BytesIO(data)
    if name.endswith(".zst"):
        import zstandard

        packed = io.BytesIO(zstandard.ZstdDecompressor().stream_reader(data).read(_BLOCK))
    with tarfile.open(fileobj=packed) as archive:
        opened = archive.extractfile("./control")
        text = opened.read(_BLOCK).decode("utf-8") if opened else ""
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line and line[0] != " ")
    if fields.get("Package") != "parvis":
        raise ValueError("another program")
    return fields["Version"]
