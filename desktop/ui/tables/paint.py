"""One painter for a whole row: words measured and shortened once, friezes and pills kept as pictures."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from desktop.ui.checks.levels import FACES
from desktop.ui.fields.chips import paint_pill
from desktop.ui.frieze import paint_frieze
from desktop.ui.icons import pixmap
from desktop.ui.tables.lines import Line, Prepared, Run, Stamp, Style
from desktop.ui.tables.row import (
    Column,
    Row,
    amount,
    due_of,
    due_text,
    due_tone,
    number_sign,
    pieces_tone,
    proposals_said,
    stage_label,
    stage_tone,
)
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import as_written

TALL, COMPACT = 46, 28
PAD = 8
_LOCK = 19  # room of the lock before a name
MARK = 28  # where the number begins: the mark stands before it
_KEPT = 1024
_PIECES = {"good": "circle-check", "warn": "circle-alert", "bad": "circle-x"}


class RowPainter:
    """Paints rows at the widths given by `lay_out`; `forget` after a change of data or of theme."""

    def __init__(self) -> None:
        self.height = TALL
        self._widths: tuple[int, ...] = ()
        self._ratio = 1.0
        self._today = date.min
        self._rows: dict[Any, Prepared] = {}
        self._pictures: dict[Any, QPixmap] = {}
        self._short: dict[tuple[str, int, str], str] = {}
        self._look = ""

    def lay_out(self, widths: tuple[int, ...], compact: bool, ratio: float, today: date) -> None:
        """Set what the kept rows depend on; nothing is thrown away when nothing changed."""
        height = COMPACT if compact else TALL
        state = (widths, height, ratio, today, tokens().name)
        if state != (self._widths, self.height, self._ratio, self._today, self._look):
            self._widths, self.height, self._ratio, self._today, self._look = state
            self._rows.clear()
            self._pictures.clear()
            self._short.clear()
            self._dress()

    def forget(self) -> None:
        """Prepare every row anew."""
        self._rows.clear()

    def _dress(self) -> None:
        look = tokens()
        self._fonts = {
            "plain": font(13),
            "bold": font(13, QFont.Weight.DemiBold),
            "small": font(12),
            "pill": font(12, QFont.Weight.Medium),
        }
        self._metrics = {name: QFontMetrics(made) for name, made in self._fonts.items()}
        names = ("ink", "muted", "faint", "accent", "good", "warn", "bad", "violet")
        self._colours = {name: QColor(getattr(look, name)) for name in names}
        self._wash, self._line = QColor(look.accent_wash), QColor(look.line)
        self._hover = QColor(look.ground)

    def paint(
        self, painter: QPainter, lefts: Sequence[int], right: int, focus: bool, lines: list[Line]
    ) -> None:
        """Paint `lines`; `lefts` are where the columns begin, `right` where the list ends."""
        words: dict[Style, list[tuple[int, int, str]]] = {}
        stamps: list[tuple[int, int, QPixmap]] = []
        for line in lines:
            self._paint_ground(painter, line, right, focus)
            prepared = self._prepared(line)
            top = line.top
            for style, column, x, y, text in prepared.runs:
                words.setdefault(style, []).append((lefts[column] + x, top + y, text))
            for column, x, y, picture in prepared.stamps:
                stamps.append((lefts[column] + x, top + y, picture))
            if line.marked or line.hovered:
                name, colour = ("square-check", "accent") if line.marked else ("square", "muted")
                mark = pixmap(name, self._colours[colour].name(), 16, self._ratio)
                stamps.append((lefts[0] + PAD - 1, top + (self.height - 16) // 2, mark))
        for (name, colour), runs in words.items():
            painter.setFont(self._fonts[name])
            painter.setPen(self._colours[colour])
            for x, y, text in runs:
                painter.drawText(x, y, text)
        for x, y, picture in stamps:
            painter.drawPixmap(x, y, picture)

    def _paint_ground(self, painter: QPainter, line: Line, right: int, focus: bool) -> None:
        if line.current or line.marked:
            painter.fillRect(0, line.top, right, self.height, self._wash)
        elif line.hovered:
            painter.fillRect(0, line.top, right, self.height, self._hover)
        painter.fillRect(0, line.top + self.height - 1, right, 1, self._line)
        if line.current:
            bar = self._colours["accent" if focus else "faint"]
            painter.fillRect(0, line.top, 3, self.height, bar)
            if focus and self._look == "contrast":
                painter.setPen(bar)
                painter.drawRect(0, line.top, right - 1, self.height - 2)

    def _prepared(self, line: Line) -> Prepared:
        found = self._rows.get(line.key)
        if found is None:
            if len(self._rows) > _KEPT:
                self._rows.clear()
            found = self._rows[line.key] = self._prepare(line.row)
        return found

    def _prepare(self, row: Row | None) -> Prepared:
        if row is None:
            return Prepared((self._run("plain", "muted", Column.APPLICANT, "—"),), ())
        runs = [
            *self._number(row),
            *self._applicant(row),
            self._run("plain", "ink", Column.QUARTERS, row.quarters),
            self._right("plain", "ink", Column.ASKED, amount(row.asked)),
            *self._proposed(row),
            *self._pieces(row),
        ]
        if row.news:
            runs.append(self._run("bold", "accent", Column.NUMBER, "•", MARK - 9))
        due, paused = due_of(row), bool(row.paused_until)
        tone = due_tone(due, self._today, paused=paused)
        weight = "plain" if tone == "muted" else "bold"
        runs.append(self._run(weight, tone, Column.DUE_ON, due_text(due, self._today, paused=paused)))
        return Prepared(tuple(run for run in runs if self._widths[run[1]]), tuple(self._stamps(row)))

    def _number(self, row: Row) -> Iterable[Run]:
        """The number; under it that something is to be settled, where a row has two lines."""
        tall = self.height == TALL
        number = self._run(
            "plain", "warn" if row.disputed and not tall else "muted", Column.NUMBER, row.number, MARK
        )
        if row.disputed and not tall:  # no room for the words: a sign, since the colour alone says nothing
            yield self._right("bold", "warn", Column.NUMBER, "≠")
        yield from self._under(number, number_sign(row) if tall else "")

    def _proposed(self, row: Row) -> Iterable[Run]:
        """The amount; under it how many values were proposed, when they are several."""
        none, tall = row.proposed is None, self.height == TALL
        tone = "warn" if row.proposals and not tall else "muted" if none else "ink"
        words = amount(row.proposed)
        if row.proposals and not tall:
            words = f"≠\u00a0{words}"
        told = self._right("plain" if none else "bold", tone, Column.PROPOSED, words)
        yield from self._under(told, proposals_said(row) if row.proposals and tall else "")

    def _under(self, run: Run, words: str) -> Iterable[Run]:
        if not words:
            yield run
            return
        middle, small = self.height // 2, self._metrics["small"]
        yield (run[0], run[1], run[2], middle - 4, run[4])
        column = run[1]
        x = MARK if column == Column.NUMBER else self._widths[column] - PAD - small.horizontalAdvance(words)
        yield (("small", "warn"), column, x, middle + small.ascent() + 2, words)

    def _applicant(self, row: Row) -> Iterable[Run]:
        column, metrics = Column.APPLICANT, self._metrics
        about = as_written(row.title)
        if row.quarters and not self._widths[Column.QUARTERS]:
            about = as_written(f"{row.quarters} · {row.title}")
        if self.height == TALL:
            middle = self.height // 2
            start = PAD + (_LOCK if row.closed else 0)
            name = self._run(
                "bold", "muted" if row.closed else "ink", column, as_written(row.applicant), start
            )
            title = self._run("small", "muted", column, about)
            yield (name[0], column, start, middle - 4, name[4])
            yield (title[0], column, PAD, middle + metrics["small"].ascent() + 2, title[4])
            return
        start = PAD + (_LOCK if row.closed else 0)
        name = self._run("bold", "muted" if row.closed else "ink", column, as_written(row.applicant), start)
        yield name
        after = start + metrics["bold"].horizontalAdvance(name[4]) + 10
        if after < self._widths[column] - 40:
            yield self._run("small", "muted", column, about, after)

    def _pieces(self, row: Row) -> Iterable[Run]:
        told = f"{row.pieces_held}/{row.pieces_asked}"
        count = self._run("plain", pieces_tone(row), Column.PIECES, told, PAD + 21)
        if not self._two_lines(row):
            yield count
            return
        middle = self.height // 2
        yield (count[0], count[1], count[2], middle - 4, count[4])
        y = middle + self._metrics["small"].ascent() + 2
        for tone, x, number in self._odd(row):
            yield (("small", tone), Column.PIECES, x + 16, y, str(number))

    def _two_lines(self, row: Row) -> bool:
        """The findings stand under the pieces when a row has two lines."""
        return self.height == TALL and bool(row.anomalies or row.doubts)

    def _odd(self, row: Row) -> Iterable[tuple[str, int, int]]:
        """(tone, x, how many) of the findings that count, the worst first."""
        x = PAD + 1
        for tone, number in (("bad", row.anomalies), ("warn", row.doubts)):
            if number:
                yield tone, x, number
                x += 24 + self._metrics["small"].horizontalAdvance(str(number))

    def _baseline(self, name: str) -> int:
        metrics = self._metrics[name]
        return (self.height + metrics.ascent() - metrics.descent()) // 2

    def _run(self, name: str, colour: str, column: int, text: str, x: int = PAD) -> Run:
        room = self._widths[column] - x - PAD
        # Quarters, counts and delays are the same few words on every page: each is measured once.
        key = (name, room, text)
        short = self._short.get(key)
        if short is None:
            if len(self._short) > 4 * _KEPT:
                self._short.clear()
            short = self._metrics[name].elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._short[key] = short
        return (name, colour), column, x, self._baseline(name), short

    def _right(self, name: str, colour: str, column: int, text: str) -> Run:
        # Amounts are never shortened: they may spill to the left of a narrow column.
        x = self._widths[column] - PAD - self._metrics[name].horizontalAdvance(text)
        return (name, colour), column, x, self._baseline(name), text

    def _stamps(self, row: Row) -> Iterable[Stamp]:
        if row.closed:
            top = self.height // 2 - (17 if self.height == TALL else 7)
            yield Column.APPLICANT, PAD, top, pixmap("lock", self._colours["muted"].name(), 14, self._ratio)
        if self._widths[Column.LEVELS]:
            tall = 18 if self.height == TALL else 14
            wide = min(142, self._widths[Column.LEVELS] - 2 * PAD)
            yield Column.LEVELS, PAD, (self.height - tall) // 2, self._frieze(tuple(row.levels), wide, tall)
        if self._widths[Column.PIECES]:
            tone = pieces_tone(row)
            name = _PIECES[tone]
            picture = pixmap(name, self._colours[tone].name(), 16, self._ratio)
            two, middle = self._two_lines(row), self.height // 2
            yield Column.PIECES, PAD, middle - (18 if two else 8), picture
            for odd, x, _number in self._odd(row) if two else ():
                sign = pixmap(FACES[odd][0], self._colours[odd].name(), 13, self._ratio)
                yield Column.PIECES, x, middle + 4, sign
        if self._widths[Column.STAGE]:
            picture = self._pill(stage_label(row), stage_tone(row), self._widths[Column.STAGE] - 2 * PAD + 4)
            yield Column.STAGE, PAD, (self.height - 22) // 2, picture

    def _blank(self, wide: int, tall: int) -> QPixmap:
        made = QPixmap(round(wide * self._ratio), round(tall * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        return made

    def _keep(self, key: Any, made: QPixmap) -> QPixmap:
        if len(self._pictures) > _KEPT:
            self._pictures.clear()
        self._pictures[key] = made
        return made

    def _frieze(self, levels: tuple[int, ...], wide: int, tall: int) -> QPixmap:
        found = self._pictures.get(levels)
        if found is None:
            found = self._keep(levels, self._blank(wide, tall))
            painter = QPainter(found)
            paint_frieze(painter, QRectF(0, 0, wide, tall), levels, False)
            painter.end()
        return found

    def _pill(self, text: str, tone: str, room: int) -> QPixmap:
        key = (text, tone)
        found = self._pictures.get(key)
        if found is None:
            metrics = self._metrics["pill"]
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 20)
            wide = metrics.horizontalAdvance(short) + 20
            found = self._keep(key, self._blank(wide, 22))
            painter = QPainter(found)
            painter.setFont(self._fonts["pill"])
            paint_pill(painter, QRectF(0, 0, wide, 22), short, tone)
            painter.end()
        return found
