"""Windows told which version is in service: the start menu, the kinds of files, the list of programs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def point_to(root: Path, version: str) -> None:
    """As the setup of that version did; each version keeps its own entry of the menu beside it."""
    folder = root / "versions" / version
    menu = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    shutil.copy(folder / "Parvis.lnk", menu / "Parvis.lnk")
    program = f'"{folder / "python" / "pythonw.exe"}" "{folder / "app" / "parvis.py"}" "%1"'
    if sys.platform == "win32":
        import winreg

        user, words = winreg.HKEY_CURRENT_USER, winreg.REG_SZ
        for kind in ("Parvis.Base", "Parvis.Mallette"):
            place = f"Software\\Classes\\{kind}\\"
            winreg.SetValue(user, place + "shell\\open\\command", words, program)
            winreg.SetValue(user, place + "DefaultIcon", words, str(folder / "parvis.ico"))
        entry = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Parvis"
        with winreg.CreateKey(user, entry) as key:
            winreg.SetValueEx(key, "DisplayVersion", 0, words, version)
