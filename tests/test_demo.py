"""The demonstration call: written applications, the files built from them, and the story played on them."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from stdnum import iban, luhn

from desktop.exchange import ds_tables, ds_zip
from desktop.exchange.application import Application
from desktop.rules.journey import MOVES, STAGES

ROOT = Path(__file__).parents[1] / "resources"
DEMO = ROOT / "demo"
TEXTS = ("need", "description", "objectives", "means", "calendar", "partners", "evaluation")
OWN = {
    "METROPOLE": "Amiens Métropole - contrat de ville",
    "ETAT147": "Etat - Politique de la ville (BOP 147)",
    "VILLE": "Ville d'Amiens - contrat de ville",
}
# Where each deed of the story leads; the others leave the dossier where it is.
LEADS = {
    "complete": "complete",
    "ask_pieces": "incomplete",
    "instruct": "instruction",
    "consult": "opinion",
    "ready": "ready",
    "decide": "decided",
    "issue": "notified",
    "close": "closed",
}


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def written() -> dict[str, dict[str, Any]]:
    rows = [
        row for file in sorted((DEMO / "source").glob("dossiers-*.toml")) for row in toml(file)["application"]
    ]
    found = {row["number"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def codes(name: str, table: str) -> set[str]:
    return {row["code"] for row in toml(ROOT / name)[table]}


def deeds() -> list[dict[str, Any]]:
    return list(toml(DEMO / "story.toml")["deed"])


def total(lines: list[dict[str, Any]], *, gifts: bool | None = None) -> int:
    kept = [x for x in lines if gifts is None or (x["account"] in {"86", "87"}) is gifts]
    return sum(line["amount"] for line in kept)


def mistakes(row: dict[str, Any]) -> set[str]:
    """What is wrong in a budget, found from its figures alone."""
    charges, products = row["charges"], row["products"]
    own = sum(p["amount"] for p in products if p["funder"] in OWN.values())
    found = set()
    if total(charges, gifts=False) != total(products, gifts=False):
        found.add("unbalanced")
    if total(charges, gifts=True) != total(products, gifts=True):
        found.add("voluntary")
    if row["asked"] != own:
        found.add("asked")
    if row["cost"] != total(charges):
        found.add("total")
    if row["asked"] * 100 > 80 * total(products):
        found.add("share")
    return found


def test_sixty_applications_of_every_kind() -> None:
    rows = written()
    applicants = {row["key"]: row for row in toml(DEMO / "source" / "applicants.toml")["applicant"]}
    assert len(rows) == 60
    assert {row["applicant"] for row in rows.values()} == set(applicants)
    assert {row["kind"] for row in applicants.values()} == {"association", "school", "public", "other"}
    challenges, quarters = (
        codes("grids/engagements-quartiers-2030.toml", "challenge"),
        codes("quarters/amiens-2024.toml", "quarter"),
    )
    assert {row["challenge"] for row in rows.values()} == challenges
    assert {quarter for row in rows.values() for quarter in row["quarters"]} == quarters
    assert {c for row in rows.values() for c in row["other_challenges"]} <= challenges
    assert Counter(row["state"] for row in rows.values()).keys() == {"En construction", "En instruction"}
    assert 30 <= sum(row["renewal"] for row in rows.values()) <= 45


def test_most_files_are_whole_and_some_lack_a_piece() -> None:
    kinds = {row["key"]: row["kind"] for row in toml(DEMO / "source" / "applicants.toml")["applicant"]}
    lacking = 0
    for row in written().values():
        pieces = toml(ROOT / "pieces" / f"{kinds[row['applicant']]}.toml")["piece"]
        given = set(row["files"])
        assert given <= {piece["code"] for piece in pieces}, row["number"]
        moments = {"once", "yearly", "request"} | ({"renewal"} if row["renewal"] else set())
        asked = {
            piece["code"]
            for piece in pieces
            if piece["required"] and piece["when"] in moments and not piece.get("calls")
        }
        lacking += bool(asked - given)
    assert 12 <= lacking <= 25


@pytest.mark.parametrize("number", sorted(written()))
def test_each_application_is_long_enough_and_counts_well(number: str) -> None:
    row = written()[number]
    words = re.findall(r"[\w’'-]+", " ".join(row[key] for key in TEXTS if key in row))
    assert 150 <= len(words) <= 600
    assert row["women"] <= row["people"] and row["starts"] < row["ends"]
    assert all(line["amount"] > 0 for line in row["charges"] + row["products"])
    assert mistakes(row) == ({row["mistake"]} if "mistake" in row else set())


def test_eight_budgets_are_wrong_in_five_ways() -> None:
    wrong = Counter(row["mistake"] for row in written().values() if "mistake" in row)
    assert wrong.total() == 8
    assert set(wrong) == {"unbalanced", "voluntary", "asked", "total", "share"}


def test_no_sentence_is_written_twice() -> None:
    seen: dict[str, str] = {}
    for number, row in written().items():
        for sentence in re.split(r"(?<=[.?])\s+", " ".join(row[key] for key in TEXTS if key in row)):
            if len(sentence) > 40:
                assert sentence not in seen, f"{number} et {seen.get(sentence)} : {sentence}"
                seen[sentence] = number


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    script = [sys.executable, "-W", "error", str(DEMO / "make_demo.py"), "--out", str(out)]
    subprocess.run(script, check=True, capture_output=True)
    return out


def test_the_committed_files_are_those_of_the_source(built: Path) -> None:
    names = sorted(file.name for file in built.iterdir())
    assert len(names) == 4
    assert sum((DEMO / name).stat().st_size for name in names) < 3_000_000
    for name in names:
        new, kept = built / name, DEMO / name
        if name.endswith(".csv"):
            assert new.read_bytes() == kept.read_bytes()
        elif name.endswith(".zip"):
            with zipfile.ZipFile(new) as one, zipfile.ZipFile(kept) as other:
                assert one.namelist() == other.namelist()
        else:
            books = [load_workbook(path) for path in (new, kept)]
            left, right = ({s.title: list(s.values) for s in book} for book in books)
            assert left == right


def test_the_same_source_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    script = [sys.executable, str(DEMO / "make_demo.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    for file in built.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def go_on(_sentence: str, _share: float) -> bool:
    return True


def test_the_reader_takes_the_export_without_a_remark(built: Path) -> None:
    read = ds_tables.read_tables(next(built.glob("*.xlsx")), go_on)
    assert read.problems == []
    rows = written()
    assert {a.source_id for a in read.applications} == set(rows)
    for application in read.applications:
        row, who = rows[application.source_id], application.applicant
        assert luhn.is_valid(who.siret) and luhn.is_valid(who.siret[:9]) and who.siret.startswith("0000")
        assert (who.rna.startswith("W8029990")) is (who.kind == "association")
        assert application.cost == row["cost"] * 100 and application.asked == row["asked"] * 100
        assert len(application.budget) == len(row["charges"]) + len(row["products"])
        assert application.texts["description"] == row["description"]


def test_the_archive_says_the_same_as_the_export(built: Path) -> None:
    sheet = {a.source_id: a for a in ds_tables.read_tables(next(built.glob("*.xlsx")), go_on).applications}
    archive = ds_zip.read_zip(next(built.glob("*.zip")), go_on)
    assert archive.problems == [] and len(archive.applications) == 4

    def kept(application: Application) -> tuple[object, ...]:
        a = application
        return (a.title, a.texts, a.cost, a.asked, a.budget, a.people, a.quarters, a.challenges, a.starts_on)

    pieces = 0
    for application in archive.applications:
        assert kept(application) == kept(sheet[application.source_id])
        named = {(a.label, a.filename) for a in sheet[application.source_id].attachments}
        assert named <= {(a.label, a.filename) for a in application.attachments}
        pieces += sum(a.content is not None for a in application.attachments)
    assert pieces >= 12


def test_pieces_say_that_they_are_invented(built: Path) -> None:
    accounts = 0
    with zipfile.ZipFile(next(built.glob("*.zip"))) as archive:
        for name in archive.namelist():
            if "/pieces_justificatives/" not in name or not name.endswith(".pdf"):
                continue
            pages = list(PdfDocument(archive.read(name)))
            texts = [page.get_textpage().get_text_range() for page in pages]
            assert 1 <= len(texts) <= 3
            assert all("DOCUMENT FICTIF" in text for text in texts), name
            for found in re.findall(r"IBAN\W+(FR[\d\s]+?)\s*BIC", texts[0]):
                compact = re.sub(r"\s", "", found)
                assert iban.is_valid(compact) and compact[4:9] == "99999"
                accounts += 1
    assert accounts == 4


def test_each_quote_is_in_the_text() -> None:
    rows = written()
    quoted = [deed for deed in deeds() if deed["verb"] == "annotate"]
    assert len(quoted) >= 90
    for deed in quoted:
        row = rows[deed["number"]]
        assert row[deed["section"]].count(deed["quote"]) == 1, deed["quote"]
        assert deed["challenge"] in {row["challenge"], *row["other_challenges"]}
        assert deed["note"].endswith(".")


def test_the_story_uses_known_codes_and_fair_amounts() -> None:
    rows = written()
    known = {
        "challenge": codes("grids/engagements-quartiers-2030.toml", "challenge"),
        "label": {label["name"] for label in toml(ROOT / "labels" / "default.toml")["label"]},
        "letter": {toml(file)["id"] for file in (ROOT / "letters").glob("*.toml") if "block" in toml(file)},
        "level": {"none", "weak", "medium", "strong"},
        "audience": {"me", "team", "committee", "applicant"},
    }
    reasons = {r["code"]: r["outcomes"] for r in toml(ROOT / "reasons" / "decisions.toml")["reason"]}
    pieces = {
        piece for file in (ROOT / "pieces").glob("*.toml") for piece in codes(f"pieces/{file.name}", "piece")
    }
    for deed in deeds():
        for key, values in known.items():
            assert deed.get(key) is None or deed[key] in values, deed
        assert set(deed.get("pieces", [])) <= pieces
        assert all(deed["outcome"] in reasons[reason] for reason in deed.get("reasons", []))
        products = rows[deed["number"]]["products"]
        for funder, amount in deed.get("amounts", {}).items():
            asked = next(p["amount"] for p in products if p["funder"] == OWN[funder])
            assert 0 < amount <= asked * 100, deed


def test_every_stage_and_every_outcome_is_represented() -> None:
    moves = {(move.start, move.end) for move in MOVES}
    stage = {
        number: "received" if row["state"] == "En construction" else "instruction"
        for number, row in written().items()
    }
    outcomes: Counter[str] = Counter()
    for deed in deeds():
        here, there = stage[deed["number"]], LEADS.get(deed["verb"])
        if there:
            assert (here, there) in moves, deed
            stage[deed["number"]] = there
        if deed["verb"] == "decide":
            outcomes[deed["outcome"]] += 1
    assert set(stage.values()) == {one.code for one in STAGES}
    assert outcomes == {
        "granted": 12,
        "partial": 8,
        "refused": 4,
        "adjourned": 3,
        "ineligible": 2,
        "redirected": 1,
        "withdrawn": 1,
    }
    assert Counter(stage.values())["received"] >= 8
