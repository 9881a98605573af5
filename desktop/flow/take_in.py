"""Take in one file, whatever it holds: applications, past grants, or both, in one step."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from db.store import use_case
from desktop.exchange.application import ReadFile
from desktop.flow.past import Learnt, Progress, learn
from desktop.flow.receive import Intake, receive


class Taken(NamedTuple):
    """What became of a file."""

    intakes: list[Intake]
    learnt: Learnt | None = None  # None when the file tells no history


@use_case("Importer un fichier", right="import")
def take_in(
    session: Session, *, read: ReadFile, call: bytes | None = None, progress: Progress | None = None
) -> Taken:
    """Write what one file tells. Raises Cancelled with nothing written."""
    learnt = learn(session, read, progress) if read.history else None
    alone = learnt is not None and not read.applications
    intakes = [] if alone else receive(session, read=read, call=call, progress=progress)
    return Taken(intakes, learnt)
