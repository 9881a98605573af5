"""The tab « Conservation »: the rules, how many dossiers each holds, what is due, what is held back."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from db.queries.retention import RuleRow
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural


class Held(NamedTuple):
    """One line of the upper table: a rule and what falls under it."""

    row: RuleRow | None
    group: Any  # desktop.flow.retention.Group


class RetentionTab(ReadingTab):
    """Rules above, the dossiers of the rule chosen below."""

    followed = frozenset(
        {"retention_rule", "dossier", "decision", "payment", "report", "repayment", "agreement", "amendment",
         "deadline", "dossier_label", "elimination", "elimination_line", "piece"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.found: list[Any] = []
        self.table = PillRows(
            self.tr("Durées de conservation"),
            [(self.tr("À échéance"), 130), (self.tr("Règle"), 0), (self.tr("Durée et sort"), 370),
             (self.tr("Dossiers"), 80), (self.tr("Gelés"), 70), (self.tr("Prochaine échéance"), 165)],
            right=(3, 4),
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.dossiers = PillRows(
            self.tr("Dossiers de cette règle"),
            [(self.tr("Gardé jusqu’au"), 150), (self.tr("Numéro"), 100), (self.tr("Porteur"), 240),
             (self.tr("Intitulé"), 0), (self.tr("Compte depuis"), 115), (self.tr("Gelé"), 200)],
            several=True,
        )  # fmt: skip
        self.note = text(caption=True)
        self.notice = Notice()
        self.edit = Button(self.tr("C&hanger la règle…"), "pencil")
        self.open = Button(self.tr("&Ouvrir le dossier"), "file-text")
        self.anonymise = Button(self.tr("Anony&miser…"), "eye-off")
        self._lay_out()
        self.table.picked.connect(lambda _what: self._show_dossiers())
        self.table.opened.connect(lambda _what: self.ask_change())
        self.dossiers.opened.connect(lambda _what: self.open_dossier())
        deeds: list[Deed] = [
            (self.edit, self.tr("Conservation\u00a0: changer la règle…"), "F2", self.ask_change),
            (self.open, self.tr("Conservation\u00a0: ouvrir le dossier"), "Ctrl+Return", self.open_dossier),
            (self.anonymise, self.tr("Conservation\u00a0: anonymiser…"), "Ctrl+Shift+N", self.ask_anonymise),
        ]
        self._actions = screen_deeds(self, deeds)

    def _lay_out(self) -> None:
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        for button in (self.open, self.anonymise, self.edit):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 4)
        column.addWidget(self.dossiers, 5)
        column.addWidget(self.notice)
        column.addLayout(foot)

    # Reading

    def gather(self, progress: Progress) -> Any:
        from db.queries.retention import rules
        from desktop.flow.retention import groups, retained, rules_of

        found = retained(progress.session)
        rows = {row.code: row for row in rules(progress.session)}
        held_ = [
            Held(rows[group.rule.code] if group.rule else None, group)
            for group in groups(found, rules_of(progress.session))
        ]
        return held_, found

    def show_found(self, found: Any) -> None:
        held_, self.found = found
        current = self.table.current()
        same = current.row.code if isinstance(current, Held) and current.row else ""
        lines = [_line(one) for one in held_]
        self.table.show_lines(lines)
        for rank, one in enumerate(held_):
            if one.row and one.row.code == same:
                self.table.selectRow(rank)
        if not held_:
            self.state.tell("empty", self.tr("Aucune règle"), self.tr("Aucune durée n’est connue ici."))
        self._show_dossiers()
        self.tell_status()

    def _show_dossiers(self) -> None:
        from desktop.ui.tongue import typography

        current = self.table.current()
        code = current.row.code if isinstance(current, Held) and current.row else None
        mine = [one for one in self.found if (one.rule.code if one.rule else None) == code]
        mine.sort(key=lambda one: (not one.over, one.last_day is None, one.last_day, one.row.number))
        self.dossiers.show_lines(
            [
                Line(
                    (
                        f"{one.last_day:%d/%m/%Y}" if one.last_day else self.tr("pas encore"),
                        one.row.number, one.row.applicant, one.row.title,
                        f"{one.start:%d/%m/%Y}" if one.start else "–", typography(", ".join(one.frozen)),
                    ),
                    "warn" if one.over and one.frozen else "bad" if one.over else "neutral",
                    one,
                )
                for one in mine
            ]
        )  # fmt: skip
        real = isinstance(current, Held) and current.row is not None
        held(self.edit, self._office.why_not("retention"), on=real)
        self.open.setEnabled(bool(mine))
        held(self.anonymise, self._office.why_not("erase"), on=bool(mine))
        if isinstance(current, Held) and current.row is not None:
            asked = self.tr(" – à confirmer") if current.row.to_confirm else ""
            self.note.setText(f"{current.row.basis}{asked}")
        else:
            self.note.setText(self.tr("Aucune durée ne court tant qu’un dossier n’est ni décidé ni clos."))

    def tell_status(self) -> None:
        due = sum(one.due for one in self.found)
        stopped = sum(one.over and bool(one.frozen) for one in self.found)
        said = self.tr("{0} {1} à échéance, {2} {3}").format(
            due, plural(due, self.tr("dossier"), self.tr("dossiers")),
            stopped, plural(stopped, self.tr("gelé"), self.tr("gelés")),
        )  # fmt: skip
        self.status.emit(said + self.tr("    F2 changer la règle    Ctrl+Entrée ouvrir le dossier"))

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def open_dossier(self) -> None:
        """Open the dossier chosen below, the others of its rule after it."""
        from desktop.ui.walk import Walk

        current = self.dossiers.current()
        if current is not None:
            keys = tuple(line.what.row.id for line in self.dossiers.rows.lines)
            key = current.row.id  # type: ignore[attr-defined]
            self._office.dossier_wanted.emit(key, Walk(keys).at(key))

    def ask_change(self) -> None:
        """Ask how long, from when, and what then."""
        from desktop.flow.retention import change_rule
        from desktop.ui.keeping.rule_dialog import RuleDialog

        current = self.table.current()
        if not isinstance(current, Held) or current.row is None or not self.edit.isEnabled():
            return
        row = current.row

        def then(told: dict[str, Any]) -> str:
            why, _ = attempt(self._office, change_rule, rule=row.id, **told)
            return why

        RuleDialog(self, row, then).open()

    def ask_anonymise(self) -> None:
        """Take the persons out of the dossiers chosen below."""
        from desktop.ui.keeping.eliminating import ask_anonymise

        chosen: list[Any] = self.dossiers.chosen()
        if chosen and self.anonymise.isEnabled():
            ask_anonymise(self, self._office, [one.row for one in chosen], self.notice.tell)


def _line(one: Held) -> Line:
    group, rule = one.group, one.group.rule
    due = group.over - group.frozen
    tone = "bad" if due else "warn" if group.frozen else "good" if group.dossiers else "neutral"
    papers = rule is not None and rule.years is None
    return Line(
        (
            str(due) if due or group.dossiers else "–",
            one.row.label if one.row else "Dossiers en cours",
            rule.words if rule else "aucune durée ne court",
            str(group.dossiers) if not papers else "–",
            str(group.frozen) if group.frozen else "",
            f"{group.next_day:%d/%m/%Y}" if group.next_day else "",
        ),
        tone,
        one,
    )
