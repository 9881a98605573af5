"""Copies that leave: what is blacked out is not in the file at all, each PDF says for whom it is."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from db.store import Store
from desktop.flow.archive_set import archive_set
from desktop.flow.export_table import write_table
from desktop.letters.watermark import Copy
from desktop.rules.blackout import BAR, CATEGORIES, UnknownBar, blacked
from tests.office import application, bring

SECRETS = (b"12 place du March", b"Claire")


def whole(path: Path) -> bytes:
    """Every byte of a file, unpacked."""
    if path.suffix == ".csv":
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_column_blacked_out_is_absent_from_the_file(store: Store, tmp_path: Path, suffix: str) -> None:
    bring(store, application())
    codes = ["number", "applicant", "address", "people", "email", "asked"]
    clear, dark = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write_table(store.reader, clear, codes)
    assert all(secret in whole(clear) for secret in SECRETS)
    write_table(store.reader, dark, codes, black=CATEGORIES["contact"][1], mark="Copie pour X")
    assert not any(secret in whole(dark) for secret in SECRETS)
    if suffix == ".csv":
        assert BAR.encode() in whole(dark)
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(dark).active
        assert [cell.value for cell in sheet[2]][2:5] == [BAR, BAR, None], "nothing stays nothing"
        assert sheet[2][5].value == 12000
        assert sheet.oddFooter.center.text == "Copie pour X"


def test_an_amount_can_be_blacked_out_and_is_not_added_up(store: Store, tmp_path: Path) -> None:
    bring(store, application())
    out = tmp_path / "a.xlsx"
    write_table(store.reader, out, ["number", "asked"], black=frozenset({"asked"}))
    values = [cell.value for row in openpyxl.load_workbook(out).active for cell in row]
    assert BAR in values
    assert 12000 not in values


def test_categories_and_columns_are_named_or_refused() -> None:
    assert blacked(["contact", "asked"], ["asked"]) == CATEGORIES["contact"][1] | {"asked"}
    assert blacked([""], ()) == frozenset()
    with pytest.raises(UnknownBar, match="ne peut pas être caviardé"):
        blacked(["tout"], ["asked"])


def test_an_archive_that_leaves_is_marked_and_blacked_out(store: Store, tmp_path: Path) -> None:
    from sqlalchemy.orm import Session

    from db import models as m
    from desktop.flow.files import keep
    from desktop.letters.document import Document, said
    from desktop.letters.letter import make_document

    key = bring(store, application())[0].dossier
    page = make_document(Document("Statuts", (said("Article premier."),), day="2026-03-12"))

    def attach(session: Session) -> None:
        for content, name in ((page, "Statuts.pdf"), (b"%PDF-rien", "Abime.pdf")):
            row = keep(session, content, name)
            session.add(m.Piece(dossier_id=key, kind="other", name=name, file_id=row.id, state="received"))

    store.do(attach)
    out = tmp_path / "copie"
    copy = Copy("la CAF", dt.date(2026, 3, 12), "A. Exemple")
    done = archive_set(store.reader, store.files, [key], out, black=CATEGORIES["contact"][1], copy=copy)
    everything = b"\n".join(f.read_bytes() for f in out.rglob("*") if f.suffix in (".html", ".csv"))
    assert not any(secret in everything for secret in SECRETS)
    assert "Copie pour la CAF" in everything.decode()
    (statutes,) = out.rglob("*Statuts.pdf")
    with pypdfium2.PdfDocument(io.BytesIO(statutes.read_bytes())) as pdf:
        assert "Copie pour la CAF – remise le 12/03/2026" in pdf[0].get_textpage().get_text_bounded()
    assert any("n’a pas pu être marqué" in words for words in done.missing)
