"""English put on: Qt's translations, then the doors by which sentences reach the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from desktop.ui import tongue
from desktop.ui.tongue import english
from desktop.ui.tongue.doors import open_doors

ANYONE = "words"  # the context of words that no class of their own says
_translate = QCoreApplication.translate


class Words(str):
    """Words that are in the language of the screens already; what fills them is turned as it comes in."""

    __slots__ = ()

    def format(self, *given: object, **named: object) -> str:
        return Words(str.format(self, *map(_turned, given), **{k: _turned(v) for k, v in named.items()}))


def _turned(value: object) -> object:
    spoken = tongue.spoken()
    return spoken.say(value) if spoken and type(value) is str else value


def say(text: str) -> str:
    """A text on its way to the screen."""
    spoken = tongue.spoken()
    return text if spoken is None or isinstance(text, Words) else spoken.say(text)


def put_on(app: QCoreApplication, folder: Path) -> None:
    """English on every screen that is made from now on; `folder` is resources/i18n."""
    translator = QTranslator(app)
    if not translator.load("parvis_en", str(folder)):
        raise FileNotFoundError(f"{folder}/parvis_en.qm manque\u00a0: l’anglais n’est pas installé.")
    app.installTranslator(translator)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    tongue.speak(english.load(folder), Words)
    QObject.tr = _tr  # type: ignore[method-assign, assignment]
    QCoreApplication.translate = staticmethod(_said)  # type: ignore[method-assign, assignment]
    open_doors(say, Words)


def _said(context: str, text: str, note: str | None = None, count: int = -1) -> Words:
    found = _translate(context, text, note, count)
    return Words(found if found != text else _elsewhere(text))


def _tr(self: Any, text: str, note: str | None = None, count: int = -1) -> Words:
    """PySide looks for the words of a class in those it is made from too; here as there."""
    for kind in type(self).__mro__:
        if kind is QObject:
            break
        found = _translate(kind.__name__, text, note, count)
        if found != text:
            return Words(found)
    found = _translate(ANYONE, text, note, count)
    return Words(found if found != text else _elsewhere(text))


def _elsewhere(text: str) -> str:
    """Words that were put together before they came here."""
    spoken = tongue.spoken()
    return spoken.say(text) if spoken else text
