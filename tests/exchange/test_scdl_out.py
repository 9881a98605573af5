"""Files of open data against the published schema: what is valid, and that the check itself can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.exchange.scdl_out import scdl_bytes, write_scdl
from desktop.exchange.workbook import Unwritable
from desktop.rules.scdl import COLUMNS
from desktop.rules.scdl_evolution import WIDE
from tests.open_data import EVOLUTION, OFFICIAL, faults, schema

SAMPLES = Path(__file__).parents[1] / "samples" / "opendata"


def test_the_columns_are_those_of_the_schemas_in_their_order() -> None:
    assert [field["name"] for field in schema(OFFICIAL)["fields"]] == list(COLUMNS)
    assert [field["name"] for field in schema(EVOLUTION)["fields"]] == list(WIDE)


def test_the_valid_example_is_valid_and_the_wrong_ones_are_not() -> None:
    assert faults(SAMPLES / "exemple-valide.csv") == []
    cells = faults(SAMPLES / "exemple-erreurs-cellules.csv")
    for words in ("pourcentageSubvention : constraint-error", "dateConvention : type-error", "SIRET "):
        assert any(words in fault for fault in cells), words
    assert any("idBeneficiaire or rnaBeneficiaire" in fault for fault in cells)
    assert any("label" in fault for fault in faults(SAMPLES / "exemple-erreurs-colonnes.csv"))
    assert faults(SAMPLES / "exemple-valide.csv", EVOLUTION)


def test_awkward_words_come_back_and_no_file_is_half_written(tmp_path: Path) -> None:
    out = tmp_path / "aides.csv"
    words = 'Théâtre « l’Œuf », dit "Le Nid", à l’ouest'
    content = scdl_bytes(("nom", "objet"), [(words, "=SOMME(A1)")])
    write_scdl(out, content)
    assert out.read_bytes().decode("utf-8") == (
        'nom,objet\r\n"Théâtre « l’Œuf », dit ""Le Nid"", à l’ouest",=SOMME(A1)\r\n'
    )
    with pytest.raises(Unwritable, match="intact"):
        write_scdl(tmp_path / "absent" / "aides.csv", content)
    assert [path.name for path in tmp_path.iterdir()] == ["aides.csv"]
