"""Open data of the grants: valid under the schema whatever the names; what cannot go is told and why."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import key_of, new_key
from db.store import Store, use_case
from desktop.flow import open_data as flow
from desktop.rules.scdl import COLUMNS
from tests.flow.test_conventions import granted
from tests.open_data import EVOLUTION, OFFICIAL, faults

OWN = "24800053100009"
SIRETS = ("73282932000074", "11111111800019", "22222222600011", "33333333400014", "44444444200016")
DAY = dt.date(2026, 4, 2)
AWKWARD = (
    'Cie "L’Œuf", dit Ça Ira ; & fils', "Les\nDeux\r\nLignes, d’ici", "=cmd|’/C calc’!A0",
    "Ñandú – Été «\u00a0x\u00a0»",
)  # fmt: skip


@use_case("Essai")
def told(session: Session, *, dossier: bytes, notified: dt.date | None = DAY, **applicant: str) -> None:
    """Notify a decision and write what is wished of the applicant; `title` is the dossier's."""
    row = session.get_one(m.Dossier, dossier)
    decision = session.get_one(m.Decision, key_of("decision", dossier))
    decision.notified_on, decision.state = notified, "notified" if notified else "pending"
    row.title = applicant.pop("title", row.title)
    for field, value in applicant.items():
        setattr(session.get_one(m.Applicant, row.applicant_id), field, value)


@use_case("Équipe d’essai", right="people")
def kept_to_quarters(session: Session, *, name: str) -> None:
    """This person works here and sees one quarter alone; another one sees everything."""
    kept = session.get(m.Person, key_of("person", name))
    if kept is None:
        kept = m.Person(id=key_of("person", name), name=name)
        session.add(kept)
    kept.role, kept.login, kept.quarters = "officer", name, "QN08001M"
    boss = "Marc Responsable"
    session.add(m.Person(id=key_of("person", boss), name=boss, role="administrator", login="marc"))


@use_case("Essai")
def write(session: Session, *, rows: list[object]) -> None:
    session.add_all(rows)


def own(store: Store) -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == "METROPOLE")


def grant(store: Store, rank: int, cents: int = 30_000_00, **changes: object) -> bytes:
    dossier = granted(store, f"2650000{rank}", cents, siret=SIRETS[rank % len(SIRETS)])
    store.do(told, dossier=dossier, motive="essai", **changes)
    return dossier


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def written(store: Store, folder: Path, asked: flow.Asked, *, evolution: bool = False) -> Path:
    out = folder / "aides.csv"
    out.write_bytes(flow.content(store.reader, flow.prepare(store.reader, asked), evolution=evolution))
    return out


def test_awkward_names_make_a_valid_file_in_both_forms(store: Store, tmp_path: Path) -> None:
    store.do(flow.set_authority, siret=OWN)
    for rank, name in enumerate(AWKWARD, start=1):
        grant(store, rank, rank * 1_000_33, name=name, title=f"Action « {name} »\n" * rank * 4)
    every = flow.Asked(every=True)
    assert faults(written(store, tmp_path, every)) == []
    assert faults(written(store, tmp_path, every, evolution=True), EVOLUTION) == []
    rows = rows_of(written(store, tmp_path, every).read_bytes())
    assert {row["nomBeneficiaire"] for row in rows} == {" ".join(name.split()) for name in AWKWARD}
    first = rows[0]
    assert tuple(first) == COLUMNS
    assert (first["nomAttribuant"], first["idAttribuant"]) == ("Amiens Métropole", OWN)
    assert (first["montant"], first["pourcentageSubvention"], first["notificationUE"]) == (
        "1000.33",
        "1",
        "non",
    )
    assert first["datesPeriodeVersement"] == "2026-04-02/2026-06-01"
    assert all(len(row["objet"]) <= 256 for row in rows)
    found = flow.prepare(store.reader, every)
    assert any("coupé" in words for line in found.lines for words in line.notices)
    assert rows == rows_of(written(store, tmp_path, every).read_bytes())  # the same order each time


