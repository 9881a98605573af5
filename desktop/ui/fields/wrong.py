"""How a field says that what is typed cannot be read: a red edge, and the reason in words."""

from PySide6.QtWidgets import QLineEdit


def mark_wrong(field: QLineEdit, reason: str) -> None:
    """Show `reason` on the field, or take the mark away when it is empty."""
    if bool(field.property("wrong")) != bool(reason):
        field.setProperty("wrong", bool(reason))
        field.style().unpolish(field)
        field.style().polish(field)
    field.setToolTip(reason)
    field.setAccessibleDescription(reason)
