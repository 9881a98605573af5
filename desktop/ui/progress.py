"""The line that shows a long work: what it is doing, how far it is, and Cancel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop.ui.fields.buttons import Button
from desktop.ui.runner import Runner

PATIENCE_MS = 300  # shorter works end before a line would only flicker


class ProgressPanel(QFrame):
    """Shows itself when a work of `runner` lasts longer than 300 ms, and hides at its end."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._words = QLabel()
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._percent = QLabel()
        self._percent.setMinimumWidth(44)
        self._cancel = Button(self.tr("Annuler"), "x")
        self._cancel.clicked.connect(self._cancelled)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(12)
        line.addWidget(self._words, 1)
        for part in (self._bar, self._percent, self._cancel):
            line.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self._runner = runner
        runner.started.connect(self._started)
        runner.progressed.connect(self._progressed)
        runner.finished.connect(self._finished)
        self.hide()

    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def _started(self, title: str) -> None:
        self._cancel.setEnabled(True)
        self._bar.setAccessibleName(title)
        self._progressed(title, 0)
        self._timer.start()

    def _progressed(self, sentence: str, share: float) -> None:
        self._words.setText(sentence)
        self._words.setToolTip(sentence)
        self._bar.setValue(round(share * 1000))
        self._percent.setText(self.tr("{0} %").format(int(share * 100)))

    def _cancelled(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(self.tr("Arrêt demandé : la fin de l’étape en cours est attendue."))
        self._runner.cancel()

    def _finished(self, _title: str) -> None:
        self._timer.stop()
        self.hide()
