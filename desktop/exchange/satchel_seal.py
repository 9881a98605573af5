"""Sealing and unsealing by pieces: what passes through is counted, told, and can be stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import IO, Any

Tell = Callable[[str, float], bool]


def silent(_sentence: str, _share: float) -> bool:
    """Nobody watches."""
    return True


class Stopped(Exception):
    """The person wants no more: nothing was kept."""


class Course:
    """How far a long work has come: `done` of `whole` bytes, told in a sentence."""

    def __init__(self, tell: Tell, sentence: str, whole: int) -> None:
        self._tell, self.sentence, self._whole, self._done = tell, sentence, max(whole, 1), 0

    def add(self, count: int) -> None:
        """Raises Stopped when the person wants no more."""
        self._done += count
        if not self._tell(self.sentence, min(1.0, self._done / self._whole)):
            raise Stopped


class Source:
    """What age reads. Its exceptions come back as age's own: the reason of a stop is kept in `why`."""

    def __init__(self, stream: IO[bytes], size: int, course: Course | None = None) -> None:
        self._stream, self._left, self._course = stream, size, course
        self.why: BaseException | None = None
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(self._left if size < 0 else min(size, self._left))
            self._left -= len(data)
            self.digest.update(data)
            if self._course and data:
                self._course.add(len(data))
        except (Stopped, OSError) as why:
            self.why = why
            raise
        return data


class Sink:
    """What age writes to: counts and digests what it hands on; more than `most` bytes is refused."""

    def __init__(self, take: Callable[[bytes], Any], most: int | None = None) -> None:
        self._take, self._most = take, most
        self.size, self.digest = 0, hashlib.sha256()
        self.why: BaseException | None = None

    def write(self, data: bytes) -> int:
        self.size += len(data)
        try:
            if self._most is not None and self.size > self._most:
                raise TooLarge
            self.digest.update(data)
            self._take(data)
        except (TooLarge, OSError) as why:
            self.why = why
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


class TooLarge(ValueError):
    """More comes out than was told."""


class Unsealed(ValueError):
    """What is sealed can't be opened with this key, or was altered."""


def seal(source: Source, sink: Sink, recipients: Sequence[str]) -> None:
    """Encrypt for each of these age keys. Raises Stopped, OSError."""
    import pyrage  # at first use: see desktop/paths.py

    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    try:
        pyrage.encrypt_io(source, sink, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise source.why or sink.why or error from None


def unseal(source: Source, sink: Sink, identity: str) -> None:
    """Decrypt with an age identity. Raises Unsealed, Stopped, TooLarge, OSError."""
    import pyrage

    key = pyrage.x25519.Identity.from_str(identity)
    try:
        pyrage.decrypt_io(source, sink, [key])
    except (pyrage.DecryptError, OSError) as error:
        raise source.why or sink.why or Unsealed(str(error)) from None
