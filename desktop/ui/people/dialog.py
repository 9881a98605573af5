"""« Personnes et droits »: who works here, in which role, on which quarters, known by which login."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.people import PersonRow, people, teams
from db.rights import are_held
from desktop.rules.roles import LABELS
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, scrolled
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.people.form import PersonForm


class PeopleDialog(QDialog):
    """The list on the left, the person chosen on the right; nothing is kept before « Enregistrer »."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office = office
        self._person: PersonRow | None = None
        self._before: tuple[object, ...] = ()
        self.setObjectName("people")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Personnes et droits"))
        self.resize(1060, 660)
        self.state = Notice()
        self.rows = Rows(
            self.tr("Personnes"),
            [
                (self.tr("Nom"), 0), (self.tr("Rôle"), 150), (self.tr("Quartiers"), 90),
                (self.tr("Identifiant"), 105), (self.tr("En main"), 70),
            ],
            right=(4,),
        )  # fmt: skip
        self.form = PersonForm(office.quarters)
        self.add = Button(self.tr("A&jouter une personne"), "plus")
        self.gone = Button(self.tr("Noter un dé&part"), "log-out")
        self.save = Button(self.tr("&Enregistrer"), "check", kind="primary")
        self.shut = Button(self.tr("&Fermer"))
        self._lay_out()
        self.rows.picked.connect(self._pick)
        self.form.changed.connect(self._tell)
        self.add.clicked.connect(self._new)
        self.gone.clicked.connect(self._leave)
        self.save.clicked.connect(self._save)
        self.shut.clicked.connect(self.accept)
        office.told.connect(self.state.tell)  # what is refused is said here, over the window
        self._show()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.rows, 1)
        under = QHBoxLayout()
        under.addWidget(self.add)
        under.addWidget(self.gone)
        under.addStretch(1)
        left.addLayout(under)
        right.addWidget(scrolled(self.form, self.tr("La personne choisie")), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.shut)
        foot.addWidget(self.save)
        right.addLayout(foot)
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.state)
        column.addLayout(sides, 1)

    # What is shown

    def _show(self, chosen: str = "") -> None:
        reader = self._office.reader
        self._teams = teams(reader)
        found = people(reader)
        self.rows.show_lines([Line(self._cells(row), self._tone(row), row) for row in found])
        for place, row in enumerate(found):
            if row.name == chosen:
                self.rows.selectRow(place)
        self._tell_state()

    def _cells(self, row: PersonRow) -> tuple[str, ...]:
        left = self.tr(" (parti le {0})").format(_short(row.left_on)) if row.left_on else ""
        count = len(row.quarters.split())
        quarters = str(count) if count else self.tr("tous")
        return (row.name + left, LABELS.get(row.role, row.role), quarters, row.login, str(row.dossiers))

    @staticmethod
    def _tone(row: PersonRow) -> str:
        return "warn" if row.left_on else "good" if row.login else "neutral"

    def _tell_state(self) -> None:
        why = self._office.why_not("people")
        if why:
            self.state.tell(why, "warn")
        elif are_held(self._office.reader):
            words = self.tr(
                "Les droits sont tenus\u00a0: chacun fait ce que son rôle permet, une personne inconnue ne "
                "peut que lire. Vous êtes {0}, {1}."
            )
            role = LABELS[self._office.at_work.person.role].lower()
            self.state.tell(words.format(self._office.author, role), "good")
        else:
            words = self.tr(
                "La base est ouverte\u00a0: chacun peut tout. Dès qu’une personne a un identifiant, les "
                "droits sont tenus. Commencez par vous\u00a0: rôle Administrateur et votre identifiant de "
                "session, sans quoi vous vous fermeriez la porte. Parvis refuse d’enlever le dernier "
                "administrateur."
            )
            self.state.tell(words, "neutral")
        for part in (self.form, self.add):
            part.setEnabled(not why)
            part.setToolTip(why)
        self._tell()

    def _pick(self, row: PersonRow | None) -> None:
        self._person = row
        mine = [name for name, members in self._teams.items() if row and row.name in members]
        self.form.show_person(row, mine)
        self._before = self._typed()
        back = row is not None and row.left_on is not None
        self.gone.setText(self.tr("Noter un retour") if back else self.tr("Noter un dé&part"))
        self._tell()

    def _typed(self) -> tuple[object, ...]:
        return (tuple(self.form.facts().items()), tuple(self.form.team_names()))

    def _tell(self) -> None:
        why = self._office.why_not("people")
        named = bool(self.form.facts()["name"])
        self.save.setEnabled(not why and named and self._typed() != self._before)
        self.gone.setEnabled(not why and self._person is not None)
        for part in (self.save, self.gone):
            part.setToolTip(why)

    # What is done

    def _new(self) -> None:
        self.rows.clearSelection()
        self._person = None
        self.form.show_person(None, ())
        self._before = self._typed()
        self._tell()
        self.form.name.setFocus()

    def _leave(self) -> None:
        from desktop.flow.people import come_back, leave

        if self._person is not None:
            verb = come_back if self._person.left_on else leave
            if self._office.do(verb, person=self._person.id) is not None:
                self._show(self._person.name)

    def _save(self) -> None:
        from desktop.flow.people import add_person, change_person

        facts: dict[str, Any] = dict(self.form.facts())
        if self._person is None:
            done = self._office.do(add_person, **facts)
        else:
            done = self._office.do(change_person, person=self._person.id, **facts)
        if done is not None and self._save_teams(facts["name"]):
            self._show(facts["name"])

    def _save_teams(self, name: str) -> bool:
        """Enter and leave teams as typed; a team named for the first time is made."""
        from desktop.flow.people import set_team

        told, typed = teams(self._office.reader), self.form.team_names()
        for team in dict.fromkeys([*told, *typed]):
            members = [one for one in told.get(team, ()) if one != name]
            members += [name] if team in typed else []
            if sorted(members) != sorted(told.get(team, ())) and not self._office.do(
                set_team, name=team, members=members
            ):
                return False
        return True


def _short(day: str | None) -> str:
    return dt.date.fromisoformat(day).strftime("%d/%m/%Y") if day else ""
