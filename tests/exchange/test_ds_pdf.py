"""PDFs of dossiers as other versions of the portal print them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange.ds_fields import application
from desktop.exchange.ds_pdf import form_of_pdf
from desktop.exchange.pdf_lines import pdf_lines

Line = tuple[str, bool, int]  # text, bold, size


def printed(lines: list[Line], pages: int = 1) -> bytes:
    """A PDF with these lines, spread over pages, each page numbered at its foot."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    share = -(-len(lines) // pages)
    for number in range(pages):
        top = A4[1] - 60.0
        for text, bold, size in lines[number * share : (number + 1) * share]:
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
            canvas.drawString(70, top, text)
            top -= size + 2
        canvas.setFont("Helvetica", 8)
        canvas.drawString(280, 30, f"{number + 1} / {pages}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def field(label: str, *values: str) -> list[Line]:
    return [(label, True, 12), *((value, False, 10) for value in values)]


HEAD: list[Line] = [
    ("Dossier n° 77", True, 18),
    ("Ce dossier est en instruction.", False, 10),
    ("Déposé le : 12 janvier 2026 14h05", False, 10),
    ("Identité du demandeur", True, 14),
    ("Email : a@example.org", False, 10),
    ("Dénomination : LE FIL D'ESSAI", False, 10),
    ("Chiffre d'affaires : inconnu", False, 10),
    ("Formulaire", True, 14),
]


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_state_dates_titles_and_page_numbers(pages: int) -> None:
    lines = [
        *HEAD,
        *field("Intitulé du projet", "Jardin partagé"),
        ("Représentant légal", True, 14),
        *field("Nom", "ESSAI"),
        ("Personne chargée du dossier", True, 14),
        *field("Nom", "PREUVE"),
        *field("Montant demandé (€)", "1 230,5"),
        *field("Montant proposé (€)", "Non communiqué"),
        *field("Description", "Premier point.", "Second point."),
        ("Messagerie", True, 14),
        *field("a@example.org", "Bonjour"),
    ]
    found = application(form_of_pdf("77", "dossier 77", pdf_lines(printed(lines, pages))))
    assert (found.stage, found.deposited_at) == ("instruction", dt.datetime(2026, 1, 12, 14, 5))
    assert (found.title, found.asked, found.proposed) == ("Jardin partagé", 123_050, None)
    assert [(p.kind, p.last_name) for p in found.people] == [
        ("representative", "ESSAI"),
        ("in_charge", "PREUVE"),
    ]
    assert found.applicant.name == "LE FIL D'ESSAI"
    assert found.texts["description"] == "Premier point.\nSecond point."
    assert found.other == []


def test_a_full_line_goes_on_and_an_empty_one_parts_paragraphs() -> None:
    words = "mot " * 24
    lines: list[Line] = [
        *HEAD,
        ("Description", True, 12),
        (words.strip(), False, 10),
        ("suite du texte.", False, 10),
    ]
    lines += [("", False, 10), ("Un autre paragraphe.", False, 10)]
    found = application(form_of_pdf("77", "dossier 77", pdf_lines(printed(lines))))
    assert found.texts["description"] == f"{words}suite du texte.\n\nUn autre paragraphe."


def test_a_budget_printed_line_by_line() -> None:
    rows = [("60 - Achats", "Graines", "300,0"), ("64 - Charges de personnel", "Animateur", "1 200,0")]
    lines = list(HEAD)
    for account, detail, amount in rows:
        lines += field("Poste", account) + field("Détail", detail) + field("Montant en euros", amount)
    lines += field("Origine du financement", "Ville d'Amiens") + field("Montant prévu", "1 500,0")
    lines += field("Montant demandé", "900")
    found = application(form_of_pdf("77", "dossier 77", pdf_lines(printed(lines, 2))))
    assert [(x.side, x.account, x.label, x.amount) for x in found.budget[:2]] == [
        ("charge", "60", "Graines", 30_000),
        ("charge", "64", "Animateur", 120_000),
    ]
    assert found.asked == 90_000
    assert [(x.side, x.account, x.amount) for x in found.budget[2:]] == [("product", "74com", 150_000)]


def test_bytes_that_are_no_pdf() -> None:
    with pytest.raises(ValueError):
        pdf_lines(b"%PDF-1.7 nothing")
