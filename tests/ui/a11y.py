"""Walks the accessible tree of a widget, to find what a screen reader could not name."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

# Cells are named by the model's own test: an empty cell is not a control without a name.
_CELLS = (
    QAccessible.Role.Cell,
    QAccessible.Role.ListItem,
    QAccessible.Role.TreeItem,
    QAccessible.Role.RowHeader,
)
_ENOUGH = 200  # children: beyond, they are rows of a list


def walk(node: QAccessibleInterface, path: str = "") -> Iterator[tuple[str, QAccessibleInterface]]:
    """Every accessible node under `node` that is on screen, with the way to it."""
    owner = node.object()
    kind = type(owner).__name__ if owner else node.role().name
    here = f"{path}/{kind}" + (f"#{owner.objectName()}" if owner and owner.objectName() else "")
    yield here, node
    for i in range(min(node.childCount(), _ENOUGH)):
        child = node.child(i)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child, here)


def unnamed(widget: QWidget) -> list[str]:
    """Where a visible control that takes the focus has no name. A combo that has only its current text as
    name, and an icon alone, count as unnamed."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(widget)
    missing = []
    for path, node in walk(root):
        state, owner = node.state(), node.object()
        if not state.focusable or state.invisible or node.role() in _CELLS:
            continue
        name = node.text(QAccessible.Text.Name).strip()
        if node.role() == QAccessible.Role.ComboBox and isinstance(owner, QWidget):
            name = owner.accessibleName().strip()  # Qt gives the chosen text, which is not what it is for
        if not name:
            missing.append(path)
    return missing


def names(widget: QWidget) -> list[str]:
    """Every name a screen reader can reach under `widget`, in order."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(widget)
    said = (node.text(QAccessible.Text.Name) for _, node in walk(root))
    return [name for name in said if name]
