"""The short faults that need the shim, all in one program: `python -m tests.fault.short FOLDER`. JSON by name."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.fault import clocks, odd_places, power, scene, verbs, works


def run(folder: Path) -> dict[str, dict[str, object]]:
    """Each fault a few times over a short scene."""
    calls = scene.short(folder)
    found = {way: asdict(verbs.run(way, calls, count, 1)) for way, count in verbs.SHORT.items()}
    found["power"] = asdict(power.run(calls, 6, 1))
    found["works"] = asdict(works.run(1, 1, "copier"))
    found["clocks"] = asdict(clocks.run(10, 9))
    odd = odd_places.Tally()
    (folder / "odd").mkdir()
    odd_places.no_locks(folder / "odd", odd)
    found["odd"] = asdict(odd)
    return found


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), ensure_ascii=False))  # noqa: T201
