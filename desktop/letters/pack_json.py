"""The rows of a pack as JSON: always the same bytes for the same rows, read back as they were frozen."""

from __future__ import annotations

import hashlib
import json
import types
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from desktop.letters.pack_model import Pack

FORMAT = 1


class Unreadable(ValueError):
    """The rows kept can't be read; the message is a French sentence."""


def to_json(pack: Pack) -> bytes:
    """The rows, always the same bytes for the same rows."""
    told = {"format": FORMAT, **asdict(pack)}
    if not pack.clashes:  # as before there were any: a version handed out keeps its fingerprint
        del told["clashes"]
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(rows: bytes) -> str:
    """The SHA-256 of rows as `to_json` writes them."""
    return hashlib.sha256(rows).hexdigest()


def from_json(rows: bytes) -> Pack:
    """The pack that `to_json` wrote. Raises Unreadable."""
    try:
        data = json.loads(rows)
        if data.pop("format") != FORMAT:
            raise ValueError("format")
        made: Pack = _made(Pack, data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(
            "Les lignes gardées de ce dossier de séance ne sont pas lisibles ; refaites une version entière."
        ) from error
    return made


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _made(shape: Any, value: Any) -> Any:
    """A value of JSON as the type that a field wants."""
    if get_origin(shape) in (Union, types.UnionType):
        shape = next(part for part in get_args(shape) if part is not type(None))
        return None if value is None else _made(shape, value)
    if get_origin(shape) is tuple:
        return tuple(_made(get_args(shape)[0], each) for each in value)
    if is_dataclass(shape):
        hints = _hints(shape)  # type: ignore[arg-type]  # a class, as is_dataclass of a type says
        known = {field.name for field in fields(shape)}
        return shape(**{name: _made(hints[name], each) for name, each in value.items() if name in known})  # type: ignore[operator]
    return value
