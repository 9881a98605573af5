"""RNA, SIRENE and quarters: recognised by their headers, streamed, damaged rows told, people left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desktop.exchange.application import Cancelled, Unreadable
from desktop.exchange.dropped import look
from desktop.exchange.reference_files import day_of, problems, recognise, rows
from desktop.exchange.reference_stream import Tally
from tests import extracts

DS = Path(__file__).parents[1] / "samples" / "ds"
TABLES = Path(__file__).parents[1] / "samples" / "tables"


def read(path: Path) -> tuple[list[tuple[str, dict[str, Any]]], Tally]:
    extract = recognise(path)
    assert extract is not None, path.name
    tally = Tally()
    told = [
        (table, dict(zip(extract.columns[table], values, strict=True)))
        for table, values in rows(extract, tally, lambda _sentence, _share: True)
    ]
    return told, tally


def test_an_rna_extract_is_read_without_those_who_run_the_association() -> None:
    told, tally = read(extracts.SAMPLES / "rna_waldec_dpt_80.csv")
    assert [row["id"] for _, row in told] == ["W802999001", "W802999002"]
    first = told[0][1]
    assert (first["address"], first["postcode"], first["city"]) == (
        "12 RUE du Marais Fictif",
        "80000",
        "Amiens",
    )
    assert (first["created_on"], first["dissolved_on"], first["position"]) == ("2009-03-12", "", "A")
    assert (tally.newest, tally.refused) == ("2025-06-01", 0)


def test_an_old_encoding_and_hidden_people(tmp_path: Path) -> None:
    path = extracts.rna(
        tmp_path / "x.txt", {**extracts.ASSOCIATION, "titre": "ÉCOLE DE L’ÉTÉ", "objet": "a\r\nb"}
    )
    told, _ = read(path)
    assert told[0][1]["name"] == "ÉCOLE DE L’ÉTÉ" and told[0][1]["purpose"] == "a b"
    assert "EXEMPLE" not in str(told) and "MR" not in [value for _, row in told for value in row.values()]


def test_a_stock_of_legal_units_in_its_archive_leaves_natural_persons_out(tmp_path: Path) -> None:
    path = extracts.units(tmp_path / "stock.zip", extracts.LEGAL_UNIT, extracts.PERSON)
    told, tally = read(path)
    ((table, unit),) = told
    assert (table, unit["siren"], unit["head"], unit["category"]) == (
        "unit",
        extracts.SIREN,
        extracts.SIRET,
        "9220",
    )
    assert (tally.read, tally.people, tally.newest) == (1, 1, "2025-02-03")
    assert "EXEMPLE" not in str(told) and "JEANNE" not in str(tally)


def test_establishments_and_earlier_periods(tmp_path: Path) -> None:
    told, _ = read(extracts.places(tmp_path / "etab.csv", extracts.HEAD_OFFICE))
    assert told[0][0] == "place" and told[0][1]["address"] == "12 RUE DU MARAIS FICTIF"
    former = {
        "siren": extracts.SIREN, "dateFin": "2015-01-01", "dateDebut": "2009-05-01",
        "denominationUniteLegale": "LECTURE DE RUE", "categorieJuridiqueUniteLegale": "9220",
        "etatAdministratifUniteLegale": "A", "nicSiegeUniteLegale": "74",
    }  # fmt: skip
    told, _ = read(extracts.history(tmp_path / "hist.csv", former))
    assert told == [
        (
            "period",
            {
                "siren": extracts.SIREN, "since": "2009-05-01", "until": "2015-01-01",
                "name": "LECTURE DE RUE",
                "category": "9220", "naf": "", "state": "A", "head": extracts.SIRET,
            },
        )
    ]  # fmt: skip


def test_a_siren_whose_zeros_a_spreadsheet_lost(tmp_path: Path) -> None:
    told, _ = read(extracts.units(tmp_path / "s.zip", {**extracts.LEGAL_UNIT, "siren": "5650123"}))
    assert told[0][1]["siren"] == "005650123"


def test_lists_and_outlines_of_quarters() -> None:
    told, tally = read(extracts.SAMPLES / "listeqp2024_sample.csv")
    by_code = {row["code"]: row for _, row in told}
    assert tally.read == 4 and by_code["QN00102M"]["insee"] == "01053"
    assert by_code["QN00201M"]["insee"] == "02571, 02691" and by_code["QN00201M"]["department"] == "02"
    told, _ = read(extracts.SAMPLES / "qpv2024_somme.geojson")
    assert len(told) == 10 and all(row["outline"].startswith('{"type":"MultiPolygon"') for _, row in told)


def test_an_outline_that_is_not_in_degrees_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lambert.geojson"
    path.write_text(
        '{"features": [{"properties": {"code_qp": "QN08001M"}, "geometry": {"type": "Polygon", '
        '"coordinates": [[[648000, 6976000], [648100, 6976000], [648000, 6976100], [648000, 6976000]]]}}, '
        '{"properties": {"code_qp": "QN08002M", "lib_qp": "Ici"}, "geometry": {"type": "Polygon", '
        '"coordinates": [[[2, 49], [2.1, 49], [2, 49.1], [2, 49]]]}}]}'
    )
    told, tally = read(path)
    assert [row["code"] for _, row in told] == ["QN08002M"]
    assert "WGS 84" in tally.problems[0].message and tally.problems[0].value == "QN08001M"


def test_a_damaged_row_is_told_and_the_next_ones_are_read(tmp_path: Path) -> None:
    lines = extracts.table(extracts.RNA, [{**extracts.ASSOCIATION, "id": f"W80200000{n}"} for n in range(6)])
    head, *told_rows = lines.splitlines(keepends=True)
    told_rows[1] = '"W802000001";"coupée\r\n'  # a quote that nothing closes
    told_rows[3] = '"trop";"court"\r\n'
    path = tmp_path / "abime.csv"
    path.write_text(head + "".join(told_rows) + "\r\n;;;\r\n", encoding="utf-8")
    told, tally = read(path)
    assert [row["id"] for _, row in told] == ["W802000000", "W802000002", "W802000004", "W802000005"]
    assert tally.refused == 2 and [p.row for p in tally.problems] == ["ligne 3", "ligne 5"]


def test_many_damaged_rows_are_counted_not_listed(tmp_path: Path) -> None:
    good = [{**extracts.ASSOCIATION, "id": f"W8020{n:05d}"} for n in range(60)]
    path = tmp_path / "x.csv"
    path.write_text(extracts.table(extracts.RNA, good) + '"a";"b"\r\n' * 50, encoding="utf-8")
    _, tally = read(path)
    told = problems(tally)
    assert tally.refused == 50 and len(told) == 21 and "30 autres" in told[-1].message


@pytest.mark.parametrize("folder", [DS, TABLES])
def test_no_other_file_is_taken_for_an_extract(folder: Path) -> None:
    for path in folder.iterdir():
        assert recognise(path) is None, path.name


def test_an_extract_in_a_watched_folder_is_proposed_for_the_reference(tmp_path: Path) -> None:
    extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION)
    (found,) = look([tmp_path], {}, (), lambda _s, _p: True, lambda: 9e9)
    assert (found.kind, found.told) == (
        "applications", "Répertoire national des associations (RNA) : à charger dans la base de référence",
    )  # fmt: skip


def test_a_cut_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = extracts.units(tmp_path / "s.zip", *[extracts.LEGAL_UNIT] * 3000)
    with ZipFile(whole) as archive:
        offset = archive.infolist()[0].header_offset + 200
    data = bytearray(whole.read_bytes())
    data[offset : offset + 40] = b"\xff" * 40
    whole.write_bytes(bytes(data))
    extract = recognise(whole)
    if extract is not None:
        with pytest.raises(Unreadable, match="abîmé"):
            list(rows(extract, Tally(), lambda _s, _p: True))


def test_nothing_usable_and_cancel(tmp_path: Path) -> None:
    empty = recognise(extracts.rna(tmp_path / "vide.csv"))
    assert empty is not None
    with pytest.raises(Unreadable, match="aucune ligne utilisable"):
        list(rows(empty, Tally(), lambda _s, _p: True))
    some = recognise(extracts.rna(tmp_path / "x.csv", extracts.ASSOCIATION))
    assert some is not None and day_of(some, Tally(newest="2025-06-01")) == "2025-06-01"
    with pytest.raises(Cancelled):
        list(rows(some, Tally(), lambda _s, _p: False))
