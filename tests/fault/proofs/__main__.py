"""The long faults and their table: `./run faults`, or `./run faults 1 7` for some of them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fault.proofs.every import PROOFS, TITLES
from tests.proof_page import Page

ROOT = Path(__file__).resolve().parents[3]
HEAD = (Path(__file__).with_name("head.md")).read_text(encoding="utf-8")
FOOT = (Path(__file__).with_name("foot.md")).read_text(encoding="utf-8")
PAGE = Page(ROOT / "docs" / "reliability.md", HEAD, TITLES, PROOFS, FOOT)

if __name__ == "__main__":
    sys.exit(PAGE.run(sys.argv[1:]))
