"""The form of one person: name, role, quarters, login, teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.queries.people import PersonRow
from db.queries.reference import QuarterRow
from desktop.rules.roles import ABOUT, ROLES
from desktop.ui.intake.parts import text


class PersonForm(QWidget):
    """`changed` after each key; `facts` tells what is typed, as the verbs take it."""

    changed = Signal()

    def __init__(self, quarters: Sequence[QuarterRow]) -> None:
        super().__init__()
        self.name = self._line(self.tr("Nom"), self.tr("Prénom et nom"))
        self.initials = self._line(self.tr("Initiales"), "")
        self.initials.setMaxLength(4)
        self.initials.setMaximumWidth(70)
        self.role = QComboBox()
        self.role.setAccessibleName(self.tr("Rôle"))
        for code, words in ROLES:
            self.role.addItem(words, code)
        self.about = text(caption=True)
        self.quarters = QListWidget()
        self.quarters.setAccessibleName(self.tr("Quartiers"))
        self.quarters.setTabKeyNavigation(False)
        for row in quarters:
            item = QListWidgetItem(row.name, self.quarters)
            item.setData(Qt.ItemDataRole.UserRole, row.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.all = text(caption=True)
        self.login = self._line(self.tr("Identifiant"), self.tr("celui de la session de l’ordinateur"))
        self.teams = self._line(self.tr("Équipes"), self.tr("Équipe Nord, Équipe Sud"))
        self.phone = self._line(self.tr("Téléphone"), "")
        self.email = self._line(self.tr("Courriel"), "")
        self._lay_out()
        self.role.currentIndexChanged.connect(self._tell)
        self.quarters.itemChanged.connect(lambda _item: self._tell())

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        made.textChanged.connect(lambda _words: self.changed.emit())
        return made

    def _lay_out(self) -> None:
        named = QHBoxLayout()
        named.setSpacing(8)
        named.addWidget(self.name, 1)
        short = QLabel(self.tr("&Initiales\u00a0:"))
        short.setBuddy(self.initials)
        named.addWidget(short)
        named.addWidget(self.initials)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        label = QLabel(self.tr("&Nom\u00a0:"))
        label.setBuddy(self.name)
        form.addRow(label, named)
        form.addRow(self.tr("&Rôle\u00a0:"), self.role)
        form.addRow("", self.about)
        form.addRow(self.tr("&Quartiers\u00a0:"), self.quarters)
        form.addRow("", self.all)
        form.addRow(self.tr("I&dentifiant\u00a0:"), self.login)
        form.addRow(self.tr("É&quipes\u00a0:"), self.teams)
        form.addRow(self.tr("&Téléphone\u00a0:"), self.phone)
        form.addRow(self.tr("&Courriel\u00a0:"), self.email)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def _tell(self) -> None:
        self.about.setText(ABOUT[self.role.currentData()])
        chosen = self._chosen()
        self.all.setText(
            self.tr("Ne voit et n’écrit que les dossiers de ces quartiers, et ceux qu’on lui confie.")
            if chosen
            else self.tr("Aucun coché\u00a0: tous les dossiers.")
        )
        self.changed.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.quarters.item(row) for row in range(self.quarters.count())]

    def _chosen(self) -> list[str]:
        checked = Qt.CheckState.Checked
        return [i.data(Qt.ItemDataRole.UserRole) for i in self._items() if i.checkState() == checked]

    def show_person(self, person: PersonRow | None, teams: Sequence[str]) -> None:
        """Fill in; None empties the form, for somebody new."""
        before = self.blockSignals(True)
        for field in ("name", "initials", "login", "phone", "email"):
            getattr(self, field).setText(getattr(person, field) if person else "")
        self.role.setCurrentIndex(max(0, self.role.findData(person.role if person else "officer")))
        codes = (person.quarters if person else "").split()
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in codes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.teams.setText(", ".join(teams))
        self._tell()
        self.blockSignals(before)

    def facts(self) -> Mapping[str, str]:
        """What is typed, field by field."""
        typed = {
            field: " ".join(getattr(self, field).text().split())
            for field in ("name", "initials", "login", "phone", "email")
        }
        return {**typed, "role": str(self.role.currentData()), "quarters": " ".join(self._chosen())}

    def team_names(self) -> list[str]:
        """The teams typed."""
        return list(dict.fromkeys(name.strip() for name in self.teams.text().split(",") if name.strip()))
