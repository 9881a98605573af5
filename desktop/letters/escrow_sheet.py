"""The sheet of an escrow key: one page to print and lock in a safe, where alone the secret stands."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

_FACES = {"Plain": "SourceSans3-Regular.ttf", "Strong": "SourceSans3-SemiBold.ttf"}
_WIDE, _HIGH, _EDGE = 595.28, 841.89, 62.0
_GROUP, _ROW = 6, 4  # signs read aloud at once, groups a line
_STEPS = (
    "Imprimez cette feuille, glissez-la dans une enveloppe fermée et signée, et mettez-la au coffre.",
    "Effacez ensuite ce fichier, et videz la corbeille : qui le lit ouvre la base.",
    "Si la phrase de passe est perdue : à l’ouverture de Parvis, « Clé de secours… », ou au terminal "
    "« parvis vault recover ». Une nouvelle phrase de passe est alors choisie.",
    "La clé compte 74 signes, sans espace ; un lecteur de codes la lit dans le carré. Il n’y a pas de lettre "
    "O : ce rond est un zéro. Une faute de frappe est reconnue.",
    "Quand cette feuille a servi ou a été vue, faites-en une autre : « Chiffrement… », « Nouvelle clé de "
    "secours ».",
)  # fmt: skip


def sheet(secret: str, recipient: str, fonts: Path, base: str, today: dt.date | None = None) -> bytes:
    """The PDF of the sheet; `base` is the name of the file it opens."""
    from reportlab.pdfgen.canvas import Canvas

    _register(fonts)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH))
    canvas.setTitle("Clé de secours de la base Parvis")
    canvas.setFont("Strong", 22)
    canvas.drawString(_EDGE, _HIGH - 90, "Clé de secours")
    canvas.setFont("Plain", 11)
    day = today or dt.date.today()
    canvas.drawString(
        _EDGE, _HIGH - 110, f"Base Parvis chiffrée « {base} » · feuille faite le {day:%d/%m/%Y}"
    )
    y = _secret(canvas, secret, _HIGH - 160)
    canvas.setFont("Plain", 8.5)
    canvas.drawString(_EDGE, y, f"Clé publique correspondante : {recipient}")
    _steps(canvas, y - 40)
    canvas.save()
    return out.getvalue()


def _secret(canvas: Any, secret: str, top: float) -> float:
    """The key in groups, and its code beside it; returns where the page goes on."""
    side = 132.0
    _code(canvas, secret, _WIDE - _EDGE - side, top - side, side)
    canvas.setFont("Courier-Bold", 13)
    head, rest = secret[:16], secret[16:]  # « AGE-SECRET-KEY-1 » is the same on every sheet
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    rows = [[head], *(groups[at : at + _ROW] for at in range(0, len(groups), _ROW))]
    for at, row in enumerate(rows):
        canvas.drawString(_EDGE, top - 14 - at * 30, "  ".join(row))
    return top - side - 34


def _code(canvas: Any, words: str, x: float, y: float, side: float) -> None:
    import zxingcpp

    image: Any = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(
        scale=1, add_quiet_zones=False
    )
    modules = memoryview(image)
    rows, columns = modules.shape or (1, 1)
    step = side / columns
    for row in range(rows):
        for column in range(columns):
            if not modules[row, column]:
                canvas.rect(x + column * step, y + (rows - 1 - row) * step, step, step, stroke=0, fill=1)


def _steps(canvas: Any, y: float) -> None:
    from reportlab.lib.utils import simpleSplit

    canvas.setFont("Strong", 13)
    canvas.drawString(_EDGE, y, "Ce qu’il faut en faire")
    y -= 24
    for number, words in enumerate(_STEPS, start=1):
        canvas.setFont("Strong", 11)
        canvas.drawString(_EDGE, y, f"{number}.")
        canvas.setFont("Plain", 11)
        # The splitter takes any blank for a place to break: those that must hold are hidden from it.
        held = re.sub("(?<=«) | (?=[»:;])", "~", words)
        for line in simpleSplit(held, "Plain", 11, _WIDE - 2 * _EDGE - 20):
            canvas.drawString(_EDGE + 20, y, line.replace("~", "\u00a0"))
            y -= 16
        y -= 6


def _register(fonts: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known = set(pdfmetrics.getRegisteredFontNames())
    for name, file in _FACES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
