"""The State's themes: a grant shared between those its challenges count in, to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.rules.sharing_out import by_weight, evenly, kept_challenges

COLUMNS = (
    "code_tiers", "raison_sociale", "lib_action", "objectif", "montant", "theme", "sous_theme", "annee",
    "echelle", "code_cv", "insee_dep", "insee_reg",
)  # fmt: skip
WHOLE = 100  # per cent, of a challenge
NO_THEME = ""

Bridge = Mapping[str, Sequence[tuple[str, int]]]  # challenge -> (theme, per cent)


def shared(cents: int, challenges: Sequence[str], bridge: Bridge) -> dict[str, int]:
    """Theme -> its part: even between challenges, then by per cents; what has no theme stands under ""."""
    found: dict[str, int] = {}
    if not challenges:
        return {NO_THEME: cents}
    for code, part in zip(challenges, evenly(cents, len(challenges)), strict=True):
        themes = bridge.get(code) or ((NO_THEME, WHOLE),)
        for (theme, _), share in zip(themes, by_weight(part, [per for _, per in themes]), strict=True):
            found[theme] = found.get(theme, 0) + share
    return {theme: share for theme, share in found.items() if share}


def challenges_of(marks: str, declared: str) -> list[str]:
    """The challenges a grant counts for, from « D01:3,D04:2 » and « D01,D04 », as the figures count them."""
    told = [one.split(":") for one in marks.split(",") if one]
    return kept_challenges(
        [(code, int(level)) for code, level in told], [code for code in declared.split(",") if code]
    )


def adds_up(parts: Mapping[str, int], name: str) -> str:
    """A French sentence when the per cents of a challenge are not those of a whole, "" when they are."""
    if any(part < 0 for part in parts.values()):
        return f"{name} : une part ne peut pas être négative."
    total = sum(parts.values())
    if total == WHOLE:
        return ""
    left = WHOLE - total
    what = f"il manque {left} %" if left > 0 else f"il y a {-left} % de trop"
    return f"{name} : les parts font {total} % au lieu de 100 ({what})."
