"""From the proposal to the decision in the dossier screen: committee, faults in place, letter, reopening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db import queries
from desktop.flow.settings import add
from desktop.flow.settings_read import shipped
from desktop.rules.settings import BY_CODE
from desktop.rules.sharing import share_out
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.decision_drafts import DecisionDrafts
from desktop.ui.dossier.history_dialog import HistoryDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, filled, office_of, on_screen, press, type_words

Key = Qt.Key
SOON = 1500


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(filled(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def shown(screen: DossierView) -> Whole:
    assert screen.whole is not None
    return screen.whole


def propose(screen: DossierView, qtbot: QtBot, amount: str) -> None:
    field = screen.judging.proposal.amount
    screen.deed["propose"].trigger()
    field.selectAll()
    type_words(field, amount)
    qtbot.waitUntil(lambda: shown(screen).head.proposed is not None, timeout=SOON)


def to_committee(screen: DossierView, qtbot: QtBot) -> None:
    propose(screen, qtbot, "9000")
    QTest.mouseClick(screen.judging.proposal.committee, Qt.MouseButton.LeftButton)
    assert shown(screen).head.stage == "ready"


def decide(screen: DossierView) -> None:
    QTest.mouseClick(screen.judging.decision.decide, Qt.MouseButton.LeftButton)


def test_amounts_are_shared_in_whole_euros_and_nothing_is_lost() -> None:
    assert share_out(10_000_01, {"A": 1, "B": 2}) == {"A": 3_334_01, "B": 6_666_00}
    assert share_out(500_00, {"A": 0, "B": 0}) == {"A": 500_00}
    assert share_out(500_00, {"A": 0, "B": 3}) == {"B": 500_00}
    assert share_out(500_00, {}) == {}


def test_an_amount_typed_is_saved_and_can_be_shared_out(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    propose(screen, qtbot, "9 000")
    assert shown(screen).head.proposed == 9_000_00
    assert shown(screen).head.proposal_opinion == "favourable"
    card = screen.judging.proposal
    card.split.click()
    fields = list(card.rows.fields.items())
    for (_code, field), amount in zip(fields, ("5000", "4000", "0"), strict=True):
        field.setFocus()
        field.selectAll()
        type_words(field, amount)
        press(field, Key.Key_Return)
    kept = {row.code: row.proposed for row in shown(screen).amounts if row.proposed}
    assert kept == {fields[0][0]: 5_000_00, fields[1][0]: 4_000_00}
    assert "Reste" not in card.rows.total.text()


def test_a_proposal_begun_is_saved_when_the_dossier_changes(screen: DossierView, office: Office) -> None:
    key = shown(screen).head.id
    type_words(screen.judging.proposal.amount, "4500")
    type_words(screen.judging.proposal.reason, "Action utile")
    screen.step(1)
    head = queries.head(office.reader, key)
    assert head is not None
    assert (head.proposed, head.proposal_reason) == (4_500_00, "Action utile")
    assert screen.judging.proposal.amount.text() == ""
    assert screen.judging.proposal.reason.text() == ""


def test_an_unfavourable_opinion_asks_for_its_reason(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    told = Told(office)
    card = screen.judging.proposal
    QTest.mouseClick(card.unfavourable, Qt.MouseButton.LeftButton)
    assert "motif" in told.last and card.reason.hasFocus()
    assert shown(screen).head.proposal_opinion == ""
    type_words(card.reason, "Doublon avec le centre social")
    QTest.mouseClick(card.unfavourable, Qt.MouseButton.LeftButton)
    assert shown(screen).head.proposal_opinion == "unfavourable"
    assert "DÉFAVORABLE" in card.heading.text()
    QTest.mouseClick(card.committee, Qt.MouseButton.LeftButton)
    draft = screen.judging.decision.draft()
    assert (draft.outcome, draft.comment) == ("refused", "Doublon avec le centre social")


def test_the_committee_refuses_a_dossier_without_proposal(screen: DossierView, office: Office) -> None:
    told = Told(office)
    QTest.mouseClick(screen.judging.proposal.committee, Qt.MouseButton.LeftButton)
    assert "proposition" in told.last
    assert shown(screen).head.stage == "instruction"


def test_a_decision_is_prefilled_recorded_and_taken_back(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    to_committee(screen, qtbot)
    card = screen.judging.decision
    assert card.isVisible() and not screen.judging.proposal.isVisible()
    assert sum(card.draft().amounts.values()) == 9_000_00
    assert "9\u202f000" in card.proposed.toolTip()
    next(iter(card.reasons.boxes.values())).click()
    card.conditions.setPlainText("Remettre le bilan 2025\n\nSigner la convention")
    type_words(card.act, "2026-41")
    decide(screen)
    decision = queries.decision(office.reader, shown(screen).head.id)
    assert decision is not None
    assert (decision.outcome, decision.state, decision.act) == ("partial", "pending", "2026-41")
    assert [row.text for row in shown(screen).conditions] == [
        "Remettre le bilan 2025",
        "Signer la convention",
    ]
    assert len(shown(screen).reasons) == 1
    assert screen.judging.decided.isVisible() and screen.judging.decided.state.text() == "en attente"
    assert screen.middle.reading.page.hasFocus()
    office.undo()
    assert shown(screen).head.stage == "ready" and card.isVisible()


def test_faults_are_told_in_place_and_nothing_is_written(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    to_committee(screen, qtbot)
    card = screen.judging.decision
    card.outcome.setCurrentIndex(card.outcome.findData("refused"))
    decide(screen)
    assert card.faults.isVisible() and "motif" in card.faults.text()
    assert shown(screen).head.stage == "ready" and shown(screen).decision is None
    box = next(iter(card.reasons.boxes.values()))
    box.click()
    decide(screen)
    assert shown(screen).decision is not None and shown(screen).head.voted is None
    card.outcome.setCurrentIndex(card.outcome.findData("granted"))


def test_too_much_money_and_words_for_figures_are_faults(screen: DossierView, qtbot: QtBot) -> None:
    to_committee(screen, qtbot)
    card = screen.judging.decision
    field = next(iter(card.amounts.fields.values()))
    for typed, said in (("90000", "dépasse le montant demandé"), ("neuf mille", "ne se lit pas")):
        field.setFocus()
        field.selectAll()
        type_words(field, typed)
        decide(screen)
        assert said in card.faults.text()
    assert shown(screen).decision is None


def test_a_decision_being_filled_in_survives_a_walk(screen: DossierView, qtbot: QtBot) -> None:
    to_committee(screen, qtbot)
    card = screen.judging.decision
    card.outcome.setCurrentIndex(card.outcome.findData("adjourned"))
    type_words(card.comment, "Attendre le bilan")
    screen.step(1)
    assert not card.isVisible()
    screen.step(-1)
    assert card.isVisible()
    assert (card.draft().outcome, card.draft().comment) == ("adjourned", "Attendre le bilan")


def test_a_dossier_can_be_decided_before_the_committee(screen: DossierView, office: Office) -> None:
    screen.deed["decide"].trigger()
    card = screen.judging.decision
    card.outcome.setCurrentIndex(card.outcome.findData("withdrawn"))
    screen.deed["decide"].trigger()
    decision = shown(screen).decision
    assert decision is not None and decision.outcome == "withdrawn"


def test_the_letter_is_prepared_and_a_reopening_says_why(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    told = Told(office)
    to_committee(screen, qtbot)
    decide(screen)
    screen.judging.decided.letter.click()
    assert [letter.template for letter in shown(screen).letters] == ["accord_partiel"]
    assert "Courriers" in told.last and not screen.judging.decided.letter.isVisible()
    screen.judging.decided.reopen.click()
    dialog = screen.findChild(ReasonDialog)
    assert isinstance(dialog, ReasonDialog) and not dialog.deed.isEnabled()
    assert unnamed(dialog) == []
    type_words(dialog.reason, "Erreur de financeur")
    dialog.deed.click()
    assert shown(screen).head.stage == "ready" and screen.judging.decision.isVisible()
    assert sum(screen.judging.decision.draft().amounts.values()) == 9_000_00


def test_the_menu_assigns_labels_and_moves(screen: DossierView, office: Office) -> None:
    like = shipped(BY_CODE["letters"])["accuse_reception"]
    for title, when in (("Invitation & visite", ["free"]), ("Refus autrement dit", ["refused"])):
        office.do(add, subject="letters", values={**like, "title": title, "when": when})
    menu = screen.header.menu
    menu.aboutToShow.emit()
    inner = [m for action in menu.actions() if isinstance(m := action.menu(), QMenu)]
    labels, letters, stages = inner
    labels.actions()[0].trigger()
    assert [name for _, name, _ in shown(screen).labels] == [labels.actions()[0].text()]
    letters.actions()[0].trigger()
    assert [letter.template for letter in shown(screen).letters] == ["accuse_reception"]
    own = [action for action in letters.actions() if "Invitation" in action.text()]
    assert not [action for action in letters.actions() if "autrement" in action.text()]
    own[0].trigger()  # a model of the office, proposed whatever is decided
    assert "m_invitation_visite" in [letter.template for letter in shown(screen).letters]
    words = [action.text() for action in stages.actions()]
    assert "Passer à « Avis demandés »" in words and not any("Décidé" in word for word in words)
    stages.actions()[words.index("Passer à « Avis demandés »")].trigger()
    assert shown(screen).head.stage == "opinion"
    screen.deeds.assign(" C. Exemple ")
    assert shown(screen).head.officer == "C. Exemple"


def test_the_history_tells_every_change_and_can_be_filtered(screen: DossierView, qtbot: QtBot) -> None:
    propose(screen, qtbot, "9000")
    screen.deed["history"].trigger()
    dialog = screen.findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    every = dialog.count.text()
    type_words(dialog.search, "proposé 385")
    found = [dialog.rows.topLevelItem(row) for row in range(dialog.rows.topLevelItemCount())]
    assert any(item is not None and "6\u202f385" in item.text(2) for item in found)
    assert dialog.count.text() != every and dialog.count.text().startswith(str(len(found)))
    assert unnamed(dialog) == []
    dialog.accept()


def test_a_decision_being_filled_in_survives_a_kill(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    to_committee(screen, qtbot)
    card, key = screen.judging.decision, shown(screen).head.id
    card.conditions.setPlainText("Remettre le bilan 2025")
    type_words(card.comment, "Suite de la visite du 3 mars")
    kept = office.path.with_name(office.path.name + ".decisions.json")
    qtbot.waitUntil(lambda: kept.exists() and "visite" in kept.read_text(encoding="utf-8"), timeout=SOON)
    assert queries.decision(office.reader, key) is None  # nothing of it is in the base
    before = card.comment.text()
    card.comment.clear()
    card.conditions.clear()
    qtbot.waitUntil(lambda: not kept.exists(), timeout=SOON)  # as it began: no draft any more
    card.conditions.setPlainText("Remettre le bilan 2025")
    card.comment.setText(before)
    qtbot.waitUntil(kept.exists, timeout=SOON)
    # Another window, as after a kill: nothing was flushed by closing this one.
    again = DossierView(office)
    qtbot.addWidget(again)
    ids = queries.list_ids(office.reader)
    again.open(key, Walk(ids, ids.index(key)))
    draft = again.judging.decision.draft()
    assert (draft.comment, draft.conditions) == ("Suite de la visite du 3 mars", ["Remettre le bilan 2025"])
    again.close_down()
    decide(screen)
    assert queries.decision(office.reader, key) is not None
    assert not kept.exists()


def test_a_draft_that_cannot_be_read_is_put_aside(screen: DossierView, office: Office) -> None:
    kept = office.path.with_name(office.path.name + ".decisions.json")
    kept.write_text("{pas du JSON", encoding="utf-8")
    assert shown(screen).head.id not in DecisionDrafts(office.path)
    assert kept.with_suffix(".illisible").exists()
