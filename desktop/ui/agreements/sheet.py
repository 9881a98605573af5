"""The sheet « Convention » of a dossier: the promise of its year beside what went before it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from db.queries.agreement_shapes import CommitmentRow
from desktop.flow.instalment import (
    Instalment,
    amendment_words,
    indicator_words,
    instalment,
    others_of,
    promised_words,
    report_words,
)
from desktop.flow.year_compare import compared
from desktop.rules.agreements import FOUND, promised_reason
from desktop.ui.agreements.words import period
from desktop.ui.agreements.year_page import year_page
from desktop.ui.dossier.interests import closed_words
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.funding.sheet import Figure
from desktop.ui.intake.parts import Notice, scrolled, text
from desktop.ui.list.pane_parts import Group, wrapped
from desktop.ui.office import Office
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import euros, plural

_OPEN = ("received", "incomplete", "complete", "instruction", "opinion", "ready")


class ConventionSheet(WorkSheet):
    """R proposes what the convention promises, V shows last year's request beside this one, O opens the
    convention. Nothing is ever imposed: the proposal changes as any other."""

    spoken_role = QAccessible.Role.Grouping

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.told: Instalment | None = None
        self._look: Tokens | None = None
        self._unfolded = False
        self.title, self.about, self.notice = text(size=20, bold=True), text(caption=True), Notice()
        self.promised, self.voted = Figure(self.tr("Promis cette année")), Figure(self.tr("Voté avant"))
        self.paid, self.spent = Figure(self.tr("Payé avant")), Figure(self.tr("Employé l’an passé"))
        self.propose = Button(self.tr("P&roposer"), "check", kind="primary")
        self.compare = Button("", "files")
        self.open = Button(self.tr("&Ouvrir la convention"), "handshake")
        self.report = Group(self.tr("Bilan de l’année d’avant"))
        self.counted, self.kept = Group(self.tr("Indicateurs")), Group(self.tr("Engagements"))
        self.changed = Group(self.tr("Avenants depuis la demande d’avant"))
        self.page = QTextBrowser()
        self._pages = QStackedWidget()
        self._lay_out()
        self.propose.clicked.connect(self.make_proposal)
        self.compare.clicked.connect(self.turn)
        self.open.clicked.connect(self.open_convention)
        self.page.anchorClicked.connect(self._follow)

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(10)
        for figure in (self.promised, self.voted, self.paid, self.spent):
            figures.addWidget(figure, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(figures)
        for group in (self.report, self.counted, self.kept, self.changed):
            column.addWidget(group)
        column.addStretch(1)
        self.page.setAccessibleName(self.tr("La demande de l’an passé et celle de cette année"))
        self.page.setOpenLinks(False)
        self.page.setFont(font(14))
        self.page.document().setDocumentMargin(6)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._pages.addWidget(scrolled(inside, self.tr("Ce que dit la convention")))
        self._pages.addWidget(self.page)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for button in (self.propose, self.compare, self.open):
            deeds.addWidget(button)
        deeds.addStretch(1)
        self.keys = QLabel(self.tr("R proposer   V comparer   U tout montrer   O ouvrir"))
        deeds.addWidget(self.keys)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(10)
        for part in (self.title, self.about, self.notice):
            whole.addWidget(part)
        whole.addLayout(deeds)
        whole.addWidget(self._pages, 1)
        whole.addStretch(0)  # takes the room when there is nothing to show

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        if fresh and (self._whole is None or self._whole.head.id != whole.head.id):
            self._pages.setCurrentIndex(0)
            self._unfolded = False
        self._whole = whole
        self.told = instalment(self._office.reader, whole.head.id, self._office.author)
        for part in (self._pages, self.propose, self.compare, self.open, self.keys):
            part.setVisible(self.told is not None)
        if self.told is None:
            self._tell_nothing(whole)
        else:
            self._tell(whole, self.told)

    def focus(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_nothing(self, whole: Whole) -> None:
        self.title.setText(self.tr("Convention de plusieurs années"))
        rows = others_of(self._office.reader, whole.head.applicant_id, self._office.author)
        told = ", ".join(f"{row.number} ({period(row)})" for row in rows)
        none = self.tr("Ce dossier ne demande l’année d’aucune convention, et ce porteur n’en a pas.")
        some = self.tr(
            "Ce dossier ne demande l’année d’aucune convention. Conventions du porteur\u00a0: {0}."
        )
        self.about.setText(some.format(told) if told else none)
        self.notice.tell(
            self.tr("La place « Conventions » (Ctrl+Maj+6) rattache un dossier à une année par D.")
        )

    def _tell(self, whole: Whole, told: Instalment) -> None:
        head = told.convention.head
        self.title.setText(self.tr("{0}, année {1}").format(head.number, told.year))
        self.about.setText(" · ".join((head.title, period(head), promised_words(told))))
        proposed = whole.head.proposed
        gap = proposed is not None and told.due > 0 and proposed != told.due
        self.notice.tell(
            self.tr("{0} sont proposés dans ce dossier, la convention donne {1}.").format(
                euros(proposed or 0), euros(told.due)
            )
            if gap
            else "",
            "warn",
        )
        brought = self.tr("dont {0} reportés de {1}").format(euros(told.fund.carried), told.year - 1)
        self.promised.tell(told.due or None, brought if told.fund.carried else "")
        years = len([year for year in told.convention.register.years if year < told.year])
        self.voted.tell(told.before.voted, f"{years} {plural(years, 'année')}" if years else "")
        self.paid.tell(told.before.paid)
        self.spent.tell(told.last_spent, self.tr("selon le bilan accepté") if told.last_spent else "")
        self.report.fill([wrapped(report_words(told))])
        counts = (indicator_words(told, told.year - 1), indicator_words(told, told.year))
        self.counted.fill([wrapped(words) for words in counts if words])
        self.kept.fill([wrapped(_engaged(row)) for row in told.convention.commitments])
        self.changed.fill([wrapped(amendment_words(row)) for row in told.amendments])
        self._tell_buttons(whole, told)

    def _tell_buttons(self, whole: Whole, told: Instalment) -> None:
        can = not self._office.read_only and whole.head.stage in _OPEN and told.due > 0
        self.propose.setText(self.tr("P&roposer {0}").format(euros(told.due)))
        self.propose.setEnabled(can)
        self.propose.setToolTip(self.tr("Reprend en proposition ce que la convention promet (R)"))
        last = told.last
        here = self._pages.currentIndex() == 1
        self.compare.setEnabled(last is not None)
        self.compare.setText(
            self.tr("&Vue d’ensemble") if here else self.tr("Comparer a&vec {0}").format(told.year - 1)
        )
        self.open.setToolTip(self.tr("Ouvrir la convention (O)"))
        if here:
            self._show_years(told)

    # Deeds

    def make_proposal(self) -> None:
        """The amounts promised become those proposed, by funder; any of them is changed afterwards."""
        from desktop.flow.instruct import propose

        if self._whole is None or self.told is None or not self.propose.isEnabled():
            return
        head = self._whole.head
        self._office.do(
            propose, dossier=head.id, amounts=self.told.proposed,
            opinion=head.proposal_opinion or "favourable",
            reason=head.proposal_reason
            or promised_reason(self.told.convention.head.number, self.told.year),
        )  # fmt: skip

    def turn(self) -> None:
        """From what the convention says to last year's request beside this one, and back."""
        if self._whole is None or self.told is None or self.told.last is None:
            return
        why = closed_words(self._office, self.told.last.id)
        if why:
            self._office.told.emit(why, "warn")
            return
        self._pages.setCurrentIndex(1 - self._pages.currentIndex())
        self._tell_buttons(self._whole, self.told)
        self.focus()

    def _show_years(self, told: Instalment) -> None:
        if self._whole is None or told.last is None:
            return
        found = compared(self._office.reader, told.last.id, self._whole.head.id)
        self._look = tokens()
        self.page.setHtml(year_page(found, (told.year - 1, told.year), self._look, unfolded=self._unfolded))

    def unfold(self) -> None:
        """Show what did not change too."""
        if self.told is not None and self._pages.currentIndex() == 1:
            self._unfolded = not self._unfolded
            self._show_years(self.told)

    def open_convention(self) -> None:
        """Show it in its place."""
        if self.told is not None and "agreements" in self._office.places:
            self._office.place_wanted.emit("agreements")
            self._office.agreement_wanted.emit(self.told.convention.head.id)

    def _follow(self, link: QUrl) -> None:
        place = link.toString()
        if place.startswith("fold:"):
            self.unfold()
        else:
            self.place_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {
            Qt.Key.Key_R: self.make_proposal, Qt.Key.Key_V: self.turn, Qt.Key.Key_U: self.unfold,
            Qt.Key.Key_O: self.open_convention,
        }  # fmt: skip
        deed = deeds.get(Qt.Key(event.key())) if not event.modifiers() else None
        if deed is not None and self.told is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        changed = event.type() == QEvent.Type.PaletteChange and self._look not in (None, tokens())
        if changed and self.told is not None and self._pages.currentIndex() == 1:
            self._show_years(self.told)


def _engaged(row: CommitmentRow) -> str:
    """« Tenu en partie : ouvrir le samedi (un samedi sur deux) »."""
    state = FOUND[row.state][0]
    comment = f" ({row.comment})" if row.comment else ""
    return f"{state[:1].upper()}{state[1:]}\u00a0: {row.text}{comment}"
