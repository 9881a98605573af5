"""The window of a new version, as an officer uses it: a file, what it brings, in service, back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.home import Home
from desktop.packaging.places import lay
from desktop.packaging.portable import make_portable, portable_plan
from desktop.packaging.sheets import write_sheet
from desktop.ui import theme
from desktop.ui.office import Office
from desktop.ui.renewal.window import RenewalWindow
from tests.renewals import program
from tests.ui.shelf import filled, office_of


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    lay(portable_plan(program(tmp_path / "program"), "0.1.0"), tmp_path / "place")
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return Home("versions", tmp_path / "place" / "parvis", "0.1.0")


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    store = filled(tmp_path / "data")
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    made = make_portable(program(tmp_path / "next"), tmp_path, "0.2.0")
    write_sheet(made, "0.1.0")
    sheet = made.with_name(made.name + ".toml")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('"0.1.0"', '"0.2.0"'), encoding="utf-8")
    return made


def press(button: QPushButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def opened(office: Office, here: Home, path: Path | None, qtbot: QtBot) -> RenewalWindow:
    window = RenewalWindow(office, None, lambda _over: path, here)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_file_is_read_put_in_service_and_opened_next(
    office: Office, here: Home, package: Path, qtbot: QtBot
) -> None:
    window = opened(office, here, package, qtbot)
    assert "0.1.0" in window.now.text() and not window.install.isEnabled() and not window.back.isEnabled()
    press(window.choose, qtbot)
    qtbot.waitUntil(lambda: not window.running and window.offer is not None)
    assert "Version 0.2.0, conforme à sa fiche." in window.said.text()
    assert "• " in window.news.text(), "what is new"
    press(window.install, qtbot)
    qtbot.waitUntil(lambda: window.laid and not window.running, timeout=20_000)
    assert here.in_service == "0.2.0" and "est en service" in window.said.text()
    assert list((office.path.parent / "copies").glob("*-version.parvis"))
    assert window.way_back.text() == "La version 0.1.0 est gardée."
    with qtbot.waitSignal(window.leave_wanted):
        press(window.install, qtbot)


def test_a_file_that_does_not_suit_says_why(office: Office, here: Home, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "photo.zip").write_bytes(b"PK")
    window = opened(office, here, tmp_path / "photo.zip", qtbot)
    press(window.choose, qtbot)
    qtbot.waitUntil(lambda: "n’est pas une version de Parvis" in window.said.text())
    assert not window.install.isEnabled() and window.choose.isEnabled()


def test_the_folder_of_the_machine_is_looked_into_at_once(
    office: Office, here: Home, package: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = package.with_name("parvis.toml")
    settled.write_text(f'[updates]\nfolder = "{package.parent}"\n', encoding="utf-8")
    monkeypatch.setenv("PARVIS_MACHINE", str(settled))
    window = opened(office, here, None, qtbot)
    qtbot.waitUntil(lambda: window.install.isEnabled())
    assert "Version 0.2.0" in window.said.text()


def test_a_system_package_shows_the_command_of_the_administrator(
    office: Office, here: Home, qtbot: QtBot, tmp_path: Path
) -> None:
    from desktop.exchange.package import Package
    from desktop.flow.renew import offer_of

    window = opened(office, here._replace(kind="deb"), None, qtbot)
    deb = Package(tmp_path / "parvis_0.2.0_amd64.deb", "deb", "0.2.0", (), "none")
    window.show_offer(offer_of(deb, here._replace(kind="deb")))
    assert "sudo apt-get install" in window.said.text() and not window.install.isEnabled()
    press(window.copy, qtbot)
    assert QApplication.clipboard().text().startswith("sudo apt-get install")


def test_going_back_is_asked_first(office: Office, here: Home, qtbot: QtBot) -> None:
    (here.root / "versions" / "0.0.9").mkdir()
    (here.root / "version").write_text("0.1.0\n0.0.9\n")
    window = opened(office, here, None, qtbot)
    press(window.back, qtbot)
    assert "n’est plus là" in window.said.text(), "no copy: no way back that loses the base"
    office.path.rename(office.path.with_name("ailleurs.db"))
    press(window.back, qtbot)
    box = next(each for each in window.findChildren(QMessageBox) if each.isVisible())
    assert "Revenir à la version 0.0.9" in box.text() and "rien ne serait perdu" in box.informativeText()
    button = next(each for each in box.buttons() if "Revenir" in each.text())
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(window.back_wanted):
        press(button, qtbot)
