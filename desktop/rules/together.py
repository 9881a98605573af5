"""A project that several associations carry: what must balance in it, told in French sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.rules.budget import totals
from desktop.rules.french import listed
from desktop.rules.money import euros
from desktop.rules.project import COLUMNS, LEADER, PARTNER, ROLES, Column, Flow, Key, Part, Project, Told
from desktop.rules.regrant import beyond, given_on

__all__ = [
    "COLUMNS", "LEADER", "PARTNER", "ROLES", "Column", "Flow", "Part", "Project", "Told", "look",
    "shares_off", "weights", "why_not",
]  # fmt: skip


def look(project: Project) -> list[Told]:
    """Everything that does not hold in a project, the worst first."""
    found = [
        *_people(project), *_within(project), *_between(project), *_whole(project), *shares_off(project),
        *given_on(project), *beyond(project),
    ]  # fmt: skip
    return sorted(found, key=lambda told: told.level != "bad")


def _people(project: Project) -> Iterable[Told]:
    leaders = [column for column in project.here() if column.role == LEADER]
    if not leaders:
        yield Told("project-leader", "bad", "Le projet n’a pas de chef de file : désignez-en un.")
    elif len(leaders) > 1:
        names = listed([f"« {column.name} »" for column in leaders])
        yield Told(
            "project-leader", "bad", f"Le projet a plusieurs chefs de file ({names}) : un seul le conduit."
        )
    elif project.applicant and leaders[0].name != project.applicant:
        yield Told(
            "project-leader", "warn",
            f"Le chef de file, « {leaders[0].name} », n’est pas le porteur du dossier, "
            f"« {project.applicant} ».",
        )  # fmt: skip
    if len(project.here()) < 2:
        yield Told("project-alone", "warn", "Une proposition coordonnée réunit au moins deux membres.")
    lacking = [f"« {c.name} »" for c in project.here() if c.role != LEADER and not c.agreed]
    if lacking:
        yield Told(
            "project-agreement", "warn", f"L’accord de partenariat n’est pas signé par {listed(lacking)}."
        )


def _within(project: Project) -> Iterable[Told]:
    """The charges of each member are its products."""
    for column in project.columns:
        sums = totals([flow.line for flow in project.of(column.key)])
        if sums.gap:
            what = (
                "les produits dépassent les charges" if sums.gap > 0 else "les charges dépassent les produits"
            )
            yield Told(
                "project-column", "bad",
                f"Budget de « {column.name} » : {what} de {euros(abs(sums.gap))} "
                f"(charges {euros(sums.charges)}, produits {euros(sums.products)}).",
            )  # fmt: skip


def _pairs(project: Project) -> dict[tuple[Key, Key], tuple[int, int]]:
    """Who gives, who receives: what the one writes as a charge, what the other writes as a product."""
    sums: dict[tuple[Key, Key], tuple[int, int]] = {}
    for flow in project.flows:
        if flow.other is None or flow.amount is None:
            continue
        pair = (flow.member, flow.other) if flow.side == "charge" else (flow.other, flow.member)
        given, received = sums.get(pair, (0, 0))
        charge = flow.side == "charge"
        sums[pair] = (given + flow.amount * charge, received + flow.amount * (not charge))
    return sums


def _between(project: Project) -> Iterable[Told]:
    for (giver, taker), (given, received) in _pairs(project).items():
        if given != received:
            yield Told(
                "project-flow", "bad",
                f"« {project.name(giver)} » verse {euros(given)} à « {project.name(taker)} », qui en inscrit "
                f"{euros(received)} : l’écart est de {euros(abs(given - received))}.",
            )  # fmt: skip


def _whole(project: Project) -> Iterable[Told]:
    """The columns together, what passes between members left out, are the budget of the dossier."""
    outside = [flow.line for flow in project.flows if flow.other is None]
    if not outside or not project.budget:
        return
    columns, whole = totals(outside), totals(project.budget)
    for name, ours, theirs in (
        ("charges", columns.charges, whole.charges),
        ("produits", columns.products, whole.products),
    ):
        if ours != theirs:
            more = "de plus" if ours > theirs else "de moins"
            yield Told(
                "project-sum", "bad",
                f"Les {name} des membres font {euros(ours)}, le budget du dossier {euros(theirs)} : "
                f"{euros(abs(ours - theirs))} {more} (flux internes non comptés).",
            )  # fmt: skip


def shares_off(project: Project) -> list[Told]:
    """Funders whose parts are not what the dossier says of them."""
    found = []
    for whole in project.whole:
        mine = [part for part in project.parts if part.funder == whole.funder]
        for field, word in COLUMNS.items():
            told, known = getattr(whole, field), [getattr(part, field) for part in mine]
            summed = sum(cents or 0 for cents in known)
            if told is None and all(cents is None for cents in known):
                continue
            if summed != (told or 0):
                gap = euros(abs(summed - (told or 0)))
                more = f"{gap} de trop" if summed > (told or 0) else f"il manque {gap}"
                found.append(
                    Told(
                        "project-share", "bad",
                        f"{whole.funder}, {word} : les parts des membres font {euros(summed)}, le dossier "
                        f"{euros(told or 0)} ({more}).",
                        field == "voted",
                    )
                )  # fmt: skip
    for part in project.parts:
        if part.funder not in {whole.funder for whole in project.whole} and any(part[2:]):
            found.append(
                Told("project-share", "bad",
                     f"{part.funder} : « {project.name(part.member)} » a une part, mais le dossier ne "
                     "demande rien à ce financeur.", bool(part.voted))
            )  # fmt: skip
    return found


def weights(parts: Mapping[Key, tuple[int | None, int | None]], members: Sequence[Key]) -> dict[Key, int]:
    """What an amount is shared by: what each member asked, else what it is proposed; all alike otherwise."""
    for place in (0, 1):
        told = {key: (parts.get(key, (None, None))[place] or 0) for key in members}
        if any(told.values()):
            return told
    return dict.fromkeys(members, 1)


def why_not(funder: str, column: str, told: int | None, given: Mapping[str, int]) -> str:
    """The French sentence that refuses a split; "" when it adds up. `given`: cents by name of member."""
    word = COLUMNS[column]
    for name, cents in given.items():
        if cents < 0:
            return f"La part de « {name} » est négative : rien n’a été enregistré."
    if told is None:
        return f"{funder} : rien n’est {word} pour ce dossier, il n’y a rien à répartir."
    gap = sum(given.values()) - told
    if gap:
        more = f"{euros(gap)} de trop" if gap > 0 else f"il manque {euros(-gap)}"
        return (
            f"{funder} : les parts font {euros(sum(given.values()))}, le montant {word} est de {euros(told)} "
            f"({more}). Rien n’a été enregistré."
        )
    return ""
