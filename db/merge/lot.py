"""A lot: operations with their steps, as they travel by satchel, folder or hub."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

FORMAT = "parvis-lot/1"


class BadLot(ValueError):
    """The lot can't be read or contradicts what is known; the message is a French sentence."""


class Op(NamedTuple):
    """One operation of the journal. `base` and `val` are JSON texts, `parents` the keys it replaces."""

    id: bytes
    site: str
    seq: int
    step: bytes
    hlc: str
    author: str
    sch: str
    ent: str
    rid: bytes
    dossier: bytes | None
    field: str  # "" for existence
    kind: str  # create, update, delete
    base: str | None
    val: str | None
    parents: tuple[bytes, ...]
    reason: str


class Step(NamedTuple):
    """What a set of operations was: the line of the history."""

    id: bytes
    label: str
    verb: str
    author: str
    site: str
    at: str
    dossier: bytes | None
    undoes: bytes | None
    final: str


@dataclass(frozen=True, slots=True)
class Lot:
    """`way` up: the own operations of `site`, numbers `first` to `last`, without hole. `way` down: what the
    hub delivers to `to`, delivery numbers after `first` up to `last` (those between that are out of scope
    are not there). In the order in which they must be applied."""

    site: str
    to: str
    number: int  # of the lots from `site` to `to`, from 1
    way: str  # up, down
    first: int
    last: int
    schema: str  # of the sender's program
    ops: tuple[Op, ...]
    steps: tuple[Step, ...]
    cursor: int = 0  # up: the last delivery number that the sender has received
    known: dict[str, int] = field(default_factory=dict)  # site -> highest number known; acknowledges
    digests: dict[str, tuple[int, str]] = field(default_factory=dict)  # down: table -> rows, SHA-256 in scope
    refused: tuple[tuple[bytes, str], ...] = ()  # down: operations of `to` refused, with the reason
    gone: tuple[bytes, ...] = ()  # down: dossiers that left the scope of `to`
    scope: str = ""  # down: JSON of the scope it was cut for; up: the scope that the sender has
    holds: tuple[bytes, ...] = ()  # up: the dossiers that a sender with a scope has; down: those it may keep
    # up: (own number, delivery number): from which operation on the sender knew what had been delivered
    knew: tuple[tuple[int, int], ...] = ()


_KEYS = frozenset({"id", "step", "rid", "dossier", "undoes"})


def _out(name: str, value: Any) -> Any:
    if name == "parents":
        return [key.hex() for key in value]
    return value.hex() if name in _KEYS and value is not None else value


def _in(name: str, value: Any) -> Any:
    if name == "parents":
        return tuple(bytes.fromhex(key) for key in value)
    return bytes.fromhex(value) if name in _KEYS and value is not None else value


def pack(lot: Lot) -> bytes:
    """The lot as JSON, not compressed."""
    told = {
        "format": FORMAT, "site": lot.site, "to": lot.to, "number": lot.number, "way": lot.way,
        "first": lot.first, "last": lot.last, "schema": lot.schema, "cursor": lot.cursor, "known": lot.known,
        "digests": lot.digests, "refused": [[key.hex(), why] for key, why in lot.refused],
        "gone": [key.hex() for key in lot.gone], "scope": lot.scope,
        "holds": [key.hex() for key in lot.holds], "knew": lot.knew,
        "steps": [[_out(n, v) for n, v in zip(Step._fields, step, strict=True)] for step in lot.steps],
        "ops": [[_out(n, v) for n, v in zip(Op._fields, op, strict=True)] for op in lot.ops],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(raw: bytes) -> Lot:
    """Raises BadLot."""
    try:
        told = json.loads(raw)
        if told["format"] != FORMAT:
            raise BadLot(f"Ce lot est d’un format inconnu ({told['format']}). Rien n’a été repris.")
        return Lot(
            str(told["site"]), str(told["to"]), int(told["number"]), str(told["way"]), int(told["first"]),
            int(told["last"]), str(told["schema"]),
            tuple(Op(*(_in(n, v) for n, v in zip(Op._fields, row, strict=True))) for row in told["ops"]),
            tuple(
                Step(*(_in(n, v) for n, v in zip(Step._fields, row, strict=True))) for row in told["steps"]
            ),
            int(told["cursor"]), {str(k): int(v) for k, v in told["known"].items()},
            {str(k): (int(v[0]), str(v[1])) for k, v in told["digests"].items()},
            tuple((bytes.fromhex(key), str(why)) for key, why in told["refused"]),
            tuple(bytes.fromhex(key) for key in told["gone"]), str(told["scope"]),
            tuple(bytes.fromhex(key) for key in told.get("holds", ())),
            tuple((int(seq), int(n)) for seq, n in told.get("knew", ())),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, BadLot):
            raise
        raise BadLot(f"Le contenu du lot est illisible ({error}). Rien n’a été repris.") from error
