"""`parvis satchel` as two offices would type it, each with its own folder and its own keyring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pypdfium2 as pdfium
import pytest
import zxingcpp

from desktop.cli import main
from tests.exchange.test_keys import Drawer
from tests.office import application, bring, open_office

SITE = "Antenne Étouvie"


class Desk:
    """One computer: its base, its files, its keyring."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self._capsys, self._patch, self._drawer = folder, capsys, monkeypatch, Drawer()
        folder.mkdir(parents=True, exist_ok=True)

    def _sit(self) -> None:
        keyring.set_keyring(self._drawer)
        self._patch.setenv("PARVIS_DATA", str(self.folder))

    def says(self, *words: str, code: int = 0, verb: str = "satchel") -> str:
        """Run a deed; what is printed, or what is refused."""
        self._sit()
        got = main([verb, "--db", str(self.folder / "parvis.db"), *words])
        told = self._capsys.readouterr()
        assert got == code, told
        return told.err if code else told.out

    def json(self, *words: str) -> Any:
        return json.loads(self.says(*words, "--json"))


@pytest.fixture
def desks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, Desk, Path]]:
    before = keyring.get_keyring()
    store = open_office(tmp_path / "mairie")
    bring(store, application("1", quarters=["Étouvie"]), application("2", quarters=["Pierre Rollin"]))
    store.close()
    stick = tmp_path / "cle"
    stick.mkdir()
    yield (
        Desk(tmp_path / "mairie", capsys, monkeypatch),
        Desk(tmp_path / "antenne", capsys, monkeypatch),
        stick,
    )
    keyring.set_keyring(before)


def enrolled(city: Desk, office: Desk, stick: Path) -> str:
    """Both know each other; returns the fingerprint of the hub."""
    request, card = str(stick / "etouvie.demande"), str(stick / "mairie.carte")
    print_ = office.json("request", "--site", SITE, "--out", request)["fingerprint"]
    hub = city.json("hub", "--site", "Mairie")["fingerprint"]
    city.says("escrow", "--out", str(stick / "secours.pdf"))
    sheet = str(stick / "fiche.pdf")
    assert (
        city.json("enrol", request, "--quarter", "etouvie", "--sheet", sheet)["state"]
        == "empreinte à comparer"
    )
    assert "Comparez d’abord" in city.says("prepare", SITE, "--out", str(stick), code=1)
    assert "n’est pas celle" in city.says("confirm", SITE, "--fingerprint", hub, code=1)
    assert city.json("confirm", SITE, "--fingerprint", print_)["state"] == "enrôlé"
    city.says("card", "--out", card)
    return str(hub)


def words(path: Path) -> str:
    with pdfium.PdfDocument(path.read_bytes()) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_two_offices_exchange_by_a_stick(desks: tuple[Desk, Desk, Path]) -> None:
    city, office, stick = desks
    hub = enrolled(city, office, stick)
    for part in hub.split():
        assert part in words(stick / "fiche.pdf")
    gone = city.json("prepare", SITE, "--out", str(stick), "--receipt", str(stick / "depart.pdf"))
    assert gone["number"] == 1 and gone["dossiers"] == 1
    assert "Reçu de départ" in words(stick / "depart.pdf") and gone["file"].split("/")[-1] in words(
        stick / "depart.pdf"
    )
    card = ["--card", str(stick / "mairie.carte")]
    assert "donnez la carte" in office.says("open", gone["file"], code=1)
    assert "empreinte" in office.says("open", gone["file"], *card, "--fingerprint", "12345", code=1)
    assert not (office.folder / "parvis.db").exists()
    inside = office.json("inspect", gone["file"])
    assert inside["from"] == "Mairie" and inside["dossiers"] == 1 and not inside["trusted"]
    office.says("open", gone["file"], *card, "--fingerprint", hub)
    assert office.json("inspect", gone["file"])["taken"]
    number = office_list(office)
    office.says(number, "--challenge", "D01", "--note", "Vu", verb="annotate")
    back = office.json("return", "--out", str(stick))
    home = city.json("merge", back["file"], "--receipt", str(stick / "retour.pdf"))
    assert home["new"] == back["operations"] and home["conflicts"] == 0 and home["copy"]
    assert "Reçu de retour" in words(stick / "retour.pdf")
    assert city.json("merge", back["file"])["new"] == 0


