"""A new version put in service from a file: beside the others, held to itself, with a way back."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from db import upgrade
from db.store import Store
from desktop.cli import main
from desktop.flow import renew
from desktop.flow.renew import Unfit
from desktop.home import Home, home, program_of
from desktop.packaging.places import lay
from desktop.packaging.portable import make_portable, portable_plan
from desktop.packaging.sheets import new_key, sign_sheets, write_sheet
from tests.office import application, bring, open_office
from tests.renewals import program


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Archives of three versions; the last one does not pass its own check."""
    folder = tmp_path_factory.mktemp("packages")
    for version, sound in (("0.0.9", True), ("0.2.0", True), ("0.3.0", True), ("0.4.0", False)):
        write_sheet(make_portable(program(folder / version, sound=sound), folder, version), version)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A portable copy in version 0.1.0."""
    lay(portable_plan(program(tmp_path / "program"), "0.1.0"), tmp_path / "place")
    monkeypatch.setenv("PARVIS_HOME", str(tmp_path / "place" / "parvis"))
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return home()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = open_office(tmp_path / "data")
    bring(store, application())
    store.close()
    return store.path


def package(packages: Path, version: str) -> Path:
    return next(packages.glob(f"parvis-{version}-*.tar.gz"))


def put_in(path: Path, here: Home) -> None:
    offer = renew.offer_of(renew.look(path), here)
    assert offer.deed == "lay"
    renew.lay(offer.package, here)


def test_a_version_is_laid_beside_and_put_in_service(packages: Path, here: Home) -> None:
    put_in(package(packages, "0.2.0"), here)
    assert (here.in_service, here.before, here.version) == ("0.2.0", "0.1.0", "0.1.0")
    assert sorted(path.name for path in (here.root / "versions").iterdir()) == ["0.1.0", "0.2.0"]
    told = subprocess.check_output([here.root / "parvis", "list"], text=True)
    assert told.startswith("program") and "versions/0.2.0/parvis" in told


def test_only_the_version_before_is_kept(packages: Path, here: Home) -> None:
    put_in(package(packages, "0.2.0"), here)
    put_in(package(packages, "0.3.0"), here)
    assert sorted(path.name for path in (here.root / "versions").iterdir()) == ["0.2.0", "0.3.0"]
    assert (here.in_service, here.before) == ("0.3.0", "0.2.0")


def test_a_version_that_fails_its_own_check_changes_nothing(packages: Path, here: Home) -> None:
    with pytest.raises(Unfit, match="son propre contrôle"):
        put_in(package(packages, "0.4.0"), here)
    assert (here.in_service, here.before) == ("0.1.0", "")
    assert [path.name for path in (here.root / "versions").iterdir()] == ["0.1.0"]


def test_an_archive_cut_short_changes_nothing(packages: Path, here: Home, tmp_path: Path) -> None:
    cut = tmp_path / "parvis-0.2.0-cut.tar.gz"
    cut.write_bytes(package(packages, "0.2.0").read_bytes()[:-40])
    with pytest.raises(Unfit, match="pas pu être déballée"):
        put_in(cut, here)
    assert here.in_service == "0.1.0" and [path.name for path in (here.root / "versions").iterdir()] == [
        "0.1.0"
    ]


@pytest.mark.parametrize(
    ("kind", "version", "words"),
    [
        ("versions", "0.0.9", "plus ancienne que la 0.1.0"),
        ("deb", "0.2.0", "prenez le .deb"),
        ("msi", "0.2.0", "prenez le .msi"),
        ("sources", "0.2.0", "depuis ses sources"),
    ],
)
def test_what_does_not_suit_says_what_to_do(
    packages: Path, here: Home, kind: str, version: str, words: str
) -> None:
    with pytest.raises(Unfit, match=words):
        renew.offer_of(renew.look(package(packages, version)), here._replace(kind=kind))


def test_the_same_version_is_told(packages: Path, here: Home) -> None:
    put_in(package(packages, "0.2.0"), here)
    with pytest.raises(Unfit, match=r"0\.2\.0 est déjà en service"):
        put_in(package(packages, "0.2.0"), here)


def test_the_folder_of_the_machine_offers_the_latest_that_is_signed(
    packages: Path, here: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(tmp_path / "secret").split('"')[1]
    machine = tmp_path / "parvis.toml"
    monkeypatch.setenv("PARVIS_MACHINE", str(machine))
    machine.write_text(f'[updates]\nfolder = "{packages}"\n', encoding="utf-8")
    found = renew.newest(here)
    assert found is not None and found.version == "0.4.0"
    machine.write_text(f'[updates]\nfolder = "{packages}"\nkey = "{key}" # one\n', encoding="utf-8")
    assert renew.newest(here) is None, "none of them is signed"
    sign_sheets(tmp_path / "secret", [package(packages, "0.2.0")])
    found = renew.newest(here)
    assert found is not None and (found.version, found.proof) == ("0.2.0", "signed")
    package(packages, "0.2.0").with_name(package(packages, "0.2.0").name + ".toml.sig").unlink()


def test_going_back_loses_nothing_when_the_base_kept_its_shape(
    packages: Path, here: Home, base: Path
) -> None:
    renew.keep_base(base, here, "0.2.0")
    put_in(package(packages, "0.2.0"), here)
    told = renew.go_back(base, here)
    assert told.copy is None and "rien ne serait perdu" in told.words
    assert (here.in_service, here.before) == ("0.1.0", "0.2.0"), "and forward again is as easy"


def test_going_back_puts_the_copy_back_when_the_base_changed_its_shape(
    packages: Path, here: Home, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(upgrade, "HEAD", "0001")  # what the version before reads
        renew.keep_base(base, here, "0.2.0")
    put_in(package(packages, "0.2.0"), here)
    store = Store(base, author="A. Exemple")
    bring(store, application("26500099"))
    store.close()
    told = renew.back(base, here)
    assert told.copy is not None and told.copy.name.endswith("-version.parvis")
    assert "dont 1 dossier arrivé" in told.words, "said before it is done"
    renew.go_back(base, here)
    store = Store(base, author="A. Exemple")
    assert len(store.reader.execute("SELECT id FROM dossier").fetchall()) == 1
    store.close()
    assert list((base.parent / "copies").glob("*-avant.parvis")), "the base of today is kept"
    assert here.in_service == "0.1.0"


def test_without_the_copy_there_is_no_way_back_that_would_lose_the_base(
    packages: Path, here: Home, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unfit, match="Aucune version précédente"):
        renew.back(base, here)
    with monkeypatch.context() as then:
        then.setattr(upgrade, "HEAD", "0001")
        copy = renew.keep_base(base, here, "0.2.0")
    put_in(package(packages, "0.2.0"), here)
    assert copy is not None
    copy.unlink()
    with pytest.raises(Unfit, match="demandez au service informatique"):
        renew.back(base, here)
    assert here.in_service == "0.2.0"


def test_from_a_terminal(packages: Path, here: Home, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(package(packages, "0.2.0"))
    assert main(["--db", str(base), "update", file, "--dry-run"]) == 0
    assert "Essai : rien n’a été installé." in capsys.readouterr().out and here.in_service == "0.1.0"
    assert main(["--db", str(base), "update", file]) == 0
    assert "La base a été copiée d’abord" in capsys.readouterr().out and here.in_service == "0.2.0"
    assert main(["--db", str(base), "update"]) == 0
    assert "Version précédente, gardée : 0.1.0." in capsys.readouterr().out
    assert main(["--db", str(base), "update", "--back"]) == 0
    assert "Retour à la version 0.1.0" in capsys.readouterr().out and here.in_service == "0.1.0"
    assert main(["--db", str(base), "update", str(base)]) == 1
    assert "n’est pas une version de Parvis" in capsys.readouterr().err


def test_a_system_package_gives_the_administrator_a_command(tmp_path: Path, here: Home) -> None:
    from desktop.exchange.package import Package

    deb = Package(tmp_path / "parvis_0.2.0_amd64.deb", "deb", "0.2.0", (), "none")
    offer = renew.offer_of(deb, here._replace(kind="deb"))
    assert (offer.deed, offer.command) == ("command", f"sudo apt-get install '{deb.path}'")


WAITS = "import sys, os; sys.stdin.read(); open(sys.argv[1], 'w').write(str(os.path.exists(sys.argv[2])))"


def test_what_waits_begins_when_the_one_that_asked_has_ended(tmp_path: Path) -> None:
    """It reads our pipe, and so answers only once we are gone."""
    answer, ended = tmp_path / "answer", tmp_path / "ended"
    os.mkfifo(answer)
    asking = (
        "import sys; from pathlib import Path; from desktop.flow import renew\n"
        f"renew.this_program = lambda: [sys.executable, '-c', {WAITS!r}, {str(answer)!r}, {str(ended)!r}]\n"
        f"renew.after_us('update')\nPath({str(ended)!r}).touch()\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", asking], check=True, cwd=Path(__file__).parents[2])
    assert answer.read_text() == "True"


def test_a_checkout_knows_that_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARVIS_HOME", raising=False)
    assert (home().kind, home().before) == ("sources", "")
    assert program_of(Path("/srv"), "1.0")[0].startswith("/srv/versions/1.0/parvis")


@pytest.mark.parametrize(
    ("name", "link", "stays"),
    [
        ("parvis/versions/1/_internal/one", "", True),
        ("parvis/versions/1/_internal/one.so", "one.so.1", True),
        ("parvis/versions/1/../../../../etc/one", "", False),
        ("parvis/versions/1/one", "../../../../etc/one", False),
        ("parvis/versions/1/one", "/etc/one", False),
    ],
)
def test_a_member_never_leaves_its_version(name: str, link: str, stays: bool) -> None:
    member = tarfile.TarInfo(name)
    if link:
        member.type, member.linkname = tarfile.SYMTYPE, link
    assert renew._stays(member, "parvis/versions/1/") is stays
