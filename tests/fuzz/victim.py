"""`python -m tests.fuzz.victim READER …`: one reader under libFuzzer; its arguments follow."""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["desktop", "db", "openpyxl", "odf", "docx", "olefile"]):
    import desktop.exchange.cerfa_flat
    import desktop.exchange.cerfa_pdf
    import desktop.exchange.dauphin_json
    import desktop.exchange.dauphin_table
    import desktop.exchange.decision_table
    import desktop.exchange.ds_graphql
    import desktop.exchange.ds_pdf
    import desktop.exchange.ds_zip
    import desktop.exchange.excel
    import desktop.exchange.gispro
    import desktop.exchange.history_json
    import desktop.exchange.history_table
    import desktop.exchange.html_text
    import desktop.exchange.message
    import desktop.exchange.ods
    import desktop.exchange.opinion_return
    import desktop.exchange.paid_table
    import desktop.exchange.piece_text
    import desktop.exchange.registry
    import desktop.exchange.report_pdf
    import desktop.exchange.report_table
    import desktop.exchange.rich_text
    import desktop.exchange.satchel_in
    import desktop.exchange.scan_codes
    import desktop.exchange.table_maps
    import desktop.flow.refer
    import desktop.rules.checks
    import desktop.rules.query  # noqa: F401
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import targets


def main() -> None:
    name = sys.argv.pop(1)
    target = next(one for one in targets() if one.name == name)

    def one_input(data: bytes) -> None:
        target.try_one(data)

    def change(data: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if dice.random() < 0.5:
            return bytes(atheris.Mutate(data, most))  # libFuzzer's own, which its coverage guides
        return mutated(data, dice, most)

    atheris.Setup(sys.argv, one_input, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
