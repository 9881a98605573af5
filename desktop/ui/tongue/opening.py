"""The language that the window speaks, put on before it is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop.ui import tongue


def put_on(app: QCoreApplication, kept: object, folder: Path) -> None:
    """`kept` is what the user chose, `folder` resources/i18n. French costs Qt's own words, nothing more."""
    if tongue.chosen(kept) == "en":
        from desktop.ui.tongue import edge  # what French never asks for

        edge.put_on(app, folder)
        return
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)  # Qt's own words: « Oui », « Annuler », « Ouvrir »
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
