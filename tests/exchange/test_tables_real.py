"""Tables as administrations really publish them: known ones read, unknown ones proposed, taught, "
"remembered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.exchange.application import ReadFile
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
