"""The members of a project: who leads, who signs, who agreed, what each asks and is given, its letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.queries.dossier import applicant
from db.queries.together import MemberRow, bodies
from desktop.rules.together import LEADER, ROLES
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.together.member_dialog import MemberDialog
from desktop.ui.together.money_dialogs import ClauseDialog
from desktop.ui.together.part import Part
from desktop.ui.together.reading import Shared
from desktop.ui.tongue import date_short, euros, plural

_OF_THE_ADDING = ("applicant", "siret", "name")


class MembersPart(Part):
    """Enter changes the member in front, Delete takes it out."""

    def __init__(self, office: Office) -> None:
        self.rows = Rows("", [("", 0)])
        super().__init__(office, self.rows)
        self.rows.setAccessibleName(self.tr("Membres du projet"))
        self.rows.set_headings(
            [(self.tr("Rôle"), 112), (self.tr("Membre"), 0), (self.tr("Ce qu’il fait"), 120),
             (self.tr("Qui signe"), 124), (self.tr("Accord"), 92), (self.tr("Demandé"), 86),
             (self.tr("Voté"), 86), (self.tr("Courrier"), 96)], (5, 6),
        )  # fmt: skip
        self.about.setText(
            self.tr("Chaque membre reçoit sa part, sa lettre et, au-delà de 23 000 €, sa convention.")
        )
        self.add = self.button(self.tr("&Ajouter un membre…"), "plus", self._add, "Ctrl+Ins", kind="primary")
        self.change = self.button(self.tr("&Modifier…"), "pencil", self._change, "Ctrl+E")
        self.lead = self.button(self.tr("Faire chef de &file"), "star", self._lead)
        self.agree = self.button(self.tr("Accord à si&gner"), "signature", self._agreement)
        self.letters = self.button(self.tr("&Courriers de la décision"), "mail-plus", self._letters)
        self.clause = self.button(self.tr("C&lause de reversement…"), "scale", self._clause)
        self.drop = self.button(self.tr("Re&tirer"), "trash-2", self._drop, "Del", kind="plain")
        self.end = self.button(self.tr("Un seul porteur"), "user", self._end, kind="plain")
        self.rows.doubleClicked.connect(lambda _at: self._change())
        self.rows.picked.connect(lambda _row: self._tell())

    def current(self) -> MemberRow | None:
        """The member in front."""
        at = self.rows.currentIndex()
        return self.rows.rows.lines[at.row()].what if at.isValid() and self.rows.rows.lines else None

    def show_project(self, shared: Shared) -> None:
        kept = self.current()
        self.rows.show_lines([self._line(shared, row) for row in shared.members])
        keys = [row.id for row in shared.members]
        if kept is not None and kept.id in keys:
            self.rows.selectRow(keys.index(kept.id))
        self._tell()

    def _line(self, shared: Shared, row: MemberRow) -> Line:
        mine = [part for part in shared.parts if part.member_id == row.id]
        asked, voted = (
            [value for part in mine if (value := getattr(part, name)) is not None]
            for name in ("asked", "voted")
        )
        left, agreed = day(row.left_on), day(row.agreed_on)
        role = self.tr("Parti") if left else ROLES.get(row.role, row.role)
        signs = " ".join(part for part in (row.civility, row.first_name, row.last_name) if part)
        told = date_short(agreed) if agreed else "—" if row.role == LEADER else self.tr("à signer")
        cells = (
            role, row.name, row.task or "—", signs or "—", told, euros(sum(asked)) if asked else "—",
            euros(sum(voted)) if voted else "—", self._letter(shared, row),
        )  # fmt: skip
        tone = "neutral" if left else "good" if agreed or row.role == LEADER else "warn"
        return Line(cells, tone, row)

    def _letter(self, shared: Shared, row: MemberRow) -> str:
        from desktop.rules.ruling import tells_decision

        mine = [one for one in shared.letters if one.member_id == row.id and tells_decision(one.template)]
        gone = [one.number for one in mine if one.state == "issued"]
        return gone[-1] if gone else self.tr("à émettre") if mine else "—"

    def _tell(self) -> None:
        row, writes = self.current(), self.writes
        leads = row is not None and row.role == LEADER
        for button in (self.add, self.clause, self.end):
            button.setEnabled(writes)
        self.change.setEnabled(writes and row is not None)
        self.lead.setEnabled(writes and row is not None and not leads and row.left_on is None)
        self.drop.setEnabled(writes and row is not None and not leads)
        may = not self.office.read_only and self.office.may("write_letter")
        self.agree.setEnabled(may and row is not None)
        shared = self.shared
        self.letters.setEnabled(may and shared is not None and shared.stage in ("decided", "notified"))

    # Deeds

    def _add(self) -> None:
        shared = self.shared
        if shared is None or not self.writes:
            return

        def then(told: dict[str, Any]) -> None:
            from desktop.flow.together import add_member

            who = {name: told.pop(name) for name in _OF_THE_ADDING if name in told}
            if "applicant" in who:
                who = {"applicant": who["applicant"]}
            changes = {name: value for name, value in told.items() if value}
            self.do(add_member, dossier=shared.dossier, changes=changes, **who)

        MemberDialog(self, self.office.quarters, then, known=bodies(self.office.reader)).open()

    def _change(self) -> None:
        row = self.current()
        if row is None or not self.writes:
            return

        def then(told: dict[str, Any]) -> None:
            from desktop.flow.together import change_member

            self.do(change_member, member=row.id, changes=told)

        body = applicant(self.office.reader, row.applicant_id)
        MemberDialog(self, self.office.quarters, then, member=row, body=body).open()

    def _lead(self) -> None:
        from desktop.flow.together import change_member

        if row := self.current():
            self.do(change_member, member=row.id, changes={"role": LEADER})

    def _drop(self) -> None:
        from desktop.flow.together import remove_member

        row = self.current()
        if row is not None and self.drop.isEnabled():
            self.do(remove_member, member=row.id, today=date.today())

    def _clause(self) -> None:
        shared = self.shared
        if shared is None:
            return

        def then(regrant: bool, words: str, comment: str) -> None:
            from desktop.flow.together import change_project

            self.do(
                change_project, dossier=shared.dossier, regrant=regrant, regrant_words=words, comment=comment
            )

        ClauseDialog(self, shared.row, then).open()

    def _end(self) -> None:
        from desktop.flow.together import dissolve

        if self.shared is not None:
            self.do(dissolve, dossier=self.shared.dossier)

    def _agreement(self) -> None:
        from desktop.flow.member_letters import AGREEMENT_LETTER
        from desktop.flow.notify import prepare

        row, shared = self.current(), self.shared
        if row is None or shared is None:
            return
        if self.do(prepare, dossier=shared.dossier, template=AGREEMENT_LETTER, member=row.id):
            words = self.tr("L’accord à signer par « {0} » attend dans Courriers.")
            self.office.told.emit(words.format(row.name), "good")

    def _letters(self) -> None:
        from desktop.flow.together_letters import prepare_members

        if self.shared is None:
            return
        done = self.office.do(prepare_members, dossier=self.shared.dossier)
        if done is not None:
            count = len(done.value)
            words = self.tr("{0} {1} dans Courriers.").format(
                count, plural(count, "courrier attend", "courriers attendent")
            )
            self.office.told.emit(words if count else self.tr("Tous les courriers sont préparés."), "good")
