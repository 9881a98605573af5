"""Settings of who may what: the rights that an office gives to its roles otherwise than they come."""

from __future__ import annotations

from typing import Any

from desktop.rules.roles import FIXED, RIGHTS, ROLES, SETTABLE
from desktop.rules.settings.field import Field, Subject

RIGHTS_OF_ROLES = Subject(
    "rights", "Droits",
    "Ce que chaque rôle peut faire, à l’écran, au terminal et par la mallette. L’administrateur peut "
    "toujours tout, le lecteur n’écrit jamais rien : nul ne peut s’enfermer dehors.",
    "Personnes et droits", "key-round",
    (
        Field("words", "Droit", needed=True, fixed=True),
        Field("roles", "Rôles qui l’ont", "many", choices=SETTABLE,
              about="Avec l’administrateur. Un rôle à qui l’on donne un droit écrit ce que ce droit écrit."),
    ),
    room="rights", label=("words",), adds=False, removes=False, right="people",
)  # fmt: skip


def as_shipped() -> dict[str, dict[str, Any]]:
    """Each right that can be set, with the roles that come with it."""
    return {
        verb: {
            "words": words[:1].upper() + words[1:],
            "roles": [role for role, _ in ROLES if role in held and role in dict(SETTABLE)],
        }
        for verb, (words, held) in RIGHTS.items()
        if verb not in FIXED
    }
