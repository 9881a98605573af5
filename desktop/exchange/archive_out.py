"""A folder or a ZIP file written whole or not at all, with the checksums of all that it holds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from desktop.rules.disk import reason

CHECKSUMS = "empreintes.txt"
_PACKED = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".zip", ".docx", ".xlsx", ".odt", ".ods", ".pptx"})
_CHUNK = 1024 * 1024


class Unwritable(ValueError):
    """The archive could not be written; the message is a full French sentence."""


class Archive:
    """Takes files under names parted by "/"; a name given twice is a fault of the program."""

    def __init__(self, folder: Path, packed: zipfile.ZipFile | None, checksums: str = CHECKSUMS) -> None:
        self._folder, self._zip, self._checksums = folder, packed, checksums
        self.sums: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def put(self, name: str, content: bytes) -> None:
        """Write these bytes."""
        self._remember(name, hashlib.sha256(content).hexdigest(), len(content))
        if self._zip is not None:
            self._zip.writestr(self._entry(name), content)
        else:
            self._place(name).write_bytes(content)

    def copy(self, name: str, source: Path) -> None:
        """Copy a file as it is, by pieces: a large one never fills the memory."""
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as read, self._open(name) as out:
            while chunk := read.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self._remember(name, digest.hexdigest(), size)

    def finish(self) -> None:
        """Write the checksums, in the form that « sha256sum -c » reads."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        self.put(self._checksums, lines.encode("utf-8"))

    def _remember(self, name: str, digest: str, size: int) -> None:
        if name in self.sums:
            raise ValueError(f"« {name} » est deux fois dans l’archive.")
        self.sums[name], self.sizes[name] = digest, size

    def _place(self, name: str) -> Path:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    @contextlib.contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        if self._zip is not None:
            with self._zip.open(self._entry(name), "w", force_zip64=True) as out:
                yield out
        else:
            with self._place(name).open("wb") as out:
                yield out

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))  # the same dossiers give the same file
        packed = Path(name).suffix.lower() in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


@contextlib.contextmanager
def archive(out: Path, checksums: str = CHECKSUMS) -> Iterator[Archive]:
    """An archive that takes its name once all is in it: « .zip » is a ZIP file, anything else a folder.
    `checksums`: the name of the file of the checksums.

    Raises Unwritable (French). What goes wrong inside leaves nothing behind.
    """
    packed = out.suffix.lower() == ".zip"
    if not packed and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Unwritable(
            f"« {out.name} » existe déjà et n’est pas un dossier vide : choisissez un autre nom. "
            "Rien n’a été écrit."
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _zipped(out, checksums) if packed else _folder(out, checksums) as made:
            yield made
    except OSError as error:
        raise Unwritable(
            f"L’archive « {out.name} » ne peut pas être écrite ({reason(error)}). Rien n’a "
            "été laissé à moitié : vérifiez la place sur le disque et vos droits, puis recommencez."
        ) from error


@contextlib.contextmanager
def _folder(out: Path, checksums: str) -> Iterator[Archive]:
    beside = Path(tempfile.mkdtemp(prefix=".parvis-", dir=out.parent))
    try:
        beside.chmod(0o755)
        made = Archive(beside, None, checksums)
        yield made
        made.finish()
        if out.exists():
            out.rmdir()  # empty, as was checked
        beside.replace(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _zipped(out: Path, checksums: str) -> Iterator[Archive]:
    handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=".zip", dir=out.parent)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as packed:
            made = Archive(out.parent, packed, checksums)
            yield made
            made.finish()
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
