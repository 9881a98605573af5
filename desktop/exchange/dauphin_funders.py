"""The funders of a Dauphin plan: what each was asked, what it answered, droit commun apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import NamedTuple

from desktop.exchange.application import Application, FundingLine, Opinion, Problem
from desktop.exchange.dauphin_values import Node, at, day, line, money, node, prose, said, warned
from desktop.exchange.ds_form import cut
from desktop.rules.folding import fold, words
from desktop.rules.money import euros

CONTRACT = "FINANCEURPRIVILEGIE"  # instructs on Dauphin: the funders of the contract
_KINDS = {
    CONTRACT: "Financeur qui instruit sur Dauphin",
    "PARTENAIREFINANCIER": "Partenaire financier, hors Dauphin",
    "AUTREFINANCEUR": "Autre financeur, hors Dauphin",
}
_REFUSING = {"unacceptable", "rejected", "refused", "closed", "ineligible", "canceled", "cancelled"}
_REFUSED_LABELS = ("non recevable", "rejet", "refus", "clotur", "irrecevable", "ineligible")
_VOTED_LABELS = ("vote", "a justifier", "justifi", "justification", "a ete verse", "notifi")
_MONEY = r"(?P<{}>\d[\d\s.,]*)\s*(?:€|euros?)?\s*"
_COMMON = _MONEY.format("common") + r"(?:de |en |au titre du )?droit commun"
_CONTRACT = (
    _MONEY.format("contract") + r"(?:de |en |du )?(?:cdv|contrat de ville|politique de la ville|specifique)"
)
_SPLITS = (re.compile(_COMMON + r"\W+(?:et )?" + _CONTRACT), re.compile(_CONTRACT + r"\W+(?:et )?" + _COMMON))
_OF_CONTRACT = re.compile(r"\bcdv\b|contrat de ville|politique de la ville")


class FunderLine(NamedTuple):
    """A line of post 74 as the document has it, with what the plan already read of it."""

    told: Node
    funder: str
    account: str
    amount: int | None


def is_funders(told: Node, post: str, amount: int | None) -> bool:
    """A line that is somebody's money: it names a funder, or post 74 gives it an amount."""
    if line(at(told, "financement", "financeur")):
        return True
    return post.startswith("74") and amount is not None


def add_funders(app: Application, lines: list[FunderLine]) -> None:
    """Funding lines, amounts asked and granted by funder, opinions, and when the money was voted."""
    kinds = [said(at(one.told, "financement", "financeur", "typeFinanceur")) for one in lines]
    named = [line(at(one.told, "financement", "financeur")) != "" for one in lines]
    asked: dict[str, int] = {}
    for one, kind, has_name in zip(lines, kinds, named, strict=True):
        row = _row(app, one, kind)
        app.funding += _parted(row)
        app.opinions += _opinion(one)
        # Without any type in the document, every named funder is one that was asked through it.
        if (kind == CONTRACT or (has_name and not any(kinds))) and one.amount is not None:
            asked[one.funder] = asked.get(one.funder, 0) + one.amount
        if row.answered is not None and row.status == "confirmed":
            app.granted_by_funder[one.funder] = app.granted_by_funder.get(one.funder, 0) + row.answered
    app.asked_by_funder = asked
    app.asked = sum(asked.values()) if asked else None
    if app.granted_by_funder:
        app.granted = sum(app.granted_by_funder.values())
        app.given |= {"granted", "granted_by_funder"}
    if app.opinions:
        app.given.add("opinions")
    _decided(app)


def _decided(app: Application) -> None:
    dates = [row.on for row in app.funding if row.on and row.status == "confirmed"]
    if dates:
        app.decided_at = dt.datetime.combine(max(dates), dt.time())
        app.given.add("decided_at")


def _row(app: Application, one: FunderLine, kind: str) -> FundingLine:
    deal = node(one.told.get("financement"))
    voted, remark = money(deal.get("montantVote"))
    if remark:
        app.problems.append(
            Problem("warning", app.row, cut(one.funder), cut(said(deal.get("montantVote"))), warned(remark))
        )
    status = _status(one.told, deal, voted)
    when = day(deal.get("dateDecision"))
    if status == "refused":
        when = when or day(at(one.told, "avisRecevabilite", "date"))
    return FundingLine(
        funder=one.funder,
        account=one.account,
        asked=one.amount,
        answered=voted,
        status=status,
        common_law=_common_law(one, kind),
        on=when if status in ("confirmed", "refused", "announced") else None,
        comment=_comment(one.told, kind),
    )


def _status(told: Node, deal: Node, voted: int | None) -> str:
    code, label = said(deal.get("statut")).casefold(), fold(line(deal.get("statutLabel")))
    if voted:
        return "confirmed"
    if code in _REFUSING or label.startswith(_REFUSED_LABELS):
        return "refused"
    if said(at(told, "avisRecevabilite", "avis")).upper() == "IRRECEVABLE":
        return "refused"
    if code.startswith("vote") or label.startswith(_VOTED_LABELS):
        return "refused" if voted == 0 else "announced"
    return "asked"


def _common_law(one: FunderLine, kind: str) -> bool:
    """Money of the funder's ordinary policies: said in words, or of a State service beside the contract's."""
    comment = fold(line(one.told.get("commentaire")))
    if "droit commun" in f"{fold(one.funder)} {comment}":
        return not _OF_CONTRACT.search(comment)
    name = set(words(one.funder))
    if one.account == "74etat" and name:
        # The ANCT's own rule: State money of the contract is what a funder of Dauphin gives, Fonjep apart.
        contract = {"politique", "ville"} <= name or name & {"147", "p147", "anct"} or kind == CONTRACT
        return not contract or "fonjep" in name
    outside = kind in _KINDS and kind != CONTRACT and one.account != "74aidespriv"
    return outside or one.account == "74agenceserv"


def _comment(told: Node, kind: str) -> str:
    """The applicant's words, the kind of funder, and the reason of an opinion; never who gave it."""
    proposed, _ = money(at(told, "avisRecevabilite", "montantPropose"))
    parts = [
        prose(told.get("commentaire")),
        _KINDS.get(kind, ""),
        f"Montant proposé par l’instructeur : {euros(proposed)}" if proposed else "",
        prose(at(told, "avisRecevabilite", "commentaire")),
    ]
    return "\n".join(part for part in parts if part)


def _opinion(one: FunderLine) -> list[Opinion]:
    """What a funder's service says of the application."""
    told = node(one.told.get("avisRecevabilite"))
    value = said(told.get("avis"))
    if not value:
        return []
    comment = _comment({"avisRecevabilite": told}, "")
    return [Opinion(one.funder, value.capitalize(), comment, answered_on=day(told.get("date")))]


def _parted(row: FundingLine) -> list[FundingLine]:
    """« 5000 droit commun + 4000 cdv » typed beside an amount of 9 000: two lines, when the sum is right."""
    told = fold(row.comment)
    found = next((match for split in _SPLITS if (match := split.search(told))), None)
    if found is None or row.asked is None:
        return [row]
    common, contract = (money(found[part].strip(" .,"))[0] for part in ("common", "contract"))
    if common is None or contract is None or common + contract != row.asked:
        return [row]
    ordinary = replace(row, asked=common, common_law=True)
    special = replace(row, asked=contract, common_law=False)
    if row.answered == row.asked:
        ordinary.answered, special.answered = common, contract
    elif row.answered == contract:  # the contract's part alone was voted
        ordinary.answered, ordinary.status, ordinary.on = None, "asked", None
    elif row.answered:
        return [row]  # nobody can tell on which part the answer falls
    return [ordinary, special]
