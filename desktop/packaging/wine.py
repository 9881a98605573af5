"""The Windows setup.exe tried without Windows: installed, run and removed under Wine, on a virtual screen.

Wine 8 lacks three libraries of Windows; stand-ins are compiled from resources/packaging/wine into Wine's own
folder, and are never delivered. What passes here has not been seen on Windows itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.packaging.places import BUILD, PACKAGING
from desktop.terminal.speech import say

PREFIX = BUILD / "wine"
STAND_INS = ("icuuc", "mscms", "bcryptprimitives")
_LONG = 1800  # seconds; a demonstration takes one or two minutes there

_PHOTOGRAPH = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["photograph", "-platform", "xcb"])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


class Failed(Exception):
    """A step did not give what it should; the message says which and what was seen."""


def try_setup(setup: Path, out: Path) -> int:
    """Install silently, check, play the demonstration, show the window, remove; returns the exit code."""
    shutil.rmtree(PREFIX, ignore_errors=True)
    with _screen() as display:
        wine = _Wine(display)
        steps: list[tuple[str, Callable[[], str]]] = [
            ("Wine se prépare", wine.prepare),
            ("Installation silencieuse", lambda: wine.install(setup)),
            ("Le programme se contrôle", wine.check),
            ("La démonstration se joue", wine.demonstrate),
            ("La fenêtre s’ouvre", lambda: wine.show(out / "wine.png")),
            ("Une seconde installation remplace la première", lambda: wine.install(setup)),
            ("Suppression silencieuse, données gardées", wine.remove),
        ]
        try:
            for words, step in steps:
                begun = time.monotonic()
                seen = step()
                say(f"{words} : {seen} ({time.monotonic() - begun:.0f} s)", sys.stdout)
                sys.stdout.flush()
        except (Failed, OSError, subprocess.TimeoutExpired) as why:
            say(f"Échec : {why}", sys.stderr)
            return 1
        finally:
            wine.run(["wineserver", "-k"])
    return 0


@contextmanager
def _screen() -> Iterator[str]:
    """A virtual screen of a small office machine; gives its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


class _Wine:
    """One prefix: a small Windows 10 of its own below build/."""

    def __init__(self, display: str) -> None:
        self.env = dict(
            os.environ, WINEPREFIX=str(PREFIX), WINEDEBUG="-all", DISPLAY=display, WINEARCH="win64"
        )
        self.env["WINEDLLOVERRIDES"] = "mscms=n;mshtml=;mscoree="
        self.env.pop("WAYLAND_DISPLAY", None)
        self._disk = PREFIX / "drive_c"

    def run(self, command: list[str], *, seconds: int = _LONG) -> subprocess.CompletedProcess[str]:
        """To its end; a Python there dies without a standard input and a pipe to write to."""
        return subprocess.run(
            command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )

    def prepare(self) -> str:
        self.run(["wineboot", "-i"])
        self.run(["wine", "winecfg", "-v", "win10"])
        there = self._disk / "windows" / "system32"
        for name in STAND_INS:
            command = ["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", "-o", str(there / f"{name}.dll")]
            made = self.run([*command, str(PACKAGING / "wine" / f"{name}.c"), "-ladvapi32"])
            if made.returncode != 0:
                raise Failed(f"{name}.c ne se compile pas : {made.stderr}")
        return self.run(["wine", "--version"]).stdout.strip()

    @property
    def programs(self) -> Path:
        return next((self._disk / "users").glob("*/AppData/Local"), PREFIX) / "Programs" / "Parvis"

    @property
    def version(self) -> Path:
        return self.programs / "versions" / (self.programs / "version").read_text("utf-8").split()[0]

    def python(self, *arguments: str) -> list[str]:
        return [
            "wine",
            str(self.version / "python/python.exe"),
            str(self.version / "app/parvis.py"),
            *arguments,
        ]

    def install(self, setup: Path) -> str:
        code = self.run(["wine", str(setup), "/S"]).returncode
        if code != 0 or not (self.version / "Parvis.lnk").exists():
            raise Failed(f"l’installation a rendu {code}, dans {self.programs}")
        files = sum(1 for path in self.version.rglob("*") if path.is_file())
        return f"version {self.version.name}, {files} fichiers, sans question"

    def check(self) -> str:
        done = self.run(self.python("self-check"))
        if done.returncode != 0:
            raise Failed(f"self-check : {done.stderr.strip() or done.returncode}")
        return done.stdout.strip().splitlines()[-1]

    def demonstrate(self) -> str:
        done = self.run(self.python("demo", "--out", r"C:\demo", "--no-pictures"))
        made = sorted((self._disk / "demo").rglob("*.pdf"))
        if done.returncode != 0 or not made:
            raise Failed(f"demo : {done.stderr.strip()[-800:] or done.returncode}")
        return f"{len(made)} PDF, {sum(1 for _ in (self._disk / 'demo').rglob('*.xlsx'))} classeurs"

    def show(self, picture: Path) -> str:
        """The window of the demonstration, photographed once it is painted."""
        command = [
            "wine",
            str(self.version / "python/pythonw.exe"),
            str(self.version / "app/parvis.py"),
            "--demo",
        ]
        with subprocess.Popen(
            command, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as window:
            try:
                seen = self._wait_for_window(window)
            finally:
                self.run([sys.executable, "-c", _PHOTOGRAPH, str(picture)])
                self.run(["wineserver", "-k"])
        return f"« {seen} », photographiée dans {picture}"

    def _wait_for_window(self, window: subprocess.Popen[bytes]) -> str:
        """The title of the window, some seconds after it came: the list is filled after the first picture."""
        seen = ""
        for _turn in range(120):
            with contextlib.suppress(subprocess.TimeoutExpired):
                window.wait(5)
                raise Failed(f"le programme s’est arrêté ({window.returncode})")
            if seen:
                return seen
            found = self.run(["xdotool", "search", "--onlyvisible", "--name", "— Parvis"]).stdout.split()
            seen = self.run(["xdotool", "getwindowname", found[0]]).stdout.strip() if found else ""
        raise Failed("la fenêtre ne s’est pas ouverte en dix minutes")

    def remove(self) -> str:
        data = self.programs.parents[1] / "Parvis"
        kept = sorted(path.name for path in data.glob("*.db"))
        self.run(["wine", str(self.programs / "desinstaller.exe"), "/S"])
        self.run(["wineserver", "-w"])  # the program that removes itself goes on from elsewhere
        if self.programs.exists():
            left = [str(path) for path in self.programs.rglob("*")][:5]
            raise Failed(f"il reste {left}")
        still = sorted(path.name for path in data.glob("*.db"))
        if not kept or still != kept:
            raise Failed(f"les bases étaient {kept}, il reste {still}")
        return f"plus rien du programme ; restent {', '.join(still)}"
