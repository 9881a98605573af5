"""What a returned file says, before anything is written: new, changed, unchanged, refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.rules.opinions import face
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, one_line
from desktop.ui.opinions.table import PillRows
from desktop.ui.opinions.words import money
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from desktop.flow.consult_return import Preview, Row

_TONES = {"new": "good", "changed": "accent", "same": "neutral", "refused": "bad", "empty": "neutral"}


class ReturnDialog(QDialog):
    """« Joindre » takes what is new or changed; the refused ones stay visible with their reason."""

    def __init__(self, over: QWidget, seen: Preview, then: Callable[[], object]) -> None:
        super().__init__(over)
        self.setObjectName("returned")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Un avis est de retour"))
        self.resize(940, 520)
        self._then = then
        count = len(seen.of("new", "changed"))
        self.rows = PillRows(
            self.tr("Avis du fichier"),
            [
                (self.tr("État"), 120), (self.tr("Avis"), 110), (self.tr("Dossier"), 100),
                (self.tr("Porteur · action"), 250), (self.tr("Montant"), 90), (self.tr("Commentaire"), 0),
            ],
            right=(4,),
        )  # fmt: skip
        self.take = Button(
            self.tr("&Joindre {0} avis").format(count) if count else self.tr("Rien de nouveau à joindre"),
            "check", kind="primary",
        )  # fmt: skip
        self.take.setDefault(True)
        self.detail = Notice()
        self._lay_out(seen)
        self.rows.picked.connect(self._show)
        self.rows.show_lines([self._line(row) for row in sorted(seen.rows, key=_order)])
        self.take.clicked.connect(self._go)

    def _lay_out(self, seen: Preview) -> None:
        pack = seen.pack
        total = len(seen.rows)
        head = self.tr("Retour de {0}, {1} {2}").format(pack.partner, total, plural(total, "dossier"))
        by = self.tr(" · rendu par {0}").format(seen.by) if seen.by else ""
        leave = Button(self.tr("Ne rien joindre"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(text(seen.told[:1].upper() + seen.told[1:] + ".", caption=True), 1)
        foot.addWidget(leave)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(text(head, 15, bold=True))
        column.addWidget(
            text(
                self.tr("«\u00a0{0}\u00a0» · code {1}{2}").format(seen.path.name, pack.code, by), caption=True
            )
        )
        column.addWidget(self.rows, 1)
        column.addWidget(self.detail)
        column.addLayout(foot)

    def _line(self, row: Row) -> Line:
        from desktop.flow.consult_return import STATES

        words = STATES[row.state]
        told = face(row.value)[0] if row.value else ""
        cells = (
            words[:1].upper() + words[1:], told, row.number, f"{row.applicant} · {row.title}",
            money(row.amount), one_line(row.why or row.comment),
        )  # fmt: skip
        return Line(cells, _TONES[row.state], row)

    def _show(self, row: Row | None) -> None:
        """The whole reason, or the whole comment, of the line in front."""
        if row is None:
            self.detail.tell("")
            return
        before = self.tr("Avant\u00a0: {0}. ").format(face(row.before)[0].lower()) if row.before else ""
        hidden = self.tr(" (à garder entre services)") if row.confidential and row.value else ""
        said = row.why or f"{before}{row.comment}{hidden}".strip()
        self.detail.tell(said, "bad" if row.why else "neutral")

    def _go(self) -> None:
        self.accept()
        self._then()


def _order(row: Row) -> tuple[int, str]:
    return ("refused", "changed", "new", "same", "empty").index(row.state), row.number
