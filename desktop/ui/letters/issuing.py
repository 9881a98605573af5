"""Letters that leave: each is numbered and kept in a transaction of its own; the batch remembers which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.ui.letters.desk import Desk
from desktop.ui.letters.entry import Entry
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:  # SQLAlchemy comes in the worker
    from db.store import Done, Store


@dataclass(slots=True)
class Batch:
    """What was wanted, and what became of it: written in the worker, read once it has ended."""

    wanted: Sequence[Entry]
    left: list[tuple[bytes, str]] = field(default_factory=list)  # key, number
    refused: list[str] = field(default_factory=list)  # sentences
    done: list[Done] = field(default_factory=list)

    @property
    def stayed(self) -> int:
        """Letters that nobody came to: they wait as before, without a number."""
        return len(self.wanted) - len(self.left) - len(self.refused)

    def touched(self) -> Done | None:
        """All that the batch wrote, told to the screens at once."""
        written = [done.written for done in self.done if done.written is not None]
        if not written:
            return None
        tables = frozenset[str]().union(*(one.tables for one in written))
        dossiers = frozenset[bytes]().union(*(one.dossiers for one in written))
        return replace(self.done[-1], written=replace(written[-1], tables=tables, dossiers=dossiers))


def issue_all(progress: Progress, store: Store, desk: Desk, batch: Batch) -> Batch:
    """Issue the letters one by one until the end or Cancel; what left has left."""
    from desktop.flow.notify import issue

    say = QCoreApplication.translate("letters", "Émission de la lettre {0} sur {1} : {2}")
    templates, count = desk.templates(), len(batch.wanted)
    for rank, entry in enumerate(batch.wanted):
        row = entry.row
        if not progress(say.format(rank + 1, count, row.applicant), rank / count):
            break
        try:
            done = store.do(issue, letter=row.id, templates=templates, make=desk.pdf, today=desk.today())
        except ValueError as why:
            batch.refused.append(f"{row.applicant} : {why}")
            continue
        batch.left.append((row.id, str(done.value)))
        batch.done.append(done)
    return batch


def told(batch: Batch, trouble: str = "") -> tuple[str, str]:
    """What left, what stayed and why, and the tone of it; `trouble` is the sentence of a failure."""
    say, left = QCoreApplication.translate, len(batch.left)
    parts = [trouble] if trouble else []
    if left:
        numbers = batch.left[0][1] if left == 1 else f"{batch.left[0][1]} à {batch.left[-1][1]}"
        words = plural(left, "lettre est partie", "lettres sont parties")
        parts.append(say("letters", "{0} {1} ({2}) : voir le registre.").format(left, words, numbers))
    else:
        parts.append(say("letters", "Aucune lettre n’est partie."))
    if batch.stayed:
        words = plural(batch.stayed, "est restée", "sont restées")
        parts.append(
            say("letters", "{0} {1} dans la boîte d’envoi, sans numéro.").format(batch.stayed, words)
        )
    if batch.refused:
        count = len(batch.refused)
        words = plural(count, "lettre a été retenue", "lettres ont été retenues")
        reasons = " ".join(batch.refused[:3])
        parts.append(say("letters", "{0} {1}. {2}").format(count, words, reasons))
    whole = left and not (batch.stayed or batch.refused or trouble)
    return " ".join(parts), "good" if whole else "warn"
