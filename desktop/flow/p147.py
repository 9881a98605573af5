"""The grants of a year by the State's themes, and the table from challenge to theme that says how."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db import sight
from db.keys import key_of
from db.queries.p147 import GrantRow, ThemeRow, bridge, granted, themes
from db.queries.together import ShareRow, shares
from db.store import reader_of, say, use_case
from desktop.flow.open_data import giving, told_setting
from desktop.rules import p147 as rules
from desktop.rules.identity import check_siret
from desktop.rules.scdl import number, one_line
from desktop.rules.sharing_out import by_weight

FUNDER = "ETAT147"
_OBJECTIVE = 256  # characters


class ThemeLine(NamedTuple):
    """The part of one beneficiary's grant that counts in one theme. Cents."""

    dossier: bytes
    dossier_number: str
    siret: str
    name: str
    title: str
    objective: str
    amount: int
    theme: str  # its code, "" for none


class Told(NamedTuple):
    """The lines of a year, and what is odd in them, in French sentences."""

    lines: list[ThemeLine]
    odd: list[str]


def themed(reader: sqlite3.Connection, year: int, funder: str = FUNDER) -> Told:
    """Each grant shared between themes, members of a project apart. Raises ValueError (French)."""
    row, _giver = giving(reader, funder)
    with sight.whole(reader):
        grants = granted(reader, row.id, year)
        given: dict[bytes, list[ShareRow]] = defaultdict(list)
        if grants:
            for one in shares(reader, [grant.dossier_id for grant in grants]):
                if one.funder_id == row.id and one.voted:
                    given[one.dossier].append(one)
    ways = bridge_of(reader)
    told = Told([], [])
    for grant in grants:
        _share_out(grant, given[grant.dossier_id], ways, told)
    return Told(told.lines, list(dict.fromkeys(told.odd)))


def _share_out(grant: GrantRow, bodies: list[ShareRow], ways: rules.Bridge, told: Told) -> None:
    challenges = rules.challenges_of(grant.marks, grant.declared)
    for theme, cents in rules.shared(grant.voted, challenges, ways).items():
        if not theme:
            why = "aucun défi" if not challenges else "un défi sans thème"
            told.odd.append(f"{grant.number} : {why}, une part n’est comptée dans aucun thème.")
        if not bodies:
            told.odd.append(f"{grant.number} : la subvention n’est répartie entre aucun bénéficiaire.")
            continue
        parts = by_weight(cents, [one.voted for one in bodies])
        for body, part in zip(bodies, parts, strict=True):
            if not check_siret(body.siret).ok:
                told.odd.append(f"{grant.number} : {body.name} n’a pas de SIRET juste.")
            objective = one_line(grant.objectives)
            cut = objective if len(objective) <= _OBJECTIVE else objective[: _OBJECTIVE - 1].rstrip() + "…"
            if part:
                told.lines.append(
                    ThemeLine(
                        grant.dossier_id, grant.number, body.siret, one_line(body.name),
                        one_line(grant.title), cut, part, theme,
                    )
                )  # fmt: skip


def bridge_of(reader: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    """Code of a challenge -> codes of its themes with their per cents."""
    ways: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in bridge(reader):
        ways[row.challenge].append((row.theme, row.percent))
    return dict(ways)


def csv_of(reader: sqlite3.Connection, year: int, told: Told) -> bytes:
    """The file that the State reads. Raises ValueError (French) when there is nothing in it."""
    from desktop.exchange.scdl_out import scdl_bytes

    if not told.lines:
        raise ValueError(
            f"Aucune subvention de {year} n’est à répartir entre les thèmes. Rien n’a été écrit."
        )
    known = {row.code: row for row in themes(reader)}
    contract = told_setting(reader).get("contract", {})
    tail = [str(contract.get(name, "")) for name in ("code", "insee_dep", "insee_reg")]
    rows = [
        [
            line.siret, line.name, line.title, line.objective, number(line.amount),
            *theme_words(known, line.theme), f"{year}", "cdv", *tail,
        ]
        for line in told.lines
    ]  # fmt: skip
    return scdl_bytes(rules.COLUMNS, rows)


def theme_words(known: Mapping[str, ThemeRow], code: str) -> tuple[str, str]:
    """« 1 Cohésion sociale », « 1.3 Parentalité et droits sociaux »; two "" for no theme."""
    row = known.get(code)
    if row is None:
        return "", ""
    above = known.get(row.parent)
    return (f"{above.code} {above.title}" if above else f"{code} {row.title}"), f"{code} {row.title}"


@use_case("Changer les thèmes de l’État d’un défi", right="settings")
def set_bridge(session: Session, *, challenge: bytes, parts: Mapping[bytes, int]) -> None:
    """Say how a challenge counts: theme -> per cent. Raises ValueError (French) unless they make 100."""
    row = session.get_one(m.Challenge, challenge)
    known = {one.id: one.code for one in themes(reader_of(session))}
    if not parts.keys() <= known.keys():
        raise ValueError("Un de ces thèmes n’est plus dans la base : rien n’a été enregistré.")
    fault = rules.adds_up({known[key]: part for key, part in parts.items()}, f"{row.code} {row.short}")
    if fault:
        raise ValueError(f"{fault} Rien n’a été enregistré.")
    standing = session.scalars(select(m.ChallengeTheme).where(m.ChallengeTheme.challenge_id == challenge))
    for old in standing.all():
        if not parts.get(old.theme_id):
            session.delete(old)
    for theme, part in parts.items():
        key = key_of("challenge_theme", challenge, theme)
        kept = session.get(m.ChallengeTheme, key)
        if kept is not None and part:
            kept.percent = part
        elif part:
            session.add(m.ChallengeTheme(id=key, challenge_id=challenge, theme_id=theme, percent=part))
    said = ", ".join(f"{known[key]} {part} %" for key, part in parts.items() if part)
    say(session, f"Thèmes de l’État du défi {row.code} : {said}")
