"""A base just founded: each place and each tab says what it is for and the one thing to do next."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.places import places
from desktop.ui import theme
from desktop.ui.tabbed import TabbedScreen
from desktop.ui.tables.state import StatePanel
from desktop.ui.window import Window
from tests.office import open_office
from tests.ui.a11y import unnamed
from tests.ui.shelf import office_of, settings_in

# The screen, the words that say what it is for, and the button that leads on.
TOLD = {
    "today": ("Aucun dossier n’attend", "Importer un fichier"),
    "list": ("toutes les demandes reçues", "Importer un fichier"),
    "notes": ("la note paraîtra ici", "Importer un fichier"),
    "opinions": ("sans compte ni réseau", "Demander un avis…"),
    "envelopes/envelopes": ("Reste = voté", "Ajouter…"),
    "envelopes/bench": ("essaie une répartition", "Créer un scénario"),
    "envelopes/grid": ("par défi et par quartier", "Importer un fichier"),
    "committees": ("se préparent et se tiennent les comités", "Nouvelle séance…"),
    "letters": ("se relisent et s’impriment les lettres", "Préparer les courriers"),
    "register": ("Chaque lettre émise entre ici", "Aller aux courriers"),
    "follow/payments": ("se verse en une ou plusieurs fois", "Prévoir les versements…"),
    "follow/reports": ("compte rendu financier", "Attendre les bilans…"),
    "follow/changes": ("d’autres dates", "Noter une demande…"),
    "follow/visits": ("Une visite à une action se note", "Noter une visite…"),
    "follow/repayments": ("ce qui est à reverser", "Proposer depuis les bilans…"),
    "agreements": ("promet des montants par année", "Nouvelle convention…"),
    "figures/tables": ("par quartier, défi, financeur", "Importer un fichier"),
    "figures/map": ("Cliquez un quartier", "Voir dans la liste"),
    "duties/data": ("23", "Montrer toutes les aides"),
    "duties/statement": ("décisions d’accord d’une année", "Importer un fichier"),
    "duties/themes": ("programme 147", "Importer un fichier"),
    "duties/thresholds": ("seuil de la loi", "Importer un fichier"),
    "archives/retention": ("Instructions", "Changer la règle…"),
    "archives/lists": ("visa des archives", "Préparer un bordereau"),
    "archives/year": ("Les années viennent", "Importer un fichier"),
    "archives/persons": ("un mois pour sa réponse", "Inscrire une demande"),
    "archives/scans": ("ce que le scanner a fait", "Lire des papiers…"),
    "apart": ("emporte des dossiers dans une antenne", "Cette base reçoit les mallettes…"),
    "import": ("Déposez ici les fichiers à importer", "Choisir des fichiers…"),
    "arrivals": ("ce qui y est déposé attendra ici", "Surveiller un dossier…"),
    "twins": ("rapprochés par le porteur", "Ouvrir les dossiers"),
    "new": ("Saisir une demande papier", "Enregistrer la demande"),
}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "light")
    folder: Path = tmp_path_factory.mktemp("empty")
    office = office_of(open_office(folder))
    made = Window(office, places(), settings_in(folder))
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    office.close()
    made.deleteLater()


def screens(window: Window) -> list[str]:
    """« place » or « place/tab », in the order of the window; a dossier has no place in an empty base."""
    found = []
    for place in places():
        if place.name == "dossier":
            continue
        screen = window.stack.screen_of(place.name)
        tabs = [kind.name for kind in screen.kinds] if isinstance(screen, TabbedScreen) else [""]
        found += [f"{place.name}/{tab}" if tab else place.name for tab in tabs]
    return found


def shown(window: Window, name: str) -> QWidget:
    place, _, tab = name.partition("/")
    window.go(place)
    screen = window.stack.current()
    if isinstance(screen, TabbedScreen):
        screen.show_tab(tab)
        return screen.tab(tab)
    return screen.widget


def words_of(screen: QWidget) -> str:
    labels = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    return " ".join(" ".join(labels).split())


def buttons_of(screen: QWidget) -> set[str]:
    found = (b for b in screen.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled())
    return {button.text().replace("&", "") for button in found}


def test_no_screen_is_forgotten(window: Window) -> None:
    assert screens(window) == list(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_an_empty_screen_says_what_it_is_for_and_what_to_do(window: Window, name: str, qtbot: QtBot) -> None:
    words, button = TOLD[name]
    screen = shown(window, name)
    qtbot.waitUntil(lambda: words in words_of(screen))
    if name != "new":  # its button waits for what is typed, and the screen lists what is missing
        qtbot.waitUntil(lambda: button in buttons_of(screen))
    assert unnamed(screen) == []


def test_the_invitation_leads_where_it_says(window: Window, qtbot: QtBot) -> None:
    screen = shown(window, "figures/tables")
    qtbot.waitUntil(lambda: "Importer un fichier" in buttons_of(screen))
    panel = next(panel for panel in screen.findChildren(StatePanel) if panel.isVisible())
    panel.findChildren(QAbstractButton)[0].click()
    assert window.stack.front == "import"


@pytest.mark.parametrize("name", TOLD)
def test_no_key_of_the_screen_in_front_is_one_of_the_menus_too(window: Window, name: str) -> None:
    shown(window, name)
    theirs = window.menu.menus[2].actions()
    own = [action for action in window.menu.every() if action not in theirs]
    assert not keys_of(own) & keys_of(theirs)


def keys_of(actions: Iterable[QAction]) -> set[str]:
    return {key.toString() for action in actions for key in action.shortcuts()}
