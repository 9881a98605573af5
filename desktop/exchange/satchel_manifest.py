"""What a satchel says of itself in clear: from whom, for whom, which number, and what it must hold."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from desktop.exchange.satchel_zip import Refused, damaged

FORMAT = "parvis-mallette/1"
SUFFIX = ".mallette"
MANIFEST, SIGNATURE, OPS, DIRECTORY, STATE = (
    "manifest.json", "manifest.sig", "ops.age", "directory.age", "state.age"
)  # fmt: skip
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Manifest(NamedTuple):
    """No personal data: names of workstations, numbers and sums."""

    sender: str
    key: str  # the Ed25519 key that signs, hex: known already, or compared on paper
    to: tuple[str, ...]  # workstations that can open it
    number: int  # of the satchels from the sender to the first of `to`
    previous: str  # SHA-256 of the manifest before, "" for the first
    way: str  # up, down
    made_at: str  # local time, ISO
    schema: str
    versions: dict[str, int]  # workstation -> highest number of operation known
    cursor: int  # the last delivery received from the other side
    members: dict[str, tuple[int, str]]  # name -> bytes, SHA-256, as sealed

    @property
    def pieces(self) -> list[str]:
        """The SHA-256 of the contents of pieces that are in it."""
        return [name[2:66] for name in self.members if name.startswith("p/")]

    def to_bytes(self) -> bytes:
        told = {"format": FORMAT, **self._asdict(), "from": self.sender}
        del told["sender"]
        return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()


def member_of(sha256: str) -> str:
    """The name of the member that holds this content."""
    return f"p/{sha256}.age"


def manifest_of(raw: bytes, file: str) -> Manifest:
    """Raises Refused."""
    try:
        told = json.loads(raw)
        if told["format"] != FORMAT:
            raise damaged(file, f"« {MANIFEST} » est d’un format inconnu ({str(told['format'])[:40]})")
        members = {str(k): (_count(v[0]), _digest(v[1])) for k, v in told["members"].items()}
        return Manifest(
            str(told["from"]), _digest(told["key"]), tuple(map(str, told["to"])), _count(told["number"]),
            str(told["previous"]), str(told["way"]), str(told["made_at"]), str(told["schema"]),
            {str(k): _count(v) for k, v in told["versions"].items()}, _count(told["cursor"]), members,
        )  # fmt: skip
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise damaged(file, f"« {MANIFEST} » est illisible") from error


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise TypeError(value)
    return value
