"""At 200 % on a screen of 1366 x 768 everything can be reached: it wraps, stacks or scrolls, uncut."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QApplication,
    QScrollArea,
    QWidget,
)

from desktop.ui.fitting import fit, show_in_its_places
from tests.ui.everywhere import SMALL, WHOLE, Visit, answer_nothing

SOME = () if WHOLE else ("list", "agreements")
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Visit]:
    made = Visit(tmp_path_factory.mktemp("small"), SMALL)
    with pytest.MonkeyPatch.context() as patch:
        answer_nothing(patch)
        yield made
        made.close()


def focusable(widget: QWidget) -> list[QWidget]:
    return [
        part
        for part in widget.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.window().isHidden()
    ]


def told(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {fault}" for name, found in faults.items() for fault in found)


def in_sight(part: QWidget) -> QRect:
    """What is left of it when everything it stands in has cut it."""
    seen, above = part.rect(), part
    while not above.isWindow() and (over := above.parentWidget()) is not None:
        seen = QRect(above.mapToParent(seen.topLeft()), seen.size()).intersected(over.rect())
        above = over
    return seen


def covered(part: QWidget) -> bool:
    """Whether something else lies over its middle."""
    window = part.window()
    hit = window.childAt(part.mapTo(window, part.rect().center()))
    return not (hit is None or hit is part or part.isAncestorOf(hit) or hit.isAncestorOf(part))


def lost(widget: QWidget) -> list[str]:
    """What can take the keyboard and cannot be brought into sight, and what is cut and cannot be moved."""
    faults = []
    for part in focusable(widget):
        show_in_its_places(part)
        seen = in_sight(part)
        if seen.width() < min(part.width(), 40) or seen.height() < min(part.height(), 16) or covered(part):
            words = part.accessibleName() or str(part.property("text") or "")
            sizes = f"{part.size().toTuple()}, seen {seen.size().toTuple()}"
            faults.append(f"{type(part).__name__} « {words} » {sizes}")
    for area in widget.findChildren(QScrollArea):
        inside = area.widget()
        if inside is None or not area.isVisible() or area.horizontalScrollBarPolicy() != NEVER:
            continue
        if inside.width() > area.viewport().width():
            faults.append(f"{area.accessibleName()} {type(inside).__name__} cut at {area.viewport().width()}")
    return faults


def test_every_screen_fits_or_scrolls(visit: Visit) -> None:
    faults, seen = {}, []
    for name, screen in visit.screens():
        seen.append(name)
        found = lost(screen)
        least = visit.window.minimumSizeHint()
        if least.width() > SMALL.width() or least.height() > SMALL.height():
            found.append(f"the window wants {least.toTuple()}")
        if found:
            faults[name] = found
    assert not faults, told(faults)
    assert len(seen) > 35 and visit.window.size() == SMALL


def test_the_dialogs_fit_or_scroll(visit: Visit) -> None:
    """Those of a few places; with PARVIS_ACCESS=1, of every place and sheet."""
    faults, seen = {}, []
    for name, _screen in visit.screens(SOME):
        for words, dialog in visit.dialogs(list(visit.window.menu.menus[2].actions())):
            seen.append(words)
            fit(dialog, SMALL)
            visit.settle()
            found = lost(dialog)
            if dialog.width() > SMALL.width() or dialog.height() > SMALL.height():
                found.append(f"takes {dialog.size().toTuple()}")
            if found:
                faults[f"{name}: {words}"] = found
    assert not faults, told(faults)
    assert len(seen) > 3
