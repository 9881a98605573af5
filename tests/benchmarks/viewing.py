"""Showing pieces: a page of text and a scanned page turned at 150 points an inch, and turned back to."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.ui.viewer.drawing import Kept
from desktop.ui.viewer.pdf import PdfFile
from tests.benchmarks.city import words
from tests.benchmarks.measure import Row, cpu, percentile

PAGES, SCALE = 12, 150 / 72


def _texts(path: Path) -> Path:
    canvas, told = Canvas(str(path)), random.Random(3).choices(words(3, 2_000), k=600 * PAGES)
    for page in range(PAGES):
        for line in range(50):
            start = page * 600 + line * 12
            canvas.drawString(60, 780 - 14 * line, " ".join(told[start : start + 12]))
        canvas.showPage()
    canvas.save()
    return path


def _scans(path: Path) -> Path:
    canvas, noise = Canvas(str(path)), random.Random(4)
    for _ in range(PAGES):
        page = Image.frombytes("L", (310, 438), noise.randbytes(310 * 438)).resize((1240, 1754))
        out = io.BytesIO()
        page.save(out, "JPEG", quality=60)
        canvas.drawImage(ImageReader(out), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


def rows(folder: Path) -> list[Row]:
    application = QApplication.instance() or QApplication([])
    assert application
    folder.mkdir(parents=True, exist_ok=True)
    (text, again), (scan, _) = _turned(_texts(folder / "texts.pdf")), _turned(_scans(folder / "scans.pdf"))
    return [
        Row("turning to a page of text, 150 dpi", "goal of 16 ms", 16.0, text, "≤ 16 ms", text <= 16),
        Row("turning to a scanned page, 150 dpi", "goal of 50 ms", 50.0, scan, "no goal told", True),
        Row("turning to a page drawn ahead", "drawn now", text, again, "≤ 0.2", again <= 0.2 * text),
    ]


def _turned(path: Path) -> tuple[float, float]:
    """CPU milliseconds of a page drawn and painted, and of one already drawn painted, medians."""
    file, kept, drawn, painted = PdfFile(path), Kept(), [], []
    screen = QImage(1240, 1754, QImage.Format.Format_RGB32)

    def paint(image: QImage) -> None:
        painter = QPainter(screen)
        painter.drawImage(0, 0, image)
        painter.end()

    def turn(page: int) -> None:
        kept.put((page, SCALE), file.picture(page, SCALE))
        back(page)

    def back(page: int) -> None:
        image = kept.get((page, SCALE))
        assert image is not None
        paint(image)

    for page in range(PAGES):
        drawn.append(cpu(lambda page=page: turn(page)))  # type: ignore[misc]
    for page in range(PAGES):
        painted.append(cpu(lambda page=page: back(page)))  # type: ignore[misc]
    file.close()
    return percentile(drawn[1:], 0.5), percentile(painted[1:], 0.5)
