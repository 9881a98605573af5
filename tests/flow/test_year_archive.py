"""The archive of a year: opened and searched in a browser; it lasts, leaks nothing, can be proved."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.store import Store
from desktop.exchange.application import Application
from desktop.exchange.archive_out import Unwritable
from desktop.exchange.seda import SPACE
from desktop.flow.annotate import annotate, mark
from desktop.flow.archive_set import Stopped
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.pieces import add_piece
from desktop.flow.year_archive import archive_year, read_again
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.letters.test_letter import fits_the_archive
from tests.office import application, bring, open_office

DAY = dt.date(2027, 1, 15)
EVIL = "<script>alert('x')</script>"


def applied(number: int, title: str, quarter: str, text: str) -> Application:
    return application(f"2650000{number}", title=title, quarters=[quarter], texts={"objectives": text})


def filled(store: Store) -> list[bytes]:
    """Four dossiers of 2026: granted with all that follows, refused, bare, closed to the person at work."""
    made = [
        applied(1, f"Théâtre d’été {EVIL}", "Étouvie", "Des séances à la médiathèque, cœur du quartier."),
        applied(2, "Jardin partagé", "Amiens Nord", "Un potager où l’on cultive ensemble."),
        applied(3, "Repas de rue", "Étouvie", "Une grande tablée."),
        applied(4, "Affaire fermée", "Étouvie", "Rien qui se lise."),
    ]
    found = [i.dossier for i in bring(store, *made)]
    one, two, three, four = (key for key in found if key is not None)
    store.do(add_piece, dossier=one, name="Statuts: 2026.pdf", content=b"%PDF-1.4 statuts", label="Statuts")
    store.do(mark, dossier=one, challenge=queries.challenges(store.reader)[3].id, level=3, reason="Lecture")
    store.do(annotate, dossier=one, place="dossier", text="Un partenariat remarquable")
    store.do(annotate, dossier=one, place="dossier", text="xyzzy pour moi seul", audience="me")
    funder = queries.funders(store.reader)[0].id
    store.do(decide, dossier=one, outcome="granted", amounts={funder: 9_000_00})
    store.do(decide, dossier=two, outcome="refused", comment="Trop tard.")
    store.do(declare, person=store.author, nature="Cousin", dossier=four)
    (letter,) = store.do(prepare_decided, dossiers=[one]).value
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make)

    def later(session: Session) -> None:
        session.add(
            m.Payment(dossier_id=one, funder_id=funder, rank=1, amount=9_000_00, state="paid",
                      paid_on=dt.date(2026, 7, 1), order_number="M-77")
        )  # fmt: skip
        session.add(m.Opinion(dossier_id=one, partner="CAF", value="favourable", comment="plugh secret",
                              confidential=True))  # fmt: skip
        committee = m.Committee(code="S2026-01", name="Comité", held_on=dt.date(2026, 3, 12), state="closed")
        session.add(committee)
        session.flush()
        minutes = m.File(sha256="0" * 64, size=3, mime="application/pdf")
        session.add(minutes)
        session.flush()
        session.add(m.CommitteeDocument(committee_id=committee.id, rank=1, name="Procès-verbal",
                                        file_id=minutes.id, made="minutes"))  # fmt: skip

    store.do(later)
    return [one, two, three, four]


@pytest.fixture
def keys(store: Store) -> list[bytes]:
    return filled(store)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that the tests only read, made once."""
    folder = tmp_path_factory.mktemp("year")
    store = open_office(folder / "base")
    filled(store)
    archive_year(store.reader, store.files, 2026, folder / "a", person=store.author, today=DAY)
    store.close()
    return folder / "a"


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser keeps of itself, made once too."""
    return tmp_path_factory.mktemp("profile")


class Index(HTMLParser):
    """The rows that the browser left visible, and what it says of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.told = ""
        self._row = self._told = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "tr":
            self._row = "data-s" in said and "hidden" not in said
        self._told = said.get("id") == "told" or (self._told and tag != "p")

    def handle_data(self, data: str) -> None:
        if self._row and re.fullmatch(r"\d{4}-\d{4}", data):
            self.shown.append(data)
        if self._told:
            self.told, self._told = data, False


