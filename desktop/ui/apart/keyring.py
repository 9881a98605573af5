"""The keys of this workstation for the window: from the system's keyring, or a passphrase that is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from desktop.exchange.key_store import NoKeys, held, load, store
from desktop.exchange.keys import BadKey, Keys, make
from desktop.paths import user_data
from desktop.ui.office import Office


def with_keys(over: QWidget, office: Office, then: Callable[[Keys], object]) -> None:
    """Hand over the keys of this workstation, asking for their passphrase where they are sealed by one."""
    folder = user_data()
    try:
        keys = load(office.site, folder, lambda _sentence: "")
    except BadKey as why:
        office.told.emit(str(why), "warn")
    except NoKeys as why:
        if held(office.site, folder):
            _ask(over, str(why), lambda words: _unseal(office, words, then))
        else:
            office.told.emit(str(why), "warn")
    else:
        then(keys)


def _unseal(office: Office, words: str, then: Callable[[Keys], object]) -> None:
    try:
        keys = load(office.site, user_data(), lambda _sentence: words)
    except (NoKeys, BadKey) as why:
        office.told.emit(str(why), "warn")
    else:
        then(keys)


def with_own(over: QWidget, office: Office, site: str, then: Callable[[Keys], object]) -> None:
    """The same, made now for a workstation that has none yet."""
    folder = user_data()
    if held(site, folder):
        with_keys(over, office, then)
        return
    made = make(site)
    try:
        told = store(made, folder)
    except NoKeys as why:  # no keyring on this system: a passphrase seals them in a file
        _ask(over, str(why), lambda words: _seal(office, made, words, then))
        return
    office.told.emit(told, "good")
    then(made)


def _seal(office: Office, made: Keys, words: str, then: Callable[[Keys], object]) -> None:
    try:
        told = store(made, user_data(), lambda _sentence: words)
    except (NoKeys, OSError) as why:
        office.told.emit(str(why), "warn")
        return
    office.told.emit(told, "good")
    then(made)


def _ask(over: QWidget, sentence: str, then: Callable[[str], object]) -> QInputDialog:
    say = QCoreApplication.translate
    dialog = QInputDialog(over)
    dialog.setObjectName("passphrase")
    dialog.setWindowTitle(say("apart", "Phrase de passe des clés"))
    dialog.setLabelText(sentence)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setOkButtonText(say("apart", "Ouvrir les clés"))
    dialog.setCancelButtonText(say("apart", "Annuler"))
    dialog.textValueSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
