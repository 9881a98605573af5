"""How the window looks and speaks: theme, size, language, close lines, keys, chosen in a menu and kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from desktop.machine import machine
from desktop.ui import letter_keys, theme, tongue
from desktop.ui.actions import WindowActions


class Look(QObject):
    """`say` tells what waits for the next opening, `set_compact` draws the rows close together or not."""

    def __init__(
        self,
        window: QWidget,
        settings: QSettings,
        menu: WindowActions,
        say: Callable[[str], None],
        set_compact: Callable[[bool], None],
    ) -> None:
        super().__init__(window)
        self._settings, self._menu, self._say, self._set_compact = settings, menu, say, set_compact
        menu.theme_chosen.connect(self._choose_theme)
        menu.size_chosen.connect(self._choose_size)
        menu.language_chosen.connect(self._choose_language)
        menu.compact_chosen.connect(self._choose_compact)
        menu.letters_chosen.connect(self._choose_letters)

    def compact(self) -> bool:
        """Whether rows are drawn close together."""
        return bool(self._settings.value("list/compact", False, bool))

    def tell(self) -> None:
        """Tick in the menu what is chosen."""
        size = int(str(self._settings.value("look/size", machine().get("size", 100))))
        language = tongue.chosen(self._settings.value(tongue.KEY))
        letters = bool(self._settings.value(letter_keys.KEY, True, bool))
        self._menu.tell_look(theme.tokens().name, size, language, compact=self.compact(), letters=letters)

    def _choose_theme(self, name: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, name)
        self._settings.setValue("look/theme", name)
        self.tell()

    def _choose_size(self, size: int) -> None:
        self._settings.setValue("look/size", size)
        self.tell()
        words = self.tr("L’affichage sera à {0} % à la prochaine ouverture de Parvis.")
        self._say(words.format(size))

    def _choose_language(self, code: str) -> None:
        self._settings.setValue(tongue.KEY, code)
        self.tell()
        words = self.tr("Langue à la prochaine ouverture de Parvis\u00a0: {0}.")
        self._say(words.format(tongue.LANGUAGES[code]))

    def _choose_compact(self, compact: bool) -> None:
        self._settings.setValue("list/compact", compact)
        self._set_compact(compact)

    def _choose_letters(self, wanted: bool) -> None:
        self._settings.setValue(letter_keys.KEY, wanted)
        self._say(
            self.tr("À la prochaine ouverture de Parvis, les raccourcis d’une lettre agiront.")
            if wanted
            else self.tr("À la prochaine ouverture de Parvis, une lettre seule ne commandera plus rien.")
        )
