"""Screens: the only room with Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - it puts itself in the place of Python's import

# For the sake of its `__feature__`, which no screen uses, PySide reads the source of each module that is
# imported after it. Python's own import goes back to its place: a tenth of the start, a fifth of all tests.
if hasattr(builtins, "__orig_import__"):
    builtins.__import__ = builtins.__orig_import__
