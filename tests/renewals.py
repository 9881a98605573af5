"""Tiny versions of Parvis for the tests of updates: a script that answers for itself."""

from pathlib import Path


def program(folder: Path, *, sound: bool = True) -> Path:
    """The folder of a program that passes its own check, or does not."""
    folder.mkdir(parents=True)
    answer = 'echo "program $0 $*"\n' if sound else "exit 1\n"
    (folder / "parvis").write_text("#!/bin/sh\n" + answer, encoding="ascii")
    (folder / "parvis").chmod(0o755)
    (folder / "_internal").mkdir()
    (folder / "_internal" / "one").write_text("one", encoding="ascii")
    return folder
