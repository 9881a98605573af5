"""The windows of the bench: a new scenario, an amount to share out, what is wrong in what was pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.cells import Fault
from desktop.rules.query import QueryError, parse
from desktop.ui.fields import Button, MoneyField
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.tongue import plural


class Question(QDialog):
    """A title, what is asked, and two buttons at the bottom."""

    def __init__(self, over: QWidget, title: str, deed: str) -> None:
        super().__init__(over)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.deed = Button(deed, kind="primary")
        self.leave = Button(self.tr("Ne rien changer"))
        self.deed.setDefault(True)
        self.leave.clicked.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 18, 20, 16)
        self.column.setSpacing(12)

    def end(self) -> None:
        """The buttons, under all the rest."""
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.deed)
        self.column.addLayout(row)


class NewScenario(Question):
    """`make(name, start, query)` says whether it was done: the window stays when it was refused."""

    def __init__(
        self,
        over: QWidget,
        starts: Sequence[tuple[str, object]],
        chosen: int,
        query: str,
        make: Callable[[str, object, str], str],
    ) -> None:
        super().__init__(over, self.tr("Nouveau scénario"), self.tr("Créer"))
        self._make, self._starts = make, starts
        self.setObjectName("newScenario")
        self.name, self.start, self.query = QLineEdit(), QComboBox(), QLineEdit(query)
        self.name.setPlaceholderText(self.tr("Par exemple\u00a0: Priorité aux nouvelles actions"))
        self.query.setPlaceholderText(self.tr("Vide\u00a0: tous les dossiers"))
        for field, words in (
            (self.name, self.tr("Nom")), (self.start, self.tr("Partir de")),
            (self.query, self.tr("Dossiers")),
        ):  # fmt: skip
            field.setAccessibleName(words)
        self.start.addItems([words for words, _ in starts])
        self.start.setCurrentIndex(chosen)
        form = QFormLayout()
        form.addRow(self.tr("No&m"), self.name)
        form.addRow(self.tr("&Partir de"), self.start)
        form.addRow(self.tr("&Dossiers"), self.query)
        form.addRow(
            "", text(self.tr("Une requête comme dans la liste\u00a0: étape:prêt quartier:nord"), caption=True)
        )
        self.fault = Notice()
        self.column.addLayout(form)
        self.column.addWidget(self.fault)
        self.end()
        self.resize(520, 0)
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        try:
            parse(self.query.text())
        except QueryError as wrong:
            mark_wrong(self.query, str(wrong))
            self.fault.tell(str(wrong), "warn")
            return
        _, start = self._starts[self.start.currentIndex()]
        refused = self._make(self.name.text(), start, self.query.text().strip())
        if refused:
            self.fault.tell(refused, "warn")
        else:
            self.accept()


class ShareDialog(Question):
    """An amount to be shared out over some lines; what the envelope has left is offered."""

    def __init__(
        self, over: QWidget, funder: str, lines: int, offered: int, then: Callable[[int], object]
    ) -> None:
        super().__init__(over, self.tr("Répartir un montant"), self.tr("Répartir"))
        self.setObjectName("share")
        self.amount = MoneyField(self.tr("Montant à répartir"))
        self.amount.set_cents(offered or None)
        words = self.tr(
            "{0}\u00a0: ce montant remplace ce que portent ces {1} dossiers, en proportion de leurs "
            "demandes, sans perdre un centime. Le montant offert est ce que l’enveloppe permet."
        )
        form = QFormLayout()
        form.addRow(self.tr("&Montant"), self.amount)
        self.column.addWidget(text(words.format(funder, lines)))
        self.column.addLayout(form)
        self.end()
        self.resize(460, 0)
        self.amount.selectAll()
        self.deed.clicked.connect(lambda: self._go(then))

    def _go(self, then: Callable[[int], object]) -> None:
        amount = self.amount.cents()
        if amount is None or self.amount.is_wrong():
            mark_wrong(self.amount, self.tr("Écrivez un montant, par exemple 45 000."))
            self.amount.setFocus()
            return
        self.accept()
        then(amount)


class FaultsDialog(Question):
    """Each cell of what was pasted that cannot be taken; nothing was pasted."""

    def __init__(self, over: QWidget, rows: int, faults: Sequence[Fault]) -> None:
        super().__init__(over, self.tr("Rien n’a été collé"), self.tr("Fermer"))
        self.setObjectName("faults")
        count = plural(len(faults), "case ne convient", "cases ne conviennent")
        words = self.tr(
            "{0} {1} pas dans les {2} lignes du presse-papiers. Corrigez, puis collez de nouveau."
        )
        self.column.addWidget(text(words.format(len(faults), count, rows)))
        self.rows = Rows(
            self.tr("Cases en faute"), [(self.tr("Case"), 170), (self.tr("Ce qui ne va pas"), 0)]
        )
        place = self.tr("ligne {0}, colonne {1}")
        self.rows.show_lines(
            [Line((place.format(one.row + 1, one.column + 1), one.sentence), "warn", one) for one in faults]
        )
        self.column.addWidget(self.rows, 1)
        self.leave.hide()
        self.end()
        self.deed.clicked.connect(self.accept)
        self.resize(640, 320)
