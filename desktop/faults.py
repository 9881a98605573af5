"""The log of the program: a fault is written in the user's folder, scrubbed, and told calmly; never sent."""

from __future__ import annotations

import datetime as dt
import faulthandler
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, TracebackType
from typing import IO

from desktop.paths import user_data

_SIZE, _KEPT = 400_000, 3
_HERE = Path(__file__).resolve().parent.parent
_log = logging.getLogger("parvis.fault")


class _Kept:
    """What the process remembers: the file of the crashes stays open, faulthandler writes in it."""

    crashes: IO[str] | None = None
    before = ""  # how the last session crashed
    waits = False  # installed, the log not yet begun
    tell: Callable[[str], None] | None = None  # shows a sentence, in the thread of the window


def folder() -> Path:
    """Where the log lies."""
    return user_data() / "journal"


def install() -> None:
    """From now on a fault is written down, in whatever thread; a crash of the interpreter too."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        place = folder() / "plantage.txt"
        _Kept.before = place.read_text(encoding="utf-8", errors="replace") if place.exists() else ""
        _Kept.crashes = place.open("w", encoding="utf-8")
        faulthandler.enable(_Kept.crashes)
    except OSError:  # a folder that can't be written: the window opens all the same
        return
    _Kept.waits = True
    sys.excepthook = _caught
    threading.excepthook = lambda told: _caught(told.exc_type, told.exc_value, told.exc_traceback)


def open_log() -> None:
    """Begin the log, once installed: after the first picture, or with the first fault."""
    if not _Kept.waits:
        return
    _Kept.waits = False
    from logging.handlers import RotatingFileHandler  # 10 ms that the first picture does without

    place = folder() / "parvis.log"
    handler = RotatingFileHandler(place, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(_Scrubbed())
    logging.getLogger().addHandler(handler)


class _Scrubbed(logging.Formatter):
    """A line of the log: the moment, where it comes from, the trace; none of the values."""

    def format(self, record: logging.LogRecord) -> str:
        at = f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}"
        error = record.exc_info[1] if record.exc_info else None
        told = f"{at} {record.levelname} {record.name}"
        return f"{told}\n{trace_of(error)}" if error is not None else told


def _caught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    open_log()
    _log.error("fault", exc_info=(kind, error, trace))
    if _Kept.tell is not None:
        _Kept.tell(kind.__name__)


def told_by(tell: Callable[[str], None]) -> None:
    """Who tells a fault on the screen."""
    _Kept.tell = tell


def crashed_before() -> bool:
    """Whether the last session ended by a crash of the interpreter; asked once."""
    return bool(_Kept.before.strip())


def trace_of(error: BaseException) -> str:
    """Where it happened, and the words of the program in its message: no value of the data."""
    from desktop.rules.scrub import scrub, vocabulary  # a fault alone pays for it

    lines: list[str] = []
    each: BaseException | None = error
    while each is not None and len(lines) < 200:
        texts: list[str] = []
        step = each.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f"  {_place(code.co_filename)}:{step.tb_lineno} {code.co_name}")
            if _is_ours(code.co_filename):
                texts += _strings(code)
            step = step.tb_next
        lines.append(f"{type(each).__name__}: {scrub(str(each)[:500], vocabulary(texts))}")
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n".join(lines)


def _is_ours(name: str) -> bool:
    return Path(name).is_relative_to(_HERE) and ".venv" not in Path(name).parts


def _place(name: str) -> str:
    """A file of the program by its own path, another by its name alone: no folder of this machine."""
    path = Path(name)
    return path.relative_to(_HERE).as_posix() if _is_ours(name) else f"({path.parent.name}/{path.name})"


def _strings(code: CodeType) -> Iterator[str]:
    """The texts that a function of the program bears."""
    for value in code.co_consts:
        if isinstance(value, str):
            yield value
        elif isinstance(value, CodeType):
            yield from _strings(value)


def last_trace() -> str:
    """What was written last of a fault, and of a crash before it; "" when nothing."""
    try:
        text = (folder() / "parvis.log").read_text(encoding="utf-8")
    except OSError:
        text = ""
    parts = text.strip().splitlines()
    crash = [_place_in(line) for line in _Kept.before.splitlines()[:60]]
    return "\n".join([*parts[-60:], *(["", "Plantage de la session d’avant :", *crash] if crash else [])])


def _place_in(line: str) -> str:
    """A line of faulthandler without the folders of this machine."""
    head, quote, rest = line.partition('File "')
    if not quote:
        return line if line.startswith(("Fatal", "Current thread", "Thread", "  <")) else ""
    name, _, tail = rest.partition('"')
    return f"{head}{_place(name)}{tail}"
