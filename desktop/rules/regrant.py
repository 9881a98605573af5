"""CGCT L1611-4: money granted that would pass from one member of a project to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.rules.french import listed
from desktop.rules.money import euros
from desktop.rules.project import Column, Flow, Key, Project, Told

# Money given on, where buying a service from another member is no grant.
GIVEN_ON = ("65", "67")


def _granted(project: Project, key: Key) -> int:
    """What a member is given, or asks for while nothing is voted."""
    mine = [part for part in project.parts if part.member == key]
    voted = any(part.voted is not None for part in project.parts)
    return sum((part.voted if voted else part.asked) or 0 for part in mine)


def _own(project: Project, key: Key) -> int:
    """What a member has that no grant gave: it may pass it on."""
    return sum(
        flow.amount or 0
        for flow in project.of(key)
        if flow.side == "product" and flow.other is None and not flow.account.startswith("74")
    )


def given_on(project: Project) -> Iterable[Told]:
    """CGCT L1611-4: a grant is not given on to another body unless the convention says so expressly."""
    if project.regrant and project.regrant_words.strip():
        return
    if project.regrant:
        yield Told(
            "project-regrant", "bad",
            "Le reversement entre membres est permis sans que sa clause soit écrite : l’article L1611-4 du "
            "CGCT veut qu’elle figure expressément dans la convention.",
        )  # fmt: skip
        return
    for giver in project.columns:
        out = [f for f in project.of(giver.key) if f.side == "charge" and f.other is not None and f.amount]
        given = [flow for flow in out if flow.account.startswith(GIVEN_ON)]
        granted = _granted(project, giver.key)
        if not granted or not out:
            continue
        yield from _grants_given(project, giver, given, granted)
        bought = sum(flow.amount or 0 for flow in out if flow not in given)
        if bought > _own(project, giver.key):
            yield Told(
                "project-bought", "warn",
                f"« {giver.name} » paie {euros(bought)} à d’autres membres en prestations : elles se "
                "justifient par des factures, ce ne sont pas des subventions.",
            )  # fmt: skip


def _grants_given(project: Project, giver: Column, given: Sequence[Flow], granted: int) -> Iterable[Told]:
    total = sum(flow.amount or 0 for flow in given)
    if not total:
        return
    takers = listed([f"« {n} »" for n in dict.fromkeys(project.name(f.other or b"") for f in given)])
    passed = min(granted, max(0, total - _own(project, giver.key)))
    if passed:
        yield Told(
            "project-regrant", "bad",
            f"« {giver.name} » reverserait à {takers} {euros(passed)} de l’aide reçue, sans clause : "
            "l’article L1611-4 du CGCT l’interdit. Donnez à chaque membre sa part, ou écrivez la clause.",
        )  # fmt: skip
    else:
        yield Told(
            "project-regrant", "warn",
            f"« {giver.name} » verse {euros(total)} à {takers} sur ses autres ressources : l’aide reçue ne "
            "peut pas y servir (article L1611-4 du CGCT).",
        )  # fmt: skip


def beyond(project: Project) -> Iterable[Told]:
    """A part that is not what the member's own column awaits of that funder: the rest would pass on."""
    for part in project.parts:
        lines = [f for f in project.flows if f.side == "product" and f.funder == part.funder]
        if not lines or part.asked is None:
            continue
        awaited = sum(flow.amount or 0 for flow in lines if flow.member == part.member)
        if part.asked > awaited:
            yield Told(
                "project-beyond", "warn" if project.regrant else "bad",
                f"{part.funder} : la part demandée pour « {project.name(part.member)} » "
                f"({euros(part.asked)}) dépasse de {euros(part.asked - awaited)} ce que son budget en "
                "attend ; ce qui dépasse passerait à un autre membre (article L1611-4 du CGCT).",
            )  # fmt: skip
