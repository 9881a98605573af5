"""A machine that dies while a satchel is opened leaves no base, or a whole one; the next try succeeds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from db.journal import broken_steps
from desktop.flow.satchel_back import open_new
from tests.flow.test_satchel import World, antenna, dump, world

__all__ = ["world"]

OPEN = """
import json, sys
from pathlib import Path
from desktop.exchange.keys import Keys, Public
from desktop.flow.satchel_back import open_new
file, database, keys, hub = sys.argv[1:]
hub = Public(*json.loads(hub))
print("go", flush=True)
open_new(Path(file), database=Path(database), keys=Keys(*json.loads(keys)), hub=hub,
         fingerprint=hub.fingerprint, author="B. Antenne")
"""


@pytest.mark.slow
def test_a_machine_that_dies_leaves_no_base_or_a_whole_one(world: World) -> None:
    gone, hub = world.leave(), world.mine.public
    database = world.folder / "antenne" / "parvis.db"
    told = [str(gone.path), str(database), json.dumps(world.theirs), json.dumps(hub)]
    for after in (0.05, 0.4, 0.9):
        child = subprocess.Popen(
            [sys.executable, "-c", OPEN, *told], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        assert child.stdout is not None and child.stdout.readline() == b"go\n"
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        child.stdout.close()
        if database.exists():
            break
    if not database.exists():
        open_new(gone.path, database=database, keys=world.theirs, hub=hub, fingerprint=hub.fingerprint)
    with antenna(world) as office:
        assert broken_steps(office.reader) == [] and len(dump(office.reader)["dossier"]) == 2
        assert [path for path in office.files.rglob("*") if path.suffix == ".part"] == []
    assert not list(database.parent.glob("*.nouvelle*"))
