"""The pack on paper: what it holds; no page is cut, crowded or empty, whatever stands in the rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop.letters.pack_changes import compare
from desktop.letters.pack_json import Unreadable, from_json, to_json
from desktop.letters.pack_model import Edition, Pack, Share, Voice
from desktop.letters.sheets import look as k
from desktop.letters.sheets.binder import SHELF
from desktop.letters.sheets.flow import Bearing
from desktop.letters.sheets.look import MM
from desktop.letters.sheets.opening import session_words
from desktop.letters.sheets.pack import Stopped, write_pack
from desktop.letters.sheets.parts import parts_of
from desktop.letters.sheets.syntheses import territory_of
from desktop.letters.structure import Node
from tests.letters.sitting import HARD, TEXT, fiche, sitting
from tests.letters.test_letter import fits_the_archive

DAY = "2026-03-10"
WHOLE = Edition(1, DAY)
BIG = Edition(1, DAY, large_print=True)


def made(pack: Pack, edition: Edition = WHOLE, **more: Pack) -> bytes:
    out = io.BytesIO()
    pages = write_pack(out, pack, edition, before=more.get("before"))
    with pikepdf.open(io.BytesIO(out.getvalue())) as whole:
        assert len(whole.pages) == pages
    return out.getvalue()


def words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def runs(pdf: bytes) -> Iterator[tuple[int, float, float, list[tuple[float, float, float, float]]]]:
    """Of each page: its number, width, height and the boxes of its words (left, bottom, right, top)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            yield number, *page.get_size(), [text.get_rect(n) for n in range(text.count_rects())]
    finally:
        document.close()


HARDEST = [
    pytest.param(sitting(), WHOLE, id="whole"),
    pytest.param(sitting(), BIG, id="large print"),
    pytest.param(sitting(), Edition(1, DAY, member="C. Durand-Exemple"), id="member"),
    pytest.param(sitting(0, purses=(), seats=(), recusals=(), earlier=(), refused=()), WHOLE, id="nothing"),
    pytest.param(sitting(60, hard=False), WHOLE, id="sixty"),
]


@pytest.mark.parametrize(("pack", "edition"), HARDEST)
def test_no_word_leaves_its_page_and_none_covers_another(pack: Pack, edition: Edition) -> None:
    for number, wide, high, boxes in runs(made(pack, edition)):
        m = k.LYING if wide > high else k.STANDING
        assert boxes, f"page {number} is empty"
        body = 0
        for left, bottom, right, top in boxes:
            assert left >= m.left - 1 and right <= m.right + 1, f"page {number}: {left:.0f} to {right:.0f}"
            assert bottom >= 8 * MM and top <= high - 8 * MM, f"page {number}: {bottom:.0f} to {top:.0f}"
            body += m.bottom - 4 < bottom < high - 17 * MM
        assert body >= 2, f"page {number} has a head and a foot alone"
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across < 1 or down < 2.6, f"page {number}: {one} over {other}"


@pytest.mark.parametrize(("pack", "edition"), HARDEST)
def test_no_amount_is_cut_by_the_end_of_a_line(pack: Pack, edition: Edition) -> None:
    document = pypdfium2.PdfDocument(made(pack, edition))
    for number, page in enumerate(document, start=1):
        lines = page.get_textpage().get_text_range().splitlines()
        assert "€" not in [line.strip() for line in lines], f"page {number}"
    document.close()


