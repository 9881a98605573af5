"""The tab « Éliminations »: the lists, their lines, the visa, and what goes only after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from db.queries.retention import LineRow, ListRow
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.keeping.ask_dialog import Asked, KeepingDialog
from desktop.ui.keeping.eliminating import ask_execute, dossier_line, list_line
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.traced import note_left

ChooseFile = Callable[[QWidget, str], Path | None]


def ask_file(over: QWidget, offered: str) -> Path | None:
    """Where the list is written."""
    kinds = "PDF (*.pdf);;Classeur (*.xlsx)"
    name, _ = QFileDialog.getSaveFileName(over, over.tr("Écrire le bordereau"), offered, kinds)
    return Path(name) if name else None


class ListsTab(ReadingTab):
    """One button leads on: prepared, sent, visa given, eliminated."""

    followed = frozenset({"elimination", "elimination_line", "retention_rule", "dossier", "piece"})

    def __init__(self, office: Office, choose_file: ChooseFile = ask_file) -> None:
        super().__init__(office)
        self._choose = choose_file
        self.table = PillRows(
            self.tr("Bordereaux d’élimination"),
            [(self.tr("État"), 190), (self.tr("Numéro"), 110), (self.tr("Établi le"), 110),
             (self.tr("Lignes"), 70), (self.tr("À éliminer"), 90), (self.tr("Spécimens"), 90),
             (self.tr("Gardés"), 70), (self.tr("Visa"), 0)],
            right=(3, 4, 5, 6),
        )  # fmt: skip
        self.state = StatePanel(self.table)
        self.lines = PillRows(
            self.tr("Dossiers du bordereau"),
            [(self.tr("Sort"), 140), (self.tr("Numéro"), 100), (self.tr("Intitulé"), 0),
             (self.tr("Dates"), 95), (self.tr("Règle"), 190), (self.tr("Gardé, pourquoi"), 170)],
        )  # fmt: skip
        self.notice = Notice()
        self.make = Button(self.tr("&Préparer un bordereau"), "plus")
        self.paper = Button(self.tr("Écr&ire…"), "printer")
        self.keep = Button(self.tr("&Garder ce dossier…"), "archive")
        self.refuse = Button(self.tr("Visa refu&sé…"), "x")
        self.drop = Button(self.tr("Suppri&mer"), "trash-2", kind="plain")
        self.next = Button(self.tr("Noter l’en&voi…"), "send", kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = Row()
        foot.setSpacing(8)
        for button in (self.make, self.paper, self.keep, self.drop):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.refuse)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        words = self.tr(
            "Rien n’est effacé avant le visa des Archives départementales. Ce qu’un recours, un reversement "
            "ou une convention retient ne part pas."
        )
        column.addWidget(text(words, caption=True))
        column.addWidget(self.table, 3)
        column.addWidget(self.lines, 6)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.picked.connect(lambda _what: self._show_lines())
        self.lines.picked.connect(lambda _what: self._tell())
        self.lines.opened.connect(lambda _what: self.ask_keep())
        self.state.action_wanted.connect(self.prepare)
        deeds: list[Deed] = [
            (self.make, self.tr("Éliminations\u00a0: préparer"), "Ctrl+Ins", self.prepare),
            (self.paper, self.tr("Éliminations\u00a0: écrire…"), "Ctrl+P", self.write_paper),
            (self.keep, self.tr("Éliminations\u00a0: garder…"), "F2", self.ask_keep),
            (self.drop, self.tr("Éliminations\u00a0: supprimer"), "Ctrl+Del", self.throw_away),
            (self.refuse, self.tr("Éliminations\u00a0: visa refusé…"), "Ctrl+Shift+R", self.ask_refuse),
            (self.next, self.tr("Éliminations\u00a0: étape suivante…"), "Ctrl+Return", self.go_on),
        ]
        self._actions = screen_deeds(self, deeds)

    # Reading

    def gather(self, progress: Progress) -> Any:
        from db.queries.retention import elimination_lines, elimination_lists

        lists = elimination_lists(progress.session)
        return lists, {row.id: elimination_lines(progress.session, row.id) for row in lists}

    def show_found(self, found: Any) -> None:
        lists, self._of = found
        current = self.current()
        self.table.show_lines([list_line(row) for row in lists])
        for rank, row in enumerate(lists):
            if current is not None and row.id == current.id:
                self.table.selectRow(rank)
        if not lists:
            words = self.tr("Un bordereau réunit ce qui est à échéance, pour le visa des archives.")
            self.state.tell("empty", self.tr("Aucun bordereau"), words, self.tr("Préparer un bordereau"))
        self._show_lines()
        self.tell_status()

    def current(self) -> ListRow | None:
        """The list chosen."""
        row = self.table.current()
        return row if isinstance(row, ListRow) else None

    def _show_lines(self) -> None:
        row = self.current()
        mine: list[LineRow] = self._of.get(row.id, []) if row is not None else []
        self.lines.show_lines([dossier_line(one) for one in mine])
        self._tell()

    def _tell(self) -> None:
        row, line = self.current(), self.lines.current()
        state = row.state if row else ""
        why = self._office.why_not("retention")
        words, icon = {
            "sent": (self.tr("Noter le &visa…"), "stamp"), "granted": (self.tr("&Éliminer…"), "trash-2"),
        }.get(state, (self.tr("Noter l’en&voi…"), "send"))  # fmt: skip
        self.next.setText(words)
        self.next.set_drawing(icon)
        held(self.make, why)
        held(self.next, why, on=state in ("draft", "sent", "granted"))
        held(self.refuse, why, on=state == "sent")
        held(self.drop, why, on=state == "draft")
        held(self.keep, why, on=state in ("draft", "sent", "granted") and isinstance(line, LineRow))
        self.paper.setEnabled(row is not None)

    def tell_status(self) -> None:
        self.status.emit(
            self.tr("Ctrl+Inser préparer    Ctrl+Entrée étape suivante    F2 garder    Ctrl+P écrire")
        )

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def prepare(self) -> None:
        """Make a list of all that is due."""
        from desktop.flow.eliminate import make_list

        why, _ = attempt(self._office, make_list)
        self.notice.tell(why, "warn")

    def write_paper(self) -> None:
        """Write the list for the archives."""
        row = self.current()
        out = self._choose(self, f"{row.number}.pdf") if row is not None else None
        if row is None or out is None:
            return

        def work(progress: Progress) -> str:
            from desktop.flow.elimination_papers import write_paper

            try:
                write_paper(progress.session, row, out)
            except ValueError as refusal:
                return str(refusal)
            return ""

        def done(refusal: str) -> None:
            words = self.tr("«\u00a0{0}\u00a0» est écrit.").format(out.name)
            self.notice.tell(refusal or words, "bad" if refusal else "good")
            if not refusal:
                note_left(self._office, "printed", self.tr("Bordereau {0}").format(row.number))

        self._office.runner.run(work, done, self._failed, self.tr("Écrire le bordereau"))

    def ask_keep(self) -> None:
        """Take the dossier chosen off the list, with the reason of the archives; no reason puts it back."""
        from desktop.flow.eliminate import take_off

        line = self.lines.current()
        if isinstance(line, LineRow) and self.keep.isEnabled():
            told = self.tr("Dites pourquoi {0} est gardé\u00a0; sans raison, il revient sur le bordereau.")
            fields = [Asked("why", self.tr("&Raison\u00a0:"), line.why)]
            self._ask(self.tr("Garder un dossier"), told.format(line.number), fields, take_off, line=line.id)

    def throw_away(self) -> None:
        """A list that has not left goes."""
        from desktop.flow.eliminate import drop_list

        row = self.current()
        if row is not None and self.drop.isEnabled():
            self._office.do(drop_list, elimination=row.id)

    def ask_refuse(self) -> None:
        """The archives refuse the list."""
        from desktop.flow.eliminate import refuse_visa

        row = self.current()
        if row is not None and self.refuse.isEnabled():
            fields = [
                Asked("why", self.tr("&Raison\u00a0:")),
                Asked("visa_on", self.tr("&Le\u00a0:"), date.today()),
            ]
            words = self.tr("Les dossiers de {0} pourront revenir sur un autre bordereau.").format(row.number)
            self._ask(self.tr("Visa refusé"), words, fields, refuse_visa, elimination=row.id)

    def go_on(self) -> None:
        """The next step of the list chosen."""
        from desktop.flow.eliminate import grant_visa, send_list

        row = self.current()
        if row is None or not self.next.isEnabled():
            return
        day = date.today()
        if row.state == "draft":
            fields = [Asked("sent_on", self.tr("&Envoyé le\u00a0:"), day)]
            words = self.tr("Le bordereau {0} est parti au visa des archives.").format(row.number)
            self._ask(self.tr("Noter l’envoi"), words, fields, send_list, elimination=row.id)
        elif row.state == "sent":
            fields = [
                Asked("visa", self.tr("&Référence\u00a0:")),
                Asked("visa_on", self.tr("&Le\u00a0:"), day),
            ]
            words = self.tr("Les archives ont visé le bordereau {0}.").format(row.number)
            self._ask(self.tr("Noter le visa"), words, fields, grant_visa, elimination=row.id)
        else:
            ask_execute(self, self._office, row, self.notice.tell)

    def _ask(
        self, title: str, words: str, fields: list[Asked], verb: Callable[..., Any], **about: Any
    ) -> None:
        def then(told: dict[str, Any]) -> str:
            why, _ = attempt(self._office, verb, **about, **told)
            return why

        KeepingDialog(self, title, words, fields, self.tr("Enregistrer"), then).open()

    def _failed(self, sentence: str) -> None:
        self.notice.tell(sentence, "bad")
