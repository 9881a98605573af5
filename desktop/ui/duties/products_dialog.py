"""The question of a body's own products in a year, as its accounts say them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.ui.duties.data_dialogs import Question
from desktop.ui.fields import MoneyField


class ProductsDialog(Question):
    """`then` writes them; empty: unknown again."""

    def __init__(
        self, over: QWidget, name: str, year: int, cents: int | None, then: Callable[[int | None], str]
    ) -> None:
        super().__init__(
            over, "products", over.tr("Produits de l’organisme"),
            over.tr(
                "Total des produits de {0} en {1}, tel que son compte de résultat le dit. Au-delà de la "
                "moitié, l’aide est inscrite à la liste annexée au budget, quel que soit son montant."
            ).format(name, year),
        )  # fmt: skip
        self._then = then
        self.amount = MoneyField(self.tr("Total des produits"))
        self.amount.set_cents(cents)
        self.form.addRow(self.tr("&Produits\u00a0:"), self.amount)

    def answer(self) -> str:
        if self.amount.is_wrong():
            return self.tr("Ce montant ne se lit pas\u00a0: écrivez par exemple 150\u202f000.")
        return self._then(self.amount.cents())
