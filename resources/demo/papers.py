"""Draws the invented pieces of a few applicants as PDF, each page marked « document fictif »."""

from __future__ import annotations

import io
from typing import Any

from reading import HERE, Application, read
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

SHEET = getSampleStyleSheet()
BODY = ParagraphStyle("body", parent=SHEET["Normal"], fontSize=10, leading=14.5, spaceAfter=6)
TITLE = ParagraphStyle("title", parent=SHEET["Title"], fontSize=16, leading=20, spaceAfter=10)
HEAD = ParagraphStyle(
    "head", parent=SHEET["Heading2"], fontSize=11.5, leading=15, spaceBefore=8, keepWithNext=1
)
PIECES = "pieces_justificatives/"


def of(item: Application) -> dict[tuple[str, str], bytes]:
    """The pieces drawn for this application, by folder and file name; empty for most."""
    known = {row["number"]: row for row in read(HERE / "source" / "papers.toml")["folder"]}
    if item.number not in known:
        return {}
    row, files = known[item.number], item.data["files"]
    drawn: dict[tuple[str, str], bytes] = {}
    makers = {
        "statuts": statutes,
        "rib": bank,
        "comptes": accounts,
        "bilan": report,
        "dirigeants": leaders,
        "cer": commitment,
    }
    for kind, make in makers.items():
        if kind in files:
            drawn[PIECES, files[kind]] = make(item, row)
    if "insurance" in row:
        drawn["messagerie/", "attestation assurance 2026.pdf"] = insurance(item, row)
    return drawn


def sheet(title: str, item: Application, story: list[Flowable]) -> bytes:
    """One PDF with its title, its author and, on each page, the words that say it is invented."""

    def mark(canvas: Canvas, _doc: object) -> None:
        canvas.saveState()
        canvas.setFillColor(colors.HexColor("#d5dae0"))
        canvas.setFont("Helvetica-Bold", 46)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(45)
        canvas.drawCentredString(0, 0, "DOCUMENT FICTIF")
        canvas.restoreState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(colors.HexColor("#66707d"))
        canvas.drawString(22 * mm, 12 * mm, f"Document fictif – {item.applicant.name}")
        canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, f"Page {canvas.getPageNumber()}")

    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=f"{title} – {item.applicant.name} (document fictif)",
        author="Données de démonstration",
        lang="fr-FR",
        invariant=1,
    )
    document.build([Paragraph(title, TITLE), *story], onFirstPage=mark, onLaterPages=mark)
    return out.getvalue()


def table(rows: list[list[str]], widths: list[float]) -> Table:
    """Rows of words, amounts on the right, the last row a total."""
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 9.5),
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9.5),
        ("FONT", (0, -1), (-1, -1), "Helvetica-Bold", 9.5),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#b9c0c8")),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table(rows, colWidths=[w * mm for w in widths], style=TableStyle(style))


