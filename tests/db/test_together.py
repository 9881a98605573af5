"""What each body is given: one row a member and funder of a project, one a funder for any other dossier."""

from __future__ import annotations

from pathlib import Path

from db.queries.together import shares
from desktop.flow.decide import decide
from tests.office import open_office
from tests.session import funder, ready


def test_a_dossier_without_members_gives_one_row_a_funder(tmp_path: Path) -> None:
    store = open_office(tmp_path)
    first, second = ready(store, 2)
    given = {funder(store): 4_000_00, funder(store, "ETAT147"): 5_000_00}
    store.do(decide, dossier=first, outcome="granted", amounts=given)
    store.do(decide, dossier=second, outcome="granted", amounts=given)
    rows = shares(store.reader)
    assert len(rows) == 4
    assert {row.member_id for row in rows} == {None}
    assert {(row.funder_id, row.voted) for row in shares(store.reader, [first])} == set(given.items())
    assert {row.dossier for row in shares(store.reader, [first])} == {first}
    store.close()
