"""Folders of clear copies for a screen or another program: gone with the screen, or swept after a kill."""

from PySide6.QtCore import QDir, QTemporaryDir

from desktop.paths import scratch_name


def scratch() -> QTemporaryDir:
    """A folder of our own among the passing files of the workstation, removed with the object."""
    return QTemporaryDir(f"{QDir.tempPath()}/{scratch_name()}XXXXXX")
