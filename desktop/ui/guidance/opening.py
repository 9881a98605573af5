"""F1, wherever one is: the guide at the page of the screen, the tab, the sheet or the dialog in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.ui.guidance.pages import SHEETS, page_of_widget

if TYPE_CHECKING:
    from desktop.ui.guidance.window import GuideWindow
    from desktop.ui.window import Window

_REACHED = "parvisHelpReached"


class Help(QObject):
    """Of one window. A modal dialog shuts the menu out, key included: each gets its own F1 when it is first
    entered, and a guide of its own that it does not shut out."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._reach)

    def _reach(self, _old: QWidget | None, now: QWidget | None) -> None:
        top = now.window() if now is not None else None
        if isinstance(top, QDialog) and top.isModal() and not top.property(_REACHED):
            from PySide6.QtGui import QKeySequence, QShortcut

            top.setProperty(_REACHED, True)
            QShortcut(QKeySequence("F1"), top, lambda: self.open_over(top))

    def open_here(self) -> None:
        """At the page of the place in front, with its own words and keys."""
        from desktop.ui.guide import key_of
        from desktop.ui.palette import words_of
        from desktop.ui.screen import WithActions

        place, screen = self._window.stack.place(), self._window.stack.current()
        actions = screen.menu_actions() if isinstance(screen, WithActions) else []
        keys = [(words_of(action).partition("\t")[0], key_of(action)) for action in actions]
        self._guide(self._window).show_page(
            page_of_screen(screen) or place.page, place.about, [(words, key) for words, key in keys if key]
        )

    def open_over(self, dialog: QDialog) -> None:
        """At the page of a dialog; the guide goes when the dialog does."""
        self._guide(dialog).show_page(page_of_widget(dialog))

    def open_page(self, name: str) -> None:
        """At a page that somebody names."""
        self._guide(self._window).show_page(name)

    def _guide(self, over: QWidget) -> GuideWindow:
        from desktop.ui.guidance.printing import GuidePrinter
        from desktop.ui.guidance.window import GuideWindow

        guide = over.findChild(GuideWindow)
        if guide is None:
            guide = GuideWindow(over)
            guide.print_wanted.connect(GuidePrinter(self._window.office, guide).ask)
        guide.show()
        guide.raise_()
        guide.activateWindow()
        guide.view.setFocus()
        return guide


def page_of_screen(screen: object) -> str:
    """Of the tab or the sheet in front, "" when the place has one page only."""
    middle = getattr(screen, "middle", None)  # of a dossier
    sheet = SHEETS.get(getattr(middle, "sheet", ""), "")
    return sheet or str(getattr(screen, "guide_page", ""))
