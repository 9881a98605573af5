"""Keeps one call of each verb, with the base as it stood before, while the tests run: what the faults play.

`python -m pytest -p tests.fault.record tests/flow` with PARVIS_RECORD naming the folder. A verb that no test
calls can't be played; one whose arguments can't be kept is tried again at its next call.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from db.connection import sealed_mark
from db.store import Done, Store
from desktop.letters.template import Template, load
from desktop.paths import resources

_TRIES = 4  # calls of one verb that may fail to be kept
_tried: Counter[str] = Counter()
_really = Store.do
_to_the_end = contextlib.ExitStack()  # held here: one that is let go would give Store.do back at once


class _Packer(pickle.Pickler):
    """Letter templates hold compiled conditions, which can't be kept: they are read again by their name."""

    def persistent_id(self, thing: Any) -> str | None:
        return thing.id if isinstance(thing, Template) else None


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, name: Any) -> Template:
        return load(resources() / "letters")[name]


def packed(call: object) -> bytes:
    out = io.BytesIO()
    _Packer(out).dump(call)
    return out.getvalue()


def unpacked(content: bytes) -> Any:
    return _Unpacker(io.BytesIO(content)).load()


def name_of(verb: Callable[..., Any]) -> str:
    return f"{verb.__module__.removeprefix('desktop.')}.{verb.__name__}"


def kept(store: Store, folder: Path, verb: Callable[..., Any], arguments: Mapping[str, Any]) -> Done:
    """Do a verb; keep the call when it writes and is not kept yet."""
    name = name_of(verb)
    place = folder / name
    ours = not name.startswith("tests.") and not sealed_mark(store.path)
    if not ours or place.exists() or _tried[name] >= _TRIES:
        return _really(store, verb, **arguments)
    _tried[name] += 1
    begun = folder / f"{name}.{os.getpid()}"
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True)
    try:
        call = packed((verb, arguments))
        _snapshot(store, begun)
    except (pickle.PicklingError, TypeError, AttributeError, sqlite3.Error, OSError):
        call = b""
    try:
        done = _really(store, verb, **arguments)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise
    if call and done.written is not None and not place.exists():
        test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
        (begun / "who").write_text(json.dumps([store.author, store.site, test]), encoding="utf-8")
        (begun / "call").write_bytes(call)
        begun.replace(place)
    else:
        shutil.rmtree(begun, ignore_errors=True)
    return done


def _snapshot(store: Store, into: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(store.path)) as origin,
        contextlib.closing(sqlite3.connect(into / "parvis.db")) as copy,
    ):
        origin.backup(copy)
    if store.files.exists():
        shutil.copytree(store.files, into / "parvis.db.pieces", copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


@contextlib.contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Whatever is done meanwhile is kept in this folder."""
    folder.mkdir(parents=True, exist_ok=True)

    def do(self: Store, verb: Callable[..., Any], /, **arguments: Any) -> Done:
        return kept(self, folder, verb, arguments)

    Store.do = do  # type: ignore[method-assign]
    try:
        yield
    finally:
        Store.do = _really  # type: ignore[method-assign]


def pytest_configure() -> None:
    _to_the_end.enter_context(keeping(Path(os.environ["PARVIS_RECORD"])))
