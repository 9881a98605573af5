"""Python's collector of cycles: stopped while the program builds itself, then held to the window's thread.

By itself it works in whatever thread makes the next object. In a thread of the runner it would destroy there
the widgets that nobody names any more, which Qt forbids: that thread waits for Python's lock with one of Qt's
in hand, the window waits the other way round, and neither goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class _State:
    paused: bool = False
    by_steps: bool = False


_state = _State()


def pause() -> None:
    """Until the first picture: nothing that is built for it goes away, and looking through it costs 12 ms."""
    _state.paused = True
    gc.disable()


def resume() -> None:
    """What stands by now stays, and is not looked through again."""
    if _state.paused:
        _state.paused = False
        gc.freeze()
        if not _state.by_steps:
            gc.enable()


def by_steps() -> bool:
    """From now on only `step` collects, in the thread that calls it; False when that was so already."""
    gc.disable()
    before, _state.by_steps = _state.by_steps, True
    return not before


@contextmanager
def uncollected() -> Iterator[None]:
    """Work that makes millions of cells or rows and no circle: looking for circles takes a sixth to a quarter
    of it. What counts references goes on."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def step() -> None:
    """What the collector would have done by itself, when enough has been made since the last time."""
    if _state.paused:
        return
    counts, limits = gc.get_count(), gc.get_threshold()
    full = [old for old in range(3) if counts[old] > limits[old]]
    if full:
        gc.collect(full[-1])
