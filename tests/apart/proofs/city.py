"""The city of the reference scenario, written through the store so that every row stands in the journal."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.merge.check import keep
from db.store import Store, use_case
from desktop.flow.found import put
from tests.office import founded

STAGES = ("received", "complete", "instruction", "opinion", "ready")
NOUNS = (
    "Ateliers", "Lecture", "Jardin", "Théâtre", "Cuisine", "Couture", "Football", "Musique", "Médiation",
    "Emploi", "Santé", "Numérique",
)  # fmt: skip
WORDS = (
    "au", "pied", "des", "immeubles", "avec", "les", "familles", "du", "quartier", "pour", "rencontrer",
    "écouter", "accompagner", "lire", "jouer", "apprendre", "partager", "préparer", "la", "rentrée",
    "trouver", "un", "premier", "emploi", "près", "de", "place",
)  # fmt: skip
AT = dt.datetime(2026, 2, 2, 9, 0)
DAY = dt.date(2026, 2, 2)


def sentence(rng: random.Random, size: int = 12) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(size)).capitalize() + "."


@use_case("Remplir la ville d’essai")
def fill(session: Session, *, dossiers: int, seed: int = 1) -> None:
    """Per dossier: ten notes, five scores, an opinion, a piece, an amount; a decision for one in four."""
    rng = random.Random(seed)
    call = session.scalars(select(m.Call.id).where(m.Call.kind == "general")).one()
    wave = session.scalars(select(m.Wave.id).where(m.Wave.call_id == call)).first()
    applicants = [key_of("city-applicant", str(n)) for n in range(max(dossiers // 4, 1))]
    funder = session.scalars(select(m.Funder.id).order_by(m.Funder.rank)).first()
    quarters = list(session.scalars(select(m.Quarter.id).order_by(m.Quarter.rank)))
    grid = session.scalars(select(m.ScoreGrid.id)).first()
    criteria = list(session.scalars(select(m.Criterion.id).order_by(m.Criterion.rank)))[:5]
    rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in _ORDER}
    for n, key in enumerate(applicants):
        name = f"{rng.choice(NOUNS)} d’essai {n:04d}"
        rows[m.Applicant].append({"id": key, "name": name, "name_key": name.lower()})
    for n in range(dossiers):
        key = key_of("city", str(n))
        title = f"{rng.choice(NOUNS)} {sentence(rng, 4)}"
        asked = rng.randrange(2_000_00, 30_000_00, 100_00)
        rows[m.Dossier].append(
            {
                "id": key, "number": f"2026-{n + 1:04d}", "call_id": call, "wave_id": wave, "title": title,
                "applicant_id": applicants[n % len(applicants)], "title_key": title.lower(),
                "stage": STAGES[n % len(STAGES)], "asked": asked, "cost": asked * 2, "deposited_at": AT,
                "place": rng.choice(NOUNS), "source": "ds", "source_id": f"{n:08d}",
            }
        )  # fmt: skip
        rows[m.DossierQuarter].append(
            {"id": key_of("city-quarter", key), "dossier_id": key, "quarter_id": quarters[n % len(quarters)]}
        )
        rows[m.Amount].append(
            {
                "id": key_of("amount", key, funder), "dossier_id": key, "funder_id": funder, "asked": asked,
                "proposed": asked // 2,
            }
        )  # fmt: skip
        _read(rows, rng, key, n)
        _judge(rows, key, grid, criteria)
        if n % 4 == 0:
            rows[m.Decision].append(
                {"id": key_of("decision", key), "dossier_id": key, "outcome": "granted", "decided_on": DAY}
            )
    for model, values in rows.items():
        session.execute(insert(model), values)
    put(session, "exchange", {"role": "hub", "hub": HUB, "means": "satchel"})


_ORDER = (
    m.Applicant, m.Dossier, m.DossierQuarter, m.Amount, m.Annotation, m.Opinion, m.Piece, m.Assessment,
    m.Score, m.Decision,
)  # fmt: skip


def _read(rows: dict[Any, list[dict[str, Any]]], rng: random.Random, key: bytes, n: int) -> None:
    for k in range(10):
        rows[m.Annotation].append(
            {
                "id": key_of("city-note", key, str(k)), "dossier_id": key, "place": "dossier",
                "text": sentence(rng), "author": "B. Modèle", "at": AT,
            }
        )  # fmt: skip
    rows[m.Opinion].append(
        {
            "id": key_of("city-opinion", key), "dossier_id": key, "partner": "Service d’essai",
            "value": "favourable", "comment": sentence(rng, 20),
        }
    )  # fmt: skip
    rows[m.Piece].append(
        {"id": key_of("city-piece", key), "dossier_id": key, "label": "Statuts", "name": f"statuts-{n}.pdf"}
    )


def _judge(rows: dict[Any, list[dict[str, Any]]], key: bytes, grid: Any, criteria: list[bytes]) -> None:
    assessment = key_of("city-assessment", key)
    rows[m.Assessment].append(
        {
            "id": assessment, "dossier_id": key, "grid_id": grid, "state": "final", "author": "B. Modèle",
            "at": AT,
        }
    )  # fmt: skip
    for rank, criterion in enumerate(criteria):
        rows[m.Score].append(
            {
                "id": key_of("city-score", key, criterion), "dossier_id": key, "assessment_id": assessment,
                "criterion_id": criterion, "value": rank % 6,
            }
        )  # fmt: skip


GIVEN: dict[int, Path] = {}  # made by another process


@cache
def city(dossiers: int) -> Path:
    """A base of that many dossiers, indexed, closed; made once a session. Copy it, never open it."""
    if dossiers in GIVEN:
        return GIVEN[dossiers]
    path = Path(mkdtemp(prefix="parvis-city-")) / "city.db"
    shutil.copyfile(founded(), path)
    store = Store(path, author="Reprise", place=HUB)
    store.do(fill, dossiers=dossiers)
    with store.write_raw() as raw:
        keep(raw, "site", HUB)
    while store.index_search(5000):
        pass
    store.close()
    return path


HUB = "Hôtel de ville"


@cache
def empty() -> Path:
    """A base with its tables and nothing in them."""
    path = Path(mkdtemp(prefix="parvis-empty-")) / "empty.db"
    Store(path, author="Personne", place="nulle part").close()
    return path


def copy_of(source: Path, target: Path) -> Path:
    """A closed base copied with what belongs to it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for end in ("-wal", "-shm"):
        assert not os.path.exists(f"{source}{end}"), "an open base is never copied"  # noqa: PTH110
    shutil.copyfile(source, target)
    return target