def _heads(node: Node, found: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    for mark in node.marks:
        found[mark] = node.tag
    for kid in node.kids:
        _heads(kid, found)
    return found


@pytest.mark.parametrize(("pack", "edition"), HARDEST)
def test_no_heading_ends_a_page_and_no_decision_stands_alone(pack: Pack, edition: Edition) -> None:
    bearing = Bearing(session_words(pack), k.LARGE if edition.large_print else k.USUAL)
    for part in parts_of(bearing, pack, edition, None):
        if part.lay is None:
            continue
        block = part.lay()
        tags = _heads(block.top, {})
        for leaf in block.leaves:
            last = tags[(leaf.index, leaf.marks - 1)]
            assert last not in ("H1", "H2", "TH"), f"{part.words}, page {leaf.index + 1}"
            kinds = [tags[(leaf.index, mark)] for mark in range(leaf.marks)]
            if part.sheet and not edition.large_print and leaf.index == len(block.leaves) - 1:
                assert kinds.index("H2") < len(kinds) - 8, f"{part.words}: the decision stands alone"


def test_a_row_of_the_programme_is_whole_and_every_dossier_is_counted_once() -> None:
    pack = sitting(60)
    pages = [page for page in words(made(pack)) if "Tableau de programmation," in page[:200]]
    assert len(pages) > 2
    for page in pages:
        assert "Porteur Intitulé" in page  # the headings come again
    for each in pack.fiches:
        assert sum(each.number in page for page in pages) == 1
    assert "Sous-total Plusieurs quartiers" in " ".join(pages)
    assert "Total général (60 dossiers)" in pages[-1]


def test_the_grid_of_challenges_and_quarters_adds_up_to_what_is_proposed() -> None:
    pack = sitting(24)
    found = territory_of(pack)
    proposed = sum(fiche.proposed or 0 for fiche in pack.fiches)
    assert sum(cell.proposed for cell in found.cells.values()) == found.whole.proposed == proposed
    page = next(text for text in words(made(pack)) if "Défis et quartiers Nombre d’actions" in text)
    assert f"{proposed // 100:,}".replace(",", " ") in page


def test_the_contents_lead_to_the_pages_they_name() -> None:
    pack = sitting(30)
    with pikepdf.open(io.BytesIO(made(pack))) as whole:
        numbers = {page.obj.objgen: at for at, page in enumerate(whole.pages, start=1)}
        names = list(whole.Root.Names.Dests.Names)
        places = {str(names[at]): numbers[names[at + 1][0].objgen] for at in range(0, len(names), 2)}
        with whole.open_outline() as outline:
            entries = [item.title for item in outline.root]
            sheets = next(item for item in outline.root if item.title == "Fiches des dossiers")
            assert len(sheets.children) == 30
        told = [
            (str(link.Contents), places[str(link.Dest)])
            for page in whole.pages[1:3]
            for link in page.Annots or ()
        ]
    assert entries[:3] == ["Sommaire", "Ordre du jour", "Membres et déports"]
    assert entries[-3:] == ["Ajournés et refusés", "Bilans manquants", "Tranches des conventions"]
    text = words(made(pack))
    assert len(told) > 30
    for said, page in told:
        entry = re.search(r"^(.*), page (\d+)$", said)
        if entry is None:
            continue  # a line of the order of the day names no page
        assert page == int(entry[2]), said
        sheet = re.match(r"(\d+)\. ", entry[1])
        wanted = f"Fiche {sheet[1]} sur 30" if sheet else "" if "Fiches" in said else entry[1]
        assert wanted.removesuffix(" précédentes").lower() in text[page - 1].lower()


def test_every_page_says_its_number_its_version_and_its_day() -> None:
    pdf = made(sitting(9), Edition(4, DAY, draft=True))
    pages = words(pdf)
    for number, page in enumerate(pages, start=1):
        assert f"page {number} sur {len(pages)}" in page
        assert "version 4 du 10 mars 2026" in page and "PROJET" in page
    assert "PROJET" not in " ".join(words(made(sitting(9))))


def test_the_file_is_for_the_archive_and_read_aloud(tmp_path: Path) -> None:
    pdf = made(sitting(12))
    report = fits_the_archive(pdf, tmp_path)
    assert not report.findings, [str(finding) for finding in report.findings[:3]]
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        tree = whole.Root.StructTreeRoot
        keys = [int(key) for key in list(tree.ParentTree.Nums)[::2]]
        assert keys == sorted(set(keys))
        for page in whole.pages:
            assert int(page.StructParents) in keys


def test_the_same_rows_give_the_same_bytes_whether_laid_anew_or_not() -> None:
    pack = sitting(12)
    first = made(pack)
    again = made(from_json(to_json(pack)))
    SHELF.clear()
    assert first == again == made(pack)
    with pytest.raises(Unreadable):
        from_json(b'{"format": 9}')


def test_a_sheet_that_changed_is_the_same_as_in_a_pack_laid_anew() -> None:
    pack = sitting(12)
    made(pack)
    other = replace(pack, fiches=(replace(pack.fiches[0], proposed=1_00), *pack.fiches[1:]))
    warm = made(other)
    SHELF.clear()
    assert warm == made(other)


def test_an_addendum_holds_what_changed_and_nothing_else() -> None:
    pack = sitting(12, hard=False)
    one, two, *rest = pack.fiches
    moved = replace(
        one, proposed=8_000_00, summary=one.summary.replace("120 enfants", "200 enfants"),
        shares=(Share("ETAT147", 5_000_00, 3_000_00), one.shares[1]),
        voices=(replace(one.voices[0], value="Réservé"), Voice("CAF", "Favorable")),
    )  # fmt: skip
    now = replace(pack, fiches=(moved, *rest, fiche(13, 12)), place="Hôtel de Ville")
    changes = compare(pack, now)
    assert [change.now.number for change in changes.changed] == ["2026-0001"]
    assert [each.number for each in changes.added] == ["2026-0013"]
    assert [each.number for each in changes.gone] == [two.number]
    pages = words(made(now, Edition(2, DAY, since=1, since_day="2026-03-01"), before=pack))
    assert len(pages) == 5  # cover, contents, what changes, two sheets
    said = pages[2]
    assert "Proposé : 8 000 € au lieu de 9 000 €" in said
    assert "Proposé, État 147 : 3 000 € au lieu de 4 000 €" in said
    assert "Avis, État : réservé au lieu de favorable" in said and "Avis reçu, CAF : favorable" in said
    assert "Lieu de la séance : Hôtel de Ville au lieu de Maison du quartier" in said
    assert "AJOUTÉS (1)" in said and "RETIRÉS (1)" in said
    assert "au lieu de 9 000 €" in pages[3] and "Fiche 1 sur 12" in pages[3]


def test_the_bars_of_an_addendum_stand_beside_the_lines_that_changed() -> None:
    pack = sitting(1, hard=False)
    now = replace(pack, fiches=(replace(pack.fiches[0], motive="Autre motif."),))
    pdf = made(now, Edition(2, DAY, since=1), before=pack)
    document = pypdfium2.PdfDocument(pdf)
    picture = document[3].render(scale=2).to_pil().convert("RGB")
    document.close()
    edge = round((k.STANDING.left - 4.5 * MM + 0.8) * 2)
    rows = [
        y
        for y in range(picture.height)
        if picture.getpixel((edge, y))[0] > picture.getpixel((edge, y))[2] + 60
    ]
    assert 20 <= len(rows) <= 40  # one line of some fourteen points, and nothing else


def test_a_member_does_not_receive_what_they_are_recused_from() -> None:
    pack = sitting(12, hard=False)
    recusal = replace(
        sitting().recusals[0], number="2026-0005", applicant="Lire en Bas de Chez Soi 5", title="Titre cinq"
    )
    pack = replace(pack, recusals=(recusal,))
    whole = " ".join(words(made(pack, Edition(1, DAY, member="C. Durand-Exemple"))))
    assert "pied d’immeuble 5" not in whole and "Chez Soi 5" not in whole and "Titre cinq" not in whole
    assert "1 dossier manque : fiche 5, en raison d’un déport" in whole
    assert "Fiche 6 sur 12" in whole  # numbers are those of everybody
    other = " ".join(words(made(pack, Edition(1, DAY, member="Personne Exemple 1"))))
    assert "pied d’immeuble 5" in other and "Aucun déport" in other


def test_residents_read_no_internal_remark() -> None:
    secret = replace(
        fiche(1), voices=(Voice("Bailleurs", "Réservé", "à taire", None, True), Voice("CAF", "Favorable"))
    )
    pack = sitting(1, hard=False, fiches=(secret,))
    whole = " ".join(words(made(pack, BIG)))
    for hidden in (
        "Cœur du défi",
        "Produits et charges",
        "Bailleurs",
        "à taire",
        "A. Exemple",
        "Reconduction d’une",
    ):
        assert hidden not in whole
    assert "CAF : favorable" in whole and "Il est proposé de donner : 9 000 €" in whole
    document = pypdfium2.PdfDocument(made(pack, BIG))
    text = document[len(document) - 1].get_textpage()
    at = text.get_text_range().index("CAF : favorable")
    low, high = text.get_charbox(at, loose=True)[1::2]
    document.close()
    assert high - low > 18


def test_a_long_summary_is_whole() -> None:
    pack = sitting(1, fiches=(fiche(1, **HARD[0]),))
    sheet = " ".join(page for page in words(made(pack)) if "Fiche 1 sur 1" in page)
    assert sheet.count("Deux salariés, six bénévoles formés.") >= (TEXT * 25)[:4000].count("formés.") - 1


def test_the_making_stops_when_told_and_says_where_it_is() -> None:
    said: list[str] = []

    def tell(sentence: str, share: float) -> bool:
        said.append(sentence)
        assert 0 <= share <= 1
        return sentence != "Fiche 3 sur 12"

    with pytest.raises(Stopped):
        write_pack(io.BytesIO(), sitting(12), WHOLE, tell=tell)
    assert said[-1] == "Fiche 3 sur 12"
