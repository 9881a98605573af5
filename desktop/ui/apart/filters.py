"""What is shown of the disagreements: a quarter, a kind of field, those of the person at work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QWidget

from db.queries.reference import QuarterRow
from desktop.flow.apart import Dispute
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.fields.row import Row
from desktop.ui.tongue import plural


class FilterBar(QWidget):
    """How many are settled, three filters, and the deed for fields of little weight."""

    changed = Signal()
    many_wanted = Signal(str)  # the workstation whose values are kept

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = SectionTitle("")
        self.quarter, self.kind = QComboBox(), QComboBox()
        self.mine = QCheckBox(self.tr("Les &miens"))
        self.mine.setToolTip(self.tr("Mes dossiers, mes propositions, et ce qui m’est demandé"))
        self.many = Button(self.tr("&Champs de peu de poids"), "list-checks", kind="plain")
        self.many.setToolTip(
            self.tr("Garder d’un coup les valeurs d’un poste, hors montants, décisions et étapes")
        )
        self.menu = QMenu(self)
        self.many.setMenu(self.menu)
        self.quarter.setAccessibleName(self.tr("Quartier"))
        self.kind.setAccessibleName(self.tr("Genre de champ"))
        for words, code in (
            (self.tr("Tous les champs"), ""), (self.tr("Montants, décisions, étapes"), "grave"),
            (self.tr("Textes"), "text"), (self.tr("Autres valeurs"), "light"),
        ):  # fmt: skip
            self.kind.addItem(words, code)
        for combo in (self.quarter, self.kind):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(14)
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.title, 1)
        for part in (self.many, self.quarter, self.kind, self.mine):
            line.addWidget(part)
        self.quarter.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.kind.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.mine.toggled.connect(lambda _on: self.changed.emit())

    def show_quarters(self, quarters: Sequence[QuarterRow]) -> None:
        """Offer these quarters, what was chosen stays chosen."""
        wanted = [("", self.tr("Tous les quartiers")), *((row.code, row.name) for row in quarters)]
        if [self.quarter.itemData(n) for n in range(self.quarter.count())] == [code for code, _ in wanted]:
            return
        kept = self.quarter.currentData()
        self.quarter.blockSignals(True)
        self.quarter.clear()
        for code, name in wanted:
            self.quarter.addItem(name, code)
        self.quarter.setCurrentIndex(max(0, self.quarter.findData(kept)))
        self.quarter.blockSignals(False)

    def kept(self, every: Sequence[Dispute], person: str) -> list[Dispute]:
        """Those that the filters let through."""
        return [each for each in every if self._lets(each, person)]

    def _lets(self, each: Dispute, person: str) -> bool:
        quarter, kind = self.quarter.currentData(), self.kind.currentData()
        if quarter and quarter not in each.row.quarters.split(","):
            return False
        if kind and kind != ("grave" if each.grave else "text" if each.is_text else "light"):
            return False
        return not self.mine.isChecked() or is_mine(each, person)

    def tell(self, every: Sequence[Dispute], shown: Sequence[Dispute], *, writable: bool) -> None:
        """Say how far it has come, and offer what may be settled at once among what is shown."""
        done = sum(not each.open for each in every)
        words = self.tr("À trancher  ·  {0} sur {1} {2}").format(done, len(every), plural(done, "fait"))
        if len(shown) < len(every):
            hidden = len(every) - len(shown)
            words += self.tr("  ·  {0} {1} par le filtre").format(hidden, plural(hidden, "caché"))
        self.title.set_text(words)
        self.menu.clear()
        for site, (count, place) in sites(shown).items():
            what = plural(count, self.tr("la valeur"), self.tr("les {0} valeurs").format(count))
            said = self.tr("Garder {0} de « {1} »…").format(what, place)
            self.menu.addAction(said, partial(self.many_wanted.emit, site))
        self.many.setVisible(writable and not self.menu.isEmpty())


def is_mine(each: Dispute, person: str) -> bool:
    """The dossiers of a person, their proposals, what they are asked."""
    return person in (each.row.officer, each.row.asked_of) or any(
        told.author == person for told in each.row.proposals
    )


def light(every: Sequence[Dispute]) -> list[Dispute]:
    """Open fields that may be settled together: no amount, no decision, no status, nothing to read again."""
    return [
        each for each in every
        if each.open and not each.grave and not each.closed and each.row.nature == "values"
    ]  # fmt: skip


def sites(every: Sequence[Dispute]) -> dict[str, tuple[int, str]]:
    """Workstation -> how many fields of little weight have a value of it, and its place."""
    found: dict[str, tuple[int, str]] = {}
    for each in light(every):
        for told in each.row.proposals:
            count, _ = found.get(told.site, (0, ""))
            found[told.site] = (count + 1, told.place or told.site)
    return found
