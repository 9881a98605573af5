"""A member to add or to change: who it is, what it does and where, who signs, where its letters go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.queries.reference import QuarterRow
from db.queries.shapes import ApplicantRow
from db.queries.together import BodyRow, MemberRow
from desktop.ui.fields import Button, DateField
from desktop.ui.intake.parts import text
from desktop.ui.list.days import day

_CIVILITIES = ("", "Mme", "M.")


class MemberDialog(QDialog):
    """`then` is told the fields as `change_member` takes them, and of a new member who it is."""

    def __init__(
        self,
        over: QWidget,
        quarters: Sequence[QuarterRow],
        then: Callable[[dict[str, Any]], object],
        *,
        member: MemberRow | None = None,
        body: ApplicantRow | None = None,
        known: Sequence[BodyRow] = (),
    ) -> None:
        super().__init__(over)
        self.setObjectName("member")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._then, self._member = then, member
        self._known = {_told(row): row for row in known}
        self.setWindowTitle(self.tr("Changer un membre") if member else self.tr("Ajouter un membre"))
        self.setMinimumWidth(760)
        self.fields: dict[str, QLineEdit] = {}
        self.civility = QComboBox()
        self.agreed = DateField(self.tr("Accord signé le"))
        self.quarters = {row.code: QCheckBox(row.short or row.name) for row in quarters}
        self.deed = Button(
            self.tr("Enregistrer") if member else self.tr("Ajouter au projet"), "check", kind="primary"
        )
        self.deed.setDefault(True)
        self._lay_out()
        self._fill(member, body)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _line(self, name: str, words: str) -> QLineEdit:
        field = self.fields[name] = QLineEdit()
        field.setAccessibleName(words)
        field.textChanged.connect(lambda _words: self._tell())
        return field

    def _lay_out(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(24)
        for title, form in (
            (self.tr("Le membre"), self._of_the_body()),
            (self.tr("Qui signe pour lui"), self._of_the_signer()),
        ):
            form.setSpacing(8)
            column = QVBoxLayout()
            column.addWidget(text(title, bold=True))
            column.addLayout(form)
            column.addStretch(1)
            pair.addLayout(column, 1)
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(pair)
        whole.addWidget(text(self.tr("Les quartiers où il agit"), bold=True))
        whole.addLayout(self._boxes())
        whole.addLayout(foot)

    def _of_the_body(self) -> QFormLayout:
        form = QFormLayout()
        if self._member is None:
            who = self._line("name", self.tr("Organisme"))
            who.setPlaceholderText(self.tr("Un porteur connu, ou un nouveau nom"))
            completer = QCompleter(list(self._known), who)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            who.setCompleter(completer)
            form.addRow(self.tr("&Organisme\u00a0:"), who)
            form.addRow(self.tr("&SIRET\u00a0:"), self._line("siret", self.tr("SIRET")))
        for name, words in (
            ("task", self.tr("Ce qu’il &fait")), ("address", self.tr("&Adresse")),
            ("postcode", self.tr("Code &postal")), ("city", self.tr("&Ville")),
        ):  # fmt: skip
            form.addRow(f"{words}\u00a0:", self._line(name, words.replace("&", "")))
        return form

    def _of_the_signer(self) -> QFormLayout:
        form = QFormLayout()
        self.civility.setAccessibleName(self.tr("Civilité"))
        for code in _CIVILITIES:
            self.civility.addItem(code or self.tr("inconnue"), code)
        form.addRow(self.tr("&Civilité\u00a0:"), self.civility)
        for name, words in (
            ("first_name", self.tr("P&rénom")), ("last_name", self.tr("&Nom")),
            ("position", self.tr("Fonc&tion")), ("email", self.tr("Courri&el")),
        ):  # fmt: skip
            form.addRow(f"{words}\u00a0:", self._line(name, words.replace("&", "")))
        form.addRow(self.tr("Accord si&gné le\u00a0:"), self.agreed)
        return form

    def _boxes(self) -> QGridLayout:
        grid = QGridLayout()
        for place, box in enumerate(self.quarters.values()):
            grid.addWidget(box, place // 4, place % 4)
        return grid

    def _fill(self, member: MemberRow | None, body: ApplicantRow | None) -> None:
        if member is None:
            return
        for name in ("task", "first_name", "last_name", "position", "email"):
            self.fields[name].setText(str(getattr(member, name)))
        if body is not None:
            for name in ("address", "postcode", "city"):
                self.fields[name].setText(str(getattr(body, name)).replace("\n", ", "))
        self.civility.setCurrentIndex(max(0, self.civility.findData(member.civility)))
        self.agreed.set_day(day(member.agreed_on))
        for code in member.quarters.split():
            if code in self.quarters:
                self.quarters[code].setChecked(True)

    def _tell(self) -> None:
        """Nothing is added that is nobody."""
        named = self._member is not None or any(
            self.fields[name].text().strip() for name in ("name", "siret") if name in self.fields
        )
        self.deed.setEnabled(named)

    def told(self) -> dict[str, Any]:
        """The fields as they are now; of a known body its key."""
        told: dict[str, Any] = {name: field.text().strip() for name, field in self.fields.items()}
        told["civility"] = self.civility.currentData()
        told["quarters"] = " ".join(code for code, box in self.quarters.items() if box.isChecked())
        told["agreed_on"] = self.agreed.day()
        known = self._known.get(told.get("name", ""))
        if known is not None:
            told["applicant"] = known.id
        if not told["address"] and not told["city"]:
            for name in ("address", "postcode", "city"):
                told.pop(name)  # what the base knows of it stays
        return told

    def _go(self) -> None:
        if self.agreed.property("wrong"):
            return
        told = self.told()
        self.accept()
        self._then(told)


def _told(row: BodyRow) -> str:
    return " · ".join(part for part in (row.name, row.siret, row.city) if part)
