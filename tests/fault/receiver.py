"""Gives damaged files to the program as an office would: dropped in a watched folder, imported, loaded.

`python -m tests.fault.receiver FOLDER` reads paths on standard input and answers one line of JSON for each. A
file that takes more than ten seconds of this processor kills it, with a trace of where it was; whoever waits
kills it too when it keeps silent. What hangs or dies is then known by its name.
"""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
import traceback
from pathlib import Path

from db.store import Store
from desktop.exchange.application import ReadFile, Unreadable
from desktop.exchange.dropped import look
from desktop.exchange.registry import read
from desktop.flow.refer import load
from desktop.flow.take_in import take_in
from desktop.paths import import_maps

PATIENCE = 10  # seconds of processor for one file
TIMED = hasattr(signal, "setitimer")  # Windows has none: there, only whoever waits watches


def quiet(_sentence: str, _share: float) -> bool:
    return True


def receive(store: Store, path: Path) -> dict[str, str]:
    """What came of each way in: "read", the sentence of a refusal, or what begins with FAULT."""
    told = {}
    for what, deed in (("import", _imported), ("folder", _dropped), ("reference", _loaded)):
        try:
            told[what] = deed(store, path)
        except Unreadable as refusal:
            told[what] = _sentence(str(refusal))
        except BaseException:  # noqa: BLE001  whatever else comes out is what this test looks for
            told[what] = "FAULT " + traceback.format_exc()[-1500:]
    return told


def _sentence(words: str) -> str:
    """A refusal, or why it is none that an officer understands."""
    whole = (
        words.endswith((".", "!")) and len(words) > 18 and words[0] in "LUCDNIA«EPS" and "None" not in words
    )
    return words if whole else f"FAULT no sentence: {words!r}"


def _imported(store: Store, path: Path) -> str:
    found: ReadFile = read(path, import_maps(), None, quiet)
    for application in found.applications:
        for piece in application.attachments:
            if piece.content is not None:
                try:
                    piece.content()
                except Unreadable as refusal:
                    assert not _sentence(str(refusal)).startswith("FAULT"), refusal
    for problem in found.all_problems():
        assert problem.message.endswith((".", "!", "?", "»")), problem
    store.rehearse(take_in, read=found)
    return "read"


def _dropped(store: Store, path: Path) -> str:
    (found,) = look([path.parent], {}, import_maps(), quiet, lambda: 4e9) or [None]
    if found is None:
        return "read"  # hidden or half copied by its name: it waits
    return _sentence(found.told) if found.told.endswith(".") else "read"


def _loaded(store: Store, path: Path) -> str:
    load(store.path, path)
    return "read"


def main() -> None:
    store = Store(Path(sys.argv[1]) / "parvis.db", author="A. Exemple", place="poste-test")
    if TIMED:
        faulthandler.register(signal.SIGPROF, chain=True)
    for line in sys.stdin:
        path = Path(json.loads(line))
        if TIMED:
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        print(json.dumps(receive(store, path)), flush=True)  # noqa: T201
    store.close()


if __name__ == "__main__":
    main()