def euros(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u00a0") + "\u00a0€"


def identity(item: Application) -> Paragraph:
    who = item.applicant
    rna = f"<br/>RNA : {who.rna}" if who.rna else ""
    address = f"{who.data['street']}, {who.data['postcode']} Amiens"
    return Paragraph(f"<b>{who.name}</b><br/>{address}<br/>SIRET : {who.siret}{rna}", BODY)


def signed(item: Application, place: str = "Fait à Amiens") -> Paragraph:
    who = item.applicant.data
    return Paragraph(
        f"{place}.<br/>{who['civility']} {who['first_name']} {who['last_name']}, {who['role']}", BODY
    )


def statutes(item: Application, row: dict[str, Any]) -> bytes:
    articles = read(HERE / "source" / "papers.toml")["statutes"]
    who = item.applicant
    facts = {
        "name": who.name,
        "purpose": who.data["purpose"],
        "street": f"{who.data['street']}, {who.data['postcode']} Amiens",
        "means": row["means"],
    }
    story: list[Flowable] = [identity(item), Spacer(1, 8)]
    for number, article in enumerate(articles, 1):
        story.append(Paragraph(f"Article {number} – {article['title']}", HEAD))
        story += [Paragraph(text.format(**facts), BODY) for text in article["text"].split("\n")]
    founded = who.data["founded"]
    story.append(signed(item, f"Adoptés par l’assemblée générale constitutive du {founded:%d/%m/%Y}"))
    return sheet("Statuts", item, story)


def bank(item: Application, row: dict[str, Any]) -> bytes:
    iban = item.applicant.iban
    grouped = "\u00a0".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    parts = [iban[4:9], iban[9:14], iban[14:25], iban[25:27]]
    rows = [["Banque", "Guichet", "Compte", "Clé"], parts]
    story: list[Flowable] = [
        Paragraph("Titulaire du compte", HEAD),
        identity(item),
        Paragraph("Identification nationale", HEAD),
        table(rows, [40, 40, 60, 20]),
        Paragraph("Identification internationale", HEAD),
        Paragraph(f"IBAN : <b>{grouped}</b><br/>BIC : FICTFRPPXXX", BODY),
        Paragraph("Banque Imaginaire du Val, agence des Hortillonnages inventés.", BODY),
    ]
    return sheet("Relevé d’identité bancaire", item, story)


def accounts(item: Application, row: dict[str, Any]) -> bytes:
    story: list[Flowable] = [identity(item), Paragraph("Exercice du 1er janvier au 31 décembre 2024", HEAD)]
    for title, key in (("Charges", "spent"), ("Produits", "earned")):
        lines = [[label, euros(amount)] for label, amount in row[key]]
        total = sum(amount for _, amount in row[key])
        story.append(
            table([[title, "Montant"], *lines, [f"Total des {title.lower()}", euros(total)]], [120, 46])
        )
        story.append(Spacer(1, 12))
    gap = sum(a for _, a in row["earned"]) - sum(a for _, a in row["spent"])
    story += [Paragraph(f"Résultat de l’exercice : <b>{euros(gap)}</b>.", BODY), PageBreak()]
    story.append(Paragraph("Bilan au 31 décembre 2024", HEAD))
    funds = row["funds"]
    assets = [["Actif", "Montant"], ["Disponibilités", euros(funds - 1800)], ["Créances", euros(1800)]]
    debts = [["Passif", "Montant"], ["Fonds associatifs", euros(funds - gap)], ["Résultat", euros(gap)]]
    for rows in (assets, debts):
        story += [table([*rows, ["Total", euros(funds)]], [120, 46]), Spacer(1, 12)]
    story += [Paragraph(text, BODY) for text in row["notes"]]
    story.append(signed(item, "Comptes approuvés par l’assemblée générale du 12 juin 2025"))
    return sheet("Comptes annuels 2024", item, story)


def report(item: Application, row: dict[str, Any]) -> bytes:
    story: list[Flowable] = [identity(item), Paragraph(f"Action : {item.data['title']}", HEAD)]
    story += [Paragraph(text, BODY) for text in row["report"]]
    lines = [
        [label, euros(plan), euros(real), f"{real * 100 // plan}\u00a0%"]
        for label, plan, real in row["synthesis"]
    ]
    plan, real = (sum(line[i] for line in row["synthesis"]) for i in (1, 2))
    heads = ["Synthèse financière", "Prévu", "Réalisé", "Part"]
    last = ["Total", euros(plan), euros(real), f"{real * 100 // plan}\u00a0%"]
    story += [PageBreak(), table([heads, *lines, last], [82, 30, 30, 24]), Spacer(1, 12)]
    story += [Paragraph(row["explained"], BODY), signed(item)]
    return sheet("Bilan et compte rendu financier 2025", item, story)


def insurance(item: Application, row: dict[str, Any]) -> bytes:
    story: list[Flowable] = [identity(item), *(Paragraph(text, BODY) for text in row["insurance"])]
    return sheet("Attestation d’assurance", item, story)


def leaders(item: Application, row: dict[str, Any]) -> bytes:
    who = item.applicant.data
    first = [f"{who['first_name']} {who['last_name']}", str(who["role"])]
    rows = [["Nom", "Fonction"], first, *([name, role] for name, role in row["leaders"])]
    total = [f"{len(rows) - 1} membres du conseil d’administration", ""]
    day = "Liste arrêtée après l’assemblée générale du 12 juin 2025."
    story: list[Flowable] = [
        identity(item),
        Spacer(1, 8),
        table([*rows, total], [100, 66]),
        Paragraph(day, BODY),
    ]
    return sheet("Liste des dirigeants", item, [*story, signed(item)])


def commitment(item: Application, _row: dict[str, Any]) -> bytes:
    texts = read(HERE / "source" / "papers.toml")["commitment"]
    story: list[Flowable] = [identity(item)]
    for number, one in enumerate(texts, 1):
        story += [Paragraph(f"Engagement n° {number} – {one['title']}", HEAD), Paragraph(one["text"], BODY)]
    return sheet("Contrat d’engagement républicain", item, [*story, signed(item)])
