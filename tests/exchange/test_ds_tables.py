"""Tables of the portal as other cities make them: other labels, fewer columns, people, groups, revisions."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from desktop.exchange.application import Application, Cancelled, ReadFile, Unreadable
from desktop.exchange.ds_tables import read_tables

SAMPLES = Path(__file__).parents[1] / "samples" / "ds"
STEM = "dossiers_engagements-quartiers-2030-amiens_2026-02-02_09-15"
STATE = ["À archiver", "État du dossier", "Dernière mise à jour le", "Déposé le", "Traité le"]
SAID = ["false", "En construction", "2026-07-01 10:00:00 +0200", "2026-07-01 09:00:00 +0200", ""]


def quiet(sentence: str, share: float) -> bool:
    return True


def table(path: Path, header: list[str], *rows: list[str]) -> ReadFile:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return read_tables(path, quiet)


def one(path: Path, fields: dict[str, str], state: str = "En construction") -> Application:
    """The only dossier of a CSV with these form fields."""
    said = [SAID[0], state, *SAID[2:]]
    found = table(path, ["ID", "Email", *STATE, *fields], ["77", "a@example.org", *said, *fields.values()])
    assert len(found.applications) == 1
    return found.applications[0]


def test_renamed_labels_find_their_place(tmp_path: Path) -> None:
    found = one(
        tmp_path / "t.csv",
        {
            "2.1 Titre du projet *": "Jardin partagé",
            "Coût total prévisionnel de l’action (en €)": "12 500,50 €",
            "Subvention demandée à la collectivité": "6 000 euros",
            "Enjeu prioritaire : défi principal": "Améliorer le cadre de vie et les conditions de logement",
            "QPV concerné(s)": "Etouvie, Pierre Rollin",
            "Date prévisionnelle de démarrage / date de démarrage": "01/09/2026",
            "Date de fin prévisionnelle": "30 juin 2027",
            "Nombre total de participants": "85",
            "Diagnostic, besoins repérés": "Peu d’espaces verts.",
            "Calendrier de l’action": "Chaque mercredi.",
            "Partenaires mobilisés": "Régie de quartier",
            "S’agit-il d’une reconduction ?": "Oui",
        },
    )
    assert (found.title, found.cost, found.asked) == ("Jardin partagé", 1_250_050, 600_000)
    assert found.main_challenge == "Améliorer le cadre de vie et les conditions de logement"
    assert found.quarters == ["Etouvie", "Pierre Rollin"]
    assert (found.starts_on, found.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 6, 30))
    assert (found.beneficiaries, found.renewal, found.exercise) == (85, True, 2026)
    assert found.texts["need"] == "Peu d’espaces verts."
    assert found.texts["calendar"] == "Chaque mercredi."
    assert found.texts["partners"] == "Régie de quartier"
    assert found.deposited_at == dt.datetime(2026, 7, 1, 9, 0)


@pytest.mark.parametrize(
    "label",
    [
        "Montant accordé (€)",
        "Montant attribué",
        "Montant voté par le comité",
        "Décision du comité : montant",
        "Montant de la subvention accordé",
        "Montant définitif de la subvention (€)",
    ],
)
def test_a_granted_amount_ends_the_doubt_of_an_accepted_dossier(tmp_path: Path, label: str) -> None:
    found = one(tmp_path / "t.csv", {"Montant demandé": "5000.0", label: "3500.0"}, state="Accepté")
    assert (found.asked, found.granted, found.stage) == (500_000, 350_000, "granted")
    assert found.problems == []


def test_zeros_never_typed_are_unknown_but_a_typed_zero_counts(tmp_path: Path) -> None:
    zeros = {"Montant demandé": "0.0", "Montant proposé (€)": "0", "Budget total": "0", "dont femmes": "0"}
    found = one(tmp_path / "t.csv", {**zeros, "Nombre de bénéficiaires": "0", "Montant accordé": "0 €"})
    assert (found.asked, found.proposed, found.cost, found.women, found.beneficiaries) == (None,) * 5
    assert found.granted == 0
    assert found.problems == []


def test_an_earlier_revision_fills_what_the_newer_left_empty(tmp_path: Path) -> None:
    found = one(
        tmp_path / "t.csv",
        {
            "Intitulé de l'action": "",
            "Intitulé du projet": "Atelier cuisine",
            "Montant sollicité": "4000",
            "Montant sollicité (ancienne version)": "4200",
            "Date de début": "bientôt",
            "Date de début de l'action": "2026-03-01",
        },
    )
    assert found.title == "Atelier cuisine"
    assert found.asked == 400_000
    assert found.starts_on == dt.date(2026, 3, 1)
    assert ("Montant sollicité (ancienne version)", "4200") in found.other
    assert ("Date de début", "bientôt") in found.other
    assert [p.field for p in found.problems] == ["Date de début"]


def test_a_natural_person_applies(tmp_path: Path) -> None:
    header = [
        "ID",
        "Email",
        "FranceConnect ?",
        "Civilité",
        "Nom",
        "Prénom",
        "Dépôt pour un tiers",
        "Date de naissance",
        *STATE,
        "Intitulé du projet",
        "Nom",
        "Prénom",
        "Téléphone",
    ]
    row = [
        "12",
        "a@example.org",
        "true",
        "Mme",
        "ESSAI",
        "Zoé",
        "false",
        "1990-01-02",
        *SAID,
        "Fête des voisins",
    ]
    found = table(tmp_path / "t.csv", header, [*row, "", "", ""], ["13", *row[1:], "PREUVE", "Ali", "0100"])
    first, second = found.applications
    assert (first.applicant.name, first.applicant.kind) == ("Zoé ESSAI", "other")
    assert [(p.kind, p.civility, p.last_name) for p in first.people] == [("representative", "Mme", "ESSAI")]
    assert [(p.last_name, p.phone) for p in second.people] == [("PREUVE", "0100")]
    assert not any("1990" in value for _, value in first.other)


def test_routing_groups_and_chorus_columns_are_kept(tmp_path: Path) -> None:
    header = [
        "ID",
        "Email",
        "Entreprise raison sociale",
        "Domaine Fonctionnel",
        "Centre De Coût",
        "Archivé",
        *STATE[1:],
        "Groupe instructeur",
        "Intitulé",
    ]
    row = [
        "5",
        "a@example.org",
        "CLUB D'ESSAI",
        "0147-01",
        "PRFDCAB080",
        "true",
        *SAID[1:],
        "Secteur nord",
        "Boxe",
    ]
    found = table(tmp_path / "t.csv", header, row).applications[0]
    assert found.other == [
        ("Domaine Fonctionnel", "0147-01"),
        ("Centre De Coût", "PRFDCAB080"),
        ("Archivé", "Oui"),
        ("Groupe instructeur", "Secteur nord"),
    ]
    assert (found.applicant.name, found.title) == ("CLUB D'ESSAI", "Boxe")


def test_columns_removed_leave_the_rest_readable(tmp_path: Path) -> None:
    source = SAMPLES / f"{STEM}.csv"
    rows = list(csv.reader(source.read_text(encoding="utf-8").splitlines(keepends=True)))
    gone = {"Établissement SIRET", "Motivation de la décision", "Instructeurs", "Fonction", "Public visé"}
    kept = [index for index, label in enumerate(rows[0]) if label not in gone]
    found = table(tmp_path / "t.csv", *[[row[index] for index in kept] for row in rows])
    whole = read_tables(source, quiet)
    for less, full in zip(found.applications, whole.applications, strict=True):
        assert (less.title, less.asked, less.cost) == (full.title, full.asked, full.cost)
        assert less.applicant.siret == ""
        assert "motivation" not in less.given
        assert [p.last_name for p in less.people] == [p.last_name for p in full.people]


def test_drafts_and_nameless_rows_are_told(tmp_path: Path) -> None:
    header = ["ID", "Email", *STATE, "Intitulé"]
    said = ["a@example.org", *SAID]
    draft = ["2", "a@example.org", "false", "Brouillon", *SAID[2:], "Ébauche"]
    found = table(tmp_path / "t.csv", header, ["1", *said, "Un"], draft, ["", *said, "Sans numéro"])
    assert [a.source_id for a in found.applications] == ["1"]
    assert found.read == 2
    assert [(p.level, p.row) for p in found.problems] == [("error", "ligne 4")]
    assert any("brouillon" in note for note in found.notes)


def test_of_two_versions_the_newer_is_kept(tmp_path: Path) -> None:
    header = ["ID", "Email", *STATE, "Intitulé"]
    newer = ["1", "a@example.org", *SAID, "Nouveau"]
    older = ["1", "a@example.org", *SAID[:2], "2026-06-01 10:00:00 +0200", *SAID[3:], "Ancien"]
    found = table(tmp_path / "t.csv", header, newer, older)
    assert [a.title for a in found.applications] == ["Nouveau"]
    assert "deux fois" in found.problems[0].message


def test_amounts_by_funder_add_up_when_there_is_no_total(tmp_path: Path) -> None:
    found = one(
        tmp_path / "t.csv",
        {
            "Montant sollicité auprès de l’État (P147) (€)": "3000",
            "Montant sollicité auprès d'Amiens Métropole": "2000",
        },
    )
    assert found.asked_by_funder == {"État": 300_000, "Amiens Métropole": 200_000}
    assert found.asked == 500_000


def test_a_wrong_siret_is_kept_with_a_warning(tmp_path: Path) -> None:
    header = ["ID", "Email", "Établissement SIRET", *STATE]
    found = table(tmp_path / "t.csv", header, ["1", "a@example.org", "12345678901234", *SAID]).applications[0]
    assert found.applicant.siret == "12345678901234"
    assert [(p.level, p.field) for p in found.problems] == [("warning", "SIRET")]


def test_another_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="démarches-simplifiees"):
        table(tmp_path / "t.csv", ["Structure", "Montant"], ["Club", "100"])


def test_cancel_stops_the_reading() -> None:
    with pytest.raises(Cancelled):
        read_tables(
            SAMPLES / f"{STEM}.csv",
            lambda sentence, share: "Lecture" not in sentence,
        )


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("00000001800010", "00000001800010", ""),
        ("1800010", "00000001800010", "éro du début rétabli"),
        ("000 000 018 00010", "00000001800010", ""),
        ("000000018", "", "SIREN"),
    ],
)
def test_a_siret_damaged_by_a_spreadsheet_is_put_right_in_sight(
    tmp_path: Path, typed: str, kept: str, words: str
) -> None:
    header = ["ID", "Email", "Établissement SIRET", *STATE]
    found = table(tmp_path / "t.csv", header, ["1", "a@example.org", typed, *SAID]).applications[0]
    assert found.applicant.siret == kept
    assert [words in problem.message for problem in found.problems] == ([True] if words else [])
    assert (("SIRET (tel qu’écrit)", typed) in found.other) is (kept == "")


def test_an_amount_that_can_be_read_two_ways_is_kept_as_written(tmp_path: Path) -> None:
    found = one(tmp_path / "t.csv", {"Montant demandé": "12,345", "Coût total du projet": "environ 500"})
    assert (found.asked, found.cost) == (None, None)
    assert found.other == [("Montant demandé", "12,345"), ("Coût total du projet", "environ 500")]
    assert [p.field for p in found.problems] == ["Montant demandé", "Coût total du projet"]
    assert "ambigu" in found.problems[0].message


def test_the_grant_of_an_earlier_year_is_not_that_of_this_one(tmp_path: Path) -> None:
    fields = {
        "Date de début": "2026-09-01",
        "Montant accordé en 2025": "3000",
        "Montant accordé en 2026": "3500",
    }
    found = one(tmp_path / "t.csv", fields, state="Accepté")
    assert found.granted == 350_000
    assert ("Montant accordé en 2025", "3000") in found.other
