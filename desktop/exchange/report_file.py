"""A file that may be a report: recognised by its content, read by the reader it needs."""

from __future__ import annotations

from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.report_facts import ReadReports
from desktop.exchange.sheets import check_file, kind_of

__all__ = ["ReadReports", "read_report"]


def read_report(path: Path) -> ReadReports:
    """The reports of a PDF, a workbook or a CSV. Raises Unreadable (French); nothing is written anywhere."""
    check_file(path)
    if kind_of(path) == "un document PDF":
        from desktop.exchange.report_pdf import read_pdf

        return read_pdf(path)
    from desktop.exchange.report_table import read_table

    found = read_table(path)
    if not found.told:
        raise Unreadable(f"Le fichier « {path.name} » ne contient aucun bilan : rien n’a été gardé.")
    return found
