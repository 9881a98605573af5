"""What follows the decision of one dossier, as lines: what is to be done, then what was, the last first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.changes import ChangeRow, changes_of
from db.queries.payments import PaymentRow, due_day, payments_of
from db.queries.repayments import RepaymentRow, repayments_of
from db.queries.reports import ReportRow, reports
from db.queries.site_visits import PhotoRow, VisitRow, photos_of, visits_of
from desktop.rules import changes as change_rules
from desktop.rules import clocks
from desktop.rules import payments as pay_rules
from desktop.rules import repayments as repay_rules
from desktop.rules import reports as report_rules
from desktop.rules.conditions import LABELS as CONDITIONS
from desktop.rules.conditions import TONES as CONDITION_TONES
from desktop.ui.dossier.whole import Whole
from desktop.ui.follow.change_deeds import asked_words
from desktop.ui.list.days import day
from desktop.ui.outcome.words import standing as condition_standing
from desktop.ui.tongue import euros, plural


class Event(NamedTuple):
    """One line. `when`: the day it is due, or was done; None has no day."""

    todo: bool
    when: date | None
    pill: str
    tone: str
    what: str
    detail: str
    row: Any


class Told(NamedTuple):
    """Everything that is read for one dossier."""

    payments: list[PaymentRow]
    changes: list[ChangeRow]
    visits: list[VisitRow]
    repayments: list[RepaymentRow]
    reports: list[ReportRow]
    photos: list[PhotoRow]


def say(words: str) -> str:
    return QCoreApplication.translate("follow", words)


def read_story(reader: sqlite3.Connection, dossier: bytes) -> Told:
    """Six statements, whatever there is."""
    return Told(
        payments_of(reader, dossier), changes_of(reader, dossier), visits_of(reader, dossier),
        repayments_of(reader, dossier), reports(reader, [dossier]), photos_of(reader, dossier),
    )  # fmt: skip


def events_of(told: Told, whole: Whole, today: date) -> list[Event]:
    """The lines, in the order shown."""
    made = [
        *(_payment(row, today) for row in told.payments), *(_change(row, today) for row in told.changes),
        *(_visit(row, today) for row in told.visits), *(_repayment(row, today) for row in told.repayments),
        *(_report(row, today) for row in told.reports), *_conditions(whole, today), *_decided(whole),
    ]  # fmt: skip
    # What waits for a decision of ours has no day: it is for now; what waits for an event comes last.
    first = sorted(
        (one for one in made if one.todo),
        key=lambda one: (one.when or (today if isinstance(one.row, RepaymentRow) else date.max), one.what),
    )
    after = sorted((one for one in made if not one.todo), key=lambda one: one.when or date.min, reverse=True)
    return [*first, *after]


def _payment(row: PaymentRow, today: date) -> Event:
    said = pay_rules.standing(row.state, due_day(row), today)
    who = f" · {row.applicant}" if row.member_id else ""
    what = f"{pay_rules.KINDS.get(row.kind, row.kind)}\u00a0: {euros(row.amount)} ({row.funder}{who})"
    order = say("mandat {0}").format(row.order_number) if row.order_number else ""
    detail = " · ".join(part for part in (order, row.why, row.comment) if part)
    todo = row.state in pay_rules.OPEN
    when = due_day(row) if todo else day(row.paid_on)
    return Event(todo, when, pay_rules.LABELS[said], pay_rules.TONES[said], what, detail, row)


def _change(row: ChangeRow, today: date) -> Event:
    asked = date.fromisoformat(row.asked_on)
    said = change_rules.standing(row.state, asked, today)
    what = f"{change_rules.KINDS.get(row.kind, row.kind)}\u00a0: {asked_words(row)}"
    detail = " · ".join(part for part in (row.reason, row.answer) if part)
    when = day(row.answered_on) or asked
    return Event(
        row.state == "asked", when, change_rules.LABELS[said], change_rules.TONES[said], what, detail, row
    )


def _visit(row: VisitRow, today: date) -> Event:
    when = date.fromisoformat(row.visited_on)
    planned = when > today
    present = "" if row.present is None else f"{row.present} {plural(row.present, 'personne')}"
    photos = f"{row.photos} {plural(row.photos, 'photo')}" if row.photos else ""
    what = " · ".join(part for part in (say("Visite"), row.place, present, photos) if part)
    detail = " · ".join(part for part in (row.body, row.next_steps) if part)
    words, tone = (say("Prévue"), "warn") if planned else (say("Faite"), "good")
    return Event(planned, when, words, tone, what, detail, row)


def _repayment(row: RepaymentRow, today: date) -> Event:
    said = repay_rules.standing(row.kind, row.state, day(row.due_on), row.received, today)
    what = say("Reversement\u00a0: {0} ({1})").format(euros(row.amount), row.funder)
    back = say("reçu {0}").format(euros(row.received)) if row.received else ""
    title = say("titre {0}").format(row.title_number) if row.title_number else ""
    detail = " · ".join(part for part in (back, title, row.reason, row.comment) if part)
    todo = said in ("draft", "decided", "asked", "late", "part")
    when = day(row.due_on) if todo else day(row.received_on) or day(row.decided_on)
    return Event(todo, when, repay_rules.LABELS[said], repay_rules.TONES[said], what, detail, row)


def _report(row: ReportRow, today: date) -> Event:
    due, todo = day(row.due_on), row.state not in ("accepted", "waived")
    late = report_rules.late(row.state, due, today)
    words = say("En retard") if late else report_rules.STATES[row.state].capitalize()
    tone = "bad" if late else "warn" if todo else "good"
    what = f"{report_rules.KINDS.get(row.kind, row.kind).capitalize()} {row.year}"
    detail = report_rules.OUTCOMES.get(row.outcome, "")
    when = due if row.state in report_rules.OPEN else day(row.checked_on) or day(row.received_on)
    return Event(todo, when, words, tone, what, detail, row)


def _conditions(whole: Whole, today: date) -> list[Event]:
    found = []
    for row in whole.conditions:
        said = condition_standing(row, today)
        todo = said in ("open", "late")
        when = day(row.due_on) if todo else day(row.met_on) or day(row.waived_on)
        what = say("Condition\u00a0: {0}").format(row.text)
        found.append(Event(todo, when, CONDITIONS[said], CONDITION_TONES[said], what, row.why, row))
    return found


def _decided(whole: Whole) -> list[Event]:
    decision = whole.decision
    if decision is None:
        return []
    voted = say("Décision\u00a0: {0} votés").format(euros(whole.head.voted or 0))
    found = [Event(False, day(decision.decided_on), say("Décidé"), "accent", voted, decision.act, None)]
    if notified := day(decision.notified_on):
        due = clocks.payment_until(notified)
        words = say("à verser avant le {0}").format(due.strftime("%d/%m/%Y"))
        found.append(
            Event(False, notified, say("Notifié"), "accent", say("Notification au porteur"), words, None)
        )
    return found


def money_words(told: Told, whole: Whole) -> str:
    """« Votés 9 000 € · versés 4 500 € · à verser 4 500 € · à reverser 300 € »."""
    left = sum(row.amount for row in told.payments if row.state in pay_rules.OPEN)
    back = sum(
        row.amount - (row.received or 0)
        for row in told.repayments
        if row.kind == "repay" and row.state in ("draft", "decided", "asked")
    )
    parts = [say("Votés {0}").format(euros(whole.head.voted or 0))]
    parts.append(say("versés {0}").format(euros(whole.head.paid or 0)))
    if left:
        parts.append(say("à verser {0}").format(euros(left)))
    if back:
        parts.append(say("à reverser {0}").format(euros(back)))
    return " · ".join(parts)


def next_words(events: Sequence[Event], today: date) -> str:
    """The next step in a sentence."""
    first = next((one for one in events if one.todo), None)
    if first is None:
        return say("Rien n’est à faire.")
    when = ""
    if first.when is not None:
        said = say(" depuis le {0}") if first.when < today else say(" avant le {0}")
        when = said.format(first.when.strftime("%d/%m/%Y"))
    return say("À faire{0}\u00a0: {1}").format(when, first.what)
