"""10,000 seeds: what is done to each file follows from its number, so that a red run can be had again."""

from __future__ import annotations

import random
import traceback

import pytest

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import Target, targets

# Milliseconds a file, measured, of the readers that take more than two. The others share the rest.
SLOW = {
    "import-csv": 40, "import-xlsx": 17, "import-ods": 6, "import-xls": 3, "import-json": 5,
    "import-zip": 33, "import-pdf": 53, "reference-csv": 5, "reference-json": 7, "mail": 3,
    "opinion-book": 4, "opinion-form": 4, "report-book": 3, "report-pdf": 10, "scan-pdf": 9,
}  # fmt: skip
SEEDS = 10_000
SPENT = 250  # milliseconds that a slow reader may take


def seeds_of(name: str) -> int:
    if name in SLOW:
        return SPENT // SLOW[name]
    slow = sum(SPENT // each for each in SLOW.values())
    quick = [target.name for target in targets() if target.name not in SLOW]
    each, more = divmod(SEEDS - slow, len(quick))
    return each + (quick.index(name) < more)


def fault_of(target: Target, data: bytes) -> str:
    """The end of a trace, "" when the reader read or refused as it should."""
    try:
        target.try_one(data)
    except Exception:  # noqa: BLE001  whatever else comes out is what this test looks for
        return traceback.format_exc()[-700:]
    return ""


def test_the_short_form_is_ten_thousand_files() -> None:
    assert sum(seeds_of(target.name) for target in targets()) == SEEDS
    assert set(SLOW) <= {target.name for target in targets()}


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_a_changed_file_is_read_or_refused_with_a_sentence(target: Target) -> None:
    kept = target.seeds()
    assert kept and target.try_one(kept[0])
    faults = [said for data in kept if (said := fault_of(target, data))]
    for number in range(seeds_of(target.name)):
        dice = random.Random(f"{target.name} {number}")
        if said := fault_of(target, mutated(dice.choice(kept), dice)):
            faults.append(f"number {number}: {said}")
    assert not faults, faults[0] + f"\n({len(faults)} faults)"
