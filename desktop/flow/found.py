"""Found an office: fill a new database from resources/, complete from the first minute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import author_of, make_final, use_case
from desktop.flow.found_committee import add_money_rules, add_partners
from desktop.flow.found_duties import add_duties
from desktop.flow.found_keeping import add_retention
from desktop.flow.found_scores import add_score_grids
from desktop.told_file import as_shipped, told_file


def _files(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.toml")):
        yield told_file(path)


def _lines(values: list[str] | None) -> str:
    return "\n".join(values or [])


def is_founded(session: Session) -> bool:
    return session.query(m.Grid).first() is not None


@use_case("Préparer la base", right="upkeep")
def found(
    session: Session,
    *,
    resources: Path,
    call: Mapping[str, Any] | None = None,
    head: Mapping[str, str] | None = None,
) -> None:
    """Write the grid, quarters, funders, calls, pieces, reasons, phrases, views, signatory and letterhead.
    With a `call`, that one in place of those of resources; `head` says who writes the letters. Raises
    AlteredFile (French) when what the program ships was changed."""
    with as_shipped(resources.name, StatementError):
        _fill(session, resources, call, head)
    make_final(session, "La préparation de la base ne s’annule pas.")


def _fill(
    session: Session, resources: Path, call: Mapping[str, Any] | None, head: Mapping[str, str] | None
) -> None:
    _grids(session, resources / "grids")
    _quarters(session, resources / "quarters")
    _funders(session, resources / "funders")
    for told in _files(resources / "calls") if call is None else (dict(call),):
        add_call(session, told)
    add_score_grids(session, resources / "grids")
    add_partners(session, resources / "partners")
    add_money_rules(session, resources / "money")
    add_retention(session, resources)
    add_duties(session, resources)
    _pieces(session, resources / "pieces")
    _words(session, resources)
    _letterhead(session, resources / "letters" / "letterhead.toml", head or {})
    _views(session)
    _office(session)
    session.flush()


def _grids(session: Session, folder: Path) -> None:
    for data in _files(folder):
        if data.get("kind") == "score":
            continue  # desktop.flow.found_scores
        grid = m.Grid(
            id=key_of("grid", data["id"]), code=data["id"], version=data["version"], title=data["title"]
        )
        session.add(grid)
        for entry in data["challenge"]:
            challenge = m.Challenge(
                id=key_of("challenge", data["id"], entry["code"]),
                grid_id=grid.id,
                code=entry["code"],
                rank=entry["rank"],
                title=entry["title"],
                short=entry["short"],
                colour=entry["colour"],
                icon=entry["icon"],
                aliases=_lines(entry.get("aliases")),
            )
            session.add(challenge)
            for sub in entry.get("sub", []):
                session.add(
                    m.Objective(
                        id=key_of("objective", data["id"], sub["code"]),
                        challenge_id=challenge.id,
                        code=sub["code"],
                        title=sub["title"],
                        to_confirm=sub.get("to_confirm", False),
                    )
                )


def outlines(folder: Path) -> dict[str, str]:
    """Code of a quarter -> its GeoJSON geometry, from the *.geojson of resources/quarters."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code = feature["properties"]["code_qp"]
            found[code] = json.dumps(feature["geometry"], separators=(",", ":"))
    return found


def _quarters(session: Session, folder: Path) -> None:
    drawn = outlines(folder)
    for data in _files(folder):
        for entry in data["quarter"]:
            names = [entry["name"], entry.get("old_code", ""), *entry.get("aliases", [])]
            session.add(
                m.Quarter(
                    id=key_of("quarter", entry["code"]),
                    code=entry["code"],
                    rank=entry["rank"],
                    name=entry.get("city_name", entry["name"]),
                    short=entry["short"],
                    article=entry.get("of", ""),
                    aliases=_lines([name for name in names if name]),
                    residents=entry.get("residents"),
                    outline=drawn.get(entry["code"], ""),
                )
            )


def _funders(session: Session, folder: Path) -> None:
    for data in _files(folder):
        for rank, entry in enumerate(data["funder"], start=1):
            session.add(
                m.Funder(
                    id=key_of("funder", entry["code"]),
                    code=entry["code"],
                    rank=entry.get("rank", rank),
                    name=entry["name"],
                    letter_name=entry.get("letter_name", entry["name"]),
                    account=entry.get("account", ""),
                    aliases=_lines(entry.get("aliases")),
                )
            )


