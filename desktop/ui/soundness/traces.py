"""The log of what was consulted, printed and exported: sought by person, deed and period."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.queries.traces import TraceRow, TraceWish, trace_count, trace_page
from desktop.ui.dossier.asking import ask_line
from desktop.ui.fields import Button, DateField
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.office import Office
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

PAGE = 300  # lines shown at once
_TONES = {"purged": "warn", "repaired": "warn"}  # the rest is daily work


def deeds() -> dict[str, str]:
    from db.trace import DEEDS  # brings SQLAlchemy: at first use

    return DEEDS


class TracesPage(QWidget):
    """`dossier` keeps to one of them. Who may not change the settings reads what concerns a dossier, and
    their own lines."""

    def __init__(self, office: Office, dossier: bytes | None = None) -> None:
        super().__init__()
        self._office, self._dossier = office, dossier
        self.shown: list[TraceRow] = []
        self._make_fields()
        self.rows = Rows(
            self.tr("Qui a consulté, imprimé, exporté"),
            [
                (self.tr("Acte"), 150), (self.tr("Quand"), 130), (self.tr("Qui"), 150),
                (self.tr("Poste"), 110), (self.tr("Dossier"), 100), (self.tr("Quoi"), 0),
            ],
        )  # fmt: skip
        self.rows.setColumnHidden(4, dossier is not None)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.more = Button(self.tr("Lignes &plus anciennes"), "chevron-down")
        self.more.setAutoDefault(False)
        self.keep = Button(self.tr("&Durée de conservation…"), "clock")
        self.keep.setAutoDefault(False)
        self.keep.setVisible(dossier is None and not office.read_only and not office.why_not("settings"))
        self.keep.clicked.connect(self.ask_months)
        self._lay_out()
        self.author.textChanged.connect(lambda _words: self.refresh())
        self.deed.currentIndexChanged.connect(lambda _place: self.refresh())
        self.since.settled.connect(lambda _day: self.refresh())
        self.until.settled.connect(lambda _day: self.refresh())
        self.more.clicked.connect(self._older)
        self.rows.doubleClicked.connect(lambda index: self._open(index.row()))
        forbidden = "" if dossier is not None else office.why_not("settings")
        if forbidden:
            self.author.setText(office.author)
            self.author.setReadOnly(True)
            self.author.setClearButtonEnabled(False)
            self.author.setToolTip(forbidden)
        self.refresh()

    def _make_fields(self) -> None:
        self.author = QLineEdit()
        self.author.setPlaceholderText(self.tr("Personne"))
        self.author.setAccessibleName(self.tr("Personne cherchée"))
        self.author.setClearButtonEnabled(True)
        self.deed = QComboBox()
        self.deed.setAccessibleName(self.tr("Acte cherché"))
        self.deed.addItem(self.tr("Tous les actes"), "")
        for code, words in deeds().items():
            self.deed.addItem(words.capitalize(), code)
        self.since, self.until = DateField(self.tr("Depuis le")), DateField(self.tr("Jusqu’au"))
        self.since.setPlaceholderText(self.tr("Depuis le…"))
        self.until.setPlaceholderText(self.tr("Jusqu’au…"))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.author, 1)
        for widget in (self.deed, self.since, self.until):
            line.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)

    def wish(self) -> TraceWish:
        """What is sought now."""
        return TraceWish(
            self._dossier, self.author.text().strip(), str(self.deed.currentData() or ""),
            _iso(self.since.day()), _iso(self.until.day()),
        )  # fmt: skip

    def refresh(self) -> None:
        """Read the latest lines again."""
        self.shown = trace_page(self._office.reader, self.wish(), PAGE)
        self._show()

    def _older(self) -> None:
        if self.shown:
            self.shown += trace_page(self._office.reader, self.wish(), PAGE, before=self.shown[-1].n)
            self._show()

    def _show(self) -> None:
        self.rows.show_lines([_line(row) for row in self.shown])
        whole = trace_count(self._office.reader, self.wish())
        count = len(self.shown)
        self.more.setVisible(count < whole)
        if whole:
            words = plural(whole, self.tr("ligne"))
            told = self.tr("{0} {1}, dont {2} montrées.").format(whole, words, count)
            told = told if count < whole else f"{whole} {words}."
        else:
            told = self.tr("Rien n’a été noté pour cette recherche.")
        self.said.setText(told)

    def ask_months(self) -> QInputDialog:
        """For how many months lines are kept."""
        from desktop.flow.traces import months_kept

        question = self.tr("Garder les lignes combien de mois (0 pour toujours)\u00a0?")
        kept = str(months_kept(self._office.reader))
        return ask_line(
            self, "traceMonths", self.tr("Durée de conservation"), question, self._keep, value=kept
        )

    def _keep(self, words: str) -> None:
        from desktop.flow.traces import keep_traces

        if not words.strip().isdigit():
            self.said.setText(self.tr("Ce n’est pas un nombre de mois\u00a0: rien n’a été changé."))
        elif self._office.do(keep_traces, months=int(words)) is not None:
            told = self.tr("Les lignes plus vieilles que {0} mois seront retirées à la prochaine écriture.")
            self.said.setText(told.format(int(words)) if int(words) else self.tr("Tout sera gardé."))

    def _open(self, place: int) -> None:
        row = self.shown[place]
        if row.dossier is not None and row.number and self._dossier is None:
            self._office.dossier_wanted.emit(row.dossier, Walk.alone(row.dossier))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _line(row: TraceRow) -> Line:
    when = f"{row.at[8:10]}/{row.at[5:7]}/{row.at[:4]} {row.at[11:16]}"
    cells = (deeds().get(row.deed, row.deed), when, row.author, row.site, row.number, one_line(row.what))
    return Line(cells, _TONES.get(row.deed, "neutral"), row.n)
