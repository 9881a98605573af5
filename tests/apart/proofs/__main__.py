"""The long proofs and their table: `./run proofs`, or `./run proofs 3 21` for some of them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.apart.proofs.every import PROOFS, TITLES
from tests.proof_page import Page

HEAD = """# Work done apart: the proofs

Made by `./run proofs` (some of them: `./run proofs 3 21`) on {machine}.
Each line is one of the tests that the design asks for, with the figure to reach and the figure found when it
last ran; a short version of each runs with `./run test` (`tests/apart/`). Bases are held against a ledger of
what was issued, not only against each other. *load* is how many processes wanted a processor when it ended: above
the number of cores, the machine did other work too, and times by the clock are longer than on one that is free.

"""
PAGE = Page(Path(__file__).resolve().parents[3] / "docs" / "offline-tests.md", HEAD, TITLES, PROOFS)

if __name__ == "__main__":
    sys.exit(PAGE.run(sys.argv[1:]))
