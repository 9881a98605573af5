"""The proposal card: amounts typed freely and saved, shares that must add up, three ways out."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.money import euros
from desktop.ui.proposal import Envelope, FunderShare, Proposal, ProposalCard
from desktop.ui.theme import theme
from tests.ui.a11y import unnamed

SHARES = (
    FunderShare("METROPOLE", "Métropole", 700000, 500000),
    FunderShare("ETAT147", "État, programme 147", 500000, 400000),
)
PROPOSAL = Proposal(1200000, 4128400, 900000, SHARES, "", Envelope("Réussite", 9000000, 5580000))


@pytest.fixture
def card(qtbot: QtBot) -> ProposalCard:
    made = ProposalCard(theme("light"))
    qtbot.addWidget(made)
    made.show_proposal(PROPOSAL)
    made.resize(350, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_card_says_what_the_sketch_says(card: ProposalCard) -> None:
    assert card.amount.text() == euros(900000)
    assert card.beside.text() == f"sur {euros(1200000)} demandés\n21,8\u00a0% du coût"
    assert card.envelope.text() == f"Enveloppe « Réussite » : 62\u00a0% engagée, reste {euros(3420000)}"
    assert card.bar.value() == 620
    assert card.rows.total.text() == f"Total des parts : {euros(900000)}"


def test_an_amount_is_saved_as_typed_and_written_in_french(card: ProposalCard, qtbot: QtBot) -> None:
    card.amount.setFocus()
    with qtbot.waitSignal(card.amount_changed) as saved:
        qtbot.keyClicks(card.amount, "8500,50")
    assert saved.args == [850050]
    qtbot.keyClick(card.amount, Qt.Key.Key_Return)
    assert card.amount.text() == euros(850050)
    assert card.rows.total.text() == f"Les parts dépassent la proposition de {euros(49950)}."


def test_what_is_no_amount_is_marked_and_not_saved(card: ProposalCard, qtbot: QtBot) -> None:
    card.amount.setFocus()
    with qtbot.assertNotEmitted(card.amount_changed):
        qtbot.keyClicks(card.amount, "-12x")
        card.flush()
    assert card.amount.property("wrong") is True
    card.amount.selectAll()
    with qtbot.waitSignal(card.amount_changed) as saved:
        qtbot.keyClick(card.amount, Qt.Key.Key_Delete)
        card.flush()
    assert saved.args == [None]
    assert card.amount.property("wrong") is False


def test_arrows_add_a_hundred_euros(card: ProposalCard, qtbot: QtBot) -> None:
    card.amount.setFocus()
    qtbot.keyClick(card.amount, Qt.Key.Key_Up)
    with qtbot.waitSignal(card.amount_changed) as saved:
        qtbot.keyClick(card.amount, Qt.Key.Key_Up)
        card.flush()
    assert saved.args == [920000]


def test_shares_are_opened_typed_and_added_up(card: ProposalCard, qtbot: QtBot) -> None:
    assert card.rows.isHidden()
    qtbot.mouseClick(card.split, Qt.MouseButton.LeftButton)
    assert card.rows.isVisible()
    field = card.rows.fields["ETAT147"]
    field.setFocus()
    with qtbot.waitSignal(card.shares_changed) as saved:
        qtbot.keyClicks(field, "3500")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert saved.args == [{"METROPOLE": 500000, "ETAT147": 350000}]
    assert card.rows.total.text() == f"Reste à répartir : {euros(50000)}"
    assert euros(350000) in card.shares.text()


def test_a_refresh_leaves_what_is_being_typed(card: ProposalCard, qtbot: QtBot) -> None:
    card.amount.setFocus()
    qtbot.keyClicks(card.amount, "77")
    card.show_proposal(PROPOSAL)
    assert card.amount.text() == "77"


def test_the_reason_is_saved_and_each_button_saves_first(card: ProposalCard, qtbot: QtBot) -> None:
    told: list[str] = []
    card.reason_changed.connect(told.append)
    for button, wish in (
        (card.adjourn, card.adjourn_wanted),
        (card.unfavourable, card.unfavourable_wanted),
        (card.committee, card.committee_wanted),
    ):
        name = button.text()
        wish.connect(lambda name=name: told.append(name))
        card.reason.setFocus()
        qtbot.keyClicks(card.reason, "x")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        card.show_proposal(Proposal(reason=card.reason.text()))
    assert told == ["x", "A&journer", "xx", "Dé&favorable", "xxx", "Au &comité"]


def test_an_envelope_overdrawn_and_an_amount_above_the_request_are_told(card: ProposalCard) -> None:
    card.show_proposal(Proposal(100, None, 200, (), "", Envelope("Réussite", 1000, 1500)))
    assert card.envelope.text().endswith(f"dépassée de {euros(500)}")
    assert card.bar.value() == 1000
    assert "dépasse" in card.beside.toolTip()
    assert not card.split.isEnabled()


def test_every_control_has_a_name(card: ProposalCard, qtbot: QtBot) -> None:
    qtbot.mouseClick(card.split, Qt.MouseButton.LeftButton)
    assert unnamed(card) == []


def test_another_theme_keeps_the_amount_being_typed(card: ProposalCard, qtbot: QtBot) -> None:
    card.amount.setFocus()
    qtbot.keyClicks(card.amount, "77")
    card.set_look(theme("dark"))
    assert card.amount.text() == "77"
    assert theme("dark").muted in card.heading.styleSheet()
