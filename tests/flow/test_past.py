"""Past grants kept as history: whom they concern, read twice, names settled once, all undone in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import queries
from db.queries import past
from db.store import Store
from desktop.exchange.application import Applicant, HistoryLine, ReadFile
from desktop.flow.past import Learnt, settle
from desktop.flow.take_in import take_in
from tests.office import application, bring, dump

SIRET, RNA = "00000101600013", "W802999010"


def line(name: str = "Autre nom", amount: int = 100_000, **more: object) -> HistoryLine:
    told = HistoryLine("Département", 2024, amount, name=name, purpose="Fête")
    for field, value in more.items():
        setattr(told, field, value)
    return told


def read_of(*lines: HistoryLine) -> ReadFile:
    return ReadFile(Path("subventions.csv"), "history", history=list(lines), read=len(lines))


def learn(store: Store, *lines: HistoryLine) -> Learnt:
    learnt: Learnt = store.do(take_in, read=read_of(*lines)).value.learnt
    return learnt


@pytest.fixture
def applicant(store: Store) -> bytes:
    """The key of « Les Pages du Palier »."""
    who = Applicant(name="Les Pages du Palier", siret=SIRET, rna=RNA, city="Amiens")
    bring(store, application("1", applicant=who), application("2"))
    head = queries.head(store.reader, queries.list_ids(store.reader)[0])
    found = [k for (k,) in store.reader.execute("SELECT id FROM applicant WHERE siret = ?", (SIRET,))]
    assert head is not None and len(found) == 1
    return bytes(found[0])


def granted(store: Store, applicant: bytes) -> list[int]:
    return sorted(row.amount for row in queries.past_grants(store.reader, applicant, SIRET, RNA))


def test_by_siret_then_rna_then_siren_and_by_name_only_once_settled(store: Store, applicant: bytes) -> None:
    learnt = learn(
        store, line(amount=1, siret=SIRET, siren=SIRET[:9]), line(amount=2, rna=RNA),
        line(amount=3, siret=SIRET[:9] + "00021", siren=SIRET[:9]), line("Pages du Palier", 4),
        line("Les Pages du Palier", 5, siren="524991205"), line("Une tout autre", 6, siren="524991205"),
    )  # fmt: skip
    assert (learnt.new, learnt.bodies, learnt.lines_here, learnt.applicants_here) == (6, 4, 3, 1)
    assert learnt.doubts == 1 and learnt.sums == [("Département", 2024, 6, 21)]
    assert granted(store, applicant) == [1, 2, 3]
    store.do(settle, applicant=applicant, name="Pages du Palier", same=True)
    assert granted(store, applicant) == [1, 2, 3, 4]
    again = learn(store, line("Pages du Palier", 7))
    assert (again.lines_here, again.doubts) == (1, 0), "what was settled holds for later lists"
    assert granted(store, applicant) == [1, 2, 3, 4, 7]
    store.do(settle, applicant=applicant, name="Pages du Palier", same=False)
    assert granted(store, applicant) == [1, 2, 3]
    (verdict,) = past.verdicts(store.reader, [applicant])
    assert (verdict.other, verdict.verdict, verdict.author) == ("pages du palier", "different", "A. Exemple")
    assert learn(store, line("Pages du Palier", 8)).doubts == 0, "never asked again"


def test_a_list_twice_changes_nothing_and_one_undo_takes_it_back(store: Store, applicant: bytes) -> None:
    before = dump(store.reader)
    lines = [line(f"Association {rank}", rank) for rank in range(300)] + [
        line("Deux fois", 9),
        line("Deux fois", 9),
    ]
    done = store.do(take_in, read=read_of(*lines))
    assert done.value.learnt.new == 302 and done.tables == {"past_grant"}
    assert "302 subventions" in store.next_undo()[0]
    again = store.do(take_in, read=read_of(*lines))
    assert (again.written, again.value.learnt.same) == (None, 302)
    store.undo()
    assert dump(store.reader) == before


def test_a_refusal_is_no_grant_and_nothing_is_written_by_a_rehearsal(store: Store, applicant: bytes) -> None:
    told = read_of(line(amount=0, siret=SIRET, status="refused", asked=500))
    assert store.rehearse(take_in, read=told).learnt.new == 1
    assert granted(store, applicant) == []
    store.do(take_in, read=told)
    assert granted(store, applicant) == []
    (row,) = past.grants_of(store.reader, [SIRET], [], [], [])
    assert (row.status, row.asked, row.amount) == ("refused", 500, 0)


def test_settling_for_nobody_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="porteur"):
        store.do(settle, applicant=b"x" * 16, name="Pages", same=True)