def test_by_default_what_the_law_wants_and_the_number_of_the_authority_is_never_invented(
    store: Store,
) -> None:
    grant(store, 1, 23_000_00)
    large = grant(store, 2, 23_000_01)
    found = flow.prepare(store.reader, flow.Asked())
    assert [line.share.dossier for line in found.lines] == [large]
    assert any("pas signée" in words for words in found.lines[0].notices)
    with pytest.raises(ValueError, match="ne s’invente pas"):
        flow.content(store.reader, found)
    with pytest.raises(ValueError, match="SIREN 248000531"):
        store.do(flow.set_authority, siret=SIRETS[0])
    with pytest.raises(ValueError, match="clé du SIRET"):
        store.do(flow.set_authority, siret="24800053100001")
    assert len(flow.prepare(store.reader, flow.Asked(every=True)).lines) == 2
    assert flow.prepare(store.reader, flow.Asked(year=2025, every=True)).lines == []
    days = flow.Asked(since=dt.date(2026, 4, 3), every=True)
    assert flow.prepare(store.reader, days).lines == []


def test_another_funder_publishes_its_own_share_under_its_own_number(store: Store, tmp_path: Path) -> None:
    dossier = granted(store, "26500001", 5_000_00, 40_000_00, siret=SIRETS[0])
    store.do(told, dossier=dossier, motive="essai")
    store.do(flow.set_authority, siret=SIRETS[1], funder="ETAT147", name="Préfecture d’essai")
    assert flow.prepare(store.reader, flow.Asked()).lines == []
    (row,) = rows_of(written(store, tmp_path, flow.Asked(funder="ETAT147")).read_bytes())
    assert (row["nomAttribuant"], row["montant"]) == ("Préfecture d’essai", "40000")
    with pytest.raises(ValueError, match="choisissez parmi"):
        flow.prepare(store.reader, flow.Asked(funder="RIEN"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"siret": "73282932000075", "rna": ""}, "number"),
        ({"siret": "", "rna": "W2A1000123"}, "rna_letter"),
        ({"notified": None}, "date"),
        ({"title": "  "}, "object"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_published_is_told_with_what_to_do(
    store: Store, changes: dict[str, object], code: str
) -> None:
    dossier = grant(store, 1, **changes)
    found = flow.prepare(store.reader, flow.Asked())
    assert found.lines == []
    ((share, said, why, todo),) = found.stops
    assert (share.dossier, share.number, said) == (dossier, queries.head(store.reader, dossier).number, code)  # type: ignore[union-attr]
    assert why.endswith(".") and todo.endswith(".")


def test_a_number_that_the_schema_refuses_is_left_out_beside_one_that_it_takes(
    store: Store, tmp_path: Path
) -> None:
    store.do(flow.set_authority, siret=OWN)
    grant(store, 1, rna="W2A1000123")
    grant(store, 2, siret="73282932000075", rna="W802900001")
    assert faults(written(store, tmp_path, flow.Asked())) == []
    rows = rows_of(written(store, tmp_path, flow.Asked()).read_bytes())
    assert [(row["idBeneficiaire"] != "", row["rnaBeneficiaire"]) for row in rows] == [
        (True, ""), (False, "W802900001"),
    ]  # fmt: skip


def test_an_unknown_amount_is_told_once(store: Store) -> None:
    dossier = grant(store, 1)

    @use_case("Essai")
    def forget(session: Session) -> None:
        session.get_one(m.Amount, key_of("amount", dossier, own(store))).voted = None

    store.do(forget, motive="essai")
    assert [stop.code for stop in flow.prepare(store.reader, flow.Asked(every=True)).stops] == ["amount"]


def members_of(store: Store, dossier: bytes, *voted: int | None) -> list[bytes]:
    """Members of a coordinated proposal, each with its part of what the authority gives."""
    rows: list[object] = []
    keys = []
    for rank, cents in enumerate(voted):
        applicant = m.Applicant(
            id=new_key(), name=f"Membre {rank}", name_key=f"membre {rank}", siret=SIRETS[rank]
        )
        key = key_of("project_member", dossier, applicant.id)
        keys.append(key)
        rows += [applicant]
        store.do(write, rows=rows)
        rows = [
            m.ProjectMember(id=key, dossier_id=dossier, applicant_id=applicant.id, rank=rank),
        ]
        store.do(write, rows=rows)
        share = m.MemberShare(
            id=key_of("member_share", key, own(store)), dossier_id=dossier, member_id=key,
            funder_id=own(store), voted=cents,
        )  # fmt: skip
        store.do(write, rows=[share])
        rows = []
    return keys


def test_members_repeat_the_line_with_their_name_number_and_part(store: Store, tmp_path: Path) -> None:
    store.do(flow.set_authority, siret=OWN)
    dossier = grant(store, 1, 30_000_00)
    members_of(store, dossier, 10_000_00, 15_000_00, 5_000_00)
    assert faults(written(store, tmp_path, flow.Asked())) == []
    rows = rows_of(written(store, tmp_path, flow.Asked()).read_bytes())
    assert [row["nomBeneficiaire"] for row in rows] == ["Membre 0", "Membre 1", "Membre 2"]
    assert [row["pourcentageSubvention"] for row in rows] == ["0.3333", "0.5", "0.1667"]
    assert {row["montant"] for row in rows} == {"30000"} and len({row["idBeneficiaire"] for row in rows}) == 3


def test_a_split_that_does_not_add_up_is_kept_back(store: Store) -> None:
    dossier = grant(store, 1, 30_000_00)
    members_of(store, dossier, 10_000_00, 15_000_00)
    assert [stop.code for stop in flow.prepare(store.reader, flow.Asked()).stops] == ["split", "split"]


def test_payments_tell_how_and_when(store: Store, tmp_path: Path) -> None:
    store.do(flow.set_authority, siret=OWN)
    one, two = grant(store, 1), grant(store, 2, 31_000_00)

    def payment(dossier: bytes, rank: int, **changes: object) -> m.Payment:
        return m.Payment(
            id=new_key(), dossier_id=dossier, funder_id=own(store), rank=rank, amount=1_00, **changes
        )

    store.do(
        write,
        rows=[
            payment(one, 1, paid_on=dt.date(2026, 5, 4), state="paid"),
            payment(two, 1, paid_on=dt.date(2026, 5, 6), state="paid"),
            payment(two, 2, planned_on=dt.date(2026, 11, 30)),
            payment(two, 3, state="cancelled"),
        ],
    )
    rows = rows_of(written(store, tmp_path, flow.Asked()).read_bytes())
    assert [(row["conditionsVersement"], row["datesPeriodeVersement"]) for row in rows] == [
        ("unique", "2026-05-04"), ("échelonné", "2026-05-06/2026-11-30"),
    ]  # fmt: skip
    assert faults(written(store, tmp_path, flow.Asked()), OFFICIAL) == []


def test_the_three_months_are_watched_until_the_address_is_written_down(store: Store) -> None:
    store.do(flow.set_authority, siret=OWN)
    grant(store, 1)
    days = {dt.date(2026, 5, 1): "waiting", dt.date(2026, 6, 10): "soon", dt.date(2026, 7, 3): "late"}
    for day, state in days.items():
        ((share, due, published, said),) = flow.delays(store.reader, day)
        assert (due, published, said) == (dt.date(2026, 7, 2), None, state) and share.voted == 30_000_00
    found = flow.prepare(store.reader, flow.Asked())
    content = flow.content(store.reader, found)
    for url, day in (
        ("ici", DAY),
        ("https://essai.invalid/x y", DAY),
        ("https://essai.invalid/a", dt.date.max),
    ):
        with pytest.raises(ValueError, match="ien n’a été noté"):
            store.do(flow.publish, lines=found.lines, content=content, url=url, published_on=day)
    made = store.do(
        flow.publish, lines=found.lines, content=content, year=2026, url="https://essai.invalid/aides.csv",
        published_on=DAY,
    )  # fmt: skip
    assert (
        made.written is not None
        and "1 ligne à l’adresse https://essai.invalid/aides.csv" in made.written.label
    )
    assert [(one.state, one.published_on) for one in flow.delays(store.reader, dt.date(2026, 7, 3))] == [
        ("done", DAY)
    ]


def test_a_dossier_closed_by_an_interest_is_published_all_the_same(store: Store) -> None:
    from desktop.flow.interests import declare

    dossier = grant(store, 1)
    store.do(declare, dossier=dossier, nature="membre du bureau")
    assert [line.share.dossier for line in flow.prepare(store.reader, flow.Asked()).lines] == [dossier]