def browser() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, (
        "aucun navigateur Chromium : l’archive doit être ouverte et cherchée pour de vrai. Installez-le "
        "(apt-get install chromium), puis recommencez."
    )
    return found


def opened(page: Path, profile: Path, after: str = "", *options: str) -> str:
    """What the browser holds once the page has run; `after`: what stands behind # in the address."""
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={profile}", "--virtual-time-budget=3000", *(options or ("--dump-dom",)),
        page.as_uri() + after,
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, timeout=280, check=True)
    return answer.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("after", "numbers"),
    [
        ("", ["2026-0001", "2026-0002", "2026-0003"]),
        ("#q=theatre%20MEDIATHEQUE%20c%C5%93ur", ["2026-0001"]),  # accents, case, a ligature, words far apart
        ("#q=m-77&defi=D04", ["2026-0001"]),  # a payment, of the sheet alone
        ("#q=exemple&sens=refused", ["2026-0002"]),
        ("#quartier=QN08003M", ["2026-0002"]),
        ("#defi=D04&quartier=QN99999X", []),
        ("#q=xyzzy", []),
    ],
)  # fmt: skip
def test_it_is_searched_in_a_browser(out: Path, profile: Path, after: str, numbers: list[str]) -> None:
    found = Index(opened(out / "index.html", profile, after))
    assert found.shown == numbers
    assert found.told == f"{len(numbers)} {'dossiers' if len(numbers) > 1 else 'dossier'} sur 3"


def test_it_is_painted(out: Path, profile: Path, tmp_path: Path) -> None:
    shot = tmp_path / "index.png"
    options = ("--window-size=1000,900", "--hide-scrollbars", f"--screenshot={shot}")
    opened(out / "index.html", profile, "#q=theatre", *options)
    with Image.open(shot) as picture:
        inks = picture.convert("RGB").getcolors(1 << 20)
        assert picture.width == 1000 and inks is not None and len(inks) > 20


def test_without_a_script_the_whole_list_is_there(out: Path) -> None:
    text = (out / "index.html").read_text(encoding="utf-8")
    assert Index(text).shown == ["2026-0001", "2026-0002", "2026-0003"]
    assert EVIL not in text and "http:" not in text and "https:" not in text


def test_the_page_that_verifies_computes_the_same_digests(out: Path, profile: Path) -> None:
    told = Index(opened(out / "verifier.html", profile, "#essai=abc")).told
    assert told == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_sheets_last(out: Path, tmp_path: Path) -> None:
    sheets = sorted((out / "fiches").glob("*.pdf"))
    assert len(sheets) == 3
    for sheet in sheets:
        content = sheet.read_bytes()
        report = fits_the_archive(content, tmp_path)
        assert not report.findings, [str(finding) for finding in report.findings[:3]]
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
            for font in pdf.pages[0].Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor


