"""`scan`: printed papers that came back from a scanner: what each page is, where it goes, what is ticked."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.scan_codes import read_scans
from desktop.flow.scan_heap import file_scan
from desktop.flow.scan_look import ScanFile, Sheet, look, ticks_words, told
from desktop.terminal.office import Refusal, open_store

Answer = tuple[Any, list[str], list[str]]


def scan(args: Namespace) -> Answer:
    """Read scans and say what they hold; with --file, file the pages that are known, the others wait."""
    try:
        scans = read_scans([Path(name) for name in args.files], lambda _words, _share: True)
    except Unreadable as refusal:
        raise Refusal(str(refusal)) from refusal
    with open_store(args.db) as store:
        files = look(store.reader, scans)
        filed = None
        if args.file:
            try:
                filed = int(store.do(file_scan, files=files, again=args.again).value)
            except ValueError as refusal:
                raise Refusal(str(refusal)) from refusal
    lines = []
    for file in files:
        lines.append(f"{file.path.name} : {told(file)}.")
        if file.known:
            lines.append(f"  Ce lot a déjà été classé le {_day(file.known)}.")
        lines += [f"  {_line(sheet)}" for sheet in file.sheets]
    if filed is not None:
        lines.append(f"{filed} pages classées ; les autres attendent dans « Papiers numérisés ».")
    return _public(files, filed), lines, []


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def _line(sheet: Sheet) -> str:
    head = f"page {sheet.rank}"
    if sheet.state == "blank":
        return f"{head} : dos vide"
    if sheet.state == "unknown":
        return f"{head} : à classer à la main. {sheet.why}"
    ticked = f", coché : {ticks_words(sheet.ticked)}" if sheet.ticked else ""
    doubt = f". {sheet.doubt}" if sheet.doubt else ""
    return f"{head} : {sheet.number} {sheet.applicant} ({sheet.paper}){ticked}{doubt}"


def _public(files: list[ScanFile], filed: int | None) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": file.path.name, "sha256": file.sha256, "known": file.known,
                "pages": [_page(sheet) for sheet in file.sheets],
            }
            for file in files
        ],
        "filed": filed,
    }  # fmt: skip


def _page(sheet: Sheet) -> dict[str, Any]:
    code = sheet.page.code
    return {
        "page": sheet.rank, "state": sheet.state, "paper": sheet.paper, "dossier": sheet.number,
        "applicant": sheet.applicant, "of_page": code.page if code else None,
        "version": code.version if code else None, "boxes": sheet.shares, "ticked": sheet.ticked,
        "why": sheet.why, "doubt": sheet.doubt,
    }  # fmt: skip
