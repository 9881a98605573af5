"""What files say of reports, before anything is written: what is understood, what is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.flow.report_in import Brought, Match, Taking, chosen, take_reports
from desktop.rules.report_gaps import beside, sums
from desktop.rules.reports import ORIGINS, TITLES
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.tongue import euros, plural


class ReadDialog(QDialog):
    """One line a report read; the dossier proposed can be changed, or the report left."""

    def __init__(
        self, office: Office, over: QWidget, found: Sequence[Brought], refused: Sequence[str],
        dossier: bytes | None = None,
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("readReports")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Les bilans lus"))
        self.resize(1000, 600)
        self.office, self.found = office, list(found)
        self._others = chosen(office.reader, person=office.author)
        self.chosen: list[Match | None] = [_first(one, dossier) for one in self.found]
        self.rows = PillRows(
            self.tr("Bilans lus"),
            [
                (self.tr("État"), 110), (self.tr("Fichier"), 190), (self.tr("Lu comme"), 110),
                (self.tr("Répond à"), 0), (self.tr("Parce que"), 230),
            ],
        )  # fmt: skip
        self.answers = QComboBox()
        self.answers.setAccessibleName(self.tr("Le bilan auquel ce fichier répond"))
        self.understood = Rows(self.tr("Compris"), [(self.tr("Compris"), 150), ("", 0)])
        self.unread = Rows(self.tr("Pas compris"), [(self.tr("Pas compris, avec sa place"), 0)])
        self.unread.setWordWrap(True)
        self.notice = Notice()
        self.take = Button("", "check", kind="primary")
        self.take.setDefault(True)
        self._lay_out(refused)
        self.rows.picked.connect(self._show)
        self.answers.activated.connect(self._choose)
        self.take.clicked.connect(self._go)
        self._tell(0)

    def _lay_out(self, refused: Sequence[str]) -> None:
        leave = Button(self.tr("Ne rien prendre"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(text(self.tr("Rien n’est écrit avant votre réponse."), caption=True), 1)
        foot.addWidget(leave)
        foot.addWidget(self.take)
        which = QHBoxLayout()
        label = QLabel(self.tr("&Répond à\u00a0:"))
        label.setBuddy(self.answers)
        which.addWidget(label)
        which.addWidget(self.answers, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.understood, 3)
        below.addWidget(self.unread, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        count = len(self.found)
        head = self.tr("{0} {1}").format(count, plural(count, "bilan lu", "bilans lus"))
        column.addWidget(text(head, 15, bold=True))
        column.addWidget(self.rows, 2)
        column.addLayout(which)
        column.addLayout(below, 3)
        column.addWidget(self.notice)
        column.addLayout(foot)
        self.notice.tell(" ".join(refused), "warn" if refused else "neutral")

    # What is shown

    def _line(self, at: int) -> Line:
        one, match = self.found[at], self.chosen[at]
        doubts = len(one.told.unread)
        tone = (
            "neutral" if match is None else "warn" if doubts or match.report.state == "accepted" else "good"
        )
        state = (
            self.tr("À laisser") if match is None else self.tr("À relire") if doubts else self.tr("Compris")
        )
        cells = (
            state, one.path.name, ORIGINS[one.told.origin], match.words if match else "—",
            match.why if match else self.tr("à vous de choisir") if one.matches else self.tr("aucun dossier"),
        )  # fmt: skip
        return Line(cells, tone, at)

    def _tell(self, current: int) -> None:
        self.rows.show_lines([self._line(at) for at in range(len(self.found))])
        self.rows.selectRow(current)
        taken = [match for match in self.chosen if match is not None]
        twice = len({match.report.id for match in taken}) < len(taken)
        count = len(taken)
        words = self.tr("&Prendre {0} {1}").format(count, plural(count, "bilan"))
        self.take.setText(words if count else self.tr("Rien à prendre"))
        self.take.setEnabled(count > 0 and not twice)
        if twice:
            self.notice.tell(self.tr("Deux fichiers répondent au même bilan\u00a0: laissez-en un."), "warn")

    def _show(self, at: int | None) -> None:
        if at is None:
            return
        one = self.found[at]
        self.answers.clear()
        self.answers.addItem(self.tr("laisser ce fichier"), None)
        offered = self._offered(one)
        for rank, match in enumerate(offered):
            self.answers.addItem(f"{match.words} ({match.why})", rank)
        mine = self.chosen[at]
        self.answers.setCurrentIndex(offered.index(mine) + 1 if mine in offered else 0)
        self.understood.show_lines([Line(pair, "good", pair) for pair in said_by(one)])
        doubts = one.told.unread or (self.tr("Tout ce qui est écrit a été compris."),)
        tone = "warn" if one.told.unread else "good"
        self.unread.show_lines([Line((words,), tone, words) for words in doubts])
        self.unread.resizeRowsToContents()

    def _offered(self, one: Brought) -> list[Match]:
        """What it may answer, then every other report that is not accepted: the person has the last word."""
        keys = {match.report.id for match in one.matches}
        return [*one.matches, *(match for match in self._others if match.report.id not in keys)]

    def _choose(self, _index: int) -> None:
        at = self.rows.current()
        if isinstance(at, int):
            rank = self.answers.currentData()
            self.chosen[at] = None if rank is None else self._offered(self.found[at])[rank]
            self._tell(at)
            self.answers.setFocus()

    def _go(self) -> None:
        taking = [
            Taking(match.report.id, one.told, one.path)
            for one, match in zip(self.found, self.chosen, strict=True)
            if match is not None
        ]
        done = self.office.do(take_reports, taking=taking)
        if done is not None:
            self.accept()


def _first(one: Brought, dossier: bytes | None) -> Match | None:
    """What is proposed: the dossier from which the file was chosen, else the only sure one."""
    if dossier is None:
        return one.proposed
    mine = [match for match in one.matches if match.report.dossier_id == dossier]
    return next((match for match in mine if match.sure), mine[0] if mine else None)


def said_by(one: Brought) -> list[tuple[str, str]]:
    """(what, words) of all that was understood of a report."""
    told = one.told
    pairs = beside((), [(line, b"") for line in told.lines])
    done = sums(pairs, "done")
    table = f"{len(told.lines)} lignes, charges {euros(done.charges)}, produits {euros(done.products)}"
    days = " – ".join(f"{day:%d/%m/%Y}" for day in (told.starts_on, told.ends_on) if day)
    said = [
        ("Numéro", told.number), ("Porteur", told.applicant or told.siret), ("Action", told.title),
        ("Année", str(told.year or "")), ("Subvention", euros(told.granted) if told.granted else ""),
        ("Dates", days), ("Tableau", table if told.lines else ""),
        ("Personnes", _people(one)),
        ("Indicateurs", ", ".join(f"{name} : {value:g}" for name, value in told.indicators.items())),
        *((TITLES[code], body) for code, body in told.texts.items()),
        *(("À savoir", note) for note in one.notes),
    ]  # fmt: skip
    return [(what, words) for what, words in said if words]


def _people(one: Brought) -> str:
    whole = one.told.reached
    if whole.whole is None:
        return ""
    parts = [f"{whole.women} femmes" if whole.women else "", f"{whole.men} hommes" if whole.men else ""]
    told = ", ".join(part for part in parts if part)
    return f"{whole.whole}, dont {told}" if told else str(whole.whole)