def table(out: Path, name: str) -> list[dict[str, str]]:
    text = (out / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_column_of_every_table_is_in_the_dictionary(out: Path) -> None:
    told = {
        (row["Fichier"].removeprefix("../contrat/"), row["Colonne"])
        for row in table(out, "tables/dictionnaire.csv")
    }
    heads = set()
    for file in [*(out / "tables").glob("*.csv"), *(out / "contrat").glob("*.csv")]:
        if file.name != "dictionnaire.csv":
            line = file.read_text(encoding="utf-8-sig").splitlines()[0]
            heads |= {(file.name, word) for word in next(csv.reader([line], delimiter=";"))}
    assert heads == told and len(heads) > 150


def test_the_figures_are_those_of_the_base(out: Path) -> None:
    rows = table(out, "tables/dossiers.csv")
    assert [row["Numéro"] for row in rows] == ["2026-0001", "2026-0002", "2026-0003"]
    assert [row["Accordé"] for row in rows] == ["9000,00", "", ""]
    assert rows[0]["Versé"] == "9000,00" and rows[0]["Décision"] == "Accord partiel"
    (payment,) = table(out, "tables/versements.csv")
    assert payment["Mandat"] == "M-77" and payment["État"] == "versé"
    fates = {row["Numéro"]: row for row in table(out, "conservation/sort_des_dossiers.csv")}
    assert fates["2026-0001"]["Sort final"] == "Trier" and fates["2026-0002"]["Sort final"] == "Éliminer"


def test_it_leaks_nothing(out: Path) -> None:
    for file in out.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for secret in ("xyzzy", "plugh", "Affaire ferm", "2026-0004"):
                assert secret.encode() not in content, (file, secret)
            if file.suffix == ".pdf" and "fiches" in file.parts:
                assert "0004" not in file.name


def test_the_manifest_names_each_file_once(out: Path) -> None:
    root = ElementTree.parse(out / "seda" / "manifest.xml").getroot()
    space = {"s": SPACE}
    told = {
        str(one.findtext("s:Uri", namespaces=space)): one.findtext("s:MessageDigest", namespaces=space)
        for one in root.iterfind(".//s:BinaryDataObject", space)
    }
    lines = (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    after = {"seda/manifest.xml", "index.html", "LISEZMOI.txt", "verifier.html"}
    assert told == {path: digest for path, digest in sums.items() if path not in after}
    units = root.findall(".//s:ArchiveUnit", space)
    assert len(units) == 4
    assert [one.findtext(".//s:FinalAction", namespaces=space) for one in units] == [
        None,
        "Keep",
        "Destroy",
        None,
    ]
    groups = {one.get("id") for one in root.iterfind(".//s:DataObjectGroup", space)}
    assert {one.text for one in root.iterfind(".//s:DataObjectGroupReferenceId", space)} == groups


def test_what_is_missing_is_told(store: Store, keys: list[bytes], tmp_path: Path) -> None:
    done = archive_year(store.reader, store.files, 2026, tmp_path / "a", person=store.author, today=DAY)
    assert done.dossiers == 3 and done.closed == 1
    assert any("Procès-verbal" in words for words in done.missing)


def test_made_twice_it_is_the_same_and_its_files_are_proved(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        archive_year(store.reader, store.files, 2026, tmp_path / name, person=store.author, today=DAY)
    out = tmp_path / "a"
    assert (out / "SHA256SUMS").read_bytes() == (tmp_path / "b" / "SHA256SUMS").read_bytes()
    assert read_again(out).faults == []
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=out, check=True)
    (out / "LISEZMOI.txt").write_text("autre", encoding="utf-8")
    (out / "fiches" / "2026-0002.pdf").unlink()
    (out / "ajout.txt").write_text("x", encoding="utf-8")
    assert read_again(out).faults == [
        "« LISEZMOI.txt » a été altéré.", "« fiches/2026-0002.pdf » manque.", "« ajout.txt » a été ajouté.",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="n’est pas une archive"):
        read_again(out.parent)


def test_it_is_never_half_written(store: Store, keys: list[bytes], tmp_path: Path) -> None:
    inside = set(tmp_path.iterdir())
    with pytest.raises(Stopped):
        archive_year(
            store.reader, store.files, 2026, tmp_path / "a", today=DAY, tell=lambda _words, share: share < 0.5
        )
    with pytest.raises(ValueError, match="Aucun dossier de 2019"):
        archive_year(store.reader, store.files, 2019, tmp_path / "a")
    assert set(tmp_path.iterdir()) == inside
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("gardé", encoding="utf-8")
    with pytest.raises(Unwritable):
        archive_year(store.reader, store.files, 2026, tmp_path / "full")
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["x"]
