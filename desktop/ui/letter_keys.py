"""Keys of one sign alone: who speaks to the machine, or whose hand shakes, may switch them off."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence

KEY = "keys/letters"  # in the settings of the window
_HELD = ("Ctrl+", "Alt+", "Meta+")
_on = True


def settle(settings: QSettings) -> None:
    """Take what was chosen; screens bind their keys when they are made."""
    global _on
    _on = bool(settings.value(KEY, True, bool))


def acts(key: str) -> bool:
    """Whether this key does something: it is no sign alone, or those are wanted."""
    return bool(key) and (_on or not is_sign(key))


def is_sign(key: str) -> bool:
    """Whether it is a letter, a digit or a mark, with no other key held than Shift (EN 301 549, 11.2.1.4)."""
    bare = key.removeprefix("Shift+")
    return len(bare) == 1 and not bare.isspace() and not key.startswith(_HELD)


def bound(*keys: str) -> list[QKeySequence]:
    """Those of these keys that act."""
    return [QKeySequence(key) for key in keys if acts(key)]


def told(words: str, key: str) -> str:
    """« Réunir (R) », or the words alone when the key does nothing."""
    return f"{words} ({key})" if acts(key) else words


def without(words: str) -> str:
    """Words that end with their key, « Dossier suivant (J) »; without it when it does nothing."""
    plain, _, key = words.removesuffix(")").rpartition(" (")
    return words if not plain or acts(key) else plain
