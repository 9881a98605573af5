"""Who may write what, as rows that the hub keeps: the table of the roles, with its defaults told outright."""

from __future__ import annotations

from desktop.rules.journey import STAGES
from desktop.rules.roles import OP_RIGHTS, ROLES, may_write

Privilege = tuple[str, str, list[str]]  # table, "*" or "+" or "-" or a field, roles


def privileges() -> list[Privilege]:
    """The rights of `may_write`, row by row. ("*", "*"): the tables that are not named.

    A stage asks which way it moves: "stage>decided" is who may go there, "stage<decided" who may leave it.
    """
    desk = _roles("", "")
    found: list[Privilege] = [("*", "*", desk)]
    found += [(table, what, sorted(roles)) for (table, what), roles in OP_RIGHTS.items()]
    for stage in STAGES:
        there, back = _roles("dossier", "stage", None, stage.code), _roles("dossier", "stage", stage.code)
        found += [("dossier", f"stage>{stage.code}", there)] if there != desk else []
        found += [("dossier", f"stage<{stage.code}", back)] if back != desk else []
    return found


def _roles(table: str, field: str, base: str | None = None, val: str | None = None) -> list[str]:
    return sorted(role for role, _ in ROLES if may_write(role, table, field, "update", base, val))