def test_a_base_opened_before_its_first_satchel_joins(desks: tuple[Desk, Desk, Path]) -> None:
    city, office, stick = desks
    hub = enrolled(city, office, stick)
    assert json.loads(office.says("--json", verb="list")) == []  # a base of its own, without dossiers
    gone = city.json("prepare", SITE, "--out", str(stick))
    card = ["--card", str(stick / "mairie.carte"), "--fingerprint"]
    assert "n’a pas de clés" in office.says("open", gone["file"], code=1)
    assert "n’est pas celle de la carte" in office.says("open", gone["file"], *card, "1" * 40, code=1)
    assert office.json("open", gone["file"], *card, hub)["conflicts"] == 0
    assert len(json.loads(office.says("--json", verb="list"))) == 1


def office_list(desk: Desk) -> str:
    from db.connection import open_reader

    reader = open_reader(desk.folder / "parvis.db")
    number = reader.execute("SELECT number FROM dossier").fetchone()[0]
    reader.close()
    return str(number)


def test_a_lost_laptop_is_revoked_and_the_key_of_the_safe_opens(desks: tuple[Desk, Desk, Path]) -> None:
    city, office, stick = desks
    hub = enrolled(city, office, stick)
    gone = city.json("prepare", SITE, "--out", str(stick))
    office.says("open", gone["file"], "--card", str(stick / "mairie.carte"), "--fingerprint", hub)
    back = office.json("return", "--out", str(stick))
    # The square on the paper of the safe holds the key.
    with pdfium.PdfDocument((stick / "secours.pdf").read_bytes()) as pdf:
        secret = zxingcpp.read_barcodes(pdf[0].render(scale=3).to_pil())[0].text
    (stick / "cle.txt").write_text(secret, encoding="utf-8")
    assert (
        city.json("inspect", back["file"], "--escrow-key", str(stick / "cle.txt"))["operations"] is not None
    )
    assert city.json("revoke", SITE, "--because", "volé dans un train")["state"].startswith("révoqué")
    assert "volé dans un train" in city.says("merge", back["file"], code=1)
    assert "révoqué" in city.says("prepare", SITE, "--out", str(stick), code=1)
    assert "autre nom" in city.says("enrol", str(stick / "etouvie.demande"), code=1)
    assert city.json("places")["places"][1]["revoked_why"] == "volé dans un train"


def test_what_a_place_carries_is_told_and_changed(desks: tuple[Desk, Desk, Path]) -> None:
    city, office, stick = desks
    enrolled(city, office, stick)
    assert "quartier Étouvie" in city.says("places")
    told = city.json(
        "scope",
        SITE,
        "--quarter",
        "Nord",
        "--quarter",
        "Étouvie",
        "--no-pieces",
        "--without",
        "applicant.iban",
    )
    assert "quartiers Étouvie, Nord" in told["holds"] and "sans les pièces" in told["holds"]
    assert "sans 1 colonne" in told["holds"]
    assert "n’est pas une colonne" in city.says("scope", SITE, "--without", "applicant.rien", code=1)
    assert "Aucun quartier" in city.says("scope", SITE, "--quarter", "Ailleurs", code=1)
    assert "tous les dossiers" in city.json("scope", SITE, "--everything")["holds"]
    assert "Aucun poste" in city.says("scope", "Inconnu", "--everything", code=1)


def test_a_shared_folder_carries_them(desks: tuple[Desk, Desk, Path]) -> None:
    city, office, stick = desks
    hub = enrolled(city, office, stick)
    shared = str(stick.parent / "partage")
    gone = city.json("deposit", SITE, "--folder", shared)
    assert "/sortant/Antenne-Etouvie/" in gone["file"].replace("\\", "/")
    office.says("open", gone["file"], "--card", str(stick / "mairie.carte"), "--fingerprint", hub)
    back = office.json("deposit", "--folder", shared)
    assert "/entrant/Antenne-Etouvie/" in back["file"].replace("\\", "/")
    seen = city.json("watch", "--once")
    assert len(seen["taken"]) == 1 and seen["refused"] == []
    assert "Rien de nouveau" in city.says("watch", "--once")
    raw = Path(back["file"]).read_bytes()
    (Path(back["file"]).parent / "Antenne-Etouvie_000009_20260314-1742.mallette").write_bytes(raw[:-30])
    assert "abîmée" in city.says("watch", "--once", code=1)
    assert "Rien de nouveau" in city.says("watch", "--once")  # told once
    assert "pas en sûreté" in city.says("watch", "--once", "--folder", str(city.folder), code=1)
