"""Dauphin first, GISPRO after: one dossier, what the State engaged is added, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from db import queries
from db.store import Store
from desktop.exchange.registry import read
from desktop.flow.annotate import annotate
from desktop.flow.receive import Intake, receive
from desktop.paths import resources

SAMPLE = Path(__file__).parents[1] / "samples" / "dauphin" / "dauphin_dossier.json"
HEADER = (
    "Action de demande - Code dossier", "Action", "Tiers", "Code SIRET", "Montant engagé", "CHORUS -EJ",
    "Type de tiers", "Action - Code dossier",
)  # fmt: skip


def dauphin(folder: Path, **changes: Any) -> Path:
    """The sample as a dossier of Amiens that waits: the State of the Somme is asked 7 000, not voted yet."""
    text = SAMPLE.read_text(encoding="utf-8").replace("13-ETAT-POLITIQUE-VILLE", "80-ETAT-POLITIQUE-VILLE")
    (pair,) = json.loads(text)
    told = pair["dauphin"]
    told |= {
        "referenceAdministrative": "DA00104456", "exerciceBudgetaire": 2026, "virtualStatus": "SUPPORTED",
        "virtualStatusLabel": "Prise en charge", "intituleProjet": "Lecture de rue", **changes,
    }  # fmt: skip
    told["objet"]["value"] = "Des séances de lecture au pied des immeubles."
    told["demandeur"]["SIRET"] = {"complet": "12345678200010"}
    (deal,) = [
        line["financement"]
        for post in told["planFinancement"][0]["recette"]["postes"]
        for part in post.get("sousPostes", [])
        for line in part.get("lignes", [])
        if line["libelle"]["value"] == "80-ETAT-POLITIQUE-VILLE"
    ]
    del deal["montantVote"], deal["dateDecision"], deal["statut"], deal["statutLabel"]
    path = folder / "dauphin.json"
    path.write_text(json.dumps([told]), encoding="utf-8")
    return path


def gispro(folder: Path, *amounts: float) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for rank, amount in enumerate(amounts):
        code = f"DA00104456-{rank}" if rank else "DA00104456"
        sheet.append(
            (code, "LECTURE RUE", "ASSO", 12345678200010, amount, "2100000001", "Association", 382504)
        )
    book.save(folder / "gispro.xlsx")
    return folder / "gispro.xlsx"


def bring(store: Store, path: Path) -> Intake:
    found = read(path, [resources() / "imports"])
    (intake,) = store.do(receive, read=found).value
    return intake  # type: ignore[no-any-return]  # the verb's own list


def amounts(store: Store, dossier: bytes | None) -> dict[str, tuple[int | None, int | None]]:
    assert dossier
    return {row.code: (row.asked, row.voted) for row in queries.amounts(store.reader, dossier)}


def funding(store: Store) -> list[tuple[Any, ...]]:
    sql = "SELECT name, asked, answered, status FROM funding_line ORDER BY rank"
    return [tuple(row) for row in store.reader.execute(sql)]


def test_what_is_asked_of_each_funder_leaves_droit_commun_apart(store: Store, tmp_path: Path) -> None:
    intake = bring(store, dauphin(tmp_path))
    told = amounts(store, intake.dossier)
    assert told["ETAT147"] == (7_000_00, None)  # neither the ministry's 48 535 nor the rectorate's 11 400
    assert told["VILLE"] == (7_500_00, None)  # of 9 100, 1 600 are droit commun
    assert told["DEPARTEMENT"] == (9_000_00, None)
    assert len(funding(store)) == 11


def test_gispro_after_dauphin_adds_what_was_engaged(store: Store, tmp_path: Path) -> None:
    first = bring(store, dauphin(tmp_path))
    before = funding(store)
    second = bring(store, gispro(tmp_path, 6000, 500))
    assert (second.status, second.dossier) == ("changed", first.dossier)
    told = {d.name: d.label for d in second.differences}
    assert told == {
        "funding": "Financeurs", "granted_by.ETAT147": "Accordé par État, programme 147",
        "also_known": "Autres numéros", "other": "Autres réponses",
    }  # fmt: skip
    assert first.dossier
    head = queries.head(store.reader, first.dossier)
    assert head is not None
    assert (head.title, head.stage, head.asked) == ("Lecture de rue", "instruction", 26_990_00)
    assert amounts(store, first.dossier)["ETAT147"] == (7_000_00, 6_500_00)
    after = funding(store)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("80-ETAT-POLITIQUE-VILLE", 7_000_00, 6_500_00, "confirmed")]
    other = [label for (label,) in store.reader.execute("SELECT label FROM source ORDER BY rank")]
    assert "Dispositif" in other and "GISPRO – N° EJ Chorus" in other and other.count("Agrément") == 3
    assert store.reader.execute("SELECT count(*) FROM section").fetchone()[0] == 3


def test_both_files_again_change_nothing(store: Store, tmp_path: Path) -> None:
    first, second = dauphin(tmp_path), gispro(tmp_path, 6000)
    bring(store, first)
    bring(store, second)
    assert [bring(store, path).status for path in (first, second, first)] == ["same", "same", "same"]


def test_a_newer_plan_keeps_the_answer_and_drops_who_left_it(store: Store, tmp_path: Path) -> None:
    intake = bring(store, dauphin(tmp_path))
    bring(store, gispro(tmp_path, 6000))
    path = dauphin(tmp_path)
    (told,) = json.loads(path.read_text(encoding="utf-8"))
    parts = told["planFinancement"][0]["recette"]["postes"][3]["sousPostes"]
    parts[2] |= {"lignes": [], "montant": {"total": 0}}  # the Département is asked no more
    path.write_text(json.dumps([told]), encoding="utf-8")
    assert bring(store, path).status == "changed"
    assert amounts(store, intake.dossier)["ETAT147"] == (7_000_00, 6_000_00)
    assert amounts(store, intake.dossier)["DEPARTEMENT"] == (None, None)
    names = [row[0] for row in funding(store)]
    assert "13-BOUCHES-DU-RHONE (DEPT)" not in names and "80-ETAT-POLITIQUE-VILLE" in names


def test_gispro_first_then_dauphin_makes_one_whole_dossier(store: Store, tmp_path: Path) -> None:
    first = bring(store, gispro(tmp_path, 6000))
    assert first.status == "new"
    second = bring(store, dauphin(tmp_path))
    assert second.dossier == first.dossier and first.dossier
    head = queries.head(store.reader, first.dossier)
    assert head is not None and (head.title, head.cost) == ("Lecture de rue", 257_112_00)
    assert amounts(store, first.dossier)["ETAT147"] == (7_000_00, 6_000_00)
    assert ("80-ETAT-POLITIQUE-VILLE", 7_000_00, 6_000_00, "confirmed") in funding(store)


def test_work_done_here_is_kept(store: Store, tmp_path: Path) -> None:
    intake = bring(store, dauphin(tmp_path))
    assert intake.dossier
    store.do(
        annotate, dossier=intake.dossier, place="section:objectives", start=4, end=22,
        quote="séances de lecture", text="Cœur du défi",
    )  # fmt: skip
    bring(store, gispro(tmp_path, 6000))
    bring(store, dauphin(tmp_path, intituleProjet="Lecture de rue et contes"))
    (note,) = queries.notes(store.reader, intake.dossier)
    assert (note.text, note.orphan) == ("Cœur du défi", 0)
    head = queries.head(store.reader, intake.dossier)
    assert head is not None and head.title == "Lecture de rue et contes"


def test_what_this_office_decided_is_not_added_to(store: Store, tmp_path: Path) -> None:
    from desktop.flow.decide import decide

    intake = bring(store, dauphin(tmp_path))
    metropole = store.reader.execute("SELECT id FROM funder WHERE code = 'METROPOLE'").fetchone()[0]
    store.do(decide, dossier=intake.dossier, outcome="granted", amounts={metropole: 4_000_00})
    late = bring(store, gispro(tmp_path, 6000))
    assert [(d.name, d.kept) for d in late.differences if d.name == "granted_by.ETAT147"] == [
        ("granted_by.ETAT147", True)
    ]
    assert amounts(store, intake.dossier)["ETAT147"][1] is None
    assert ("80-ETAT-POLITIQUE-VILLE", 7_000_00, 6_000_00, "confirmed") in funding(store)


def test_a_vote_of_others_is_not_one_of_ours(store: Store, tmp_path: Path) -> None:
    path = dauphin(tmp_path)
    (told,) = json.loads(path.read_text(encoding="utf-8"))
    parts = told["planFinancement"][0]["recette"]["postes"][3]["sousPostes"]
    (line,) = parts[5]["lignes"]  # the CAF
    line["financement"] |= {"montantVote": {"ht": 1890}, "statut": "VOTE"}
    path.write_text(json.dumps([told]), encoding="utf-8")
    intake = bring(store, path)
    assert amounts(store, intake.dossier)["CAF"] == (1_890_00, None)
    assert ("13-CAF", 1_890_00, 1_890_00, "confirmed") in funding(store)
    assert intake.dossier
    head = queries.head(store.reader, intake.dossier)
    assert head is not None and not head.voted


def test_a_list_of_the_agents_completes_the_document(store: Store, tmp_path: Path) -> None:
    first = bring(store, dauphin(tmp_path))
    lines = [
        "Référence administrative;Demandeur;SIRET;Statut;Montant demandé;Note du service",
        "DA00104456;Asso;12345678200010;Recevable;27 000,00;À revoir",
    ]
    path = tmp_path / "liste.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    second = bring(store, path)
    assert (second.status, second.dossier) == ("changed", first.dossier) and first.dossier
    head = queries.head(store.reader, first.dossier)
    assert head is not None and (head.asked, head.title) == (27_000_00, "Lecture de rue")
    other = [label for (label,) in store.reader.execute("SELECT label FROM source ORDER BY rank")]
    assert "Dispositif" in other and other[-1] == "Note du service"
