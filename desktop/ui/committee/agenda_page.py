"""The order of the day in preparation: made from a filter, arranged by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.flow import order_of_day
from desktop.ui import letter_keys
from desktop.ui.committee.agenda import AgendaList
from desktop.ui.committee.agenda_model import Order
from desktop.ui.committee.deeds import RoomDeeds
from desktop.ui.committee.filter_dialog import FilterDialog
from desktop.ui.committee.reads import Sitting
from desktop.ui.dossier.asking import ask_line
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.tongue import euros, plural
from desktop.ui.walk import Walk


class AgendaPage(QWidget):
    """Ctrl+F makes it, Insert adds one, G regroups, Delete takes off, Alt + arrows and the mouse move."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.told: Sitting | None = None
        self.list = AgendaList(self.tr("Ordre du jour, à ordonner"), movable=True)
        self.make = Button(self.tr("Composer d’après un &filtre…"), "filter")
        self.add = Button(self.tr("A&jouter un dossier…"), "plus")
        self.group = Button(self.tr("R&ubrique…"), "tag")
        self.remove = Button(self.tr("Ô&ter"), "x")
        self.up = Button(self.tr("Monter"), "arrow-up")
        self.down = Button(self.tr("Descendre"), "arrow-down")
        self.sums = text(caption=True)
        self.empty = text(
            self.tr(
                "L’ordre du jour est vide. Composez-le d’après un filtre de la liste, par exemple étape:prêt "
                "quartier:nord\u00a0: les dossiers s’y rangent par quartier, et se déplacent à la main."
            ),
            size=15,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for button, key in (
            (self.make, "Ctrl+F"), (self.add, "Inser"), (self.group, "G"), (self.remove, "Suppr"),
            (self.up, "Alt+Haut"), (self.down, "Alt+Bas"),
        ):  # fmt: skip
            button.setToolTip(letter_keys.told(button.text().replace("&", ""), key))
        tools = Row()
        tools.setSpacing(8)
        for button in (self.make, self.add, self.group, self.remove, self.up, self.down):
            tools.addWidget(button)
        tools.addStretch(1)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self._pages, 1)
        column.addWidget(self.sums)

    def _connect(self) -> None:
        self.list.order_wanted.connect(self.rearrange)
        self.list.remove_wanted.connect(self.remove_chosen)
        self.list.open_wanted.connect(self._open)
        deeds: list[tuple[Button, Callable[[], object]]] = [
            (self.make, self.compose), (self.add, self.seek), (self.group, self.ask_heading),
            (self.remove, self.remove_chosen), (self.up, lambda: self.list.move_by(-1)),
            (self.down, lambda: self.list.move_by(1)),
        ]  # fmt: skip
        for button, deed in deeds:
            button.clicked.connect(lambda _on=False, deed=deed: deed())
        tr = self.tr
        self.actions_of: list[QAction] = [
            screen_action(
                self, tr("Ordre du jour\u00a0: le composer d’après un filtre…"), "Ctrl+F", self.compose
            ),
            screen_action(self, tr("Ordre du jour\u00a0: ajouter un dossier…"), "Ins", self.seek),
            screen_action(self, tr("Ordre du jour\u00a0: changer de rubrique…"), "G", self.ask_heading),
        ]

    def show_sitting(self, told: Sitting, *, writable: bool) -> None:
        """Show the order of the day of this session."""
        self.told = told
        self.list.show_items(told.items, None, told.ties.keys())
        self._pages.setCurrentIndex(0 if told.items else 1)
        for button in (self.make, self.add, self.group, self.remove, self.up, self.down):
            button.setEnabled(writable and (bool(told.items) or button in (self.make, self.add)))
        self.list.setDragEnabled(writable)
        asked = sum(row.asked or 0 for row in told.items)
        proposed = sum(row.proposed or 0 for row in told.items)
        count = len(told.items)
        words = self.tr("{0} {1} · {2} demandés · {3} proposés").format(
            count, plural(count, "dossier"), euros(asked), euros(proposed)
        )
        if told.head.decided or told.head.postponed:
            words += self.tr(" · {0} accordés").format(euros(told.head.given))
        self.sums.setText(words if count else "")

    def _writable(self) -> bool:
        return self.told is not None and self.make.isEnabled() and self.isVisible()

    def compose(self) -> None:
        """Ask for a query, then make the order of the day of it."""
        if self.told is None or not self._writable():
            return
        key = self.told.head.id

        def then(query: str, sort: str, by_quarter: bool) -> None:
            done = self.office.do(
                order_of_day.make_agenda, committee=key, query=query, sort=sort, by_quarter=by_quarter
            )
            if done is not None and done.value.left_out:
                count = len(done.value.left_out)
                words = self.tr("{0} {1} de côté. {2}").format(
                    count, plural(count, "dossier laissé", "dossiers laissés"), done.value.left_out[0]
                )
                self.office.told.emit(words, "warn")

        FilterDialog(self, self.office, self.told.head.query, then).open()

    def seek(self) -> None:
        """Seek one dossier and add it."""
        if self.told is not None and self._writable():
            there = {row.dossier_id for row in self.told.items}
            RoomDeeds(self, self.office).add(self.told.head.id, there, self.list.choose)

    def rearrange(self, order: Order) -> None:
        """Keep this order."""
        if self.told is not None and self._writable():
            self.office.do(order_of_day.rearrange, committee=self.told.head.id, order=order)

    def ask_heading(self) -> None:
        """Put the items chosen under another heading, at its end."""
        chosen = [row.id for row in self.list.chosen()]
        if not chosen or not self._writable():
            return
        headings = list(dict.fromkeys(heading for _, heading in self.list.order() if heading))

        def then(words: str) -> None:
            rest = [(key, heading) for key, heading in self.list.order() if key not in chosen]
            last = [at for at, (_, heading) in enumerate(rest) if heading == words.strip()]
            at = last[-1] + 1 if last else len(rest)
            self.rearrange([*rest[:at], *((key, words.strip()) for key in chosen), *rest[at:]])

        ask_line(
            self,
            "heading",
            self.tr("Rubrique"),
            self.tr("Sous quelle rubrique\u00a0?"),
            then,
            choices=headings,
        )

    def remove_chosen(self) -> None:
        """Take the items chosen off."""
        chosen = [row.id for row in self.list.chosen()]
        if chosen and self._writable():
            self.office.do(order_of_day.remove_items, items=chosen)

    def _open(self, row: object) -> None:
        keys = [one.dossier_id for one in self.told.items] if self.told else []
        key = getattr(row, "dossier_id", None)
        if key in keys:
            self.office.dossier_wanted.emit(key, Walk(keys, keys.index(key)))
