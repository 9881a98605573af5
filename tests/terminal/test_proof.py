"""`verify` and `traces`: the first altered line in French, anchors, repairs, who consulted what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from db import trace
from desktop import cli
from desktop.flow.instruct import move, propose
from tests.office import application, bring, open_office
from tests.session import funder

Parvis = Callable[..., tuple[int, str, str]]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = open_office(tmp_path)
    key = bring(store, application())[0].dossier
    store.do(move, dossier=key, stage="complete")
    store.do(move, dossier=key, stage="instruction")
    store.do(propose, dossier=key, amounts={funder(store): 7_000_00}, reason="Un besoin réel")
    trace.note(store, "consulted", key, "Dossier ouvert")
    store.close()
    return store.path


@pytest.fixture
def parvis(base: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Parvis]:
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--db", str(base)])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield run


def forge(base: Path, *statements: str) -> None:
    raw = sqlite3.connect(base)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def test_a_sound_base_says_so_with_its_last_hash(parvis: Parvis) -> None:
    code, out, err = parvis("verify")
    assert (code, err) == (0, "")
    assert "tout est intact. Dernière empreinte" in out
    told = json.loads(parvis("verify", "--json")[1])
    assert told["sound"]
    assert told["traces"] == 1


def test_the_first_altered_line_is_told_in_french_with_both_values(base: Path, parvis: Parvis) -> None:
    forge(
        base, "DROP TRIGGER trail_op_no_UPDATE",
        "UPDATE op SET val = replace(val, '700000', '900000') WHERE ent = 'amount' AND val LIKE '%700000%'",
    )  # fmt: skip
    code, _, err = parvis("verify")
    assert code == 1
    first = err.splitlines()[0]
    assert "Le journal a été modifié à l’étape" in first
    assert "A. Exemple sur le poste poste-test" in first
    assert "« Proposé », la valeur d’après" in first
    assert "9\u202f000\u00a0€" in first
    assert "la chaîne prouve « 7\u202f000\u00a0€ »" in first
    told = json.loads(parvis("verify", "--json")[1])
    fault = told["details"][0]
    assert (fault["what"], fault["kind"], fault["proved"]) == ("journal", "altered", True)
    assert fault["details"][0] | {"row": "", "operation": 0} == {
        "operation": 0, "dossier": fault["details"][0]["dossier"], "table": "amount", "row": "",
        "field": "proposed", "column": "val", "kept": 900000, "chain": 700000,
    }  # fmt: skip
    code, _, err = parvis("verify", "--repair")
    assert code == 1
    assert "Le journal lui-même a été altéré" in err


def test_a_row_altered_behind_the_journal_is_told_and_repaired_after_a_copy(
    base: Path, parvis: Parvis
) -> None:
    forge(base, "UPDATE amount SET proposed = 900000 WHERE proposed = 700000", "DELETE FROM capture")
    code, _, err = parvis("verify")
    assert code == 1
    assert "« Proposé », « 9\u202f000\u00a0€ » dans la base, « 7\u202f000\u00a0€ » d’après le journal" in err
    code, out, err = parvis("verify", "--repair")
    assert (code, err) == (0, "")
    assert "1 écart réparé" in out
    assert list((base.parent / "copies").glob("*-avant.parvis"))
    assert parvis("verify")[0] == 0
    assert "réparé" in parvis("traces", "--deed", "repaired")[1]


def test_what_another_program_wrote_is_told(base: Path, parvis: Parvis) -> None:
    forge(base, "UPDATE amount SET proposed = 900000 WHERE proposed = 700000")
    code, _, err = parvis("verify")
    assert code == 1
    assert "Un autre programme a écrit dans la base" in err


def test_an_anchor_is_written_and_tells_the_end_that_was_cut(
    base: Path, parvis: Parvis, tmp_path: Path
) -> None:
    kept = tmp_path / "ancre.json"
    code, out, _ = parvis("verify", "--anchor", str(kept))
    assert code == 0
    assert "Ancre écrite" in out
    assert parvis("verify", "--against", str(kept))[0] == 0
    told = json.loads(kept.read_text(encoding="utf-8"))
    paper = f"{told['last']}:{told['hash'][:16]}"
    assert parvis("verify", "--paper", paper)[0] == 0
    code, _, err = parvis("verify", "--paper", f"{told['last']}:00000000")
    assert (code, "n’a plus l’empreinte" in err) == (1, True)
    assert "n’est pas une étape" in parvis("verify", "--paper", "hier")[2]
    forge(
        base, "DROP TRIGGER trail_op_no_DELETE", "DROP TRIGGER trail_step_no_DELETE",
        "DELETE FROM op WHERE link = (SELECT max(n) FROM step)",
        "DELETE FROM step WHERE n = (SELECT max(n) FROM step)", "DELETE FROM trace",
    )  # fmt: skip
    code, _, err = parvis("verify", "--against", str(kept))
    assert code == 1
    assert "la fin du journal a été retirée après l’étape" in err
    assert "la ligne 1, que l’ancre connaît, a été retirée" in err
    assert "n’est plus dans le journal" in parvis("verify", "--paper", paper)[2]
    other = tmp_path / "b.json"
    assert "L’ancre n’a pas été écrite" in parvis("verify", "--anchor", str(other))[1]
    assert not other.exists()
    kept.write_text("rien", encoding="utf-8")
    assert "n’est pas une ancre" in parvis("verify", "--against", str(kept))[2]


def test_traces_are_listed_sought_and_purged(parvis: Parvis) -> None:
    code, out, _ = parvis("traces")
    assert code == 0
    assert "A. Exemple (poste-test) · consulté · dossier" in out
    assert json.loads(parvis("traces", "--json", "--author", "personne")[1]) == []
    told = json.loads(parvis("traces", "--json", "--deed", "consulted")[1])
    assert [row["what"] for row in told] == ["Dossier ouvert"]
    assert parvis("traces", "--purge", "24")[1] == "0 ligne retirée.\n"


def test_a_dossier_is_told_at_a_date_and_written_as_pages(parvis: Parvis, tmp_path: Path) -> None:
    number = json.loads(parvis("list", "--json")[1])[0]["number"]
    code, out, _ = parvis("dossier-at", number, "--on", "2090-01-01")
    assert code == 0
    assert "Raison de l’avis : Un besoin réel" in out
    assert "n’existait pas encore" in parvis("dossier-at", number, "--on", "1999-01-01")[1]
    told = json.loads(parvis("dossier-at", number, "--on", "2090-01-01 10:00", "--written", "--json")[1])
    assert told["by"] == "written"
    assert {"label": "Étape", "value": "En instruction", "now": "En instruction", "changed": False,
            "to_settle": False} in told["parts"]["Dossier"]  # fmt: skip
    page = tmp_path / "etat.pdf"
    assert parvis("dossier-at", number, "--on", "2090-01-01", "--out", str(page))[0] == 0
    assert page.read_bytes().startswith(b"%PDF")
    assert parvis("dossier-at", number, "--on", "hier")[0] == 1
    assert "État du dossier" in parvis("traces", number)[1]


def test_a_copy_that_leaves_is_marked_and_blacked_out(parvis: Parvis, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    words = ("--columns", "number,address", "--black-out", "contact", "--watermark", "la CAF")
    assert parvis("export", "--out", str(table), *words)[0] == 0
    assert "12 place du Marché" not in table.read_text(encoding="utf-8-sig")
    assert "███" in table.read_text(encoding="utf-8-sig")
    code, _, err = parvis("export", "--out", str(table), "--black-out", "tout")
    assert (code, "ne peut pas être caviardé" in err) == (1, True)
    number = json.loads(parvis("list", "--json")[1])[0]["number"]
    page = tmp_path / "etat.pdf"
    assert parvis("dossier-at", number, "--on", "2090-01-01", "--out", str(page), *words[4:])[0] == 0
    with pypdfium2.PdfDocument(page) as pdf:
        assert "Copie pour la CAF – remise le" in pdf[0].get_textpage().get_text_bounded()
    archive = tmp_path / "archive"
    assert parvis("archive-set", "--out", str(archive), *words[2:])[0] == 0
    assert "Copie pour la CAF" in (archive / "index.html").read_text(encoding="utf-8")
