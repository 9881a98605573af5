"""The first opening: three ways to begin, the few questions of a new call, and the bar while it is made."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.begin import NewCall
from desktop.ui.fields import Button, DateField, Toast
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import LANGUAGES

_WIDE = 640


class WelcomeWindow(QDialog):
    """Three pages: the choices, the new call, the work. It asks; who opened it does."""

    demo_wanted = Signal()
    call_wanted = Signal(object)  # NewCall
    file_wanted = Signal()
    cancel_wanted = Signal()
    english_wanted = Signal()
    guide_page = "ouvrir"

    def __init__(self, name: str, parent: QWidget | None = None, *, french_only: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setWindowTitle(self.tr("Bienvenue dans Parvis"))
        self.choices: list[QCommandLinkButton] = []
        self._working = False
        self.pages = QStackedWidget()
        for page in (self._make_choices(french_only=french_only), self._make_form(name), self._make_bar()):
            self.pages.addWidget(page)
        self.told = Toast()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.told)
        column.addWidget(self.pages, 1)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(_WIDE, 460).boundedTo(room * 0.95))

    # The pages

    def _make_choices(self, *, french_only: bool) -> QWidget:
        page, column = self._page(
            self.tr("Bienvenue dans Parvis"),
            self.tr(
                "Instruire les demandes de subvention, sans réseau. Par quoi voulez-vous commencer ? Vous "
                "pourrez revenir ici par le menu Aide."
            ),
        )
        for words, about, drawing, wish in (
            (
                self.tr("&Essayer avec une démonstration"),
                self.tr("Soixante-cinq dossiers inventés, où rien ne compte. Prête en quelques secondes."),
                "sparkles",
                self.demo_wanted.emit,
            ),
            (
                self.tr("Commencer un nouvel &appel"),
                self.tr("Cinq questions, puis une base à vous : grille, quartiers, pièces, courriers."),
                "file-plus",
                self.show_form,
            ),
            (
                self.tr("&Ouvrir un fichier…"),
                self.tr("Une base Parvis, une mallette d’antenne, ou un export de portail à importer."),
                "folder-open",
                self.file_wanted.emit,
            ),
        ):
            choice = QCommandLinkButton(words, about)
            choice.setAccessibleName(words.replace("&", ""))
            choice.setAccessibleDescription(about)
            choice.setIcon(icon(drawing, tokens().accent))
            choice.setIconSize(QSize(22, 22))
            choice.setMinimumHeight(64)
            choice.setAutoDefault(True)
            choice.clicked.connect(wish)
            column.addWidget(choice)
            self.choices.append(choice)
        column.addStretch(1)
        return page if french_only else _with_foot(page, self._english())

    def _english(self) -> Button:
        """The other language, under its own name: chosen before anything else is read."""
        button = Button(LANGUAGES["en"], "languages", kind="plain")
        button.setAutoDefault(False)
        button.clicked.connect(self.english_wanted)
        return button

    def _make_form(self, name: str) -> QWidget:
        page, column = self._page(
            self.tr("Un nouvel appel"),
            self.tr(
                "La grille, les quartiers, les pièces et les courriers sont ceux de l’exemple d’Amiens ; ils "
                "se changent ensuite."
            ),
        )
        year = self._year = dt.date.today().year + 1
        self.city, self.contract, self.author = QLineEdit(), QLineEdit(), QLineEdit(name)
        self.city.setPlaceholderText(self.tr("Ville d’Amiens"))
        self.year = QSpinBox()
        self.year.setRange(2015, 2099)
        self.year.setValue(year)
        self.opens, self.closes = DateField(self.tr("Dépôt ouvert le")), DateField(self.tr("Dépôt clos le"))
        for field, day in zip((self.opens, self.closes), _usual(year), strict=True):
            field.set_day(day)
        self._titled = self.tr("Appel à projets {0}")
        self.contract.setText(self._titled.format(year))
        self.year.valueChanged.connect(self._year_changed)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for label, answer in (
            (self.tr("&Collectivité"), self.city),
            (self.tr("&Intitulé de l’appel"), self.contract),
            (self.tr("A&nnée"), self.year),
            (self.tr("Dépôt &ouvert le"), self.opens),
            (self.tr("Dépôt c&los le"), self.closes),
            (self.tr("Votre no&m"), self.author),
        ):
            answer.setAccessibleName(label.replace("&", ""))
            form.addRow(label, answer)
        column.addLayout(form)
        back, self.make = Button(self.tr("&Retour")), Button(self.tr("Créer la &base"), kind="primary")
        back.setAutoDefault(False)
        self.make.setDefault(True)
        back.clicked.connect(self.show_choices)
        self.make.clicked.connect(self._ask_call)
        column.addStretch(1)
        return _with_foot(page, back, self.make)

    def _make_bar(self) -> QWidget:
        page, column = self._page(self.tr("Un instant"), "")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Avancement"))
        self.cancel = Button(self.tr("&Annuler"))
        self.cancel.clicked.connect(self._cancelled)
        for part in (self.sentence, self.bar):
            column.addWidget(part)
        column.addStretch(1)
        return _with_foot(page, self.cancel)

    def _page(self, title: str, about: str) -> tuple[QWidget, QVBoxLayout]:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 20)
        column.setSpacing(10)
        heading, words = QLabel(title), QLabel(about)
        heading.setFont(font(22, QFont.Weight.DemiBold))
        words.setWordWrap(True)
        words.setProperty("kind", "caption")
        words.setVisible(bool(about))
        column.addWidget(heading)
        column.addWidget(words)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area, column

    # Going from one to the other

    def show_choices(self) -> None:
        self._bring(0)
        self.choices[0].setFocus()

    def show_form(self) -> None:
        self._bring(1)
        self.city.setFocus()

    def show_work(self, sentence: str) -> None:
        """The bar, with Cancel under the keyboard."""
        self._bring(2)
        self._working = True
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        self.tell_progress(sentence, 0)
        self.cancel.setFocus()

    def tell_progress(self, sentence: str, share: float) -> None:
        self.sentence.setText(sentence)
        self.bar.setValue(round(100 * share))

    def tell_wrong(self, words: str) -> None:
        """Back to the choices, or to the answers that were given, with why."""
        self._working = False
        (self.show_form if self.city.text() else self.show_choices)()
        self.told.tell(words, "warn")

    def _bring(self, rank: int) -> None:
        self._working = False
        self.told.hide()
        self.pages.setCurrentIndex(rank)

    def _year_changed(self, year: int) -> None:
        """The title and the dates follow the year, until somebody wrote others."""
        if self.contract.text() == self._titled.format(self._year):
            self.contract.setText(self._titled.format(year))
        if (self.opens.day(), self.closes.day()) == _usual(self._year):
            for field, day in zip((self.opens, self.closes), _usual(year), strict=True):
                field.set_day(day)
        self._year = year

    def _ask_call(self) -> None:
        call = NewCall(
            self.city.text(),
            self.contract.text(),
            self.year.value(),
            self.opens.day(),
            self.closes.day(),
            self.author.text(),
        )
        if why := call.wrong():
            self.told.tell(why, "warn")
            return
        self.call_wanted.emit(call)

    def _cancelled(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape is one step back: the work is given up, the answers left, the window closed."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._working:
            self._cancelled()
        elif self.pages.currentIndex():
            self.show_choices()
        else:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._working:
            self._cancelled()  # what is half made goes first
            event.ignore()
        else:
            super().closeEvent(event)


def _with_foot(page: QWidget, *buttons: Button) -> QWidget:
    """The page scrolls where the window is small; its buttons stay in sight."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page, 1)
    line = QHBoxLayout()
    line.setContentsMargins(32, 4, 32, 16)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    column.addLayout(line)
    return whole


def _usual(year: int) -> tuple[dt.date, dt.date]:
    """When the requests of a year are usually taken."""
    return dt.date(year - 1, 11, 15), dt.date(year, 1, 31)
