"""Outlines of the quarters: in a new base, in an older one, and what a place with coordinates says."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import queries
from db.models import Quarter
from db.queries.reference_facts import outlines_missing
from db.store import Store
from desktop.exchange.application import ActionPlace
from desktop.flow.found_more import complete
from desktop.flow.refer import draw, load
from desktop.paths import resources
from tests import extracts
from tests.office import application, bring

ETOUVIE = ActionPlace("Salle des fêtes", 2.2502, 49.9150)


def test_a_new_base_has_the_seven_outlines_and_an_older_one_gets_them(store: Store) -> None:
    sql = 'SELECT count(*) FROM quarter WHERE outline LIKE \'{"type":"MultiPolygon"%\''
    assert store.reader.execute(sql).fetchone() == (7,)

    def older(session: Session) -> int:
        for row in session.query(Quarter):
            row.outline = ""
        session.flush()
        complete(session, resources=resources())
        return session.query(Quarter).filter(Quarter.outline != "").count()

    assert store.rehearse(older) == 7


def test_outlines_loaded_from_a_file_serve_the_quarters_that_have_none(store: Store) -> None:
    def erase(session: Session) -> None:
        session.query(Quarter).filter(Quarter.code == "QN08010N").one().outline = ""

    assert outlines_missing(store.reader) == {}
    store.do(erase)
    assert outlines_missing(store.reader) == {}, "no reference yet"
    load(store.path, extracts.SAMPLES / "qpv2024_somme.geojson")
    outlines = outlines_missing(store.reader)
    assert list(outlines) == ["QN08010N"]
    store.do(draw, outlines=outlines)
    assert outlines_missing(store.reader) == {}


def test_a_place_with_coordinates_names_its_quarter_when_nobody_does(store: Store) -> None:
    (intake,) = bring(
        store, application(quarters=[], places=[ETOUVIE, ActionPlace("Ailleurs", 2.2957, 49.8942)])
    )
    head = queries.head(store.reader, intake.dossier or b"")
    assert head is not None and head.quarter_codes == "QN08001M"
    assert [problem.value for problem in intake.problems] == ["Salle des fêtes"]


def test_what_the_applicant_wrote_goes_first(store: Store) -> None:
    (intake,) = bring(store, application(quarters=["QP080003"], places=[ETOUVIE]))
    head = queries.head(store.reader, intake.dossier or b"")
    assert head is not None and head.quarter_codes == "QN08003M", "an old code leads to the new one"
