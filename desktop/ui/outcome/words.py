"""What the sheet and the card say of conditions, proofs and reopenings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from db.queries.outcome import NoticeRow
from db.queries.shapes import ConditionRow
from desktop.rules import clocks
from desktop.rules.conditions import LABELS, State, state
from desktop.rules.findings import Level
from desktop.rules.notices import MEANS, Proof, told_on
from desktop.rules.ruling import GRANTING
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.ui.list.days import day
from desktop.ui.tongue import date_long, plural

if TYPE_CHECKING:  # the card of the decision, which is read with it, needs these words
    from desktop.ui.dossier.whole import Whole


def standing(row: ConditionRow, today: date) -> State:
    """Where a condition stands today."""
    return state(day(row.due_on), day(row.met_on), day(row.waived_on), today)


def state_of(whole: Whole) -> tuple[Level | None, str]:
    """The sign of the outline: what is awaited of the conditions."""
    if whole.decision is None:
        return None, ""
    said = [standing(row, date.today()) for row in whole.conditions]
    open_, late = said.count("open"), said.count("late")
    if late:
        return "bad", f"{late} {plural(late, 'condition échue', 'conditions échues')}"
    if open_:
        return "warn", f"{open_} {plural(open_, 'condition à suivre', 'conditions à suivre')}"
    words = (
        f"{OUTCOMES[whole.decision.outcome]}, conditions tenues" if said else OUTCOMES[whole.decision.outcome]
    )
    return "good" if said else None, words


def condition_words(row: ConditionRow, today: date) -> str:
    """« Remplie le 3 mars 2026 : RIB reçu », « À suivre, attendue le 30 juin 2026 »."""
    said, when = standing(row, today), day(row.met_on) or day(row.waived_on)
    words = LABELS[said]
    if when is not None:
        words += f" le {date_long(when)}"
    elif due := day(row.due_on):
        words += f", attendue le {date_long(due)}"
    return f"{words}\u00a0: {row.why}" if row.why else words


def proof_words(row: NoticeRow) -> str:
    """« Recommandé n° 1A 001, envoyé le 3 mars 2026, reçu le 5 mars 2026 »."""
    say = QCoreApplication.translate
    said = MEANS.get(row.means, row.means)
    if row.tracking:
        said += f" n°\u00a0{row.tracking}"
    sent, received = day(row.sent_on), day(row.received_on)
    said += say("outcome", ", envoyé le {0}").format(date_long(sent)) if sent else ""
    return said + (say("outcome", ", reçu le {0}").format(date_long(received)) if received else "")


def appeal_words(whole: Whole) -> str:
    """Until when the applicant may appeal, and from which day this is counted."""
    say = QCoreApplication.translate
    decision = whole.decision
    if decision is None or decision.state != "notified" or not decision.notified_on:
        return ""
    proofs = [Proof(date.fromisoformat(n.sent_on), day(n.received_on)) for n in whole.notices]
    start = told_on(proofs, day(decision.notified_on))
    if start is None:
        return ""
    until = date_long(clocks.appeal_until(start))
    if any(proof.received_on == start for proof in proofs):
        words = say("outcome", "Recours possible jusqu’au {0}\u00a0: la décision a été reçue le {1}.")
    elif proofs:
        words = say("outcome", "Recours possible jusqu’au {0} au plus tôt\u00a0: elle a été envoyée le {1}.")
    else:
        words = say(
            "outcome",
            "Recours possible jusqu’au {0} si le porteur l’a reçue le {1}\u00a0: rien ne le prouve.",
        )
    return words.format(until, date_long(start))


def reopening_warning(whole: Whole, today: date) -> str:
    """What reopening this decision does, in law and here."""
    say = QCoreApplication.translate
    decision = whole.decision
    if decision is None:
        return ""
    notified, decided = day(decision.notified_on), day(decision.decided_on)
    if decision.state != "notified" or notified is None or decided is None:
        return say(
            "outcome",
            "Cette décision n’est pas encore notifiée\u00a0: elle ne crée pas encore de droit pour le "
            "porteur. La rouvrir remet le dossier à l’étape «\u00a0Prêt comité\u00a0»\u00a0; ce qui a été "
            "décidé reste dans l’historique, et le courrier préparé ne pourra plus partir.",
        )
    said = [say("outcome", "Cette décision a été notifiée le {0}.").format(date_long(notified))]
    if decision.outcome in GRANTING:
        said.append(_right(clocks.withdrawal_until(decided), today))
    after = say(
        "outcome",
        "La première date de notification et le courrier parti restent au dossier. La nouvelle décision "
        "demandera un nouveau courrier, qui cite le premier, et un nouveau délai de recours courra à compter "
        "de sa réception.",
    )
    return "\n\n".join([" ".join(said), after])


def _right(until: date, today: date) -> str:
    """What the law says of taking back a grant."""
    say = QCoreApplication.translate
    words = say(
        "outcome",
        "Un accord crée des droits\u00a0: il ne peut être retiré ou abrogé que s’il est illégal, et dans les "
        "quatre mois qui suivent la décision (CRPA L242-1), soit jusqu’au {0}, ou si ses conditions ne sont "
        "pas tenues (L242-2), ou à la demande du porteur pour une décision plus favorable (L242-4).",
    ).format(date_long(until))
    return f"{words} {say('outcome', 'Ce délai est passé.')}" if until < today else words
