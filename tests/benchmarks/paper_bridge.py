"""How well notes on printed packs come back: codes read, boxes read right, over many seeded pages.

python -m tests.benchmarks.paper_bridge [pages] [worst]
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from PIL import Image

from desktop.exchange.scan_codes import look_at
from desktop.letters.pack_model import Edition
from desktop.letters.sheets.pack import write_pack
from desktop.rules.page_ticks import BOXES, OPINIONS, state_of
from tests import scanner
from tests.letters.test_pack import DAY, sitting


@dataclass(slots=True)
class Rates:
    """What was counted."""

    pages: int = 0
    codes: int = 0
    boxes: int = 0
    ticked: Counter[str] = field(default_factory=Counter)  # of boxes that were ticked: what was read
    empty: Counter[str] = field(default_factory=Counter)  # of those that were not
    seconds: float = 0.0


def sheets(count: int = 8) -> list[Image.Image]:
    """The sheets of a pack, as printed."""
    out = io.BytesIO()
    write_pack(out, sitting(count), Edition(1, DAY, mark="9F3AC1"))
    pages = scanner.printed(out.getvalue())
    return [page for page in pages if _is_sheet(page)]


def _is_sheet(page: Image.Image) -> bool:
    found = look_at(page)
    return bool(found.code and found.code.sheet)


def measure(pages: int, worst: float, seed: int = 1) -> Rates:
    """Print, tick, scan and read so many pages."""
    prints, rates = sheets(), Rates()
    for number in range(pages):
        dice = random.Random(seed * 100_003 + number)
        page = prints[number % len(prints)].copy()
        wanted = {dice.choice(OPINIONS)} if dice.random() < 0.7 else set()
        wanted |= {box.code for box in BOXES if box.code not in OPINIONS and dice.random() < 0.3}
        for code in sorted(wanted):
            scanner.tick(dice, page, code)
        scanner.scrawl(dice, page)
        scan = scanner.jpeg(scanner.Scanner(worst).page(dice, page), dice.randint(35, 80))
        start = time.process_time()
        found = look_at(scan)
        rates.seconds += time.process_time() - start
        rates.pages += 1
        rates.codes += found.code is not None
        for code, share in found.ticks if found.code else ():
            state = "unfound" if share < 0 else state_of(share) or "empty"
            (rates.ticked if code in wanted else rates.empty)[state] += 1
    return rates


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    worst = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    rates = measure(pages, worst)
    print(f"{rates.pages} pages, codes read {rates.codes} ({rates.codes / rates.pages:.1%})")
    print("boxes ticked:", dict(rates.ticked))
    print("boxes empty:", dict(rates.empty))
    print(f"{rates.seconds / rates.pages * 1000:.0f} ms of processor a page")


if __name__ == "__main__":
    main()
