"""Too little memory: an import, a workbook and letters under a limit drawn by chance; told, and the base sound.

`python -m tests.fault.memory COUNT SEED` answers one line of JSON.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import queries
from db.store import Store
from db.trouble import sentence
from desktop.flow.annotate import annotate
from desktop.flow.receive import receive
from desktop.letters.letter import make_many
from desktop.terminal.paper import write_letters, write_workbook
from tests.fault import shim
from tests.fault.verbs import state, victim
from tests.office import application, bring, open_office, read_of

MEGA = 1024 * 1024
_WARM = make_many  # reportlab is there before the limit: what is measured is the work


@dataclass
class Tally:
    """What came of the limits."""

    tries: int = 0
    done: int = 0  # there was enough
    told: int = 0
    fell: int = 0  # the interpreter itself had no room to say anything
    faults: list[str] = field(default_factory=list)


def _import(store: Store, folder: Path) -> None:
    store.do(receive, read=read_of(*(application(f"{n:08d}") for n in range(400))))


def _workbook(store: Store, folder: Path) -> None:
    write_workbook(store, None, folder / "liste.xlsx")


def _letters(store: Store, folder: Path) -> None:
    write_letters(store, None, folder, one_file=True, draft=True, leave=False)


WORKS = (_import, _workbook, _letters)


def limited(work: Callable[[Store, Path], None], path: Path, spare: int, say: Callable[[str], None]) -> None:
    """The work with so many bytes more than what the program holds already."""
    store = Store(path, author="A. Exemple", place="poste-test")
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + spare, hard))
    try:
        work(store, path.parent)
        words = "fait"
    except Exception as error:  # noqa: BLE001 - what it says is what is looked at
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        words = sentence(error) or (
            str(error) if isinstance(error, ValueError) else f"! {type(error).__name__} {error}"
        )
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    say(words)
    dossier = queries.list_ids(store.reader)[0]
    store.do(annotate, dossier=dossier, place="dossier", text="La suite.")
    say("suite")
    store.close()


def run(count: int, seed: int) -> Tally:
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-memory-", dir=shim.memory()) as place:
        for number in range(count):
            folder = Path(place) / str(number)
            store = open_office(folder)
            bring(store, application())
            path = store.path
            store.close()
            work = WORKS[number % len(WORKS)]
            spare = int(rng.uniform(0.2, 12) * MEGA)
            told = victim(lambda say: limited(work, path, spare, say))  # noqa: B023 - used at once
            words = told[0] if told else "! tombé sans rien dire"
            tally.tries += 1
            tally.done += words == "fait"
            tally.told += not words.startswith("!") and words != "fait"
            tally.fell += words.startswith("!")
            if told and not words.startswith("!") and told[1:] != ["suite"]:
                words = f"! ne va pas plus loin après « {words} »"
            if words.startswith("! ne va"):
                tally.faults.append(f"{work.__name__}, {spare // 1024} Kio : {words[:200]}")
            tally.faults += sorted(state(path).faults)
    return tally


if __name__ == "__main__":
    done = run(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(asdict(done), ensure_ascii=False))  # noqa: T201
    sys.exit(1 if done.faults else 0)
