"""Visits: noted with photographs, mended, removed; the sheet that is printed."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2 as pdfium
import pytest
from PIL import Image

from db.queries.site_visits import photos_of, visits_of
from db.store import Store
from desktop.flow.visits_made import (
    CannotVisit,
    add_photos,
    change_visit,
    drop_visit,
    record_visit,
    visit_sheet,
)
from tests.office import application, bring

DAY = dt.date(2026, 10, 7)


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (shade, 120, 90)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def dossier(store: Store) -> bytes:
    made = bring(store, application())[0].dossier
    assert made
    return made


def test_a_visit_keeps_what_was_seen_and_its_photographs(store: Store, dossier: bytes) -> None:
    key = store.do(
        record_visit, dossier=dossier, visited_on=DAY, place="Square du Lac", people="Mme Exemple",
        present=23, body="Séance suivie par les familles.", next_steps="Revoir en mars.",
        photos=[("un.jpg", picture(30)), ("deux.jpg", picture(200))],
    ).value  # fmt: skip
    (row,) = visits_of(store.reader, dossier)
    assert (row.present, row.photos, row.place) == (23, 2, "Square du Lac")
    with pytest.raises(CannotVisit, match="lisible"):
        store.do(add_photos, visit=key, photos=[("trois.jpg", picture(3)), ("faux.jpg", b"rien")])
    assert len(photos_of(store.reader, dossier)) == 2
    store.do(add_photos, visit=key, photos=[("trois.jpg", picture(3))])
    store.do(change_visit, visit=key, visited_on=DAY, place="Square du Lac", present=24)
    (row,) = visits_of(store.reader, dossier)
    assert (row.present, row.photos, row.body) == (24, 3, "")
    store.undo()
    content = visit_sheet(store.reader, store.files, dossier, key)
    with pdfium.PdfDocument(content) as pdf:
        assert len(pdf) in (1, 2)
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    words = words.replace("\u00a0", " ")
    assert "Visite du 7 octobre 2026" in words and "23 personnes" in words
    store.do(drop_visit, visit=key)
    assert visits_of(store.reader, dossier) == []
    pieces = store.reader.execute("SELECT count(*) FROM piece WHERE label LIKE 'Visite du%'").fetchone()[0]
    assert pieces == 3  # the photographs stay


def test_a_date_or_a_number_that_cannot_be_is_refused(store: Store, dossier: bytes) -> None:
    with pytest.raises(CannotVisit, match="ne peut pas"):
        store.do(record_visit, dossier=dossier, visited_on=dt.date(1999, 1, 1))
    with pytest.raises(CannotVisit, match="présentes"):
        store.do(record_visit, dossier=dossier, visited_on=DAY, present=-1)
