"""Payments in batches, one step each: planned for many grants, held where something stands against them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from db.store import give_reason, say, use_case
from desktop.flow.pay import ask_payment, hold_payment, plan_payments
from desktop.rules.french import plural


@use_case("Prévoir les versements de plusieurs dossiers", right="pay")
def plan_many(session: Session, *, dossiers: Collection[bytes], advance: int | None = None) -> int:
    """Plan what each of these dossiers has voted and not planned; returns how many payments were made."""
    count = sum(plan_payments(session, dossier=key, advance=advance) for key in dossiers)
    of = f"{len(dossiers)} {plural(len(dossiers), 'dossier')}"
    say(session, f"Prévoir {count} {plural(count, 'versement')} ({of})")
    return count


@use_case("Demander et retenir des versements", right="pay")
def ask_and_hold(
    session: Session, *, ask: Collection[bytes], hold: Mapping[bytes, str], slip: str = ""
) -> int:
    """Send some to the finance service and hold the others, each for its own reason; returns how many are
    sent."""
    for key, why in hold.items():
        hold_payment(session, payments=[key], why=why)
    if ask:
        ask_payment(session, payments=ask, slip=slip)
    parts = [f"demander {len(ask)} {plural(len(ask), 'versement')}"] if ask else []
    if hold:
        parts.append(f"retenir {len(hold)} {plural(len(hold), 'versement')}")
        give_reason(session, " · ".join(dict.fromkeys(hold.values())))
    words = " et ".join(parts)
    say(session, words[:1].upper() + words[1:])
    return len(ask)
