"""One dossier large in the middle of the room: what it is, its marks, its figures, what is thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db import queries
from db.queries.committee import ItemRow, LeavingRow, RecusalRow
from db.queries.opinions import OpinionRow, opinions_of
from db.queries.together import count_members
from desktop.flow.checking import findings_of
from desktop.flow.instalment import in_view, instalment
from desktop.flow.instruct import OPINIONS
from desktop.rules.committee import out_words
from desktop.rules.findings import Finding
from desktop.rules.opinions import BY_CODE
from desktop.ui.committee.figures import Figures
from desktop.ui.committee.reads import Left
from desktop.ui.committee.words import period_words, public_words, renewal_words
from desktop.ui.dossier.interests import closed_words
from desktop.ui.fields import Pill, SectionTitle
from desktop.ui.frieze import Frieze
from desktop.ui.intake.parts import Notice, text
from desktop.ui.list.pane_parts import FindingLine, Group, emptied, wrapped
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import plural

_FINDINGS = 4  # points of attention in sight


class Told(NamedTuple):
    """What the sheet reads of a dossier beside its row."""

    opinions: Sequence[OpinionRow]
    findings: Sequence[Finding]
    notes: Sequence[str]  # for the committee
    closed: str  # why the person at work may not read it, "" when they may
    before: Sequence[str] = ()  # who carries it together, where it was filed before
    convention: Sequence[str] = ()  # of several years: what is in view to decide this year of it


def told_of(office: Office, row: ItemRow) -> Told:
    """Read it; a dossier closed to the person at work says only that."""
    closed = closed_words(office, row.dossier_id)
    if closed:
        return Told((), (), (), closed)
    notes = [
        note.text for note in queries.notes(office.reader, row.dossier_id, office.author)
        if note.audience == "committee" and note.text
    ]  # fmt: skip
    findings = [
        f for f in findings_of(office.reader, row.dossier_id) if f.level in ("bad", "warn") and not f.accepted
    ]
    asked = instalment(office.reader, row.dossier_id, office.author)
    view = in_view(asked) if asked is not None else ()
    return Told(
        opinions_of(office.reader, row.dossier_id), findings, notes, "", before_words(office, row), view
    )


def before_words(office: Office, row: ItemRow) -> list[str]:
    """« Proposition coordonnée, 4 membres », « Déjà présenté en première vague, refusé pour … »."""
    from desktop.flow.links_told import first_words

    count = count_members(office.reader, row.dossier_id)
    say = QCoreApplication.translate
    told = say("committee", "Proposition coordonnée, {0} {1}\u00a0: la décision se répartit entre eux.")
    first = first_words(office.reader, row.dossier_id)
    return [
        *([told.format(count, plural(count, "membre"))] if count else []),
        *([f"{first[0].upper()}{first[1:]}."] if first else []),
    ]


class OpinionGrid(QWidget):
    """Who thinks what: a name, a pill, the words; what is confidential says so."""

    def __init__(self, size: int = 13) -> None:
        super().__init__()
        self._size = size
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(2, 1)

    def fill(self, opinions: Sequence[OpinionRow]) -> None:
        """Show these."""
        emptied(self.grid)
        for at, one in enumerate(opinions):
            kind = BY_CODE.get(one.value)
            who = QLabel(one.partner)
            who.setFont(font(self._size))
            self.grid.addWidget(who, at, 0)
            self.grid.addWidget(
                Pill(kind.label if kind else one.value, kind.tone if kind else "neutral"), at, 1
            )
            words = [f"«\u00a0{one.comment.strip()}\u00a0»"] if one.comment.strip() else []
            if one.confidential:
                words.append(self.tr("confidentiel"))
            said = wrapped(" · ".join(words), "caption")
            said.setVisible(bool(words))  # an empty one would be a stop of the keyboard with nothing to say
            said.setFont(font(self._size))
            self.grid.addWidget(said, at, 2)
        self.setVisible(bool(opinions))


class Sheet(QScrollArea):
    """The middle of the room; it scrolls when a dossier has much to say."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.row: ItemRow | None = None
        self.banner, self.shut = Notice(), Notice()
        self.above, self.title, self.under = (
            text(caption=True),
            text(size=26, bold=True),
            text(size=15, bold=True),
        )
        self.frieze = Frieze([challenge.short for challenge in office.challenges])
        self.frieze.setFixedHeight(34)
        self.frieze.setMaximumWidth(600)
        self.strong = text(caption=True)
        self.figures = Figures()
        self.opinions_title = SectionTitle(self.tr("Avis des partenaires"))
        self.opinions = OpinionGrid()
        self.summary, self.notes = (
            Group(self.tr("Résumé de l’instruction")),
            Group(self.tr("Notes au comité")),
        )
        self.attention = Group(self.tr("Points d’attention"))
        self.before = Group(self.tr("À savoir"))
        self.convention = Group(self.tr("Convention de plusieurs années"))
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(36, 18, 30, 14)
        column.setSpacing(8)
        top: tuple[QWidget, ...] = (self.banner, self.shut, self.above, self.title, self.under, self.frieze)
        for part in (*top, self.strong):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.figures)
        column.addSpacing(6)
        column.addWidget(self.before)
        column.addWidget(self.convention)
        column.addWidget(self.opinions_title)
        column.addWidget(self.opinions)
        for group in (self.summary, self.notes, self.attention):
            column.addWidget(group)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Le dossier examiné"))

    def show_item(
        self, row: ItemRow, told: Told, ties: Sequence[RecusalRow], out: Sequence[LeavingRow]
    ) -> None:
        """Show this dossier."""
        if self.row is None or self.row.id != row.id:
            self.verticalScrollBar().setValue(0)
        self.row = row
        where = (row.number, row.quarters, renewal_words(row))
        self.above.setText(" · ".join(part for part in where if part))
        self.title.setText(row.title)
        self.under.setText(
            " · ".join(part for part in (row.applicant, public_words(row), period_words(row)) if part)
        )
        self.frieze.set_levels(row.levels)
        self.strong.setText(self.frieze.strong_words() or self.tr("Aucun défi n’est marqué."))
        self.figures.tell(row)
        self._tell_out(ties, out)
        self.shut.tell(told.closed, "warn")
        for part in (self.frieze, self.strong, self.figures):
            part.setVisible(not told.closed)
        self._tell_thoughts(row, told)

    def _tell_out(self, ties: Sequence[RecusalRow], out: Sequence[LeavingRow]) -> None:
        """The banner: who must leave, and who is out."""
        words = [out_words(tie.member, "interest", tie.nature) for tie in ties]
        tied = {tie.member_id for tie in ties}
        words += [
            self.tr("{0} est hors de la salle ({1})").format(one.name, one.why)
            for one in out
            if one.member_id not in tied
        ]
        self.banner.tell(". ".join(words) + "." if words else "", "warn")

    def _tell_thoughts(self, row: ItemRow, told: Told) -> None:
        self.before.fill([wrapped(words) for words in told.before])
        self.convention.fill([wrapped(words) for words in told.convention])
        self.opinions.fill(told.opinions)
        self.opinions_title.setVisible(bool(told.opinions))
        opinion = OPINIONS.get(row.opinion, "")
        words = "\u00a0: ".join(part for part in (opinion, row.opinion_reason.strip()) if part)
        self.summary.fill([wrapped(words)] if words and not told.closed else [])
        self.notes.fill([wrapped(note) for note in told.notes if note.strip() not in words])
        lines: list[QWidget] = [FindingLine(one) for one in told.findings[:_FINDINGS]]
        more = len(told.findings) - _FINDINGS
        if more > 0:
            lines.append(text(self.tr("et {0} autres, à lire dans le dossier").format(more), caption=True))
        self.attention.fill(lines)

    def tell_left(self, left: Left | None) -> None:
        """What the envelope holds once what is typed is given."""
        self.figures.tell_left(left)

    def set_large(self, *, large: bool) -> None:
        """The title a size smaller in a low window."""
        self.title.setFont(font(26 if large else 22, QFont.Weight.DemiBold))
