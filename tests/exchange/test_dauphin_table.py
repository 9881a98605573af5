"""Lists of Dauphin's agents: known by several sets of headers, told like its documents, or taught once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.exchange.application import Application
from desktop.exchange.registry import read
from desktop.exchange.tables import UnknownHeaders, accepted, save_map
from desktop.paths import resources

SHIPPED = resources() / "imports"


def listed(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(path)
    return path


def one(path: Path) -> Application:
    found = read(path, [SHIPPED])
    (application,) = found.applications
    assert (found.format, application.source) == ("table", "dauphin")
    return application


@pytest.mark.parametrize(
    ("number", "name", "title"),
    [
        ("Référence administrative", "Demandeur", "Intitulé du projet"),
        ("Référence administrative", "Raison sociale", "Intitulé"),
        ("Numéro Dauphin", "Association", "Libellé de la demande"),
        ("N° Dauphin", "Demandeur", "Titre"),
    ],
)
def test_headers_that_are_known(tmp_path: Path, number: str, name: str, title: str) -> None:
    path = listed(
        tmp_path / "a.xlsx",
        (
            number,
            name,
            "N° SIRET",
            title,
            "Exercice",
            "Statut",
            "Montant demandé",
            "Montant voté",
            "Gestionnaire",
        ),
        (
            104456,
            "Les Inventés",
            12345678200010,
            "Lecture",
            2026,
            "Justification à modifier",
            "4 200,00",
            4000,
            "Zoé",
        ),
        ("Total", None, None, None, None, None, 4200, 4000, None),
    )
    application = one(path)
    assert (application.source_id, application.title) == ("DA00104456", "Lecture")
    assert (application.asked, application.granted, application.stage) == (420000, 400000, "granted")
    assert application.applicant.siret == "12345678200010" and application.exercise == 2026


@pytest.mark.parametrize(
    ("state", "stage"),
    [("Prise en charge", "instruction"), ("Non recevable", "ineligible"), ("Transmise", "received"),
     ("En cours de saisie", "draft"), ("Au repos", "received")],
)  # fmt: skip
def test_states_are_those_of_the_documents(tmp_path: Path, state: str, stage: str) -> None:
    path = listed(
        tmp_path / "a.xlsx",
        ("Référence administrative", "Demandeur", "Statut"),
        ("DA00000001", "Les Inventés", state),
    )
    assert one(path).stage == stage


def test_unknown_headers_are_taught_once(tmp_path: Path) -> None:
    path = listed(
        tmp_path / "a.xlsx",
        ("Réf. DPH", "Qui demande", "Pour faire quoi", "Combien"),
        ("DA00000001", "Les Inventés", "Lecture", 4200),
    )
    with pytest.raises(UnknownHeaders) as caught:
        read(path, [SHIPPED])
    (proposal,) = caught.value.proposals
    assert proposal is not None
    for guess, field in zip(proposal.columns, ("source_id", "applicant.name", "title", "asked"), strict=True):
        guess.field = field
    save_map(tmp_path / "maps" / "dph.toml", accepted(proposal, "dph", "Liste DPH"))
    (application,) = read(path, [SHIPPED, tmp_path / "maps"]).applications
    assert (application.source, application.title, application.asked) == ("table:dph", "Lecture", 420000)
