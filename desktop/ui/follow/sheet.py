"""« Suivi de l’action »: payments, changes, visits, reports, money back; the next step first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.changes import ChangeRow
from db.queries.payments import PaymentRow
from db.queries.repayments import RepaymentRow
from db.queries.reports import ReportRow
from db.queries.shapes import ConditionRow
from db.queries.site_visits import VisitRow
from desktop.rules.payments import OPEN
from desktop.rules.ruling import GRANTING
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, FlowLayout
from desktop.ui.follow.change_deeds import ChangeDeeds
from desktop.ui.follow.pay_deeds import PaymentDeeds
from desktop.ui.follow.photo_strip import PhotoStrip
from desktop.ui.follow.repay_deeds import RepayDeeds
from desktop.ui.follow.story import Event, Told, events_of, money_words, next_words, read_story
from desktop.ui.follow.visit_deeds import VisitDeeds
from desktop.ui.held import held
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, one_line
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.screen import screen_action
from desktop.ui.tongue import date_short

_RIGHTS = {"plan": "pay", "change": "ask_change", "visit": "visit", "back": "repay"}


class FollowSheet(WorkSheet):
    """Enter does the next thing with the line; R refuses it, holds it or gives it up."""

    def __init__(self, office: Office, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._office, self._today = office, today
        self._whole: Whole | None = None
        self.told: Told | None = None
        self.pay, self.change = PaymentDeeds(office, self), ChangeDeeds(office, self)
        self.visit, self.repay = VisitDeeds(office, self), RepayDeeds(office, self)
        self.title = text(self.tr("Suivi de l’action"), 20, bold=True)
        self.next, self.money = text(size=15, bold=True), text(caption=True)
        self.rows = PillRows(
            self.tr("Suivi de l’action, la prochaine chose à faire d’abord"),
            [(self.tr("État"), 128), (self.tr("Le"), 100), (self.tr("Quoi"), 0), (self.tr("Détail"), 320)],
        )
        self.detail = text(caption=True)
        self.photos = PhotoStrip(office)
        self.buttons = self._make_buttons()
        self._lay_out()
        self.rows.picked.connect(self._picked)
        self.rows.opened.connect(lambda _one: self._act())
        self.photos.wanted.connect(lambda key: self.place_wanted.emit(f"piece:{key.hex()}"))

    def _make_buttons(self) -> dict[str, Button]:
        words: dict[str, tuple[str, str, str, Callable[[], object]]] = {
            "act": (self.tr("Faire…"), "check", "Ctrl+Return", self._act),
            "stop": (self.tr("Refuser, retenir…"), "circle-x", "R", self._stop),
            "plan": (self.tr("Prévoir les versements…"), "coins", "P", self._plan),
            "change": (self.tr("Un changement…"), "pencil-line", "C", self._change),
            "visit": (self.tr("Une visite…"), "map-pin", "V", self._visit),
            "back": (self.tr("À reverser…"), "hand-coins", "B", self._back),
            "paper": (self.tr("Fiche de visite…"), "printer", "I", self._paper),
        }  # fmt: skip
        made = {}
        for name, (said, drawing, key, deed) in words.items():
            button = made[name] = Button(said, drawing, kind="primary" if name == "act" else "secondary")
            button.clicked.connect(lambda _=False, deed=deed: deed())
            screen_action(self, said, key, button.click)
            button.setToolTip(f"{said} ({key.replace('Return', 'Entrée')})")
        return made

    def _lay_out(self) -> None:
        foot = QWidget()
        flow = FlowLayout(foot, gap=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        for part in (self.title, self.next, self.money):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addWidget(self.detail)
        column.addWidget(self.photos)
        column.addWidget(foot)

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        before = self.rows.current()
        self._whole = whole
        self.told = read_story(self._office.reader, whole.head.id)
        events = events_of(self.told, whole, self._today())
        self.next.setText(
            next_words(events, self._today()) if whole.decision else self.tr("Ce dossier n’est pas décidé.")
        )
        self.money.setText(money_words(self.told, whole) if whole.decision else "")
        self.rows.show_lines([self._line(one) for one in events])
        if not fresh and before is not None:
            self._choose(before)
        self.photos.show_photos(self.told.photos)
        self._tell_buttons()

    def _choose(self, before: Any) -> None:
        """The line of the same thing, changed or not."""
        key = getattr(before.row, "id", None)
        for place, line in enumerate(self.rows.rows.lines):
            if key is not None and getattr(line.what.row, "id", None) == key:
                self.rows.selectRow(place)

    def focus(self) -> None:
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, one: Event) -> Line:
        when = date_short(one.when) if one.when else "—"
        return Line((one.pill, when, one.what, one_line(one.detail) or "—"), one.tone, one)

    def _row(self) -> Any:
        """What the line in front stands for."""
        one = self.rows.current()
        return one.row if isinstance(one, Event) else None

    def _picked(self, one: Event | None) -> None:
        self.detail.setText(one.detail if one else "")
        self.detail.setVisible(bool(self.detail.text()))
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        row, whole = self._row(), self._whole
        writes = not self._office.read_only
        self.buttons["act"].setEnabled(writes and self._deed_of(row) is not None)
        self.buttons["stop"].setEnabled(writes and self._stop_of(row) is not None)
        self.buttons["paper"].setEnabled(isinstance(row, VisitRow))
        granted = whole is not None and whole.decision is not None and whole.decision.outcome in GRANTING
        for name, right in _RIGHTS.items():
            held(self.buttons[name], self._office.why_not(right), on=name == "visit" or granted)

    # Deeds

    def _deed_of(self, row: Any) -> Callable[[], object] | None:
        """What Enter does with this line."""
        if isinstance(row, PaymentRow):
            return (lambda: self.pay.record(row)) if row.state in OPEN else None
        if isinstance(row, ChangeRow):
            return (lambda: self.change.grant(row)) if row.state == "asked" else None
        if isinstance(row, VisitRow):
            return lambda: self.visit.mend(row)
        if isinstance(row, RepaymentRow):
            return self._repay_deed(row)
        if isinstance(row, ReportRow):
            return lambda: self.place_wanted.emit("sheet:report")
        if isinstance(row, ConditionRow):
            return lambda: self.place_wanted.emit("sheet:outcome")
        return None

    def _repay_deed(self, row: RepaymentRow) -> Callable[[], object] | None:
        if row.state == "draft":
            return lambda: self.repay.decide(row)
        if row.kind != "repay" or row.state not in ("decided", "asked"):
            return None
        if not row.title_number:
            return lambda: self.repay.title(row)
        return lambda: self.repay.receive(row)

    def _stop_of(self, row: Any) -> Callable[[], object] | None:
        """What R does with this line."""
        if isinstance(row, PaymentRow) and row.state in ("planned", "asked"):
            return lambda: self.pay.hold([row], self._blocks(row))
        if isinstance(row, PaymentRow) and row.state == "held":
            return lambda: self.pay.release([row])
        if isinstance(row, ChangeRow) and row.state == "asked":
            return lambda: self.change.refuse(row)
        if isinstance(row, RepaymentRow) and self._repay_deed(row) is not None:
            return lambda: self.repay.waive(row)
        return None

    def _blocks(self, row: PaymentRow) -> dict[bytes, list[str]]:
        from desktop.flow.pay_blocks import blocks

        return blocks(self._office.reader, [row])

    def _act(self) -> None:
        deed = self._deed_of(self._row())
        if deed is not None and not self._office.read_only:
            deed()

    def _stop(self) -> None:
        deed = self._stop_of(self._row())
        if deed is not None:
            deed()

    def _plan(self) -> None:
        if self._whole is not None:
            self.pay.plan({self._whole.head.id})

    def _change(self) -> None:
        if self._whole is not None:
            self.change.note(self._whole.head.id)

    def _visit(self) -> None:
        if self._whole is not None:
            self.visit.note(self._whole.head.id)

    def _back(self) -> None:
        if self._whole is not None:
            self.repay.propose([self._whole.head.id])

    def _paper(self) -> None:
        row = self._row()
        if isinstance(row, VisitRow):
            self.visit.sheet(row)
