"""Forms printed, turned, scanned, locked, cut: read from their words, or refused with what to do."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange.application import Unreadable
from desktop.exchange.cerfa_pdf import RECOGNISES, KeyedIn
from desktop.exchange.probe import Probe
from tests.exchange import cerfa_files, cerfa_given, test_ds_pdf
from tests.exchange.cerfa_forms import Given, draw
from tests.exchange.test_cerfa_form import check, taken


@pytest.mark.parametrize("given", [cerfa_given.one(), cerfa_given.three(), cerfa_given.one("05")])
def test_a_printed_form_says_the_same_as_its_fields(given: Given, tmp_path: Path) -> None:
    found = taken(cerfa_files.printed(tmp_path / "demande.pdf", given))
    assert found.format == "cerfa-print"
    check(found, given)
    assert [problem.field for problem in found.all_problems()] == (
        ["Contrat d’engagement républicain"] if given.version == "05" else []
    )


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("habit", ["print", "bare", "tooltips"])
def test_turned_pages_are_held_upright(angle: int, habit: str, tmp_path: Path) -> None:
    given, path = cerfa_given.one(), tmp_path / "demande.pdf"
    made = cerfa_files.printed(path, given) if habit == "print" else cerfa_files.form(path, given, habit)
    check(taken(cerfa_files.turned(made, {1: angle, 2: angle, 5: angle})), given)


def test_a_page_laid_on_its_side_is_read_too(tmp_path: Path) -> None:
    """The words themselves are turned, and the page is not marked so."""
    given = cerfa_given.one()
    with pikepdf.open(cerfa_files.printed(tmp_path / "droit.pdf", given)) as pdf:
        for page in pdf.pages:
            page.contents_add(b"q 0 1 -1 0 842 0 cm", prepend=True)
            page.contents_add(b"Q")
            page.obj.MediaBox = [0, 0, 842, 595]
        pdf.save(tmp_path / "couche.pdf")
    check(taken(tmp_path / "couche.pdf"), given)


def test_sums_that_disagree_are_told(tmp_path: Path) -> None:
    given = cerfa_given.one()
    given.budgets[0] |= {"total_charges": "21 000", "61": "1.200"}
    given.shared |= {"requested": "8 000", "applicant.siret": "901 234 567 00006"}
    given.shared["applicant.iban"] = "FR76 3000 6000 0112 3456 7890 188"
    del given.shared["tick.commitment"]
    for path in (
        cerfa_files.form(tmp_path / "champs.pdf", given, "tooltips"),
        cerfa_files.printed(tmp_path / "mots.pdf", given),
    ):
        found = taken(path)
        told = [problem.field for problem in found.all_problems()]
        assert "Budget de l’action, total des charges" in told
        assert "Montant demandé" in told and any("IBAN" in field for field in told)
        assert any("SIRET" in problem.message for problem in found.all_problems())
        assert any("milliers" in problem.message for problem in found.all_problems())
        assert found.applications[0].asked == 900_000
        assert next(line.amount for line in found.applications[0].budget if line.account == "61") == 120_000


def test_running_costs_are_told(tmp_path: Path) -> None:
    given = cerfa_given.one()
    given.projects, given.budgets = [], []
    given.shared |= {"tick.running": True, "tick.project": False}
    (one,) = taken(cerfa_files.form(tmp_path / "demande.pdf", given, "numbered")).applications
    assert (one.title, one.asked, one.exercise) == ("Fonctionnement global", 900_000, 2026)
    assert any("que des actions" in problem.message for problem in one.problems)


@pytest.mark.parametrize("made", ["scan", "blank", "letter"])
def test_what_must_be_keyed_in_says_so(made: str, tmp_path: Path) -> None:
    path = tmp_path / "demande.pdf"
    if made == "scan":
        cerfa_files.scanned(path, cerfa_given.one(), 0.3)
    elif made == "blank":
        cerfa_files.printed(path, Given(projects=[{}], budgets=[{}]))
    else:
        canvas = Canvas(str(path), pagesize=A4)
        canvas.drawString(72, 700, "Madame, nous sollicitons votre aide pour notre fête de quartier.")
        canvas.save()
    with pytest.raises(KeyedIn, match="à côté de la page") as caught:
        taken(path)
    assert caught.value.path == path


def test_what_no_program_reads_is_refused(tmp_path: Path) -> None:
    whole = cerfa_files.form(tmp_path / "entier.pdf", cerfa_given.one(), "bare")
    with pikepdf.open(whole) as pdf:
        pdf.save(tmp_path / "secret.pdf", encryption=pikepdf.Encryption(user="x", owner="y"))
        pdf.save(tmp_path / "ouvert.pdf", encryption=pikepdf.Encryption(user="", owner="y"))
    with pytest.raises(Unreadable, match="mot de passe"):
        taken(tmp_path / "secret.pdf")
    check(taken(tmp_path / "ouvert.pdf"), cerfa_given.one())
    (tmp_path / "coupe.pdf").write_bytes(whole.read_bytes()[:900])
    with pytest.raises(Unreadable, match="coupé ou abîmé"):
        taken(tmp_path / "coupe.pdf")


def test_a_form_of_adobe_alone_is_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "vide.pdf"), pagesize=A4)
    canvas.drawString(72, 700, "Please wait... If this message is not eventually replaced")
    canvas.save()
    with pikepdf.open(tmp_path / "vide.pdf") as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pdf.make_stream(b"<xdp/>"))
        pdf.save(tmp_path / "xfa.pdf")
    with pytest.raises(Unreadable, match="XFA"):
        taken(tmp_path / "xfa.pdf")


def test_a_huge_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "enorme.pdf"
    with path.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(130 * 1024 * 1024)
    with pytest.raises(Unreadable, match="trop gros"):
        taken(path)


def test_damage_never_raises_anything_else(tmp_path: Path) -> None:
    dice = random.Random(12156)
    whole = cerfa_files.form(tmp_path / "entier.pdf", cerfa_given.one(), "folders").read_bytes()
    for rank in range(25):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 60)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path = tmp_path / f"{rank}.pdf"
        path.write_bytes(bytes(data[: dice.randrange(2000, len(data))] if rank % 3 == 0 else data))
        try:
            taken(path)
        except Unreadable as refusal:
            assert str(refusal).endswith((".", "»"))


def test_the_summary_of_the_portal_is_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "dossier-77.pdf"
    told = [("Intitulé du projet", "Fête"), ("Lieu", "Étouvie"), ("Montant demandé (€)", "1 500")]
    lines = [line for label, value in told for line in test_ds_pdf.field(label, value)]
    path.write_bytes(test_ds_pdf.printed([*test_ds_pdf.HEAD, *lines]))
    found = taken(path)
    (one,) = found.applications
    assert (found.format, one.source_id, one.title) == ("ds-pdf", "77", "Fête")
    assert one.applicant.name == "LE FIL D'ESSAI" and one.attachments[0].content is not None


def test_the_slots_lie_inside_their_pages() -> None:
    """The script itself: a slot off its page would prove nothing."""
    for slot in draw(cerfa_given.three())[1]:
        assert 0 < slot.rect[0] < slot.rect[2] < A4[0] and 20 < slot.rect[1] < slot.rect[3] < A4[1], slot


@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("Statuts de l’association, article 1", 0),
        ("Le formulaire Cerfa 12156 se trouve en ligne", 0),
        ("Dossier n° 77 Identité du demandeur", 80),
    ],
)
def test_a_piece_is_no_application(words: str, score: int, tmp_path: Path) -> None:
    """Watched folders ask this of every PDF that comes."""
    canvas = Canvas(str(tmp_path / "piece.pdf"), pagesize=A4)
    canvas.drawString(72, 700, words)
    canvas.save()
    assert RECOGNISES(Probe(tmp_path / "piece.pdf")) == score


def test_a_form_without_words_is_known_by_its_fields(tmp_path: Path) -> None:
    path = cerfa_files.form(tmp_path / "demande.pdf", cerfa_given.one(), "tooltips")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(b"")
        pdf.save(path)
    assert RECOGNISES(Probe(path)) == 90
    (one,) = taken(path).applications
    assert (one.applicant.name, one.title) == ("LES LANTERNES DU CANAL", "Lanternes d’hiver")
    assert (one.asked, one.applicant.siret) == (900_000, "90123456700005")


@pytest.mark.parametrize("made", ["fields", "words"])
def test_of_two_years_of_its_own_budget_one_is_kept(made: str, tmp_path: Path) -> None:
    given = cerfa_given.one()
    given.next_own = {"60": "1 000", "total_charges": "1 000", "70": "1 000", "total_products": "1 000"}
    path = tmp_path / "demande.pdf"
    if made == "fields":
        cerfa_files.form(path, given, "bare")
    else:
        cerfa_files.printed(path, given)
    found = taken(path)
    check(found, given)
    told = dict(found.applications[0].other)["Budget de l’association, autre exercice"]
    assert told.replace("\u202f", "").replace("\u00a0", "") == "charges 1000€, produits 1000€"
