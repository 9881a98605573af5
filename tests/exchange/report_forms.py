"""Reports made by a script: Cerfa 15059 filled, printed or without a word, workbooks, evaluations of Osiris.

The blank form can't be had here: its pages are drawn again with its words, its fields named as several habits
would name them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDE, HIGH = A4
FACTS = {
    "number": "2026-0001", "applicant": "Lire en Bas de Chez Soi 26500001", "siret": "",
    "title": "Livre et lecture de rue", "year": "2026",
}  # fmt: skip
TEXTS = {
    "course": "Seize séances de lecture ont eu lieu au pied des immeubles.\nDeux ont été annulées.",
    "public": "45 personnes, dont 25 femmes et 20 hommes.",
    "places": "Du 02/03/2026 au 28/11/2026, place du Marché.",
    "objectives": "Oui : trente familles inscrites à la médiathèque.",
}
NOTES = {
    "sharing": "Au prorata des heures de salle.",
    "gaps": "Un poste est resté vacant trois mois.",
    "voluntary": "Six bénévoles, deux heures par séance.",
    "remarks": "Action à reconduire.",
}
LABELS = {
    "number": "Numéro de dossier", "applicant": "Nom de l’association", "siret": "N° SIRET",
    "title": "Intitulé de l’action", "year": "Exercice",
    "course": "Décrire précisément la mise en œuvre de l’action",
    "public": "Quel a été le nombre approximatif de personnes bénéficiaires (par type de publics) ?",
    "places": "Quels ont été les date(s) et lieu(x) de réalisation de votre action ?",
    "objectives": "Les objectifs de l’action ont-ils été atteints au regard des indicateurs utilisés ?",
    "sharing": "1. Décrire les règles de répartition des charges indirectes affectées à l’action",
    "gaps": "2. Expliquer et justifier les écarts significatifs entre le budget prévisionnel et le réalisé",
    "voluntary": "3. Contributions volontaires en nature affectées à la réalisation de l’action",
    "remarks": "4. Observations à formuler sur le compte rendu financier",
}  # fmt: skip
Row = tuple[str, str, str, str]  # code, printed label, forecast, done
CHARGES: tuple[Row, ...] = (
    ("60", "60 - Achats", "4 000", "3 800"),
    ("613", "Locations", "1 000", "1 000"),
    ("64", "64 - Charges de personnel", "36 300", "30 000"),
    ("", "TOTAL DES CHARGES", "41 300", "34 800"),
)
PRODUCTS: tuple[Row, ...] = (
    ("74", "74 - Subventions d’exploitation", "", ""),
    ("74etat", "État : préciser le(s) ministère(s)", "12 000", "9 000"),
    ("74com", "Communes : Ville d’Amiens", "29 300", "25 800"),
    ("", "TOTAL DES PRODUITS", "41 300", "34 800"),
)


class _Pen:
    """Draws the pages; a value is a field of the form, or printed."""

    def __init__(self, path: Path, habit: str) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1)
        self.habit, self.top, self.count = habit, HIGH - 60, 0

    def say(self, words: str, at: float = 42, *, bold: bool = False, size: float = 9) -> float:
        if self.habit != "mute":
            face = "Helvetica-Bold" if bold else "Helvetica"
            self.canvas.setFont(face, size)
            self.canvas.drawString(at, self.top, words)
            return at + self.canvas.stringWidth(words, face, size)
        return at

    def value(self, words: str, name: str, label: str, box: tuple[float, float, float, float]) -> None:
        left, bottom, wide, high = box
        if self.habit == "printed":
            for rank, line in enumerate(words.split("\n")):
                self.canvas.setFont("Helvetica", 9)
                self.canvas.drawString(left + 2, bottom + high - 10 - 11 * rank, line)
            return
        self.count += 1
        named = {"named": name, "bare": f"Texte{self.count}", "tooltips": f"Texte{self.count}", "mute": name}
        self.canvas.acroForm.textfield(
            name=named[self.habit], tooltip=label if self.habit in ("tooltips", "mute") else "", value=words,
            x=left, y=bottom, width=wide, height=high, fontSize=8,
            fieldFlags="multiline" if high > 20 else "",
        )  # fmt: skip

    def ask(self, code: str, value: str) -> None:
        end = self.say(f"{LABELS[code]} :") + 6
        self.value(value, code, LABELS[code], (end, self.top - 4, 240, 14))
        self.top -= 20

    def write(self, code: str, value: str) -> None:
        self.say(LABELS[code], bold=True)
        self.value(value, code, LABELS[code], (42, self.top - 52, WIDE - 84, 44))
        self.top -= 74

    def half(self, row: Row, at: float) -> None:
        code, label, *amounts = row
        self.say(label, at, size=7)
        for rank, (amount, words) in enumerate(zip(amounts, ("prévision", "réalisation"), strict=True)):
            if amount or self.habit != "printed":
                left = at + 140 + rank * 52
                named = f"{label} {words}"
                self.value(amount, f"tableau.{code or 'total'}.{words}", named, (left, self.top - 4, 46, 13))


def report(path: Path, habit: str = "named", facts: dict[str, str] | None = None, **changes: Any) -> Path:
    """A report of the application of tests.office. `habit`: "named", "tooltips", "bare", "printed"."""
    pen, told = _Pen(path, habit), {**FACTS, **(facts or {})}
    texts = {**TEXTS, **NOTES, **changes.get("texts", {})}
    pen.say("COMPTE RENDU FINANCIER DE SUBVENTION", bold=True, size=14)
    pen.say("Cerfa n° 15059*02", 440)
    pen.top -= 30
    for code in FACTS:
        pen.ask(code, told[code])
    pen.say("1. Bilan qualitatif de l’action réalisée", bold=True, size=11)
    pen.top -= 22
    for code in TEXTS:
        pen.write(code, texts[code])
    pen.canvas.showPage()
    pen.top = HIGH - 60
    _summary(pen, changes.get("charges", CHARGES), changes.get("products", PRODUCTS))
    pen.top -= 14
    end = pen.say("La subvention de") + 4
    pen.value("9 000", "subvention", "La subvention de", (end, pen.top - 4, 46, 13))
    pen.say("€ représente 26 % du total des produits.", end + 50)
    pen.canvas.showPage()
    pen.top = HIGH - 60
    pen.say("3. Données chiffrées : annexe", bold=True, size=11)
    pen.top -= 24
    for code in NOTES:
        pen.write(code, texts[code])
    pen.say("Je soussignée, Claire Exemple, certifie exactes les informations du présent compte rendu.")
    pen.canvas.save()
    return path


def _summary(pen: _Pen, charges: Sequence[Row], products: Sequence[Row]) -> None:
    pen.say("2. Tableau de synthèse", bold=True, size=11)
    pen.top -= 24
    for at, title in ((42, "CHARGES"), (310, "PRODUITS")):
        pen.say(title, at, bold=True, size=8)
        pen.say("Prévision", at + 142, size=7)
        pen.say("Réalisation", at + 192, size=7)
    pen.top -= 18
    for charge, product in zip(charges, products, strict=True):
        pen.half(charge, 42)
        pen.half(product, 310)
        pen.top -= 18


def book(path: Path, rows: Sequence[Sequence[Any]] = ()) -> Path:
    """A workbook as an association makes it: facts, the table, people, indicators, texts."""
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    for row in rows or ROWS:
        sheet.append(list(row))
    made.save(path)
    return path


ROWS: tuple[tuple[Any, ...], ...] = (
    ("Bilan de l’action",),
    ("N° de dossier", "2026-0001"),
    ("Intitulé de l’action", "Livre et lecture de rue"),
    ("Montant accordé", 9000),
    ("Date de début", "02/03/2026"),
    (),
    ("Compte", "Intitulé", "Prévision", "Réalisation", "Écart", "Explication"),
    ("60", "Achats", 4000, 3800.5, None, None),
    ("64", "Charges de personnel", 37300, 30000, None, "Un poste vacant trois mois"),
    ("", "Total des charges", 41300, 33800.5),
    ("74", "Ville d’Amiens", 29300, "25 800,00 €"),
    ("74", "État", 12000, "neuf mille"),
    ("99", "Divers", 10, 10),
    (),
    ("Tranche d’âge", "Femmes", "Hommes"),
    ("6-11 ans", 20, 15),
    ("12-17 ans", 5, 5),
    ("Martiens", 1, 1),
    (),
    ("Indicateur", "Cible", "Réalisé"),
    ("Séances tenues", 18, 16),
    (),
    ("Mise en œuvre de l’action", "Seize séances ont eu lieu."),
)
OSIRIS: tuple[tuple[Any, ...], ...] = (
    ("Dossier", None, None, None, "Évaluation"),
    (
        "N° Dossier Osiris", "N° Siret", "Nom", "Intitulé", "Indicateurs",
        "Objectifs atteints au regard des indicateurs utilisés", "Coût (total charges)", "Coût réalisé",
        "Accordé", "Appréciation", "Commentaires", "Montant du reversement ou de la compensation",
    ),
    (
        "DD80-26-0001", None, "Lire en Bas de Chez Soi 26500001", "Livre et lecture de rue", "16 séances",
        "Oui", 41300, 34800, 9000, "Bonne action", None, 500,
    ),
    ("Consolidation", None, None, None, None, None, 41300, 34800, 9000),
)  # fmt: skip
