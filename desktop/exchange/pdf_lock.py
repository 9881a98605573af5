"""The one lock of PDFium, which is not safe in two threads at once, whatever the file."""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
