"""A seeded city of any size: dossiers with French texts and notes, written by plain SQL."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from db.keys import key_of
from tests.office import open_office

_SYLLABLES = [
    "a", "ba", "bi", "bou", "ca", "ce", "chan", "che", "co", "cour", "da", "de", "dé", "di",
    "du", "é", "en", "fa", "fi", "fo", "ga", "ge", "gi", "gra", "ha", "i", "ja", "jeu",
    "jo", "la", "le", "li", "lo", "ma", "me", "mi", "mo", "mu", "na", "ne", "ni", "no",
    "nou", "o", "on", "ou", "pa", "par", "pe", "pi", "pla", "po", "pré", "qui", "ra", "re",
    "ri", "ro", "ru", "sa", "se", "si", "so", "sou", "ta", "te", "ti", "to", "tra", "u",
    "va", "ve", "vi", "vo", "voi",
]  # fmt: skip


def words(seed: int, count: int) -> list[str]:
    """An invented vocabulary whose first words are the most common."""
    rng = random.Random(seed)
    return ["".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 4))) for _ in range(count)]


def build(folder: Path, dossiers: int, notes_each: int = 10, seed: int = 80) -> Path:
    """A database of that many dossiers (2 kB of text each) and notes (100 characters each)."""
    store = open_office(folder)
    path = store.path
    store.close()
    rng = random.Random(seed)
    vocabulary = words(seed, 20_000)
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    pool = rng.choices(vocabulary, weights, k=400_000)

    def text(size: int) -> str:
        start = rng.randrange(len(pool) - size)
        return " ".join(pool[start : start + size])

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    triggers = _without_triggers(connection)
    _fill(connection, rng, text, dossiers, notes_each)
    for statement in triggers:
        connection.execute(statement)
    connection.execute("INSERT INTO search(search, rank) VALUES ('hashsize', 67108864)")
    connection.execute("INSERT INTO search(search) VALUES ('rebuild')")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    return path


def _without_triggers(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rows:
        connection.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in rows]


def _fill(connection: sqlite3.Connection, rng: random.Random, text, dossiers: int, notes_each: int) -> None:  # type: ignore[no-untyped-def]
    call = connection.execute("SELECT id FROM call WHERE kind = 'general'").fetchone()[0]
    quarters = [row[0] for row in connection.execute("SELECT id FROM quarter")]
    challenges = [row[0] for row in connection.execute("SELECT id FROM challenge")]
    funder = connection.execute("SELECT id FROM funder ORDER BY rank").fetchone()[0]
    stages = ["received", "incomplete", "complete", "instruction", "opinion", "ready", "decided", "notified"]
    applicants = []
    for n in range(max(dossiers // 4, 1)):
        key = key_of("bench-applicant", str(n))
        name = text(3).title()
        applicants.append((key, name, f"{n:014d}"))
    connection.executemany(
        "INSERT INTO applicant(id, name, name_key, siret, acronym, kind, rna, legal_form, legal_form_code, naf, "
        "purpose, address, postcode, city, insee, email, phone, website) "
        "VALUES (?1, ?2, lower(?2), ?3, '', 'association', '', '', '', '', '', '1 rue', '80000', 'Amiens', '', '', '', '')",
        applicants,
    )
    for n in range(dossiers):
        key = key_of("bench", str(n))
        title, body = text(6), text(330)
        asked = rng.randrange(1_000_00, 40_000_00, 100_00)
        applicant = applicants[rng.randrange(len(applicants))]
        connection.execute(
            "INSERT INTO dossier(id, number, call_id, applicant_id, title, title_key, stage, asked, cost, due_on, place, "
            "deposited_at, officer, source, source_id, source_state, proposal_opinion, proposal_reason) "
            "VALUES (?, ?, ?, ?, ?, lower(?5), ?, ?, ?, ?, '', ?, '', 'ds', ?, '', '', '')",
            (
                key, f"2026-{n:06d}", call, applicant[0], title, stages[rng.randrange(8)], asked, asked * 2,
                f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}", "2026-01-09 10:00:00", str(n),
            ),
        )  # fmt: skip
        connection.execute(
            "INSERT INTO section(id, dossier_id, code, body) VALUES (?, ?, 'description', ?)",
            (key_of("bench-section", str(n)), key, body),
        )
        quarter = rng.choice(quarters)
        connection.execute(
            "INSERT INTO dossier_quarter VALUES (?, ?, ?)", (key_of("bench-quarter", str(n)), key, quarter)
        )
        for challenge in rng.sample(challenges, 2):
            connection.execute(
                "INSERT INTO mark(id, dossier_id, challenge_id, level, reason, author) VALUES (?, ?, ?, ?, '', '')",
                (key_of("bench-mark", key, challenge), key, challenge, rng.randrange(1, 4)),
            )
        connection.execute(
            "INSERT INTO amount(id, dossier_id, funder_id, asked, proposed) VALUES (?, ?, ?, ?, ?)",
            (key_of("bench-amount", str(n)), key, funder, asked, asked // 2),
        )
        connection.execute("INSERT INTO total VALUES (?, ?, NULL, NULL)", (key, asked // 2))
        connection.execute(
            "INSERT INTO search_doc(ent, rid, dossier, title, body) VALUES ('dossier', ?, ?, ?, ?)",
            (key, key, f"2026-{n:06d} {title} {applicant[1]}", body),
        )
        for k in range(notes_each):
            note = key_of("bench-note", str(n), str(k))
            words_ = text(17)
            connection.execute(
                "INSERT INTO annotation(id, dossier_id, place, rects, quote, before, after, orphan, strength, text, "
                "audience, author, at) VALUES (?, ?, 'dossier', '', '', '', '', 0, 0, ?, 'team', 'B', '2026-02-01 09:00:00')",
                (note, key, words_),
            )
            connection.execute(
                "INSERT INTO search_doc(ent, rid, dossier, title, body) VALUES ('annotation', ?, ?, '', ?)",
                (note, key, words_),
            )
