"""A convention once it is signed: its scan, its end, its cancellation."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.store import give_reason, say, use_case
from desktop.flow.agreements import live
from desktop.flow.files import keep


@use_case("Ranger le scan d’une convention", right="agreement")
def keep_scan(session: Session, *, agreement: bytes, scan: tuple[str, bytes]) -> None:
    """Keep the paper of a convention that was signed before it was scanned."""
    row = session.get_one(m.Agreement, agreement)
    row.file_id = keep(session, scan[1], scan[0]).id
    say(session, f"Ranger le scan de la convention {row.number}")


@use_case("Terminer une convention", right="agreement")
def end(session: Session, *, agreement: bytes) -> None:
    """It is over: nothing of it changes any more. Raises ValueError (French) when it was not signed."""
    row = live(session, agreement)
    if row.state != "signed":
        raise ValueError(f"La convention {row.number} n’est pas signée : annulez-la plutôt.")
    row.state = "ended"
    say(session, f"Terminer la convention {row.number}")


@use_case("Annuler une convention", right="agreement")
def cancel(session: Session, *, agreement: bytes, reason: str) -> None:
    """It will not be, or is terminated, for this reason. Raises ValueError (French) without one."""
    row = live(session, agreement)
    if not reason.strip():
        raise ValueError("Dites pourquoi la convention est annulée. Rien n’a été changé.")
    row.state = "cancelled"
    row.comment = "\n".join(part for part in (row.comment, reason.strip()) if part)
    give_reason(session, reason.strip())
    say(session, f"Annuler la convention {row.number}")
