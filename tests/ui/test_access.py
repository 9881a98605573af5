"""Every screen as eyes, ears and a keyboard meet it: names, headers, no trap, keys that work, contrasts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QHeaderView,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.colours import contrast
from desktop.ui.fields import Button
from desktop.ui.guide import keys_here, works
from desktop.ui.screen import WithActions
from tests.ui.a11y import unnamed
from tests.ui.everywhere import WHOLE, Visit, answer_nothing
from tests.ui.inks import LARGE, faint, hexa, picture, ring, unnamed_columns
from tests.ui.order import jumps

DARK = () if WHOLE else ("today", "list", "letters")  # the places seen in the two other themes
# Where Tab goes back and must: screen -> what `jumps` says. None is known; a reason goes beside each.
OTHERWISE: dict[str, tuple[str, ...]] = {}
MUTE = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window)


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Visit]:
    made = Visit(tmp_path_factory.mktemp("access"))
    QAccessible.setActive(True)
    with pytest.MonkeyPatch.context() as patch:
        answer_nothing(patch)
        yield made
        made.close()
    theme.apply(qapp, "light")


def stops(screen: QWidget) -> list[QWidget]:
    """Where Tab goes."""
    return [
        part
        for part in screen.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def traps(screen: QWidget) -> list[str]:
    """Where Tab comes in and does not go out."""
    found = []
    for part in stops(screen):
        if isinstance(part, QAbstractItemView) and not isinstance(part, QHeaderView):
            caught = part.tabKeyNavigation()
        else:
            writes = isinstance(part, QTextEdit | QPlainTextEdit) and not part.isReadOnly()
            caught = writes and not part.tabChangesFocus()
        if caught:
            found.append(f"trap: {type(part).__name__} {part.accessibleName()}")
    return found


def mute(screen: QWidget) -> list[str]:
    """What takes the keyboard and is nothing to a screen reader."""
    found = []
    for part in stops(screen):
        if isinstance(part.parentWidget(), QAbstractSpinBox):
            continue  # the field is spoken as the whole
        spoken = QAccessible.queryAccessibleInterface(part)
        if spoken is None or spoken.role() in MUTE:
            found.append(f"no role: {type(part).__name__} {part.accessibleName()}")
    return found


def keys(visit: Visit) -> list[str]:
    """Keys told by « ? » that do nothing, or of which two deeds of one place claim the same."""
    window, faults = visit.window, []
    screen = window.stack.current()
    own = screen.menu_actions() if isinstance(screen, WithActions) else []
    here, whole, _hands = keys_here(window.stack.place().title, screen.widget, own, window.menu.of_window())
    for line in (*here.lines, *whole.lines):
        if not line.words or not line.key:
            faults.append(f"half told: {line}")
    owners = {screen.widget, window}
    for action in own:
        owner = action.parent()
        if works(action) and not (owner in owners or not isinstance(owner, QWidget) or owner.isVisible()):
            faults.append(f"of another place: {action.text()}")
    window_keys = {line.key for line in whole.lines}
    faults += [f"told twice: {line}" for line in here.lines if line.key in window_keys]
    theirs = window.menu.keys()
    faults += [
        f"the key {key} is the window's: {words}, {theirs[key]}"
        for key, words in bound(screen.widget, own)
        if key in theirs
    ]
    return faults


def bound(screen: QWidget, own: list[QAction]) -> Iterator[tuple[str, str]]:
    """Every key that something of this place answers to, and whose it is."""
    for action in (*own, *screen.findChildren(QAction)):
        yield from ((key.toString(), action.text()) for key in action.shortcuts())
    for shortcut in screen.findChildren(QShortcut):
        pressed = QShortcut.keys(shortcut)
        yield from ((key.toString(), type(shortcut.parent()).__name__) for key in pressed)
    for button in screen.findChildren(QAbstractButton):
        if not button.shortcut().isEmpty():
            yield button.shortcut().toString(), button.text()


@pytest.fixture(scope="module")
def look(visit: Visit, qapp: QApplication, request: pytest.FixtureRequest) -> str:
    """The theme that the window wears: pytest goes through all that is asked of one before the next, for to
    dress every part anew takes long."""
    theme.apply(qapp, request.param)
    return str(request.param)


@pytest.mark.parametrize("look", ["dark", "contrast"], indirect=True)
def test_the_other_themes_can_be_read(visit: Visit, look: str) -> None:
    faults, measured = {}, 0
    for name, _screen in visit.screens(DARK):
        count, weak = faint(visit.window)
        measured += count
        if weak:
            faults[name] = weak
    assert not faults
    assert measured > 200


@pytest.mark.parametrize("look", ["dark", "contrast", "light"], indirect=True)
def test_the_focus_is_seen(visit: Visit, look: str) -> None:
    """Of each kind of part on the places with most of them: with the keyboard and without, it is painted
    otherwise, and the difference can be seen."""
    rings: dict[str, float] = {}
    for _name, screen in visit.screens(("list", "envelopes") if not WHOLE else ()):
        for part in stops(screen):
            kind = f"{type(part).__name__} {part.property('kind') or ''}"
            if kind not in rings and part.visibleRegion().boundingRect().size() == part.size():
                rings[kind] = ring(part)
    dim = {kind: round(found, 2) for kind, found in rings.items() if found < LARGE}
    assert not dim, str(dim)
    assert len(rings) > 6


@pytest.mark.parametrize("name", theme.THEMES)
def test_what_is_typed_in_has_an_edge(name: str) -> None:
    tokens = theme.theme(name)
    for ground in (tokens.paper, tokens.ground):
        assert contrast(tokens.border, ground) >= LARGE and contrast(tokens.accent, ground) >= LARGE


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_button_has_an_edge(qtbot: QtBot, name: str) -> None:
    """As painted: its left side beside the paper, of each kind that has no ground of its own."""
    tokens = theme.theme(name)
    for made in (Button("Relire"), Button("Nord"), QToolButton()):
        if made.text() == "Nord":
            made.setProperty("kind", "chip")
        qtbot.addWidget(made)
        made.setStyleSheet(theme.style_sheet(tokens))  # it alone: the window of the visit is left as it is
        made.resize(120, 34)
        shot = picture(made)
        edge = shot.getpixel((0, shot.height // 2))
        assert contrast(hexa(edge), tokens.paper) >= LARGE, (type(made), made.text())


@pytest.mark.parametrize("look", ["light"], indirect=True)
def test_every_screen_speaks_lets_go_and_can_be_read(visit: Visit, look: str) -> None:
    faults, measured, seen = {}, 0, 0
    for name, screen in visit.screens():
        count, weak = faint(visit.window)
        measured, seen = measured + count, seen + 1
        silent = [f"no name: {path}" for path in unnamed(screen)]
        columns = [f"columns: {words}" for words in unnamed_columns(screen)]
        order = [jump for jump in jumps(screen) if jump not in OTHERWISE.get(name, ())]
        found = [*weak, *silent, *columns, *order, *traps(screen), *mute(screen), *keys(visit)]
        if found:
            faults[name] = found
    assert not faults, "\n".join(f"{name}: {fault}" for name, found in faults.items() for fault in found)
    assert seen > 45 and measured > 2500
