"""Every paper of the program as a reader of tags meets it: nesting, headings, tables, pictures, order."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from desktop.letters.addresses import Envelopes, Labels, read_formats
from desktop.letters.document import Chart, Code, Document, Heading, Signatures, listed_items, said
from desktop.letters.enrolment import Place, enrolment_sheet, escrow_sheet
from desktop.letters.escrow_sheet import sheet as key_sheet
from desktop.letters.guide_paper import Leaf, Told, make_guide
from desktop.letters.letter import make, make_document, make_laid
from desktop.letters.pack_model import Edition
from desktop.letters.visit_sheet import Visited
from desktop.letters.visit_sheet import sheet as visit_sheet
from desktop.letters.year_report import Spread, Table, YearReport, year_report
from desktop.paths import resources
from desktop.rules import markdown
from tests.letters.paper import TEMPLATES
from tests.letters.sitting import sitting
from tests.letters.test_charting import BARS
from tests.letters.test_document import table, whole
from tests.letters.test_letter import letter_of
from tests.letters.test_pack import made as pack
from tests.letters.tree import faults

DAY, OFFICE = dt.date(2026, 3, 10), ("Collectivité", "Service")


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_each_letter(name: str) -> None:
    assert faults(make(letter_of(name))) == []
    assert faults(make(letter_of(name), watermark="PROJET")) == []


def test_a_document_of_every_part_over_pages() -> None:
    parts = (
        Heading("Petit titre d’abord", 3), said("Une phrase."), table(70), Heading("Chapitre"),
        listed_items(["un", "deux"], numbered=True), Heading("Sous-titre", 3), said("citation", "quote"),
        Code("PARVIS", ("les mots", "du code")), table(2), said("fin " * 900), Chart(BARS),
        Signatures((("Pour la ville", "Le maire"), ("Pour l’association",))),
    )  # fmt: skip
    assert faults(make_document(whole(*parts), whole(*parts, landscape=True, watermark="PROJET"))) == []
    assert faults(make_document(Document("Titre", (said("Une phrase."),)))) == []


def test_the_yearly_report_skips_no_heading() -> None:
    figures = Table(("Chiffre", "2026"), (("Dossiers", "61"), ("Total", "61")), totals=1)
    spreads = (Spread("Les axes", ("Une phrase.",), table=figures), Spread("La grille", fresh=False))
    report = YearReport(2026, OFFICE, "Collectivité", "2026-12-31", "31 décembre", ("Dit.",), figures,
                        spreads, ("Comment",), ("D’où",))  # fmt: skip
    assert faults(make_document(year_report(report))) == []


@pytest.mark.parametrize("edition", [Edition(1, "2026-03-10"), Edition(4, "2026-03-10", large_print=True)])
def test_the_pack_of_a_session(edition: Edition) -> None:
    assert faults(pack(sitting(9), edition)) == []


def test_the_papers_of_keys_visits_and_addresses() -> None:
    secret, public = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2, "age1" + "q" * 58
    place = Place("Poste", " ".join(["12345"] * 8))
    photo = io.BytesIO()
    Image.new("RGB", (90, 60), "green").save(photo, "JPEG")
    visit = Visited("2026-1", "Association", "Action", "Étouvie", DAY, "Place", "", 3, "Vu.", "Suite.",
                    "A. Exemple", (photo.getvalue(),) * 5, OFFICE)  # fmt: skip
    form = next(iter(read_formats(resources() / "papers" / "etiquettes.toml").values()))
    addresses = [("Association", f"{at} rue du Port", "80000 AMIENS") for at in range(30)]
    papers = {
        "key": key_sheet(secret, public, "base.parvis", DAY),
        "safe": make_document(escrow_sheet(secret, public, OFFICE, DAY)),
        "enrolment": make_document(enrolment_sheet(place, place, OFFICE, DAY)),
        "visit": visit_sheet(visit),
        "labels": make_laid([Labels(addresses, form)], "Étiquettes", "Collectivité", "2026-03-10"),
        "envelopes": make_laid([Envelopes(addresses, OFFICE)], "Enveloppes", "Collectivité", "2026-03-10"),
    }
    assert {name: found for name, paper in papers.items() if (found := faults(paper))} == {}


def test_the_guide_on_paper() -> None:
    folder = resources() / "guide"
    pages = sorted(folder.glob("*.md"))[:2]
    read = [tuple(markdown.blocks_of(page.read_text(encoding="utf-8"))) for page in pages]
    leaves = [Leaf("Partie", page.stem, blocks, folder) for page, blocks in zip(pages, read, strict=True)]
    told = Told("Guide", "pour les agents", "2026-03-10", "Guide")
    assert faults(make_guide(leaves, told)) == []
    assert faults(make_guide(leaves[:1], told)) == []


def test_what_hinders_a_reader_is_found() -> None:
    """The walk itself can fail: each fault put into a sound file is told."""
    sound = make_document(whole(Heading("Titre"), table(3)))
    for change, said_ in (
        (_no_body, "Table without TBody"), (_deep, "H4 follows"), (_no_language, "language"),
        (_turned, "is said after"),
    ):  # fmt: skip
        with pikepdf.open(io.BytesIO(sound)) as pdf:
            change(pdf)
            out = io.BytesIO()
            pdf.save(out)
        assert any(said_ in fault for fault in faults(out.getvalue())), said_


def _section(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.StructTreeRoot.K[0].K[0]


def _no_body(pdf: pikepdf.Pdf) -> None:
    _section(pdf).K[-1].K[1].S = pikepdf.Name.TR


def _deep(pdf: pikepdf.Pdf) -> None:
    next(kid for kid in _section(pdf).K if kid.S == "/H2").S = pikepdf.Name.H4


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _turned(pdf: pikepdf.Pdf) -> None:
    section = _section(pdf)
    section.K = pikepdf.Array(list(section.K)[::-1])


# Pages that are not laid by the two binders: what they are, and why they are not tagged.
OTHERS = {
    "annotated.py": "pages added to a piece that somebody else made",
    "watermark.py": "an ornament over pages of any PDF",
    "opinion_pen.py": "a form to fill in, tagged by opinion_tags: tests/letters/test_opinion_form.py",
}


def test_no_paper_goes_round_the_binders() -> None:
    """Every other paper is laid by `letter.Binder` or `sheets.binder`, whose tags the tests above walk."""
    room = Path(make.__code__.co_filename).parent
    drawn = {
        path.name
        for path in room.rglob("*.py")
        if re.search(r"\bCanvas\(|SimpleDocTemplate\(", path.read_text(encoding="utf-8"))
    }
    assert drawn == set(OTHERS)
