"""A satchel that is read: nothing in it is believed before its signature and its members are verified."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from desktop.durable import take_place
from desktop.exchange.keys import signed_by
from desktop.exchange.satchel_manifest import (
    DIRECTORY,
    MANIFEST,
    OPS,
    SIGNATURE,
    STATE,
    Manifest,
    manifest_of,
    member_of,
)
from desktop.exchange.satchel_seal import Course, Sink, Source, Tell, TooLarge, Unsealed, silent, unseal
from desktop.exchange.satchel_zip import Entry, Refused, chunks, damaged, entries_of
from desktop.rules.disk import reason

_MOST_MANIFEST = 64 * 1024 * 1024
MOST_OPS = 1024 * 1024 * 1024  # of JSON: a journal of a million operations
_MOST_SMALL = 16 * 1024 * 1024


class Satchel:
    """A satchel whose signature and members have been verified."""

    def __init__(
        self, stream: IO[bytes], entries: dict[str, Entry], file: str, manifest: Manifest, digest: str
    ) -> None:
        self._stream, self._entries = stream, entries
        self.file, self.manifest, self.digest = file, manifest, digest

    def ops(self, identity: str) -> bytes:
        """The lot, unsealed and expanded. Raises Refused."""
        import zstandard

        sealed = self._small(OPS, identity, MOST_OPS)
        parts, size = [], 0
        try:
            with zstandard.ZstdDecompressor().stream_reader(sealed) as reader:
                while data := reader.read(1024 * 1024):
                    parts.append(data)
                    size += len(data)
                    if size > MOST_OPS:
                        raise damaged(self.file, f"« {OPS} » est démesuré")
        except zstandard.ZstdError as error:
            raise damaged(self.file, f"« {OPS} » ne peut pas être décompressé") from error
        return b"".join(parts)

    def directory(self, identity: str) -> bytes:
        """The list of the workstations, b"" when there is none."""
        return self._small(DIRECTORY, identity, _MOST_SMALL) if DIRECTORY in self.manifest.members else b""

    def state(self, identity: str) -> bytes:
        return self._small(STATE, identity, _MOST_SMALL) if STATE in self.manifest.members else b""

    def take_pieces(self, identity: str, place: Callable[[str], Path], tell: Tell = silent) -> list[str]:
        """Put the contents of the pieces where `place` says, each whole or not at all, those there already
        aside; returns their SHA-256. Raises Refused, Stopped."""
        wanted = [sha256 for sha256 in self.manifest.pieces if not place(sha256).exists()]
        course = Course(tell, "Reprise des pièces", sum(self._size(sha256) for sha256 in wanted))
        for sha256 in wanted:
            self._piece(identity, sha256, place(sha256), course)
        return wanted

    def _size(self, sha256: str) -> int:
        return self.manifest.members[member_of(sha256)][0]

    def _piece(self, identity: str, sha256: str, target: Path, course: Course) -> None:
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        name = member_of(sha256)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as out:
                sink = Sink(out.write, self._size(sha256))
                self._unseal(name, identity, sink, course)
                out.flush()
                os.fsync(out.fileno())
            if sink.digest.hexdigest() != sha256:
                raise damaged(self.file, f"« {name} » ne contient pas la pièce qu’il annonce")
            take_place(part, target)
        except OSError as error:
            raise Refused(
                f"La pièce « {name} » de la mallette « {self.file} » n’a pas pu être enregistrée sur ce "
                f"poste ({reason(error)}). La base n’a pas changé."
            ) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _small(self, name: str, identity: str, most: int) -> bytes:
        parts: list[bytes] = []
        self._unseal(name, identity, Sink(parts.append, most), None)
        return b"".join(parts)

    def _unseal(self, name: str, identity: str, sink: Sink, course: Course | None) -> None:
        entry = self._entries[name]
        self._stream.seek(entry.begins)
        source = Source(self._stream, entry.size, course)
        try:
            unseal(source, sink, identity)
        except OSError as error:
            if source.why is None:  # it was the writing that failed
                raise
            raise unreadable(self.file, error) from error
        except TooLarge:
            raise damaged(self.file, f"« {name} » est démesuré") from None
        except Unsealed as error:
            raise Refused(
                f"La mallette « {self.file} » ne peut pas être ouverte sur ce poste : « {name} » est scellé "
                f"pour {', '.join(self.manifest.to)}. Rien n’a été repris."
            ) from error


def peek(path: Path) -> Manifest:
    """What a satchel says of itself, its signature not yet verified. Raises Refused."""
    with _stream(path) as stream:
        return _manifest(stream, entries_of(stream, path.name), path.name)[0]


@contextlib.contextmanager
def opened(path: Path, verifier_of: Callable[[Manifest], str], tell: Tell = silent) -> Iterator[Satchel]:
    """A satchel once its signature, by the key that `verifier_of` knows of its sender, then every member
    have been verified. `verifier_of` raises Refused for a sender who is unknown or revoked."""
    with _stream(path) as stream:
        entries = entries_of(stream, path.name)
        manifest, raw, signature = _manifest(stream, entries, path.name)
        if not signed_by(verifier_of(manifest), raw, signature):
            raise damaged(path.name, f"« {SIGNATURE} » n’est pas la signature de « {manifest.sender} »")
        _check_members(stream, entries, manifest, path.name, tell)
        yield Satchel(stream, entries, path.name, manifest, hashlib.sha256(raw).hexdigest())


@contextlib.contextmanager
def _stream(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise unreadable(path.name, error) from error


def unreadable(file: str, error: OSError) -> Refused:
    """The stick was taken out, the folder is gone."""
    return Refused(
        f"La mallette « {file} » ne peut pas être lue jusqu’au bout ({reason(error)}). "
        "Rien n’a été repris : la clé ou le dossier sont-ils toujours là ?"
    )


def _manifest(stream: IO[bytes], entries: dict[str, Entry], file: str) -> tuple[Manifest, bytes, bytes]:
    parts = []
    for name in (MANIFEST, SIGNATURE):
        if name not in entries:
            raise damaged(file, f"« {name} » manque")
        if entries[name].size > _MOST_MANIFEST:
            raise damaged(file, f"« {name} » est démesuré")
        data = b"".join(chunks(stream, entries[name]))
        if zlib.crc32(data) != entries[name].crc:
            raise damaged(file, f"« {name} » n’a plus sa somme")
        parts.append(data)
    return manifest_of(parts[0], file), parts[0], parts[1]


def _check_members(
    stream: IO[bytes], entries: dict[str, Entry], manifest: Manifest, file: str, tell: Tell
) -> None:
    """What is there is what was signed, no more and no less, byte for byte."""
    for name in entries:
        if name not in manifest.members and name not in (MANIFEST, SIGNATURE):
            raise damaged(file, f"« {name} » n’est pas annoncé par l’expéditeur")
    if OPS not in manifest.members:
        raise damaged(file, f"« {OPS} » manque")
    course = Course(tell, "Vérification de la mallette", sum(size for size, _ in manifest.members.values()))
    for name, (size, sha256) in manifest.members.items():
        entry = entries.get(name)
        if entry is None:
            raise damaged(file, f"« {name} » manque")
        digest, crc = hashlib.sha256(), 0
        for data in chunks(stream, entry) if entry.size == size else ():
            digest.update(data)
            crc = zlib.crc32(data, crc)
            course.add(len(data))
        if digest.hexdigest() != sha256 or crc != entry.crc:
            raise damaged(file, f"« {name} » n’est pas celui que l’expéditeur a signé")
