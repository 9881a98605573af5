"""What the list is asked: filters, order and the words being typed; each change is a new question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from db import queries
from db.queries.keys import list_keys
from db.queries.money import envelopes
from db.queries.scores import closed_dossiers
from desktop.rules.query import EVERYTHING, Node, to_text, to_tree
from desktop.ui.list.filters import Filters
from desktop.ui.list.search import words_of
from desktop.ui.list.seeker import Answer, Question, Seeker
from desktop.ui.list.sorting import Order
from desktop.ui.office import Office

FIRST = 256  # rows for the first picture: more than any screen holds


class Inquiry(QObject):
    """Only the answer to the last question is told."""

    changed = Signal()  # filters or order
    answered = Signal(object)  # Answer
    failed = Signal(str)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self.filters, self.order = Filters(), Order()
        self.live: Node = EVERYTHING  # what is being typed
        self._asked: Question | None = None
        self._seeker = Seeker(office.path, self, author=office.author)
        self._seeker.answered.connect(self._answered)
        self._seeker.failed.connect(self.failed)
        office.closing.connect(self.close)  # a window may outlive its file

    def _question(self) -> Question:
        whole, me = self.filters.node(self.live), self._office.author
        around = to_tree(self.filters.node(self.live, with_stages=False), me)
        return Question(to_tree(whole, me), around, *self.order, words_of(whole))

    def first_ids(self) -> Sequence[bytes]:
        """The first keys at once, in this thread; all of them come with the answer. Raises sqlite3.Error."""
        asked = self._question()
        return list_keys(self._office.reader, asked.tree, asked.sort, asked.descending, FIRST)

    def ask(self) -> None:
        """Read again, beside the window."""
        self._asked = self._question()
        self._seeker.ask(self._asked)

    def _answered(self, found: Answer) -> None:
        if found.question == self._asked:  # else the answer to the newer one is on its way
            shut = closed_dossiers(self._office.reader, self._office.author) if found.hits else ()
            self.answered.emit(found._replace(hits=[hit for hit in found.hits if hit.dossier not in shut]))

    def look_for(self, node: Node) -> None:
        """What is typed so far."""
        if node != self.live:
            self.live = node
            self.ask()

    def filter(self, filters: Filters, order: Order | None = None) -> None:
        """Ask with these filters, and in this order when one is given."""
        self.filters, self.order = filters, order or self.order
        self.changed.emit()
        self.ask()

    def sort(self, order: Order) -> None:
        self.filter(self.filters, order)

    def apply(self, query: str, sort: str) -> None:
        """Exactly this query, whatever was filtered before. Raises QueryError, and then changes nothing."""
        filters = Filters.of(query)
        self.live = EVERYTHING
        self.filter(filters, Order.read(sort) if sort else None)

    def query(self) -> str:
        """All that is asked, as it would be typed; "" for everything."""
        return to_text(self.filters.node(self.live))

    def close(self) -> None:
        """End the thread; no answer comes any more."""
        self._asked = None
        self._seeker.close()


class Vocabulary:
    """The values found in the data, by field, for the suggestions; read at the first key."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._words: dict[str, Sequence[str]] | None = None

    def forget(self) -> None:
        """Read again when next asked."""
        self._words = None

    def __call__(self) -> Mapping[str, Sequence[str]]:
        if self._words is None:
            office, reader = self._office, self._office.reader
            self._words = {
                "quarter": [row.short for row in office.quarters],
                "funder": [row.name for row in office.funders],
                "challenge": [str(row.rank) for row in office.challenges],
                "label": [row.name for row in queries.all_labels(reader)],
                "wave": [row.title for row in queries.waves(reader)],
                "call": [row.title for row in queries.calls(reader)],
                "envelope": [f"{row.funder}, {row.scope}" for row in envelopes(reader) if not row.outside],
            }
        return self._words
