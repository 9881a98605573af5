"""The members of a session: who sits, for whom, who is there; and whether that makes the quorum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.committee import MemberRow
from desktop.flow import seats
from desktop.ui.committee.members import MembersTable
from desktop.ui.dossier.asking import ask_line
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.office import Office


class MembersPage(QWidget):
    """The table and its tools."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._committee = b""
        self.table = MembersTable(self._write)
        self.add = Button(self.tr("A&jouter un membre…"), "plus")
        self.there = Button(self.tr("Tous &présents"), "users")
        self.remove = Button(self.tr("Ô&ter"), "x")
        self.up, self.down = Button(self.tr("Monter"), "arrow-up"), Button(self.tr("Descendre"), "arrow-down")
        self.quorum, self.keys = text(bold=True), text(caption=True)
        self.keys.setText(
            self.tr(
                "Taper dans une case la modifie. Dans « Présence »\u00a0: P présent, E excusé, A absent, "
                "R représenté. Alt + flèches déplacent."
            )
        )
        tools = Row()
        tools.setSpacing(8)
        for button in (self.add, self.there, self.remove, self.up, self.down):
            tools.addWidget(button)
        tools.addWidget(self.quorum, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addWidget(self.keys)
        self.add.clicked.connect(self.ask)
        self.there.clicked.connect(lambda: self.office.do(seats.all_present, committee=self._committee))
        self.remove.clicked.connect(self.remove_current)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.table.move_wanted.connect(self._move)
        self.table.remove_wanted.connect(self.remove_current)
        self.table.presence_wanted.connect(self._presence)

    def show_members(
        self, committee: bytes, members: Sequence[MemberRow], quorum: str, *, writable: bool
    ) -> None:
        """Show these; `quorum` is what is said of it."""
        self._committee = committee
        self.table.show_members(members, writable=writable)
        self.quorum.setText(quorum)
        for button in (self.add, self.there, self.remove, self.up, self.down):
            button.setEnabled(writable)

    def _write(self, member: MemberRow, field: str, value: Any) -> bool:
        done = self.office.do(seats.change_member, member=member.id, **{field: value})
        return done is not None

    def _presence(self, presence: str) -> None:
        member = self.table.current()
        if member is not None and self.add.isEnabled():
            self._write(member, "presence", presence)

    def ask(self) -> None:
        """Ask for a name, then add it."""

        def then(name: str) -> None:
            self.office.do(seats.seat, committee=self._committee, name=name)

        ask_line(self, "member", self.tr("Ajouter un membre"), self.tr("Nom ou fonction\u00a0:"), then)

    def remove_current(self) -> None:
        """Take the current member away."""
        member = self.table.current()
        if member is not None and self.remove.isEnabled():
            self.office.do(seats.unseat, member=member.id)

    def _move(self, by: int) -> None:
        member = self.table.current()
        if member is not None and self.up.isEnabled():
            self.office.do(seats.move_member, member=member.id, by=by)
