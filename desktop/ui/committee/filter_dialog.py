"""The filter an order of the day is made from: a query of the list, an order, headings by quarter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.queries.reference import saved_views
from desktop.ui.committee.facts_dialog import READY, count_words
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.office import Office


class FilterDialog(QDialog):
    """« Composer » once some dossiers answer."""

    def __init__(
        self, over: QWidget, office: Office, query: str, then: Callable[[str, str, bool], object]
    ) -> None:
        super().__init__(over)
        self.setObjectName("filter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Composer l’ordre du jour"))
        self.setMinimumWidth(560)
        self._office, self._then = office, then
        self.query = QLineEdit(query or READY)
        self.query.setAccessibleName(self.tr("Filtre de la liste"))
        self.views, self.sort = QComboBox(), QComboBox()
        self.views.setAccessibleName(self.tr("Vues enregistrées"))
        self.views.addItem(self.tr("Reprendre une vue enregistrée…"), "")
        for view in saved_views(office.reader):
            self.views.addItem(view.name, view.query)
        self.sort.setAccessibleName(self.tr("Ordre des dossiers"))
        for words, code in (
            (self.tr("par numéro"), "number"), (self.tr("par porteur"), "applicant"),
            (self.tr("par intitulé"), "title"), (self.tr("par montant demandé"), "asked"),
            (self.tr("par montant proposé"), "proposed"), (self.tr("par force des défis"), "levels"),
        ):  # fmt: skip
            self.sort.addItem(words, code)
        self.quarters = QCheckBox(self.tr("Une &rubrique par quartier"))
        self.quarters.setChecked(True)
        self.count = text(caption=True)
        self.deed = Button(self.tr("Composer"), "check", kind="primary")
        self.deed.setDefault(True)
        self._lay_out()
        self.query.textChanged.connect(self._tell)
        self.views.activated.connect(
            lambda _at: self.query.setText(self.views.currentData() or self.query.text())
        )
        self.deed.clicked.connect(self._go)
        self._tell()

    def _lay_out(self) -> None:
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        order, foot = QHBoxLayout(), QHBoxLayout()
        order.addWidget(self.sort)
        order.addWidget(self.quarters)
        order.addStretch(1)
        foot.addWidget(self.count, 1)
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(
            text(
                self.tr(
                    "Les dossiers qui répondent à ce filtre de la liste, ceux déjà décidés ici gardés\u00a0:"
                )
            )
        )
        column.addWidget(self.query)
        column.addWidget(self.views)
        column.addLayout(order)
        column.addLayout(foot)

    def _tell(self) -> None:
        found, words = count_words(self._office, self.query.text())
        self.count.setText(words)
        self.deed.setEnabled(found > 0)

    def _go(self) -> None:
        if self.deed.isEnabled():
            self.accept()
            self._then(self.query.text().strip(), str(self.sort.currentData()), self.quarters.isChecked())
