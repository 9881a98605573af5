"""Prints one whole application as the portal does: each label in bold, its value under it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from reading import Application
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from workbook import ACCOUNTS, PIECES, Words, action_cells, money_cells, people_cells

SHEET = getSampleStyleSheet()
LABEL = ParagraphStyle(
    "label", parent=SHEET["Normal"], fontName="Helvetica-Bold", fontSize=10, leading=14, keepWithNext=1
)
VALUE = ParagraphStyle("value", parent=SHEET["Normal"], fontSize=10, leading=14, spaceAfter=5)
HEAD = ParagraphStyle("head", parent=SHEET["Heading2"], fontSize=12, leading=16, keepWithNext=1)
TITLE = ParagraphStyle("title", parent=SHEET["Title"], fontSize=15, leading=19)

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin"]
MONTHS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
PRIVATE = "Le dossier est-il complet ?"


def draw(item: Application) -> bytes:
    cells = people_cells(item) + action_cells(item, Words()) + money_cells(item)
    private = next(rank for rank, (label, _) in enumerate(cells) if label == PRIVATE)
    budget = next(rank for rank, (label, _) in enumerate(cells) if label.startswith("Budget total"))
    story: list[Flowable] = [Paragraph(f"Dossier n°\u00a0{item.number}", TITLE)]
    story += [Paragraph("Identité du demandeur", HEAD), *identity(item), Paragraph("Formulaire", HEAD)]
    story += [part for label, value in cells[:budget] for part in pair(label, value)]
    for label, value in blocks(item):
        story += pair(label, value)
    story += [part for label, value in cells[budget:private] for part in pair(label, value)]
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        title=f"Dossier n° {item.number} (document fictif)",
        author="Données de démonstration",
        lang="fr-FR",
        invariant=1,
    )
    document.build(story)
    return out.getvalue()


def identity(item: Application) -> list[Flowable]:
    who = item.applicant
    _, form, naf, activity = who.form
    address = "<br/>".join(
        [who.register_name, str(who.data["street"]).upper(), f"{who.data['postcode']} AMIENS", "FRANCE"]
    )
    lines = [
        f"Email : {who.mail}",
        f"SIRET : {who.siret}",
        f"Dénomination : {who.register_name}",
        f"Forme juridique : {form}",
        f"Libellé NAF : {activity}",
        f"Code NAF : {naf}",
        f"Adresse : {address}",
    ]
    if who.rna:
        lines += [f"Numéro RNA : {who.rna}", f"Titre : {who.register_name}", f"Objet : {who.data['purpose']}"]
    return [Paragraph(line, VALUE) for line in lines]


def blocks(item: Application) -> list[tuple[str, Any]]:
    """The repeatable blocks, line after line, as the portal prints them before the amounts."""
    rows: list[tuple[str, Any]] = []
    for line in item.data["staff"]:
        full_time = f"{line['full_time']}".replace(".", ",")
        rows += [("Statut", line["status"]), ("Nombre de personnes", line["people"])]
        rows.append(("Nombre en ETPT", full_time))
    for line in item.data["charges"]:
        rows += [("Compte", ACCOUNTS[line["account"]]), ("Précision", line["detail"])]
        rows.append(("Montant (€)", line["amount"]))
    for line in item.data["products"]:
        rows += [("Compte", ACCOUNTS[line["account"]]), ("Financeur", line["funder"])]
        rows += [("Montant (€)", line["amount"]), ("État", line["state"])]
    return rows


def pair(label: str, value: Any) -> list[Flowable]:
    if label.endswith(("(Code INSEE)", "(Département)")):
        return []  # columns of the spreadsheet only
    return [Paragraph(escape(label), LABEL), *(Paragraph(escape(x), VALUE) for x in said(label, value))]


def said(label: str, value: Any) -> list[str]:
    """The value in the portal's words, one string a paragraph."""
    if value is None or value == "":
        return ["Non communiqué"]
    if label in PIECES.values():
        return [f"- {value}"]
    if label.startswith("Date de"):
        day = date.fromisoformat(value)
        return [f"{day.day:02} {MONTHS[day.month - 1]} {day.year}"]
    if label.startswith("J'atteste"):
        return ["Oui"]
    if isinstance(value, int):
        return [f"{value:,}".replace(",", "\u00a0")]
    if label == "Financeur principal sollicité":
        return [str(value).replace(";", " / ")]
    return [part for part in str(value).split("\n") if part]
