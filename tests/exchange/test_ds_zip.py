"""Archives: pieces joined to their fields, names that would leave, bombs, passwords, missing PDF."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from desktop.exchange.application import Cancelled, ReadFile, Unreadable
from desktop.exchange.ds_zip import RECOGNISES, original_name, read_zip
from desktop.exchange.probe import Probe

SAMPLE = next((Path(__file__).parents[1] / "samples" / "ds").glob("*.zip"))
ROOT = "export/dossier-26500101/"


def quiet(sentence: str, share: float) -> bool:
    return True


def rewritten(
    path: Path, extra: dict[str, bytes], without: str = "\0", method: int = zipfile.ZIP_STORED
) -> Path:
    """The sample archive with other entries; those whose name holds `without` are left out."""
    with zipfile.ZipFile(SAMPLE) as source, zipfile.ZipFile(path, "w", method) as made:
        for info in source.infolist():
            if without not in info.filename:
                made.writestr(info.filename, source.read(info))
        for name, data in extra.items():
            made.writestr(name, data)
    return path


def read(path: Path) -> ReadFile:
    return read_zip(path, quiet)


def test_every_named_piece_finds_its_file() -> None:
    found = read(SAMPLE)
    pieces = {(a.source_id, p.label, p.filename) for a in found.applications for p in a.attachments}
    assert ("26500101", "RIB", "RIB lettres etouvie.pdf") in pieces
    assert len(pieces) == 8
    assert found.problems == []


def test_other_folders_and_the_error_list(tmp_path: Path) -> None:
    listing = "Impossible de récupérer le fichier export/dossier-26500101/pieces_justificatives/perdu.pdf\n"
    extra = {
        ROOT + "messagerie/réponse du porteur-22-01-2026-10-00-12.PDF": b"%PDF-1",
        ROOT + "pieces_justificatives/devis-22-01-2026-10-00-13.pdf": b"%PDF-2",
        "export/-LISTE-DES-FICHIERS-EN-ERREURS.txt": listing.encode(),
    }
    found = read(rewritten(tmp_path / "a.zip", extra))
    named = {p.filename: p for p in found.applications[0].attachments}
    assert named["réponse du porteur.PDF"].label == "Messagerie"
    content = named["devis.pdf"].content
    assert content is not None
    assert content() == b"%PDF-2"
    assert [(p.level, "perdu.pdf" in p.value) for p in found.problems] == [("warning", True)]


@pytest.mark.parametrize(
    "name",
    ["export/dossier-26500101/../../evil.pdf", "../evil", "/etc/passwd", "C:/evil.exe", "export\\..\\evil"],
)
def test_names_that_would_leave_are_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    rewritten(path, {"export/dossier-26500101/PLACEHOLDER": b"x"})
    padded = name.encode() + b"x" * (len("export/dossier-26500101/PLACEHOLDER") - len(name))
    if len(padded) == len("export/dossier-26500101/PLACEHOLDER"):
        path.write_bytes(path.read_bytes().replace(b"export/dossier-26500101/PLACEHOLDER", padded))
    else:
        rewritten(path, {name: b"x"})
    found = read(path)
    assert len(found.applications) == 3
    assert [(p.level, "sortir de son dossier" in p.message) for p in found.problems] == [("error", True)]
    assert not any("evil" in p.filename for a in found.applications for p in a.attachments)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo(ROOT + "lien.pdf")
    link.external_attr = 0o120777 << 16
    path = rewritten(tmp_path / "a.zip", {})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(link, "/etc/passwd")
    found = read(path)
    assert [p.value for p in found.problems] == [ROOT + "lien.pdf"]


def test_a_bomb_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bombe.zip"
    zeros = bytes(40 * 1024 * 1024)
    rewritten(path, {ROOT + "pieces_justificatives/zeros.pdf": zeros}, method=zipfile.ZIP_DEFLATED)
    with pytest.raises(Unreadable, match="200 fois sa taille"):
        read(path)


def test_an_entry_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    name = ROOT + "pieces_justificatives/menteur.pdf"
    path = rewritten(tmp_path / "a.zip", {name: bytes(300_000)}, method=zipfile.ZIP_DEFLATED)
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 300_000), struct.pack("<I", 1_000)))
    piece = next(p for p in read(path).applications[0].attachments if p.filename == "menteur.pdf")
    assert piece.content is not None
    with pytest.raises(Unreadable):
        piece.content()


def test_an_archive_under_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(SAMPLE.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path = tmp_path / "secret.zip"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="mot de passe"):
        read(path)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coupe.zip"
    path.write_bytes(SAMPLE.read_bytes()[:20_000])
    with pytest.raises(Unreadable, match="coupé"):
        read(path)


def test_another_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("photos/1.jpg", b"x")
    assert RECOGNISES(Probe(path)) == 0
    with pytest.raises(Unreadable, match="dossier-numéro"):
        read(path)


def test_without_its_pdf_a_dossier_brings_its_pieces_only(tmp_path: Path) -> None:
    found = read(rewritten(tmp_path / "a.zip", {}, without="export-26500144"))
    one = next(a for a in found.applications if a.source_id == "26500144")
    assert one.title == ""
    assert "title" not in one.given
    assert sorted(p.filename for p in one.attachments) == ["IBAN.pdf", "statuts_signes.pdf"]
    assert "manque dans l’archive" in one.problems[0].message


def test_a_broken_pdf_is_told(tmp_path: Path) -> None:
    extra = {"export/dossier-26500144/export-26500144.pdf": b"%PDF-1.4 rien"}
    found = read(rewritten(tmp_path / "a.zip", extra, without="export-26500144"))
    one = next(a for a in found.applications if a.source_id == "26500144")
    assert "n’a pas pu être lu" in one.problems[0].message
    assert len(one.attachments) == 2


def test_the_template_layout_of_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as source:
        pdf = source.read(next(n for n in source.namelist() if "export-26500101" in n))
    path = tmp_path / "modele.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(ROOT + "export-26500101.pdf", pdf)
        made.writestr(ROOT + "statuts-26500101-01.pdf", b"%PDF-s")
    one = read(path).applications[0]
    assert one.asked == 1_600_000
    assert "statuts-26500101-01.pdf" in [p.filename for p in one.attachments]


def test_original_names() -> None:
    assert original_name("statuts-21-01-2026-11-02-4724.pdf") == "statuts.pdf"
    assert original_name("Compte-rendu 12-01.PDF") == "Compte-rendu 12-01.PDF"


def test_cancel_stops_the_reading() -> None:
    with pytest.raises(Cancelled):
        read_zip(SAMPLE, lambda sentence, share: share < 0.3)
