"""« Réglages » used as an officer would: found, changed with the keyboard, refused, given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QInputDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.keys import key_of
from db.rights import given
from db.store import Store
from desktop.exchange.settings_file import written
from desktop.flow.letter_models import letter_models
from desktop.flow.own_letters import own_models
from desktop.flow.people import add_person, change_person
from desktop.flow.settings_parcel import read_parcel
from desktop.flow.settings_read import entries
from desktop.rules.roles import RIGHTS
from desktop.rules.settings import BY_CODE, SUBJECTS
from desktop.ui.doors import of_the_office
from desktop.ui.office import Office
from desktop.ui.settings.blocks import BlocksInput
from desktop.ui.settings.head_page import HeadPage
from desktop.ui.settings.letters_page import LettersPage
from desktop.ui.settings.other_pages import FormatsPage, RightsPage
from desktop.ui.settings.page import EntriesPage
from desktop.ui.settings.picture import PictureInput
from desktop.ui.settings.travelling import ExportDialog, ImportDialog
from desktop.ui.settings.window import SettingsWindow
from tests.office import application, bring, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, type_words


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = open_office(tmp_path_factory.mktemp("office"))
    made.author = "Test"  # who founded it, its administrator
    made.do(change_person, person=key_of("person", "Test"), login="test")
    bring(made, application())
    made.do(add_person, name="L. Lectrice", role="reader", login="lectrice")
    return made


@pytest.fixture
def office(qtbot: QtBot, store: Store) -> Iterator[Office]:
    opened = Store(store.path, author="test", place="poste-test", exclusive=False)
    made = office_of(opened)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> Iterator[SettingsWindow]:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1280, 760)
    made = SettingsWindow(office, over)
    made.show()
    qtbot.waitUntil(lambda: made.page() is not None, timeout=20_000)
    yield made
    for page in made.unsaved():
        page.forget()
    made.reject()


def page_of(window: SettingsWindow, code: str) -> EntriesPage:
    window.choose(code)
    page = window.page()
    assert page is not None and page.subject.code == code
    return page


def test_every_page_opens_whole_and_every_control_has_a_name(qtbot: QtBot, window: SettingsWindow) -> None:
    for subject in SUBJECTS:
        page = page_of(window, subject.code)
        assert page.form.inputs and not page.keep.isEnabled()
        assert page.form.entry() == next(iter(entries(window.office.reader, subject).values()))
        assert page.state.text() == "Tel que livré."
    assert unnamed(window) == []
    doors = {door.key: door.words for door in of_the_office()}
    assert doors["Ctrl+,"] == "Réglages…"


def test_a_name_is_typed_saved_told_and_given_back(qtbot: QtBot, window: SettingsWindow) -> None:
    type_words(window.search, "partenair")
    window.search.submitted.emit(window.search.text())
    page = window.page()
    assert page is not None and page.subject.code == "partners"
    field = page.form.inputs["person"].edit  # type: ignore[attr-defined]
    type_words(field, "Dominique Exemple")
    assert page.keep.isEnabled() and page.rows.rows.lines[0].cells[1] == "à enregistrer"
    page.keep.click()
    assert page.rows.rows.lines[0].cells[1] == "modifié" and "par Test" in page.state.text()
    page.back.click()
    assert page.state.text() == "Tel que livré." and field.text() == ""


def test_what_cannot_be_is_said_as_it_is_typed_and_what_is_unsound_when_saved(
    qtbot: QtBot, window: SettingsWindow
) -> None:
    page = page_of(window, "criteria")
    weight = page.form.inputs["weight"].edit  # type: ignore[attr-defined]
    weight.clear()
    type_words(weight, "vingt")
    assert "ce n’est pas un nombre" in page.notice.words() and not page.keep.isEnabled()
    weight.clear()
    type_words(weight, "21")
    page.keep.click()
    assert "doivent faire 100" in page.notice.words() and page.pending
    page.rows.selectRow(1)
    other = page.form.inputs["weight"].edit  # type: ignore[attr-defined]
    before = int(other.text())
    other.clear()
    type_words(other, str(before - 1))
    page.keep.click()
    assert not page.pending and page.notice.words() == ""
    window.office.undo()
    assert page.state.text() == "Tel que livré."


def test_a_phrase_is_added_and_taken_away(qtbot: QtBot, window: SettingsWindow) -> None:
    page = page_of(window, "phrases")
    count = page.rows.rows.rowCount()
    page.add.click()
    type_words(page.form.inputs["text"].edit, "Le calendrier tient.")  # type: ignore[attr-defined]
    page.keep.click()
    assert page.rows.rows.rowCount() == count + 1
    codes = [line.what for line in page.rows.rows.lines]
    new = next(
        c for c, e in entries(window.office.reader, BY_CODE["phrases"]).items() if "tient" in e["text"]
    )
    page.rows.selectRow(codes.index(new))
    assert "Ajouté ici" in page.state.text()
    page.drop.click()
    assert page.rows.rows.rowCount() == count


def test_the_page_of_a_letter_follows_what_is_typed(qtbot: QtBot, window: SettingsWindow) -> None:
    page = page_of(window, "letters")
    assert isinstance(page, LettersPage)
    qtbot.waitUntil(lambda: page.preview.view() is not None, timeout=20_000)
    blocks = page.form.inputs["block"]
    assert isinstance(blocks, BlocksInput)
    blocks.words.setFocus()
    page.ask_field()
    assert page.fields is not None
    type_words(page.fields.search, "nom du porteur")
    page.fields.search.submitted.emit("")
    assert "{porteur.nom}" in blocks.words.toPlainText() and page.keep.isEnabled()
    before = page.preview.view()
    qtbot.waitUntil(lambda: page.preview.view() not in (None, before), timeout=20_000)
    blocks.words.insertPlainText("{porteur.surnom}")
    qtbot.waitUntil(lambda: "n’existe pas" in page.preview.said(), timeout=20_000)
    assert "Paragraphe 1" in page.preview.said()
    page.keep.click()
    assert "Paragraphe 1" in page.notice.words() and page.pending
    page.forget()
    blocks.add.click()
    blocks.words.insertPlainText("Un mot de plus.")
    assert blocks.list.item(1).text() == "2. Un mot de plus."
    blocks.down.click()
    assert blocks.list.currentRow() == 2
    blocks.drop.click()
    assert page.form.entry() == entries(window.office.reader, page.subject)["accord"]
    assert not page.pending


def test_settings_leave_in_a_file_and_come_back_once_looked_at(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "service.parvis-reglages"
    window = SettingsWindow(office, choose_file=lambda _over, _writing: path)
    qtbot.addWidget(window)
    window.show()
    window.out.click()
    leaving = window.dialog
    assert isinstance(leaving, ExportDialog) and unnamed(leaving) == []
    leaving.whole.click()
    assert not leaving.go.isEnabled()
    leaving.whole.click()
    leaving.go.click()
    told = read_parcel(path)
    row = next(iter(told.subjects["labels"]))
    told.subjects["labels"][row]["name"] = "Visite faite"
    told.subjects["partners"][next(iter(told.subjects["partners"]))]["email"] = "nom"
    path.write_bytes(written(told.subjects, "B. Exemple", "2026-03-20", "Autre service"))
    window.into.click()
    coming = window.dialog
    assert isinstance(coming, ImportDialog) and unnamed(coming) == []
    assert [line.cells[0] for line in coming.rows.rows.lines] == ["refusé", "changé"]
    assert "1 ligne à reprendre" in coming.notice.words() and "1 refusée" in coming.notice.words()
    coming.go.click()
    assert entries(office.reader, BY_CODE["labels"])[row]["name"] == "Visite faite"
    office.undo()
    assert entries(office.reader, BY_CODE["labels"])[row]["name"] != "Visite faite"
    path.write_bytes(b"autre chose")
    window.into.click()
    assert "abîmé" in window.notice.words()
    window.reject()


def test_rights_are_read_and_a_taught_format_is_renamed_and_forgotten(
    qtbot: QtBot, window: SettingsWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path))
    (tmp_path / "imports").mkdir()
    kept = tmp_path / "imports" / "caisse.toml"
    kept.write_text('kind = "table"\nid = "caisse"\ntitle = "Liste de la caisse"\n', encoding="utf-8")
    window.choose("rights-table")
    rights = window.pages["rights-table"]
    assert isinstance(rights, RightsPage) and len(rights.rows.rows.lines) == len(RIGHTS)
    window.choose("formats")
    page = window.pages["formats"]
    assert isinstance(page, FormatsPage) and page.rows.rows.lines[0].cells[0] == "Liste de la caisse"
    page.name.click()
    assert isinstance(page.question, QInputDialog)
    page.question.setTextValue("Caisse, chaque année")
    page.question.accept()
    assert page.rows.rows.lines[0].cells[0] == "Caisse, chaque année" and 'id = "caisse"' in kept.read_text()
    page.drop.click()
    assert isinstance(page.question, QMessageBox)
    next(button for button in page.question.buttons() if "Oublier" in button.text()).click()
    assert not kept.exists() and page.rows.rows.lines[0].cells[1] == "livré"
    assert not page.drop.isEnabled() and unnamed(window) == []


def test_a_page_leads_to_the_screen_that_sets_the_rest(qtbot: QtBot, office: Office) -> None:
    window = SettingsWindow(office, first="sharing")
    window.show()
    qtbot.waitUntil(lambda: window.page() is not None, timeout=20_000)
    page = page_of(window, "sharing")
    with qtbot.waitSignal(office.place_wanted) as wanted:
        way = next(b for b in page.findChildren(QPushButton) if "enveloppes" in b.text().replace("&", ""))
        way.click()
    assert wanted.args == ["envelopes"]


def test_closing_asks_about_what_is_not_saved(qtbot: QtBot, window: SettingsWindow) -> None:
    page = page_of(window, "office")
    type_words(page.form.inputs["service"].edit, " !")  # type: ignore[attr-defined]
    window.reject()
    assert window.question is not None and "Organisme" in window.question.text() and window.isVisible()
    window.question.reject()


def test_a_reader_reads_the_settings_and_is_told_who_may_change_them(qtbot: QtBot, store: Store) -> None:
    opened = Store(store.path, author="lectrice", place="poste-test", exclusive=False)
    office = office_of(opened)
    window = SettingsWindow(office)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.page() is not None, timeout=20_000)
    page = page_of(window, "challenges")
    assert "Rôles autorisés" in page.notice.words()
    assert page.form.inputs["title"].edit.isReadOnly()  # type: ignore[attr-defined]
    assert not page.add.isEnabled() and not page.keep.isEnabled()
    assert len(queries.challenges(office.reader)) == 11
    window.reject()
    office.close()


def test_a_model_is_copied_named_saved_and_taken_away(qtbot: QtBot, window: SettingsWindow) -> None:
    page = page_of(window, "letters")
    assert isinstance(page, LettersPage)
    assert page.form.inputs["when"].isHidden() and page.drop.isHidden()  # of a shipped letter
    page.copy.click()
    title, when = page.form.inputs["title"], page.form.inputs["when"]
    assert title.value() == "Notification d’accord (copie)" and when.value() == ["free"]
    qtbot.waitUntil(lambda: page.preview.view() is not None, timeout=20_000)
    page.keep.click()
    assert page.notice.words() == "" and not page.pending
    (made,) = own_models(window.office.reader)
    assert made.title == "Notification d’accord (copie)"
    page.rows.selectRow([line.what for line in page.rows.rows.lines].index(made.code))
    assert not page.drop.isHidden()
    page.drop.click()
    assert not own_models(window.office.reader)


def test_a_logo_is_chosen_seen_refused_and_taken_away(
    qtbot: QtBot, window: SettingsWindow, tmp_path: Path
) -> None:
    page = page_of(window, "head")
    assert isinstance(page, HeadPage)
    qtbot.waitUntil(lambda: page.preview.view() is not None, timeout=20_000)
    logo, before = page.form.inputs["logo"], page.preview.view()
    assert isinstance(logo, PictureInput) and logo.shown.text() == "Aucune image"
    wrong = tmp_path / "texte.png"
    wrong.write_text("rien")
    logo.choose = lambda _over: wrong
    logo.pick.click()
    assert "n’est pas une image" in logo.why.text() and not page.pending
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(0x1F7FB0)
    assert picture.save(str(tmp_path / "logo.png"))
    logo.choose = lambda _over: tmp_path / "logo.png"
    logo.pick.click()
    assert not logo.shown.pixmap().isNull() and page.keep.isEnabled() and not logo.why.text()
    qtbot.waitUntil(lambda: page.preview.view() not in (None, before), timeout=20_000)
    page.keep.click()
    assert letter_models(window.office.reader)["accord"].head.logo is not None
    assert unnamed(window) == []
    window.office.undo()
    assert logo.shown.text() == "Aucune image"


def test_rights_are_ticked_by_an_administrator(qtbot: QtBot, window: SettingsWindow) -> None:
    page = page_of(window, "rights")
    window.choose("rights-table")
    table = window.pages["rights-table"]
    assert isinstance(table, RightsPage)
    row = [line.what for line in page.rows.rows.lines].index("annotate")
    page.rows.selectRow(row)
    box = page.form.inputs["roles"].boxes["secretariat"]  # type: ignore[attr-defined]
    assert not box.isChecked()
    box.click()
    page.keep.click()
    assert given(window.office.reader)["annotate"] >= {"secretariat"}
    (line,) = [line for line in table.rows.rows.lines if line.what.startswith("annoter")]
    assert line.cells[4] == "oui"
    window.office.undo()
    assert not given(window.office.reader)
