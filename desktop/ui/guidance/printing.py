"""The guide on paper: a page, or all of it, as a PDF made beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.flow.guidebook import guide_pages
from desktop.ui.guidance.window import GuideWindow
from desktop.ui.office import Office
from desktop.ui.papers.show import ask_file
from desktop.ui.runner import Progress


class GuidePrinter(QObject):
    """`choose` asks where the file goes."""

    def __init__(
        self, office: Office, guide: GuideWindow, choose: Callable[..., Path | None] = ask_file
    ) -> None:
        super().__init__(guide)
        self._office, self._guide, self.choose = office, guide, choose

    def ask(self, name: str) -> None:
        """Of one page, or of the whole guide when `name` is ""."""
        stem = guide_pages()[name].title if name else self.tr("Guide de Parvis")
        out = self.choose(self._guide, f"{stem.replace(':', '').replace('  ', ' ')}.pdf", "pdf")
        if out is None:
            return
        tell = self._guide.tell

        def work(progress: Progress) -> str:
            from desktop.flow.guide_paper import write_guide

            write_guide(out, [name] if name else None, progress)
            return self.tr("« {0} » est enregistré dans {1}.").format(out.name, out.parent)

        self._office.runner.run(work, tell, tell, self.tr("Imprimer le guide"))
