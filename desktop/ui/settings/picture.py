"""A picture among the fields of a setting: shown small, chosen from a file, taken away."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from desktop.rules.settings import Field
from desktop.ui.fields import Button
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.intake.parts import text
from desktop.ui.settings.inputs import Input

_SHOWN = QSize(220, 76)
ChoosePicture = Callable[[QWidget], Path | None]


def ask_picture(over: QWidget) -> Path | None:
    """Which picture."""
    say = over.tr
    kinds = say("Images JPEG ou PNG (*.jpg *.jpeg *.png)")
    name, _ = QFileDialog.getOpenFileName(over, say("Choisir une image"), str(Path.home()), kinds)
    return Path(name) if name else None


class PictureInput(Input):
    """The value is a small JPEG in base64, "" for none; `choose` asks for the file."""

    def __init__(self, field: Field, choose: ChoosePicture = ask_picture) -> None:
        super().__init__(field)
        self.choose = choose
        self._told = ""
        self.shown = QLabel()
        self.shown.setMinimumHeight(_SHOWN.height())
        self.shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.pick = Button(self.tr("Choisir une &image…"), "upload")
        self.drop = Button(self.tr("&Sans image"), "trash-2", kind="plain")
        self.why = text(caption=True)
        for button in (self.pick, self.drop):
            button.setAutoDefault(False)
        deeds = QWidget()
        flow = FlowLayout(deeds, 8)
        flow.addWidget(self.pick)
        flow.addWidget(self.drop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.shown)
        column.addWidget(deeds)
        column.addWidget(self.why)
        self.line.addLayout(column, 1)
        self.pick.clicked.connect(self._ask)
        self.drop.clicked.connect(lambda: self._put(""))
        self.setFocusProxy(self.pick)

    def _ask(self) -> None:
        from desktop.exchange.application import Unreadable
        from desktop.exchange.logo import read_logo

        path = self.choose(self)
        if path is None:
            return
        try:
            told = read_logo(path)
        except Unreadable as refusal:
            self._say(str(refusal))
            return
        self._put(told)

    def _put(self, told: str) -> None:
        self.show_value(told)
        self.changed.emit()

    def show_value(self, value: Any) -> None:
        self._told = str(value or "")
        picture = QPixmap()
        if self._told and picture.loadFromData(base64.b64decode(self._told)):
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.shown.setPixmap(picture.scaled(_SHOWN, keep, smooth))
            self.shown.setAccessibleName(self.tr("Le logo choisi"))
        else:
            self.shown.setText(self.tr("Aucune image"))
            self.shown.setAccessibleName(self.tr("Aucune image"))
        self.drop.setEnabled(bool(self._told))
        self._say("")

    def value(self) -> Any:
        return self._told

    def tell(self, why: str) -> None:
        if why:
            self._say(why)

    def _say(self, words: str) -> None:
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def lock(self, shut: bool) -> None:
        self.pick.setEnabled(not shut)
        self.drop.setEnabled(not shut and bool(self._told))
