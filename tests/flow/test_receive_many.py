"""A long list: few statements, and each row still finds what the rows before it brought."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import event

from db.journal import broken_steps
from db.store import Store
from desktop.exchange.application import Applicant, Application
from desktop.flow.receive import receive
from tests.office import application, bring, read_of


def row(number: str, title: str = "Atelier du mercredi", **of: str) -> Application:
    made = Application(source="table:essai", source_id=number, row=f"ligne {number}", title=title)
    made.applicant = Applicant(**{"name": "Les Amis de l’Essai", **of})
    made.asked, made.deposited_at = 500_000, dt.datetime(2026, 1, 12, 9, 0)
    return made


def statements(store: Store, count: int, first: int) -> int:
    batch = read_of(
        *(row(str(n), f"Action {n}", name=f"Association {n % 40}") for n in range(first, first + count))
    )
    told: list[str] = []

    def note(_connection, _cursor, sql, *_rest) -> None:  # type: ignore[no-untyped-def]
        told.append(sql)

    event.listen(store._engine, "before_cursor_execute", note)
    done = store.do(receive, read=batch)
    event.remove(store._engine, "before_cursor_execute", note)
    assert [intake.status for intake in done.value] == ["new"] * count
    return len(told)


def test_twice_the_rows_do_not_cost_twice_the_statements(store: Store) -> None:
    few, many = statements(store, 90, 1000), statements(store, 180, 2000)
    assert many - few < 40, (few, many)
    assert broken_steps(store.reader) == []


def test_a_row_finds_the_applicant_that_a_row_before_it_brought(store: Store) -> None:
    bring(
        store,
        row("1", rna="W802000001"),
        row("2", "Sortie au musée", rna="W802000001", siret="35600000000048"),
        row("3", "Repas de quartier", siret="35600000000048", name="Autre nom"),
        row("4", "Chorale", name="LES AMIS DE L'ESSAI"),
    )
    found = store.reader.execute("SELECT name, rna, siret FROM applicant").fetchall()
    assert found == [("Les Amis de l’Essai", "W802000001", "35600000000048")]
    whose = store.reader.execute("SELECT count(DISTINCT applicant_id), count(*) FROM dossier").fetchone()
    assert whose == (1, 4)


def test_a_row_is_told_like_one_before_it_in_the_same_file_and_in_the_base(store: Store) -> None:
    bring(store, row("1", rna="W802000001"))
    later = bring(store, row("2", rna="W802000001"), row("3", "ATELIER DU MERCREDI", rna="W802000001"))
    words = [problem.message for intake in later for problem in intake.problems]
    assert [sentence.split(" : ")[0] for sentence in words] == [
        "Ressemble au dossier 2026-0001", "Ressemble au dossier 2026-0001", "Ressemble au dossier 2026-0002",
    ]  # fmt: skip


def test_the_same_number_twice_in_a_file_is_one_dossier(store: Store) -> None:
    first, again = bring(store, row("1"), row("1", "Atelier du jeudi"))
    assert (first.status, again.status) == ("new", "changed")
    assert store.reader.execute("SELECT title FROM dossier").fetchall() == [("Atelier du jeudi",)]


def test_a_number_of_another_portal_told_by_one_row_leads_the_next_to_its_dossier(store: Store) -> None:
    first = row("1")
    first.also_known = [("ds", "26500077")]
    made = bring(store, first, application("26500077"))
    assert [intake.number for intake in made] == ["2026-0001", "2026-0001"]


def test_numbers_go_on_after_the_last_of_the_year(store: Store) -> None:
    old = row("1")
    old.exercise = 2024
    bring(store, old, row("2"))
    again = row("3")
    again.exercise = 2024
    assert [i.number for i in bring(store, again, row("4"))] == ["2024-0002", "2026-0002"]
