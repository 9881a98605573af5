"""What varies is data: each file of resources must be whole, unique and consistent with the others."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.flow.settings_read import shipped
from desktop.rules.settings import SUBJECTS, Subject, faults

ROOT = Path(__file__).parents[1] / "resources"
ROOMS = [
    "grids",
    "quarters",
    "calls",
    "funders",
    "pieces",
    "reasons",
    "labels",
    "phrases",
    "checks",
    "partners",
    "money",
    "committees",
    "papers",
    "retention",
    "themes",
    "thresholds",
    "opendata",
]
FILES = sorted(file for room in ROOMS for file in (ROOT / room).glob("*.toml"))
KINDS = {"association", "school", "public", "other"}
OUTCOMES = {"granted", "partial", "adjourned", "refused", "ineligible", "redirected", "withdrawn"}
COLOUR = re.compile(r"#[0-9a-f]{6}")


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def codes(rows: list[dict[str, Any]]) -> list[str]:
    found = [row["code"] for row in rows]
    assert len(found) == len(set(found)), f"code en double : {sorted(found)}"
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_each_file_says_what_it_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# "), "un fichier commence par dire ce qu’il est"
    data = tomllib.loads(text)
    assert data["id"] == file.stem
    assert data["title"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_french_typography(file: Path) -> None:
    def words(value: object) -> list[str]:
        if isinstance(value, dict):
            # An alias repeats what a file really says, straight apostrophes included.
            return [w for k, v in value.items() if k not in {"aliases", "matches"} for w in words(v)]
        if isinstance(value, list):
            return [w for v in value for w in words(v)]
        return [value] if isinstance(value, str) else []

    for text in words(tomllib.loads(file.read_text(encoding="utf-8"))):
        assert "'" not in text, text
        assert not re.search(r" [:;?!»€%]|« |!", text), text


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.code)
def test_what_an_office_may_set_is_shipped_as_the_settings_screen_would_take_it(subject: Subject) -> None:
    assert shipped(subject) and faults(subject, shipped(subject)) == []


def test_eleven_challenges() -> None:
    challenges = load("grids/engagements-quartiers-2030.toml")["challenge"]
    assert codes(challenges) == [f"D{n:02}" for n in range(1, 12)]
    assert [c["rank"] for c in challenges] == list(range(1, 12))
    assert len({c["colour"] for c in challenges}) == len({c["icon"] for c in challenges}) == 11
    assert [c["short"] for c in challenges] == [
        "Précarité",
        "Insertion",
        "Accès aux droits",
        "Réussite",
        "Parentalité",
        "Santé",
        "Lien social",
        "Cadre de vie",
        "Tranquillité",
        "Attractivité",
        "Mobilité",
    ]
    said: dict[str, str] = {}
    for challenge in challenges:
        assert COLOUR.fullmatch(challenge["colour"])
        assert 2 <= len(challenge["sub"]) <= 4
        assert all(code.startswith(challenge["code"] + ".") for code in codes(challenge["sub"]))
        assert all(sub["to_confirm"] for sub in challenge["sub"])
        assert all(re.fullmatch(r"[1-4]\.\d[ab]?", theme) for theme in challenge["p147"])
        for alias in {challenge["title"], *challenge["aliases"]}:
            assert said.setdefault(alias.casefold(), challenge["code"]) == challenge["code"], alias


def test_the_bridge_to_the_themes_of_the_state_is_that_of_the_grid() -> None:
    data = load("themes/p147.toml")
    known = codes(data["theme"])
    assert all(theme.get("parent", known[0]) in known for theme in data["theme"])
    for challenge in load("grids/engagements-quartiers-2030.toml")["challenge"]:
        bridge = [row for row in data["bridge"] if row["challenge"] == challenge["code"]]
        assert [row["theme"] for row in bridge] == challenge["p147"]
        assert sum(row["percent"] for row in bridge) == 100 and all(row["theme"] in known for row in bridge)


def test_thresholds_say_what_they_add_up_and_what_they_demand() -> None:
    for threshold in load("thresholds/france.toml")["threshold"]:
        assert threshold["sums"] in {"own", "public"} and threshold["above"] > 0
        for demand in threshold["demands"]:
            assert demand["code"] in {"convention", "publication", "accounts", "hand"} and demand["label"]


def test_seven_quarters_of_amiens() -> None:
    quarters = load("quarters/amiens-2024.toml")["quarter"]
    assert len(codes(quarters)) == 7
    said: dict[str, str] = {}
    for quarter in quarters:
        assert re.fullmatch(r"QN080\d\d[IMN]", quarter["code"])
        assert quarter["of"].startswith(("de ", "du ", "des ", "d’"))
        assert quarter["at"].startswith(("à ", "au ", "aux ", "dans "))
        assert quarter["name"] in quarter["aliases"] and quarter["city_name"] in quarter["aliases"]
        outline = quarter["outline"]
        assert len(outline) >= 12 and outline[0] == outline[-1]
        assert all(2.2 < lon < 2.36 and 49.85 < lat < 49.95 for lon, lat in outline)
        assert ("residents" in quarter) == ("residents_source" in quarter)
        for alias in set(quarter["aliases"]):
            assert said.setdefault(alias.casefold(), quarter["code"]) == quarter["code"], alias


def test_funders_are_known_by_one_name_each() -> None:
    funders = load("funders/amiens.toml")["funder"]
    assert set(codes(funders)) == {
        "METROPOLE",
        "VILLE",
        "ETAT147",
        "REGION",
        "DEPARTEMENT",
        "CAF",
        "BAILLEURS",
        "EUROPE",
        "AUTRE",
    }
    assert [f["rank"] for f in funders] == list(range(1, len(funders) + 1))
    assert all(f["account"].startswith("74") and f["letter_name"] and f["short"] for f in funders)


def test_pieces_of_each_kind_of_applicant() -> None:
    known: set[str] = set()
    for kind in KINDS:
        data = load(f"pieces/{kind}.toml")
        assert data["kind"] == kind
        known |= set(codes(data["piece"]))
        for piece in data["piece"]:
            assert piece["when"] in {"once", "yearly", "request", "renewal", "conditional", "asked"}
            assert piece["label"] and piece["rule"].endswith(".") and piece["aliases"]
            assert 0 <= piece["valid_months"] <= 48
    assert known >= {
        "statuts",
        "rib",
        "comptes",
        "bilan",
        "budget",
        "sirene",
        "cer",
        "dirigeants",
        "assurance",
        "rapport",
    }


def test_reasons_are_countable_and_sayable() -> None:
    reasons = load("reasons/decisions.toml")["reason"]
    codes(reasons)
    assert {outcome for reason in reasons for outcome in reason["outcomes"]} == OUTCOMES - {"granted"}


def test_labels_and_phrases() -> None:
    labels = load("labels/default.toml")["label"]
    codes(labels)
    assert {label["audience"] for label in labels} <= {"me", "team", "committee", "applicant"}
    phrases = load("phrases/default.toml")["phrase"]
    grid = {c["code"] for c in load("grids/engagements-quartiers-2030.toml")["challenge"]}
    assert len(phrases) >= 25 and len({p["text"] for p in phrases}) == len(phrases)
    assert {p["challenge"] for p in phrases} == grid | {""}


@pytest.mark.parametrize("name", sorted(f.stem for f in (ROOT / "calls").glob("*.toml")))
def test_each_call_leans_on_files_that_exist(name: str) -> None:
    call = load(f"calls/{name}.toml")
    assert call["kind"] in {"general", "specific", "multiyear"}
    assert (ROOT / "grids" / f"{call['grid']}.toml").is_file()
    assert (ROOT / "quarters" / f"{call['quarters']}.toml").is_file()
    funders = {f["code"] for f in load(f"funders/{call['funders']}.toml")["funder"] if f["own"]}
    reasons = {r["code"] for r in load("reasons/decisions.toml")["reason"]}
    waves = codes(call["wave"])
    assert set(call["pieces"]) == KINDS
    assert all((ROOT / "pieces" / f"{file}.toml").is_file() for file in call["pieces"].values())
    for wave in call["wave"]:
        assert set(wave["closing"]) == KINDS
        assert isinstance(wave["committee"], date) and wave["committee"] < wave["deliberation"]
        assert wave["closing"]["association"] < wave["committee"]
    envelopes = [(e["funder"], e["wave"]) for e in call["envelope"]]
    assert len(envelopes) == len(set(envelopes))
    assert all(funder in funders and wave in waves for funder, wave in envelopes)
    assert all(isinstance(e["amount"], int) and e["amount"] > 0 for e in call["envelope"])
    assert sum(criterion["points"] for criterion in call["criterion"]) == 100
    assert {e["reason"] for e in call["eliminatory"]} <= reasons


def test_general_call_has_three_waves() -> None:
    call = load("calls/aap-2026.toml")
    assert [wave["code"] for wave in call["wave"]] == ["V1", "V2", "V3"]
    assert call["wave"][0]["closing"]["association"] == date(2026, 1, 31)
    assert call["wave"][0]["closing"]["school"] == date(2026, 4, 30)


def test_rules_of_the_checks_say_how_to_change_them_and_why() -> None:
    known: set[str] = set()
    for file in sorted((ROOT / "checks").glob("*.toml")):
        opening = file.read_text(encoding="utf-8").split("\n\nid =")[0]
        assert all(line.startswith("# ") for line in opening.splitlines())
        assert "enabled = false" in opening and "values" in opening and f"{file.stem}.py" in opening
        rules = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
        assert not known & set(codes(rules))
        known |= set(codes(rules))
        for rule in rules:
            assert rule["title"][0].isupper() and not rule["title"].endswith(".")
            for sentence in (rule["sentence"], rule["why"], *rule.get("others", {}).values()):
                assert sentence.endswith((".", "}")), sentence
            assert rule["law"]
    assert len(known) > 50


def test_scoring_grids_weigh_a_hundred_and_name_calls_that_exist() -> None:
    every = [load(f"grids/{file.name}") for file in (ROOT / "grids").glob("*.toml")]
    grids = [data for data in every if data.get("kind") == "score"]
    calls = {file.stem for file in (ROOT / "calls").glob("*.toml")}
    assert grids
    for grid in grids:
        codes(grid["criterion"])
        assert [entry["rank"] for entry in grid["criterion"]] == list(range(1, len(grid["criterion"]) + 1))
        assert grid["scale"] in ("points", "letters") and set(grid["calls"]) <= calls
