"""The papers of the follow-up, the archive and the satchels, as a reader of tags meets them."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.letters.archive_sheet import Section, archive_sheet
from desktop.letters.document import Document
from desktop.letters.elimination_paper import Lot, Told, elimination_paper
from desktop.letters.letter import make_document
from desktop.letters.past import past_document
from desktop.letters.payment_slip import slip_document
from desktop.letters.posting import register_document
from desktop.letters.report_sheet import ReportPaper, report_document
from desktop.letters.satchel_receipt import Handed, receipt_paper
from tests.letters.tree import faults

DAY, OFFICE = dt.date(2026, 3, 10), ("Collectivité", "Service")
MONEY = ("60", "Achats", "1 000 €", "1 000 €", "900 €", "−100 €", "−10", "Moins de livres.")
PEOPLE = ("6 à 11 ans", "10", "10", "20", "9", "8", "17")
PAYMENT = ("R1", "Association", "compte", "Ville · solde", "10/03/2026", 1200_00)

PAPERS: dict[str, Document] = {
    "elimination": elimination_paper(
        Told(
            "B1", DAY, OFFICE, [Lot("Demandes", "2021-2024", 1, "3 Mo", "circulaire", "5 ans", "Éliminer")],
            [("2021-1", "Demande", "2021", "5 ans", "Éliminer", "")] * 40, ["Un sur dix."], "proposé",
        )
    ),
    "receipt": receipt_paper(
        Handed("in", "Poste central", "Antenne", 3, "a.mallette", "12345 67890", dt.datetime(2026, 3, 10, 9),
               "A. Exemple", [("Dossiers", "2")], [("2026-1", "Association", 3)], ["Une phrase."], ["Note."]),
        OFFICE,
    ),
    "report": report_document(
        ReportPaper(
            "Bilan", "2026-1", [("Action", "Lecture")], [MONEY, MONEY], [MONEY, MONEY], ["Écart."],
            [PEOPLE, PEOPLE], [("Ce qui a été fait", "Des séances.")], ["Accepté."], OFFICE, "2026-03-10",
        )
    ),
    "archive": archive_sheet(
        "Dossier", "2026-1",
        [
            Section("Porteur", [("Nom", "Association"), ("Objet", "mot " * 200)], [("Résumé", "mot " * 300)]),
            Section("Budget", heads=("Compte", "Montant"), rows=[("60", "10 €")] * 60, money=frozenset({1})),
            Section("Suite", lines=["Une ligne."]),
        ],
        office=OFFICE, day="2026-03-10", foot="pied",
    ),
    "payments": slip_document([PAYMENT] * 3, OFFICE, DAY),
    "past": past_document(
        number="2026-1", about="Association", moment="3 mars", note="Note.", printed="10 mars",
        last="Dernier.", day="2026-03-10", parts=[("Titre", [("a", "b")])],
    ),
    "register": register_document([], OFFICE, DAY),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_each_paper(name: str) -> None:
    assert faults(make_document(PAPERS[name])) == []
