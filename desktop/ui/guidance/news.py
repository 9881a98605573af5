"""« Nouveautés »: what each version brought, what this person has not seen yet first."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.flow.news import Version, since, versions
from desktop.paths import resources
from desktop.rules.markdown import Block, Paragraph, Span, Title
from desktop.ui.fields import Button
from desktop.ui.guidance.html import page_html, style_sheet
from desktop.ui.guidance.offering import SEEN
from desktop.ui.guidance.page_view import PageView


class NewsWindow(QDialog):
    """Not modal. Shown, its news are seen."""

    guide_page = "fenetre"

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("news")
        self.setWindowTitle(self.tr("Nouveautés de Parvis"))
        self.view = PageView(resources() / "guide")
        self.view.setAccessibleName(self.tr("Nouveautés"))
        close = Button(self.tr("&Fermer"), kind="primary")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(760, 600).boundedTo(room * 0.94))
        told = versions()
        self.view.show_html(style_sheet(), page_html(self._blocks(told, str(settings.value(SEEN, "")))))
        if told:
            settings.setValue(SEEN, told[0].number)

    def _blocks(self, told: list[Version], seen: str) -> list[Block]:
        if not told:
            return [
                Title((Span(self.tr("Nouveautés")),), 1),
                Paragraph((Span(self.tr("Le journal des versions n’accompagne pas ce programme.")),)),
            ]
        fresh = {version.number for version in since(told, seen)}
        blocks: list[Block] = [Title((Span(self.tr("Nouveautés")),), 1)]
        for version in told:
            new = self.tr(" (nouveau)") if seen and version.number in fresh else ""
            blocks.append(Title((Span(self.tr("Version {0}").format(version.heading) + new),), 2))
            blocks += version.blocks
        return blocks
