"""The window of a batch: which dossiers, which deed, a line and a blocker each; confirmed in figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.queries.batch import subjects
from desktop.flow.batch import Report, Row
from desktop.rules import batch
from desktop.rules.batch import DEEDS, Wish
from desktop.ui.batch.forms import DeedForm, make_form
from desktop.ui.batch.model import BatchModel
from desktop.ui.batch.report import ReportPage
from desktop.ui.batch.scopes import Scope
from desktop.ui.batch.table import BatchTable
from desktop.ui.batch.words import counted, figures, too_many
from desktop.ui.batch.work import BatchWork
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel

MOST = 600  # dossiers planned unasked
PAUSE_MS = 250  # the plan follows what is chosen once the hand rests


class BatchDialog(QDialog):
    """Space takes a line off, digits give it an amount of its own, Ctrl+Enter does it."""

    export_wanted = Signal(list)  # keys of the dossiers taken
    opinions_wanted = Signal(str)  # a query that gives them

    def __init__(
        self, office: Office, scopes: Sequence[Scope], over: QWidget | None, deed: str = "decide"
    ) -> None:
        super().__init__(over)
        self.setObjectName("batch")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Actions groupées"))
        size = QSize(1180, 640)
        self.resize(size.boundedTo(over.window().size() - QSize(24, 24)) if over is not None else size)
        self._office, self._scopes = office, scopes
        self._own: dict[bytes, int] = {}
        self._asked_for: tuple[int, str] | None = None  # a large scope that the person wants to be looked at
        self._forms: dict[str, DeedForm] = {}
        self._wish: Wish | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._plan)
        self.work = BatchWork(office, self)
        self.model = BatchModel(self)
        self.table = BatchTable(self.model)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.deed.setCurrentIndex(self.deed.findData(deed))
        self._choose_deed()

    def _make_parts(self) -> None:
        self.scope, self.deed = QComboBox(), QComboBox()
        self.scope.setAccessibleName(self.tr("Dossiers concernés"))
        for scope in self._scopes:
            self.scope.addItem(scope.words, scope.ids)
        self.deed.setAccessibleName(self.tr("Action"))
        for code, words in DEEDS.items():
            self.deed.addItem(words, code)
        for box in (self.scope, self.deed):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        self.settings, self.blank = QVBoxLayout(), QWidget()
        self.notice = Notice()
        self.told, self.sums = text(bold=True), text(caption=True)
        self.export = Button(self.tr("E&xporter ces dossiers…"), "download")
        self.consult = Button(self.tr("A&vis…"), "messages-square")
        self.consult.setToolTip(self.tr("Demander aux partenaires leur avis sur ces dossiers"))
        self.consult.setVisible("opinions" in self._office.places)
        self.leave = Button(self.tr("Annuler"))
        self.go = Button("", "check", kind="primary")
        self.report = ReportPage()
        self.progress = ProgressPanel(self._office.runner)
        for button in (self.export, self.consult, self.leave, self.go):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        for words, part in ((self.tr("A&ction"), self.deed), (self.tr("sur"), self.scope)):
            label = QLabel(words)
            label.setBuddy(part)
            top.addWidget(label)
            top.addWidget(part, 2 if part is self.deed else 3)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.told)
        said.addWidget(self.sums)
        foot.addLayout(said, 1)
        for button in (self.export, self.consult, self.leave, self.go):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        plan = QWidget()
        column = QVBoxLayout(plan)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(self.settings)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.blank, 1)
        column.addLayout(foot)
        self.pages = QStackedWidget()
        self.pages.addWidget(plan)
        self.pages.addWidget(self.report)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(8)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.progress)
        self.progress.hide()

    def _connect(self) -> None:
        self.deed.currentIndexChanged.connect(self._choose_deed)
        self.scope.currentIndexChanged.connect(self._choose_scope)
        self.model.amount_typed.connect(self._type_amount)
        self.model.included_changed.connect(self._tell)
        self.work.planned.connect(self._planned)
        self.work.finished.connect(self._finished)
        self.work.failed.connect(self._failed)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self._kept()))
        self.consult.clicked.connect(self._consult)
        self.report.close_wanted.connect(self.accept)
        self.report.undo_wanted.connect(self._undo)
        self.go.setToolTip(self.tr("Faire ce qui est prévu (Ctrl+Entrée)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go.click)

    # What is wanted

    def ids(self) -> Sequence[bytes]:
        """The dossiers of the scope chosen."""
        return self._scopes[self.scope.currentIndex()].ids

    def form(self) -> DeedForm:
        """The form of the deed chosen, made at its first use."""
        code = self.deed.currentData()
        if code not in self._forms:
            self._forms[code] = make_form(code, self._office)
            self._forms[code].changed.connect(self._changed)
            self.settings.addWidget(self._forms[code])
        return self._forms[code]

    def _changed(self) -> None:
        """What is wanted changed: the lines shown are no longer those that would be done."""
        self._pause.start()
        self._tell()

    def _choose_deed(self) -> None:
        self._own.clear()
        self.model.show((), {})
        form = self.form()
        for known in self._forms.values():
            known.setVisible(known is form and form.layout() is not None)
        self._plan()

    def _choose_scope(self) -> None:
        self.model.left_out.clear()
        self.model.show((), {})
        self._plan()

    def wish(self) -> Wish:
        return self.form().fill(Wish(self.deed.currentData()))

    def _plan(self) -> None:
        self._pause.stop()
        wish = self.wish()
        fault = self.form().wrong() or batch.lacking(wish) or self._many()
        self._wish = None if fault else wish
        self.table.setVisible(not fault)
        self.blank.setVisible(bool(fault))
        if fault:
            self.work.stop()
            self.model.show((), {})
            self.notice.tell(fault, "neutral")
        else:
            self.notice.tell("")
            self.work.plan(list(self.ids()), wish, self._own)
        self._tell()

    def _many(self) -> str:
        """Why so many dossiers are not looked at before they are asked for, "" when they are."""
        count, asked_for = len(self.ids()), (self.scope.currentIndex(), self.deed.currentData())
        return "" if count <= MOST or self._asked_for == asked_for else too_many(count)

    def _type_amount(self, key: bytes, cents: int | None) -> None:
        if cents is None:
            if self._own.pop(key, None) is None:
                return
        else:
            self._own[key] = cents
        if self._wish is not None:
            self.work.plan([key], self._wish, self._own, whole=False)
            self._tell()

    # What is planned

    def _planned(self, rows: Sequence[Row], whole: bool) -> None:
        (self.model.show if whole else self.model.replace)(rows, dict(self._own))
        self.table.columns_for(self.model.rows)
        if whole and rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        taken, rows = self.model.included(), self.model.rows
        self.model.writable = not self._office.read_only
        planned = bool(taken) and not self._pause.isActive() and taken[0].wish == self._wish
        ready = planned and not self.work.busy and not self._office.read_only
        waits = bool(self._many()) and not self.work.busy and not batch.lacking(self.wish())
        self.go.setEnabled(ready or waits)
        label = self.tr("Vérifier {0} dossiers").format(len(self.ids()))
        self.go.setText(label if waits else batch.button(self._wish or self.wish(), len(taken)))
        self.export.setEnabled(bool(self.ids()))
        if self.work.busy and not rows:
            self.told.setText(self.tr("Vérification des dossiers…"))
        elif not self.ids():
            self.told.setText(
                self.tr(
                    "Aucun dossier n’est affiché ni marqué\u00a0: filtrez la liste, ou marquez par Espace."
                )
            )
        elif self._wish is None:
            self.told.setText(self.tr("{0} dossiers").format(len(self.ids())))
        else:
            calls = len({row.subject.call for row in rows})
            self.told.setText(counted(len(rows), len(taken), len(self.model.blocked()), calls))
        self.sums.setText(figures(taken, {f.code: f.name for f in self._office.funders}))
        self.sums.setVisible(bool(self.sums.text()))

    # What is done

    def _go(self) -> None:
        if self._wish is None and self._many():
            self._asked_for = (self.scope.currentIndex(), self.deed.currentData())
            self._plan()
        elif self.go.isEnabled():
            self.work.carry_out(self.model.included())
            self._tell()

    def _finished(self, report: Report) -> None:
        assert self._wish is not None
        done = set(report.done)
        told = dict(report.refused)
        left = [
            (row, told.get(row.subject.id) or row.blocker or self.tr("Écarté avant l’action."))
            for row in self.model.rows
            if row.subject.id not in done
        ]
        self.report.show_report(batch.button(self._wish, len(report.done)), len(report.done), left)
        self.pages.setCurrentWidget(self.report)
        self.report.start()

    def _failed(self, words: str) -> None:
        self._own = dict(self.model.own)  # what was typed since was not looked at
        self.notice.tell(words, "warn")
        self._tell()

    def _undo(self) -> None:
        if self._office.undo() is not None:
            self._office.told.emit(
                self.tr("L’action groupée est annulée\u00a0: les dossiers sont comme avant."), "good"
            )
            self.pages.setCurrentIndex(0)
            self._plan()

    def _kept(self) -> list[bytes]:
        """The dossiers of the scope but those taken off by hand, blocked ones among them."""
        return [key for key in self.ids() if key not in self.model.left_out]

    def _consult(self) -> None:
        numbers = [row.number for row in subjects(self._office.reader, self._kept())]
        self.accept()
        self.opinions_wanted.emit(" ou ".join(f"numéro:{number}" for number in numbers))

    def done(self, result: int) -> None:
        """The window closes: what was being planned is wanted no more."""
        self._pause.stop()
        self.work.stop()
        super().done(result)
