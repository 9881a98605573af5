"""The marks of what changed since my last visit: shown in the outline, gone once the part was looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from db.queries.visits import FIRST, OPENED, NewsRow, last_step, news, visits_of
from desktop.ui.dossier.middle import Middle
from desktop.ui.dossier.news import news_by_part
from desktop.ui.dossier.outline import Outline
from desktop.ui.dossier.outline_rows import part_of_section
from desktop.ui.dossier.whole import Whole
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.tongue import date_long
from desktop.ui.traced import Consulted

SEEN_MS = 1500  # a part of the document in sight for so long has been looked at


class Visits(QObject):
    """Reads what others changed, follows what comes in front, and notes it beside the window."""

    def __init__(self, office: Office, outline: Outline, middle: Middle) -> None:
        super().__init__(outline)
        self._office, self._outline, self._middle = office, outline, middle
        self._dossier = b""
        self._step = 0
        self._in_sight = ""
        self.consulted = Consulted(office, self)
        self.news: dict[str, NewsRow] = {}
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(SEEN_MS)
        self._looking.timeout.connect(self._looked)
        middle.reading.section_seen.connect(self._section_seen)
        middle.piece_shown.connect(self._piece_shown)
        middle.sheet_shown.connect(self._sheet_shown)

    def show(self, whole: Whole, *, fresh: bool) -> None:
        """A dossier was read: mark what changed in it since this person was here."""
        reader, person = self._office.reader, self._office.author
        key, fresh = whole.head.id, fresh or whole.head.id != self._dossier
        self._dossier, self._step = key, last_step(reader)
        seen = visits_of(reader, key, person)
        if fresh:
            self._in_sight = ""
            self._note(())
            self.consulted.opened(key)
        since = seen.get(FIRST, (self._step, ""))[0]
        self.news = news_by_part(news(reader, key, person, since), seen) if seen else {}
        self._tell(seen.get(OPENED, (0, ""))[1] if fresh else "")
        if self._middle.piece is not None:
            self._seen(f"piece:{self._middle.piece.hex()}")
        elif self._middle.sheet:
            self._seen(f"sheet:{self._middle.sheet}")
        elif self._in_sight:
            self._looking.start()

    def _tell(self, last: str) -> None:
        """Say in the outline what changed; when a dossier is opened, say how much too."""
        self._outline.show_news({part: self._words(row) for part, row in self.news.items()})
        count = len(self.news)
        if last and count:
            when = day(last)
            words = (
                self.tr("{0} parties ont changé depuis votre visite du {1} : un point les marque.")
                if count > 1
                else self.tr("Une partie a changé depuis votre visite du {1} : un point la marque.")
            )
            self._office.told.emit(words.format(count, date_long(when) if when else ""), "neutral")

    def _words(self, row: NewsRow) -> str:
        when = day(row.at)
        words = self.tr("Changé depuis votre dernière visite : {0}, le {1}")
        return words.format(row.author, date_long(when) if when else "")

    # What comes in front

    def _section_seen(self, section: str) -> None:
        part = part_of_section(section)
        if part != self._in_sight:
            self._in_sight = part
            self._looking.start()

    def _looked(self) -> None:
        if not self._middle.away:
            self._seen(self._in_sight)

    def _piece_shown(self, key: bytes | None) -> None:
        if key is not None:
            self._seen(f"piece:{key.hex()}")

    def _sheet_shown(self, name: str) -> None:
        if name:
            self._seen(f"sheet:{name}")

    def _seen(self, part: str) -> None:
        """This part was looked at: its mark goes."""
        if self.news.pop(part, None) is not None:
            self._tell("")
            self._note((part,))

    def _note(self, parts: tuple[str, ...]) -> None:
        if self._office.read_only:
            return
        dossier, step, person = self._dossier, self._step, self._office.author

        def note(store: object) -> None:
            from desktop.flow.visits import note_visit

            note_visit(store, dossier, person, parts, step=step)  # type: ignore[arg-type]  # a Store: not loaded before

        self._office.quietly(self.tr("Retenir ce qui a été vu"), note)
