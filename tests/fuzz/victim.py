"""One reader under libFuzzer, in a process forked from one where every reader is instrumented already."""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
from pathlib import Path

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
    import desktop.exchange.settings_file
    import desktop.exchange.table_maps
    import desktop.flow.refer
    import desktop.rules.checks
    import desktop.rules.query  # noqa: F401
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import CORPUS, Target, targets

__all__ = ["CORPUS", "Target", "begin", "targets"]
LONGEST = 20  # seconds of processor that a file may take


def begin(target: Target, log: Path, options: list[str]) -> int:
    """Fork it; what libFuzzer says goes to `log`. Returns the number of the process."""
    child = os.fork()
    if child:
        return child
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    try:
        _fuzz(target, options)
    except BaseException:  # noqa: BLE001 - into the log: nobody above this fork would hear of it
        traceback.print_exc()
    finally:
        os._exit(1)  # libFuzzer ends the process itself


def _fuzz(target: Target, options: list[str]) -> None:
    def one_input(data: bytes) -> None:
        begun = time.process_time()
        target.try_one(data)
        spent = time.process_time() - begun
        assert spent < LONGEST, f"{spent:.0f} s of processor for one file"

    def change(data: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if dice.random() < 0.5:
            return bytes(atheris.Mutate(data, most))  # libFuzzer's own, which its coverage guides
        return mutated(data, dice, most)

    atheris.Setup([sys.argv[0], *options], one_input, custom_mutator=change)
    atheris.Fuzz()
