"""Tables as administrations really publish them: known ones read, unknown ones proposed, taught, "
"remembered."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest

from desktop.exchange.application import ReadFile
from desktop.exchange.history_taught import read_as_history, save_history_map
from desktop.exchange.probe import Probe
from desktop.exchange.registry import propose, read
from desktop.exchange.sheets import read_sheets
from desktop.exchange.tables import (
    UnknownHeaders,
    accepted,
    headers,
    load_maps,
    read_table,
    save_map,
    suggest,
)
from desktop.paths import resources

SAMPLES = Path(__file__).parents[1] / "samples" / "tables"
SHIPPED = resources() / "imports"


def taken(path: Path) -> ReadFile:
    return read(path, [SHIPPED])


def test_le_compte_asso_osiris_and_dauphin() -> None:
    (lca,) = taken(SAMPLES / "le-compte-asso.csv").applications
    assert (lca.source, lca.source_id, lca.exercise) == ("table:le_compte_asso", "21-000000", 2021)
    assert (lca.stage, lca.applicant.siret) == ("instruction", "")
    assert lca.deposited_at == dt.datetime(1970, 1, 1, 12)
    osiris = taken(SAMPLES / "osiris-suivi-actions.xls")
    (action,) = osiris.applications
    assert (action.source_id, action.asked, action.granted) == ("DD00-21-0000-1", 300000, 300000)
    assert action.applicant.name.startswith("Lorem")
    assert action.beneficiaries == 115
    assert "Tom Jedusor" not in str(action.other)
    assert any("ligne de total" in note for note in osiris.notes)
    dauphin = taken(SAMPLES / "dauphin-gispro.xlsx").applications
    assert [one.source_id for one in dauphin][:2] == ["DA00005026", "DA00104456"]
    assert dauphin[0].granted == 3820000
    assert "LOREM" not in str([one.other for one in dauphin])  # names of people are left out


@pytest.mark.parametrize(
    "name",
    [
        "VilleMTP_MTP_AttribSub_2012.csv", "VilleMTP_MTP_AttribSub_2013.csv",
    ],
)  # fmt: skip
def test_unknown_headers_open_the_mapping_screen_with_a_proposal(name: str) -> None:
    with pytest.raises(UnknownHeaders) as caught:
        taken(SAMPLES / name)
    proposal = next(one for one in caught.value.proposals if one)
    fields = {guess.field for guess in proposal.columns if guess.confidence}
    assert {"applicant.name", "asked"} <= fields
    assert len(caught.value.sheets) == len(caught.value.proposals)


def test_a_taught_map_is_remembered(tmp_path: Path) -> None:
    path = SAMPLES / "scdl-somme-cp1252-sous-bom.csv"
    assert taken(path).applications == [], "published grants are history, unless somebody teaches otherwise"
    ((_, proposal),) = propose(Probe(path), load_maps([SHIPPED]))
    agreed = accepted(proposal, "conventions", "Conventions du département")
    for guess in agreed.columns:
        if guess.header == "referenceDecision":
            guess.field = "other"  # several conventions share a decision
    direct = read_table(path, agreed)
    save_map(tmp_path / "conventions.toml", agreed)
    again = read(path, [SHIPPED, tmp_path])
    assert len(again.applications) == len(direct.applications) == again.read == 41
    assert [one.asked for one in again.applications] == [one.asked for one in direct.applications]
    first = again.applications[0]
    assert (first.source, first.asked) == ("table:conventions", 2695600)
    assert (first.starts_on, first.ends_on) == (dt.date(2017, 9, 8), dt.date(2021, 9, 7))
    assert "annonce en UTF-8" in " ".join(again.notes)


def taught(path: Path) -> ReadFile:
    """The table as the mapping screen would have it read, every proposal accepted."""
    name, proposal = propose(Probe(path), load_maps([SHIPPED]))[0]
    return read_table(path, accepted(proposal, "montpellier", "Attributions"), name)


def summed_by_hand(name: str, delimiter: str) -> tuple[int, int, set[str]]:
    """Rows and euros by the csv module alone: a row bears a name, a letter and an amount; and the themes."""
    text = (SAMPLES / name).read_bytes().decode("cp1252")
    rows = [[*row, "", "", ""][:4] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    euros = re.compile(r"[\d\s\u00a0]+€")
    good = [row for row in rows if row[1].strip() and euros.fullmatch(row[3].strip())]
    total = sum(int(re.sub(r"\D", "", row[3])) for row in good)
    themes = {found[1] for row in rows if (found := re.search(r"Association \((.+)\)", row[1]))}
    return len(good), total, {" ".join(theme.split()) for theme in themes}


@pytest.mark.parametrize("kind", ["csv", "xls", "ods"])
def test_every_block_of_montpellier_2012(kind: str) -> None:
    rows, euros, themes = summed_by_hand("VilleMTP_MTP_AttribSub_2012.csv", ",")
    made = taught(SAMPLES / f"VilleMTP_MTP_AttribSub_2012.{kind}")
    assert (rows, euros, len(themes)) == (616, 3_797_121, 22), "as counted in a spreadsheet"
    assert made.read == len(made.applications) == rows
    assert sum(one.asked or 0 for one in made.applications) == euros * 100
    assert {one.main_challenge for one in made.applications} == themes
    assert not [problem for problem in made.all_problems() if problem.level == "error"]
    assert any("22 totaux du tableau sont égaux" in note for note in made.notes)


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_every_line_of_montpellier_2013_once(kind: str) -> None:
    rows, euros, _ = summed_by_hand("VilleMTP_MTP_AttribSub_2013.csv", ";")
    made = taught(SAMPLES / f"VilleMTP_MTP_AttribSub_2013.{kind}")  # the ods: 28 blocks, and a sheet of all
    assert (made.read, sum(one.asked or 0 for one in made.applications)) == (rows, euros * 100)
    assert (rows, euros) == (937, 19_256_523)
    if kind == "ods":
        assert len({one.main_challenge for one in made.applications}) == 28
        assert any("« total » laissée de côté" in note for note in made.notes)
        assert any("27 totaux du tableau sont égaux" in note for note in made.notes)


@pytest.mark.parametrize(
    ("name", "csv_name", "delimiter"),
    [
        ("2012.csv", "2012.csv", ","), ("2012.xls", "2012.csv", ","), ("2012.ods", "2012.csv", ","),
        ("2013.csv", "2013.csv", ";"), ("2013.ods", "2013.csv", ";"),
    ],
)  # fmt: skip
def test_the_same_tables_taken_as_past_grants(
    name: str, csv_name: str, delimiter: str, tmp_path: Path
) -> None:
    rows, euros, _ = summed_by_hand(f"VilleMTP_MTP_AttribSub_{csv_name}", delimiter)
    path = SAMPLES / f"VilleMTP_MTP_AttribSub_{name}"
    probe = Probe(path)
    sheet, proposal = propose(probe, load_maps([SHIPPED]))[0]
    mapping = accepted(proposal, "ville", "Attributions de la ville")
    made = read_as_history(path, probe.sheets, sheet, mapping, "Ville", 2012, lambda _words, _share: True)
    assert (made.read, len(made.history)) == (rows, rows)
    assert sum(line.amount or 0 for line in made.history) == euros * 100
    if name != "2013.csv":
        assert all(line.scheme for line in made.history), "the theme of each block"
        assert not any("n’est pas la somme" in note for note in made.notes)
    save_history_map(tmp_path / "ville.toml", mapping, "Ville")
    again = read(path, [SHIPPED, tmp_path])
    assert sum(line.amount or 0 for line in again.history) == euros * 100


def test_montpellier_totals_are_not_summed() -> None:
    path = SAMPLES / "VilleMTP_MTP_AttribSub_2013.csv"
    (sheet,) = read_sheets(path)
    header = headers(sheet)
    assert header is not None
    mapping = accepted(suggest(header, load_maps([SHIPPED])), "montpellier", "Attributions")
    for guess in mapping.columns:
        if guess.field == "source_id":
            guess.field = "other"  # the code of the association, not of the dossier
    found = read_table(path, mapping)
    total = sum(one.asked or 0 for one in found.applications)
    assert found.read == 937
    assert total == 1925652300  # the figure of the last line, which is left out
