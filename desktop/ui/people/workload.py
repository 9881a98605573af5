"""« Charge de travail »: who has how much in hand, and to whom what nobody has would go."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.batch import officers
from db.queries.workload import LoadRow, LooseRow, loads
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.tongue import euros, plural


class WorkloadDialog(QDialog):
    """Above, everybody's pile; below, a balanced sharing out, a proposal until « Confier » is pressed."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office = office
        self._free: list[LooseRow] = []
        self.choices: dict[bytes, str] = {}
        self.setObjectName("workload")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Charge de travail"))
        self.resize(1040, 660)
        self.state = Notice()
        self.loads = Rows(
            self.tr("Charge de chacun"),
            [
                (self.tr("Qui"), 0), (self.tr("Dossiers"), 85), (self.tr("À trier"), 85),
                (self.tr("En instruction"), 115), (self.tr("Prêts"), 75), (self.tr("Demandé"), 120),
                (self.tr("Hors délai"), 95), (self.tr("Prochaine séance"), 135),
            ],
            right=(1, 2, 3, 4, 5, 6, 7),
        )  # fmt: skip
        self.title = text(bold=True)
        self.free = Rows(
            self.tr("Dossiers sans personne"),
            [
                (self.tr("Dossier"), 110), (self.tr("Porteur · action"), 0), (self.tr("Demandé"), 110),
                (self.tr("Irait à"), 220),
            ],
            right=(2,),
        )  # fmt: skip
        self.who = QComboBox()
        self.who.setAccessibleName(self.tr("À qui confier ce dossier"))
        self.who.setMinimumContentsLength(18)
        self.show_list = Button(self.tr("&Voir ces dossiers"), "folder-open")
        self.share = Button(self.tr("&Confier selon cette proposition"), "check", kind="primary")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Confier cette &ligne à\u00a0:"))
        label.setBuddy(self.who)
        shut = Button(self.tr("&Fermer"))
        shut.clicked.connect(self.accept)
        foot = QHBoxLayout()
        for part in (self.show_list, label, self.who):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(shut)
        foot.addWidget(self.share)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.state)
        column.addWidget(self.loads, 3)
        column.addWidget(self.title)
        column.addWidget(self.free, 3)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.loads.activated.connect(lambda _index: self._see())
        self.show_list.clicked.connect(self._see)
        self.free.picked.connect(self._pick)
        self.who.activated.connect(lambda _index: self._choose())
        self.share.clicked.connect(self._go)
        self._office.told.connect(self.state.tell)

    def _show(self) -> None:
        from desktop.flow.assigning import suggest

        reader = self._office.reader
        found = loads(reader, dt.date.today())
        self._free, suggested = suggest(reader, found)
        self.choices = dict(suggested)
        self.loads.show_lines([Line(self._load(row), self._tone(row), row) for row in found])
        self.who.clear()
        self.who.addItem(self.tr("personne"), "")
        for name in officers(reader):
            self.who.addItem(name, name)
        self._show_free()
        if not found:
            self.state.tell(self.tr("Tous les dossiers sont décidés\u00a0: rien n’est en main."))

    def _load(self, row: LoadRow) -> tuple[str, ...]:
        numbers = (row.dossiers, row.to_sift, row.in_hand, row.ready)
        late, soon = (str(n) if n else "–" for n in (row.late, row.next_session))
        name = row.officer or self.tr("Personne")
        return (name, *(str(n) if n else "–" for n in numbers), euros(row.asked), late, soon)

    @staticmethod
    def _tone(row: LoadRow) -> str:
        return "bad" if row.late else "good" if row.officer else "warn"

    def _show_free(self, at: int = 0) -> None:
        count = len(self._free)
        given = sum(1 for row in self._free if self.choices.get(row.id))
        self.title.setText(
            self.tr("{0} {1} sans personne").format(count, plural(count, "dossier"))
            if count
            else self.tr("Chaque dossier est dans les mains de quelqu’un.")
        )
        self.free.show_lines([self._line(row) for row in self._free])
        self.free.setVisible(bool(count))
        self.who.setEnabled(bool(count))
        if count:
            self.free.selectRow(at)
        why = self._office.why_not("assign")
        self.share.setEnabled(bool(given) and not why)
        self.share.setToolTip(why or self.tr("{0} sur {1}").format(given, count))

    def _line(self, row: LooseRow) -> Line:
        asked = "–" if row.asked is None else euros(row.asked)
        to = self.choices.get(row.id) or self.tr("personne")
        tone = "good" if self.choices.get(row.id) else "neutral"
        return Line((row.number, f"{row.applicant} · {row.title}", asked, to), tone, row)

    def _pick(self, row: LooseRow | None) -> None:
        name = self.choices.get(row.id, "") if row else ""
        self.who.setCurrentIndex(max(0, self.who.findData(name)))

    def _choose(self) -> None:
        at = self.free.currentIndex().row()
        if 0 <= at < len(self._free):
            self.choices[self._free[at].id] = str(self.who.currentData())
            self._show_free(at)

    def _see(self) -> None:
        at = self.loads.currentIndex().row()
        if at >= 0:
            name = self.loads.rows.lines[at].what.officer
            self._office.list_wanted.emit(f'agent:"{name}"' if name else "agent:aucun")
            self.accept()

    def _go(self) -> None:
        from desktop.flow.assigning import share_out

        given = {key: name for key, name in self.choices.items() if name}
        if self._office.do(share_out, choices=given) is not None:
            self._show()
