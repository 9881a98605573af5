"""What a status of Dauphin means here."""

from __future__ import annotations

from typing import Literal

from desktop.exchange.dauphin_values import Node, said
from desktop.rules.folding import fold

Stage = Literal["draft", "received", "instruction", "granted", "refused", "withdrawn", "ineligible"]
_LABELS: dict[str, Stage] = {
    "en cours de saisie": "draft",
    "en cours": "draft",
    "en attente d'attestation": "received",
    "transmise": "received",
    "prise en charge": "instruction",
    "recevable": "instruction",
    "en attente d'instruction": "instruction",
    "non recevable": "ineligible",
    "cloturee": "ineligible",
    "rejetee": "refused",
    "refusee": "refused",
    "votee": "granted",
    "a justifier": "granted",
    "a ete verse": "granted",
    "justification en cours": "granted",
    "justification a modifier": "granted",
    "justifiee": "granted",
}
_CODES: dict[str, Stage] = {
    "REQUESTED": "draft",
    "WAITING_FOR_CERTIFICATE": "received",
    "TRANSMITTED": "received",
    "SUPPORTED": "instruction",
    "ACCEPTABLE": "instruction",
    "UNACCEPTABLE": "ineligible",
    "CLOSED": "ineligible",
    "REJECTED": "refused",
    "REFUSED": "refused",
    "VOTE": "granted",
    "READY_TO_JUSTIFY": "granted",
}
_WORDS: dict[str, str] = {
    "REQUESTED": "En cours de saisie",
    "WAITING_FOR_CERTIFICATE": "En attente d’attestation",
    "TRANSMITTED": "Transmise",
    "SUPPORTED": "Prise en charge",
    "ACCEPTABLE": "Recevable",
    "UNACCEPTABLE": "Non recevable",
    "VOTE": "Votée",
    "READY_TO_JUSTIFY": "À justifier",
}


def state_of(demand: Node) -> tuple[str, Stage | None]:
    """The state as a reader of the portal sees it, and the stage it means; None when it is unknown here."""
    label = said(demand.get("virtualStatusLabel")) or said(demand.get("statusLabel"))
    codes = [said(demand.get(key)).upper() for key in ("virtualStatus", "status")]
    code = next((code for code in codes if code), "")
    stage = _LABELS.get(fold(label)) if label else None
    for each in codes:
        stage = stage or _CODES.get(each) or ("granted" if each.startswith("JUSTIFICATION") else None)
    if stage == "draft" and said(demand.get("dateDemande")):
        stage = "received"  # handed in once, opened again by its author
    return label or _WORDS.get(code, code), stage
