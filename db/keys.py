"""Keys: UUID version 7 for what happens, version 5 for what is unique by its meaning. 16 raw bytes each."""

from __future__ import annotations

import hashlib
import os
import threading
import time
import uuid

_NAMESPACE = uuid.UUID("6f1c6f0e-3c5b-5d7e-9a4e-2f6f70617276")


_turn = threading.Lock()
_last = [0]


def new_key() -> bytes:
    """A UUID version 7 (RFC 9562), made without asking anybody; each is greater than the last."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    made = int.from_bytes(raw, "big")
    with _turn:  # within a millisecond chance alone would order them
        _last[0] = max(made, _last[0] + 1)
        return _last[0].to_bytes(16, "big")


def key_of(*meaning: str | bytes) -> bytes:
    """The same meaning gives the same key on every workstation, so that two offices meet on one row: a UUID
    version 5, made without the object that uuid.uuid5 makes of it."""
    text = "\x1f".join(part.hex() if isinstance(part, bytes) else part for part in meaning)
    raw = bytearray(hashlib.sha1(_NAMESPACE.bytes + text.encode(), usedforsecurity=False).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x50
    raw[8] = (raw[8] & 0x3F) | 0x80
    return bytes(raw)
