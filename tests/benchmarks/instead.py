"""What a user would take instead, where it is installed: LibreOffice without its window."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

from db.connection import open_reader
from tests.benchmarks import cities

ABSENT = "not run here: LibreOffice is not installed"
_LIST = (
    "SELECT d.number, a.name, d.title, d.stage, d.asked / 100.0, d.cost / 100.0, t.proposed / 100.0, d.due_on, "
    "d.deposited_at, (SELECT q.short FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id "
    "WHERE x.dossier_id = d.id), (SELECT count(*) FROM mark m WHERE m.dossier_id = d.id), a.siret "
    "FROM dossier d JOIN applicant a ON a.id = d.applicant_id LEFT JOIN total t ON t.dossier_id = d.id"
)
_HEADS = (
    "Numéro", "Porteur", "Titre", "Étape", "Demandé", "Coût", "Proposé", "Échéance", "Déposé", "Quartier", "Défis", "SIRET",
)  # fmt: skip


def office() -> str:
    """Where LibreOffice is, "" without it."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def convert(paths: Sequence[Path], kind: str, out: Path) -> float:
    """CPU milliseconds of LibreOffice opening these files and writing them as `kind`."""
    profile = cities.cache() / "libreoffice"
    before = os.times()
    command = [office(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=300
    )
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return spent * 1000


def listed(size: int, folder: Path) -> Path:
    """The list of dossiers as CSV, twelve columns."""
    path = folder / f"liste-{size}.csv"
    reader = open_reader(cities.base(size))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADS)
        writer.writerows(reader.execute(_LIST))
    reader.close()
    return path


def calc_opens(size: int, folder: Path) -> tuple[float, str]:
    """(CPU milliseconds of Calc reading the list from its own format and telling it as CSV, what it was), or
    0 and why not."""
    if not office():
        return 0.0, ABSENT
    folder.mkdir(parents=True, exist_ok=True)
    book = cities.cache() / f"liste-{size}.ods"
    if not book.exists():
        convert([listed(size, folder)], "ods", cities.cache())
    out = folder / "told"
    out.mkdir(exist_ok=True)
    return min(convert([book], "csv", out) for _ in range(2)), "LibreOffice Calc opening the same rows (ODS)"


_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
{paragraphs}</office:text></office:body></office:document>"""


def letters(texts: Sequence[Sequence[str]], folder: Path) -> tuple[float, str]:
    """(CPU milliseconds a letter of LibreOffice merging these paragraphs one letter after the other and
    writing PDF, what it was), or 0 and why not. Its mail merge asks for UNO, which this Python has not: the
    letters are merged beforehand, which costs it nothing, and converted in one start."""
    if not office():
        return 0.0, ABSENT
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, paragraphs in enumerate(texts):
        told = "".join(f"<text:p>{escape(words)}</text:p>" for words in paragraphs)
        files.append(folder / f"lettre-{number}.fodt")
        files[-1].write_text(_FLAT.format(paragraphs=told), encoding="utf-8")
    convert(files[:1], "pdf", folder)
    return convert(files, "pdf", folder) / len(files), "LibreOffice Writer, merged beforehand"
