"""The photographs of the visits, small, in a row; Enter opens one in the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from db.queries.site_visits import PhotoRow
from desktop.ui.office import Office
from desktop.ui.runner import Progress

_SIDE = QSize(132, 88)
_MOST = 60  # pictures made small at once: the others are among the pieces


class PhotoStrip(QListWidget):
    """Reads the pictures beside the window; tells which is wanted."""

    wanted = Signal(object)  # key of the piece

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._shown: tuple[PhotoRow, ...] = ()
        self.setAccessibleName(self.tr("Photographies des visites"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(_SIDE)
        self.setSpacing(6)
        self.setFixedHeight(_SIDE.height() + 34)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.hide()

    def show_photos(self, rows: Sequence[PhotoRow]) -> None:
        """Show these; the same again are not read twice."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        self.clear()
        self.setVisible(bool(rows))
        for row in rows[:_MOST]:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.label} · {row.name}")
            item.setToolTip(f"{row.label} · {row.name}")
            item.setSizeHint(QSize(_SIDE.width() + 8, _SIDE.height() + 8))
        if rows:
            self._read(self._shown[:_MOST])

    def _read(self, rows: Sequence[PhotoRow]) -> None:
        files: Path = self._office.files

        def work(progress: Progress) -> list[QImage]:
            return [_small(files, row.sha256) for row in rows]

        def done(images: list[QImage]) -> None:
            if tuple(rows) != self._shown[:_MOST]:
                return  # another dossier came in front
            for at, image in enumerate(images):
                if not image.isNull() and at < self.count():
                    self.item(at).setIcon(QIcon(QPixmap.fromImage(image)))

        title = self.tr("Lire les photographies")
        self._office.runner.run(work, done, lambda words: self._office.told.emit(words, "warn"), title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)


def _small(files: Path, sha256: str) -> QImage:
    """The picture at the size of the strip; a null one where it can't be read."""
    from desktop.flow.files import readable
    from desktop.ui.viewer.kinds import Unshowable
    from desktop.ui.viewer.pictures import read_picture

    try:
        with readable(files, sha256) as path:
            image = read_picture(path)
    except (OSError, Unshowable):  # a piece that is not here: its place stays empty
        return QImage()
    return image.scaled(
        _SIDE, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
