"""The archive of a set: it opens in a browser, lacks nothing, leaks nothing, is never half written."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy.orm import Session

from db import queries
from db.models import Opinion
from db.store import Store
from desktop.exchange.archive_out import Unwritable
from desktop.flow.annotate import annotate, mark
from desktop.flow.archive_set import Stopped, archive_set
from desktop.flow.decide import decide
from desktop.flow.files import place_of
from desktop.flow.interests import declare
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.pieces import add_piece
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.office import application, bring

EVIL = "<script>alert('x')</script> & \"guillemets\""
PIECE = b"%PDF-1.4 statuts"


@pytest.fixture
def keys(store: Store) -> list[bytes]:
    """A dossier with everything, and a bare one."""
    found = [
        i.dossier
        for i in bring(
            store,
            application(title=EVIL, texts={"objectives": f"Œuvre d’été {EVIL}"}),
            application("26500002"),
        )
    ]
    one = found[0]
    assert one is not None
    store.do(add_piece, dossier=one, name="Statuts: 2026/2027?.pdf", content=PIECE, label="Statuts")
    store.do(
        add_piece, dossier=one, name="Statuts: 2026/2027?.pdf", content=b"%PDF-1.4 autre", label="Statuts"
    )
    store.do(mark, dossier=one, challenge=queries.challenges(store.reader)[3].id, level=3, reason=EVIL)
    store.do(annotate, dossier=one, place="dossier", text=f"Note {EVIL}")
    store.do(annotate, dossier=one, place="dossier", text="pour moi seul", audience="me")

    def opinions(session: Session) -> None:
        for words, secret in (("avis ouvert", False), ("avis secret", True)):
            session.add(
                Opinion(dossier_id=one, partner="CAF", value="favourable", comment=words, confidential=secret)
            )

    store.do(opinions)
    funder = queries.funders(store.reader)[0].id
    store.do(
        decide, dossier=one, outcome="granted", amounts={funder: 9_000_00}, conditions=["Fournir un RIB"]
    )
    (letter,) = store.do(prepare_decided, dossiers=[one]).value
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make)
    return [key for key in found if key is not None]


class Page(HTMLParser):
    """The tags, links and words of a page; an unknown script or a broken tag shows in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs)
        if tag == "a":
            self.links.append(unquote(told["href"] or ""))
        if "src" in told or tag == "link":
            self.sources.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def written(store: Store, keys: list[bytes], out: Path, **more: object):  # type: ignore[no-untyped-def]
    return archive_set(store.reader, store.files, keys, out, person=store.author, **more)  # type: ignore[arg-type]


def test_the_index_leads_to_every_page_and_every_page_to_its_papers(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "archive"
    done = written(store, keys, out)
    assert (done.dossiers, done.closed, done.missing) == (2, 0, [])
    index = Page((out / "index.html").read_text("utf-8"))
    pages = [link for link in index.links if link.startswith("dossiers/")]
    assert len(pages) == 2
    for link in index.links:
        assert link == "#main" or (out / link).is_file(), link
    page = Page((out / pages[0]).read_text("utf-8"))
    for link in page.links:
        assert link == "#main" or (out / "dossiers" / link).resolve().is_file(), link
    papers = [link for link in page.links if "pieces/" in link or "courriers/" in link]
    assert len(papers) == 3
    assert {(out / "dossiers" / link).resolve().read_bytes() for link in papers if "pieces" in link} == {
        PIECE, b"%PDF-1.4 autre",
    }  # fmt: skip
    assert {path.name for path in (out / "pieces").rglob("*.pdf")} == {
        "01 Statuts- 2026-2027.pdf", "02 Statuts- 2026-2027.pdf",
    }  # fmt: skip
    assert all(not re.search(r'[<>:"\\|?*]', path.name) for path in out.rglob("*"))


def test_every_word_is_escaped_and_nothing_comes_from_the_network(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "archive"
    written(store, keys, out)
    for path in out.rglob("*.html"):
        page = Page(path.read_text("utf-8"))
        assert page.tags.count("script") == (1 if path.name == "index.html" else 0)
        assert page.sources == [] and not any(":" in link.partition("/")[0] for link in page.links)
        assert "default-src 'none'" in unescape(path.read_text("utf-8"))
        assert 'lang="fr"' in path.read_text("utf-8")
    number = queries.head(store.reader, keys[0]).number  # type: ignore[union-attr]
    words = Page((out / "dossiers" / f"{number}.html").read_text("utf-8")).words
    for said in (
        f"Œuvre d’été {EVIL}",
        f"Note {EVIL}",
        "9\u202f000\u00a0€",
        "Fournir un RIB",
        "À suivre",
        "avis ouvert",
    ):
        assert said in words, said
    assert "pour moi seul" not in words and "avis secret" not in words
    assert "Avis confidentiels laissés de côté : 1" in words
    index = (out / "index.html").read_text("utf-8")
    assert "oeuvre d'ete" in unescape(index)  # what the search looks in is folded


def test_confidential_opinions_are_flagged_when_asked_for(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    out = tmp_path / "archive"
    written(store, keys, out, confidential=True)
    words = "".join(Page(path.read_text("utf-8")).words for path in (out / "dossiers").iterdir())
    assert "avis secret" in words and "CAF (confidentiel)" in words


def test_the_zip_holds_the_same_with_checksums_that_hold(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    folder, packed = tmp_path / "archive", tmp_path / "archive.zip"
    written(store, keys, folder)
    written(store, keys, packed)
    with zipfile.ZipFile(packed) as read:
        assert read.testzip() is None
        names = set(read.namelist())
        sums = dict(
            reversed(line.split("  ", 1)) for line in read.read("empreintes.txt").decode().splitlines()
        )
        assert set(sums) == names - {"empreintes.txt"}
        assert all(hashlib.sha256(read.read(name)).hexdigest() == digest for name, digest in sums.items())
        table = read.read("dossiers.csv").decode("utf-8-sig")
    assert names == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))
    assert len(rows) == 3 and EVIL in rows[1]


def test_a_closed_dossier_is_left_out_and_a_lost_content_is_told(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    place_of(store.files, hashlib.sha256(PIECE).hexdigest()).unlink()
    done = written(store, keys, tmp_path / "a.zip")
    assert len(done.missing) == 1 and "n’est plus à côté de la base" in done.missing[0]
    store.do(declare, dossier=keys[0], nature="Membre du bureau", whole_applicant=False)
    done = written(store, keys, tmp_path / "b.zip")
    assert (done.dossiers, done.closed) == (1, 1)
    store.do(declare, dossier=keys[1], nature="Membre du bureau", whole_applicant=False)
    with pytest.raises(ValueError, match="Aucun dossier"):
        written(store, keys, tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()


def test_a_cancel_or_a_full_folder_leaves_nothing_behind(
    store: Store, keys: list[bytes], tmp_path: Path
) -> None:
    place = tmp_path / "sortie"
    place.mkdir()
    for name in ("archive", "archive.zip"):
        with pytest.raises(Stopped):
            written(store, keys, place / name, tell=lambda _words, share: share < 0.4)
    assert list(place.iterdir()) == []
    (place / "plein").mkdir()
    (place / "plein" / "note.txt").write_text("à moi", "utf-8")
    with pytest.raises(Unwritable, match="n’est pas un dossier vide"):
        written(store, keys, place / "plein")
    assert (place / "plein" / "note.txt").read_text("utf-8") == "à moi"