def add_call(session: Session, data: dict[str, Any]) -> None:
    """One call with its waves and envelopes, as a file of resources/calls tells it."""
    call = m.Call(
        id=key_of("call", data["id"]),
        code=data["id"],
        title=data["title"],
        kind=data["kind"],
        year=data["year"],
        grid_id=key_of("grid", data["grid"]),
    )
    session.add(call)
    for entry in data.get("wave", []):
        closing = {kind: day.isoformat() for kind, day in entry.get("closing", {}).items()}
        session.add(
            m.Wave(
                id=key_of("wave", data["id"], entry["code"]),
                call_id=call.id,
                rank=entry["rank"],
                title=entry["title"],
                opens_on=entry.get("opening"),
                closes_on=entry.get("closing", {}).get("association"),
                closings=_lines([f"{kind}={day}" for kind, day in closing.items()]),
                decides_on=entry.get("committee"),
            )
        )
    for entry in data.get("envelope", []):
        if "wave" in entry:
            wave = key_of("wave", data["id"], entry["wave"])
            session.add(
                m.Envelope(
                    id=key_of("envelope", wave, entry["funder"]),
                    year=data["year"],
                    call_id=call.id,
                    wave_id=wave,
                    funder_id=key_of("funder", entry["funder"]),
                    amount=entry["amount"],
                )
            )


def _pieces(session: Session, folder: Path) -> None:
    session.add_all(piece_kinds(folder))


def piece_kinds(folder: Path) -> list[m.PieceKind]:
    """The pieces that each kind of applicant gives, as the files tell them."""
    return [
        m.PieceKind(
            id=key_of("piece_kind", data["kind"], entry["code"]),
            code=entry["code"],
            rank=entry["rank"],
            title=entry["label"],
            asked_of=data["kind"],
            moment=entry["when"],
            required=entry["required"],
            rule=entry.get("rule", ""),
            aliases=_lines(entry.get("aliases")),
            calls=" ".join(entry.get("calls", [])),
            valid_months=entry.get("valid_months", 0),
            reusable=entry.get("reusable", False),
        )
        for data in _files(folder)
        for entry in data["piece"]
    ]


def _words(session: Session, resources: Path) -> None:
    for data in _files(resources / "reasons"):
        for rank, entry in enumerate(data["reason"], start=1):
            session.add(
                m.Reason(
                    id=key_of("reason", entry["code"]),
                    code=entry["code"],
                    rank=rank,
                    outcomes=" ".join(entry["outcomes"]),
                    label=entry["label"],
                    sentence=entry["sentence"],
                )
            )
    for data in _files(resources / "labels"):
        for entry in data["label"]:
            session.add(
                m.Label(id=key_of("label", entry["name"]), name=entry["name"], colour=entry["colour"])
            )
    for data in _files(resources / "phrases"):
        for entry in data["phrase"]:
            text = entry["text"]
            session.add(m.Phrase(id=key_of("phrase", text), text=text, challenge=entry.get("challenge", "")))


def _letterhead(session: Session, path: Path, head: Mapping[str, str]) -> None:
    data = told_file(path)
    for role, entry in data["signataires"].items():
        session.add(
            m.Signatory(
                id=key_of("signatory", role),
                name=entry["nom"],
                position=entry["qualite"],
                delegation=entry["mention"],
                valid_from=entry["debut"],
                valid_to=entry["fin"],
                to_confirm=data.get("a_confirmer", True),
            )
        )
    put(session, "letterhead", {**data["organisme"], **head})


def put(session: Session, name: str, value: Any) -> None:
    """Keep one named value of the office."""
    row = session.get(m.Setting, key_of("setting", name))
    text = json.dumps(value, ensure_ascii=False, default=str)
    if row is None:
        session.add(m.Setting(id=key_of("setting", name), name=name, value=text))
    else:
        row.value = text


def _office(session: Session) -> None:
    """Who founds the base, on which workstation: the first of its people and machines."""
    name, site = author_of(session), session.info["step"].site
    initials = "".join(word[0] for word in name.split())[:3].upper()
    session.add(m.Person(id=key_of("person", name), name=name, initials=initials, role="administrator"))
    session.add(m.Workstation(id=key_of("workstation", site), name=site))


def _views(session: Session) -> None:
    views = (
        ("À instruire", "user", "étape:instruction", "due"),
        ("Pièces manquantes", "clock", "pièce:manquante", "due"),
        ("Prêts pour le comité", "calendar-check", "étape:prêt", "number"),
        ("Demandes > 23 000 €", "file-pen", "demandé>23000", "asked"),
    )
    for rank, (name, icon, query, sort) in enumerate(views, start=1):
        session.add(
            m.SavedView(id=key_of("view", name), name=name, rank=rank, icon=icon, query=query, sort=sort)
        )
