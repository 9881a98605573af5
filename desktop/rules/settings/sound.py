"""What must hold among all the entries of a subject; resources/ itself is held to the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from desktop.rules.folding import fold
from desktop.rules.settings.field import Entries, Fault


def distinct(*names: str, words: str) -> Callable[[Entries], list[Fault]]:
    """No two entries have the same values there."""

    def look(entries: Entries) -> list[Fault]:
        said: dict[tuple[str, ...], str] = {}
        found = []
        for code, entry in entries.items():
            value = tuple(fold(str(entry.get(name) or "")) for name in names)
            if any(value) and said.setdefault(value, code) != code:
                found.append(Fault(code, names[-1], f"{words} : « {entry.get(names[-1])} » est déjà pris."))
        return found

    return look


def aliases_apart(entries: Entries) -> list[Fault]:
    """A name that an export writes leads to one entry alone."""
    said: dict[str, str] = {}
    found = []
    for code, entry in entries.items():
        for alias in entry.get("aliases") or ():
            if said.setdefault(fold(alias), code) != code:
                found.append(Fault(code, "aliases", f"Autres noms : « {alias} » mène déjà ailleurs."))
    return found


def weights_of_hundred(entries: Entries) -> list[Fault]:
    """The criteria of each scoring grid weigh 100 together."""
    sums: dict[str, int] = defaultdict(int)
    for entry in entries.values():
        sums[str(entry.get("grid_id"))] += entry.get("weight") or 0
    return [
        Fault("", "weight", f"Les poids des critères d’une grille font {total}, et doivent faire 100.")
        for total in sums.values()
        if total != 100
    ]


def sentences_in_a_letter(entries: Entries) -> list[Fault]:
    """A reason follows « En effet, » : it begins small and ends with a full stop; its label begins large."""
    found = []
    for code, entry in entries.items():
        sentence, label = str(entry.get("sentence") or ""), str(entry.get("label") or "")
        if sentence and not (sentence[0].islower() and sentence.endswith(".")):
            told = "Phrase du courrier : elle commence par une minuscule et finit par un point."
            found.append(Fault(code, "sentence", told))
        if label and not label[0].isupper():
            found.append(Fault(code, "label", "Motif : il commence par une majuscule."))
    return found


def pieces_that_can_be_due(entries: Entries) -> list[Fault]:
    """What is given in some cases alone is not demanded from the start."""
    return [
        Fault(code, "required", "Obligatoire : une pièce donnée selon le cas ne l’est pas d’emblée.")
        for code, entry in entries.items()
        if entry.get("required") and entry.get("moment") in ("conditional", "asked")
    ]


def ranks_follow(*within: str) -> Callable[[Entries], list[Fault]]:
    """No two entries stand at the same place."""

    def look(entries: Entries) -> list[Fault]:
        places = Counter(
            (*(str(entry.get(name)) for name in within), entry.get("rank")) for entry in entries.values()
        )
        return [
            Fault(code, "rank", f"Rang : deux lignes sont au rang {entry.get('rank')}.")
            for code, entry in entries.items()
            if places[(*(str(entry.get(name)) for name in within), entry.get("rank"))] > 1
        ]

    return look


def dates_in_order(entries: Entries) -> list[Fault]:
    """A delegation ends after it began."""
    return [
        Fault(code, "valid_to", "Fin de la délégation : elle précède son début.")
        for code, entry in entries.items()
        if entry.get("valid_from") and entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]
    ]


def on_a_sheet(entries: Entries) -> list[Fault]:
    """The labels of a sheet hold on A4."""
    found = []
    for code, entry in entries.items():
        wide = _span(entry.get("left"), entry.get("columns"), entry.get("width"), entry.get("gap_x"))
        high = _span(entry.get("top"), entry.get("rows"), entry.get("height"), entry.get("gap_y"))
        if wide > 210.5 or high > 297.5:
            found.append(Fault(code, "columns", "La planche ne tient pas sur une feuille A4."))
    return found


def _span(start: float | None, count: float | None, size: float | None, gap: float | None) -> float:
    many = count or 0
    return (start or 0) + many * (size or 0) + max(0, many - 1) * (gap or 0)


def one_chair(entries: Entries) -> list[Fault]:
    """A session has one chair, and no more votes asked than there are."""
    found = []
    for code, entry in entries.items():
        seats = entry.get("member") or []
        voting = sum(seat.get("voting", True) is not False for seat in seats)
        if sum(seat.get("role") == "chair" for seat in seats) > 1:
            found.append(Fault(code, "member", "Membres : un seul préside."))
        if (entry.get("quorum") or 0) > voting:
            found.append(Fault(code, "quorum", f"Quorum : {voting} membres seulement votent."))
    return found
