"""What the room does when a key is pressed: each answer is saved as it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db import queries
from db.queries.committee import ItemRow, MemberRow
from desktop.flow import leaving, sitting
from desktop.flow.arriving import Target, every_target
from desktop.flow.order_of_day import add_item
from desktop.rules.ruling import BY_CODE
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.committee.reasons_dialog import ReasonsDialog
from desktop.ui.committee.votes import Votes
from desktop.ui.dossier.asking import ask_line
from desktop.ui.office import Office


class RoomDeeds:
    """The verbs of the room, on the item discussed."""

    def __init__(self, over: QWidget, office: Office) -> None:
        self._over, self._office = over, office

    def pronounce(
        self, row: ItemRow, outcome: str, amounts: dict[bytes, int] | None, conditions: Sequence[str],
        votes: Votes, then: Callable[[], object],
    ) -> None:  # fmt: skip
        """Say it; an answer that needs a reason asks for it first. `then` once it is saved."""

        def say(reasons: list[str], comment: str) -> None:
            kind = BY_CODE[outcome]
            kept = [] if kind.conditions == "forbidden" else list(conditions)
            done = self._office.do(
                sitting.pronounce, item=row.id, outcome=outcome, amounts=amounts, reasons=reasons,
                conditions=kept, comment=comment, votes=votes,
            )  # fmt: skip
            if done is not None:
                then()

        if amounts is not None:  # an agreement: what is typed says it all
            say(row.reasons.split() if row.outcome in ("granted", "partial") else [], row.comment)
            return
        same = row.outcome == outcome
        ReasonsDialog(
            self._over, outcome, f"{row.number} · {row.applicant}", queries.reasons(self._office.reader),
            row.reasons.split() if same else (), row.comment if same else "", say,
        ).open()  # fmt: skip

    def note(self, row: ItemRow, conditions: Sequence[str]) -> None:
        """Keep the conditions."""
        self._office.do(sitting.note_words, item=row.id, conditions=conditions, comment=row.comment)

    def count(self, row: ItemRow, votes: Votes) -> None:
        """Keep the votes."""
        self._office.do(sitting.count_votes, item=row.id, votes=votes)

    def postpone(self, row: ItemRow, then: Callable[[], object]) -> None:
        """The dossier goes to another session."""
        if self._office.do(sitting.postpone, item=row.id) is not None:
            then()

    def take_up(self, row: ItemRow) -> None:
        """It is discussed again."""
        self._office.do(sitting.take_up, item=row.id)

    def leave(self, row: ItemRow, member: MemberRow) -> None:
        """A member leaves the room: ask why."""
        say = QCoreApplication.translate

        def then(words: str) -> None:
            self._office.do(leaving.leave, item=row.id, member=member.id, why=words)

        ask_line(
            self._over, "leaving", say("committee", "Sortie de salle"),
            say("committee", "Pourquoi {0} quitte la salle\u00a0?").format(member.name), then,
        )  # fmt: skip

    def come_back(self, row: ItemRow, member: MemberRow) -> None:
        """A member comes back, unless an interest forbids it."""
        self._office.do(leaving.come_back, item=row.id, member=member.id)
        # A refusal leaves the base as it was: the menu is filled again by the room.

    def add(self, committee: bytes, there: set[bytes], then: Callable[[bytes], object]) -> None:
        """Seek a dossier that is not on the agenda, and put it there."""
        say = QCoreApplication.translate
        every = [one for one in every_target(self._office.reader) if one.key not in there]

        def take(target: Target) -> None:
            done = self._office.do(add_item, committee=committee, dossier=target.key)
            if done is not None:
                then(done.value)

        words = (
            say("committee", "Quel dossier ajouter à l’ordre du jour\u00a0?"),
            say("committee", "Ajouter à l’ordre du jour"),
            say("committee", "Ne rien ajouter"),
        )
        dialog = TargetDialog(
            self._over, say("committee", "Un dossier qui n’y est pas"), [], every, take, words
        )
        dialog.take.set_drawing("plus", "on_accent")
        dialog.open()
