"""« Versions »: two tellings of the application chosen above, what changed between them below."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout

from db.queries.links import first_filing
from db.queries.versions import present, versions
from desktop.rules.versions import Comparison, compare, kept_here
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.office import Office
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import plural
from desktop.ui.versions.page import page


class Telling(NamedTuple):
    """One version to choose: its words in the lists, what it says."""

    words: str
    payload: dict[str, Any]


class VersionsSheet(WorkSheet):
    """U unfolds what did not change; the lists are reached by Alt+A and Alt+V."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self._look: Tokens | None = None
        self._unfolded = False
        self._told: list[Telling] = []
        self._last: dict[str, Any] = {}
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName(self.tr("Version d’avant"))
        self.after.setAccessibleName(self.tr("Version d’après"))
        self.fold = Button("", "rows-3", kind="plain")
        self.said = wrapped("", "caption")
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.tr("Ce qui a changé entre les deux versions"))
        self.page.setOpenLinks(False)
        self.page.setFont(font(14))
        self.page.document().setDocumentMargin(6)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._lay_out()
        self.before.currentIndexChanged.connect(self._show)
        self.after.currentIndexChanged.connect(self._show)
        self.fold.clicked.connect(self._fold)
        self.page.anchorClicked.connect(self._follow)
        self._look = tokens()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, combo in ((self.tr("&Avant"), self.before), (self.tr("&Après"), self.after)):
            label = QLabel(words)
            label.setBuddy(combo)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(14)  # the name of a file is as long as it pleases
            line.addWidget(label)
            line.addWidget(combo, 1)
        line.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 10)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.said)
        column.addWidget(self.page, 1)

    # Showing

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        reader, key = self._office.reader, whole.head.id
        fresh = fresh or self._whole is None or self._whole.head.id != key
        self._whole = whole
        rows, first = versions(reader, key), first_filing(reader, key)
        self._last = rows[-1].payload if rows else {}
        told = [Telling(f"{row.rank} · {_day(row.at)} · {row.file}", row.payload) for row in rows]
        if first is not None and (before := present(reader, first.dossier)):
            words = self.tr("Première version · {0} · {1}")
            told.insert(0, Telling(words.format(first.number, first.wave or first.call), before))
        told.append(Telling(self.tr("Ici, maintenant"), present(reader, key)))
        chosen = (self.before.currentIndex(), self.after.currentIndex())
        count = len(self._told)
        self._told = told
        self._fill([telling.words for telling in told])
        if fresh or count != len(told):
            # What the last import changed; with one import, what was changed here since.
            chosen = (max(0, len(rows) - 2), max(0, len(rows) - 1) if len(rows) > 1 else len(told) - 1)
            if first is not None:
                chosen = (0, len(told) - 1)  # what was reworked since it was refused
            self._unfolded = False
        for combo, index in zip((self.before, self.after), chosen, strict=True):
            combo.setCurrentIndex(index)
            combo.blockSignals(False)
        self._show()

    def _fill(self, words: list[str]) -> None:
        for combo in (self.before, self.after):
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(words)

    def comparison(self) -> Comparison:
        """The two versions chosen, side by side."""
        from desktop.flow.desk import LABELS

        before = self._told[max(0, self.before.currentIndex())]
        after = self._told[max(0, self.after.currentIndex())]
        # What stands here has fields that no source tells: they are no news.
        here = {name: value for name, value in after.payload.items() if name in before.payload or value}
        return compare(before.payload, here, LABELS)

    def _show(self, _index: int = 0) -> None:
        from desktop.flow.desk import LABELS

        if not self._told:
            return
        told = self.comparison()
        kept = kept_here(self._last, self._told[-1].payload, LABELS)
        self.said.setText(self._words(told.changes, len(kept)))
        self.fold.setText(self.tr("Replier (U)") if self._unfolded else self.tr("Tout montrer (U)"))
        self.page.setHtml(page(told, kept, tokens(), unfolded=self._unfolded))

    def _words(self, count: int, kept: int) -> str:
        if len(self._told) == 1:
            return self.tr("Ce dossier n’a pas été importé : il n’a pas d’autre version que celle d’ici.")
        words = (
            self.tr("{0} {1}").format(count, plural(count, "différence", "différences"))
            if count
            else self.tr("Aucune différence")
        )
        signs = self.tr("− retiré (barré), + ajouté (souligné)")
        more = (
            self.tr("{0} {1} ici contre la source").format(
                kept, plural(kept, "valeur gardée", "valeurs gardées")
            )
            if kept
            else ""
        )
        return " · ".join(part for part in (words, more, signs) if part)

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show()

    def _follow(self, link: QUrl) -> None:
        place = link.toString()
        if place.startswith("fold:"):
            self._fold()
        else:
            self.place_wanted.emit(place)

    def focus(self) -> None:
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_U and not event.modifiers():
            self._fold()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._look not in (None, tokens()):
            self._look = tokens()
            self._show()


def _day(at: str) -> str:
    return f"{at[8:10]}/{at[5:7]}/{at[:4]} {at[11:16]}"
