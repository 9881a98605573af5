"""The logo of the office: from a file, bounded, on the letters, in the settings file, on duplicates."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from db import queries
from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.exchange.logo import read_logo
from desktop.flow.letter_models import letter_models
from desktop.flow.logos import letter_kept
from desktop.flow.notify import body_of, issue, prepare
from desktop.flow.settings import change, revert
from desktop.flow.settings_parcel import parcel, read_parcel
from desktop.letters.letter import make
from desktop.rules.picture import MOST_BYTES, MOST_SIDE, read_picture, size_of
from tests.office import application, bring, open_office

DAY = dt.date(2026, 3, 20)


def picture(path: Path, mode: str = "RGB", size: tuple[int, int] = (640, 240), **more: object) -> Path:
    image = Image.new(mode, size, 0)
    image.paste((200, 30, 40) if mode == "RGB" else (200, 30, 40, 255), (0, 0, size[0] // 2, size[1]))
    image.save(path, **more)  # type: ignore[arg-type]
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_office(tmp_path_factory.mktemp("office"))
    bring(opened, application())
    yield opened
    opened.close()


def drawn(content: bytes) -> list[tuple[str, str]]:
    """(filter, alt) of the pictures of a PDF: what is drawn, and what is said of it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        shown = pdf.pages[0].Resources.XObject
        images = [str(one.Filter) for one in shown.values() if one.Subtype == "/Image"]
        alts = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    return list(zip(images, alts, strict=True))


def issued(store: Store, dossier: bytes) -> tuple[bytes, bytes]:
    letter = store.do(prepare, dossier=dossier, template="accuse_reception").value
    made: list[bytes] = []

    def keep(words: object) -> bytes:
        made.append(make(words))  # type: ignore[arg-type]
        return made[0]

    store.do(issue, letter=letter, templates=letter_models(store.reader), make=keep, today=DAY)
    return letter, made[0]


def test_a_transparent_picture_is_laid_on_white_and_leaves_its_words_behind(tmp_path: Path) -> None:
    data = read_picture(read_logo(picture(tmp_path / "logo.png", "RGBA")))
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG" and not image.getexif() and "comment" not in image.info
        right = image.getpixel((image.width - 10, 10))
        assert isinstance(right, tuple) and min(right) > 240  # where nothing was drawn
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "12 rue des Essais", 6
    turned = read_picture(read_logo(picture(tmp_path / "photo.jpg", exif=exif, comment=b"planted")))
    assert b"Essais" not in turned and b"planted" not in turned
    assert size_of(turned).wide < size_of(turned).high  # as it is meant to be seen


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("texte.png", b"<svg onload='x'>", "n’est pas une image"),
        ("coupe.jpg", None, "abîmé|lisible"),
        ("lourd.png", b"\x89PNG" + b"0" * 9_000_000, "dépasse 8 Mo"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if content is not None else picture(tmp_path / "bon.jpg").read_bytes()[:700])
    with pytest.raises(Unreadable, match=why):
        read_logo(path)


def test_a_bomb_and_another_format_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="trop de points"):
        read_logo(picture(tmp_path / "large.png", size=(4000, 4000)))
    with pytest.raises(Unreadable, match="JPEG ou PNG"):
        read_logo(picture(tmp_path / "image.gif", "RGB"))


def test_what_a_setting_holds_is_a_plain_jpeg_and_nothing_else(tmp_path: Path) -> None:
    good = picture(tmp_path / "bon.jpg").read_bytes()
    planted = picture(tmp_path / "mot.jpg", comment=b"planted").read_bytes()
    wide = picture(tmp_path / "large.jpg", size=(MOST_SIDE + 1, 4)).read_bytes()
    assert size_of(good) == (640, 240, 3)
    for data in (b"", planted, wide, good[:-2], good[:60] + b"\xff\xd9", b"\xff\xd8" + b"0" * MOST_BYTES):
        with pytest.raises(ValueError, match="image"):
            size_of(data)
    with pytest.raises(ValueError, match="image"):
        read_picture("<b>")


def test_it_stands_on_the_letter_with_its_words_and_a_duplicate_keeps_it(
    store: Store, tmp_path: Path
) -> None:
    (dossier,) = queries.list_ids(store.reader)
    _, plain = issued(store, dossier)
    assert drawn(plain) == []
    told = read_logo(picture(tmp_path / "logo.png"))
    store.do(change, subject="head", changes={"head": {"logo": told, "logo_texte": "Un logo d’essai"}})
    letter, content = issued(store, dossier)
    assert drawn(content) == [("/DCTDecode", "Un logo d’essai")]
    body = body_of(store.reader, letter)
    assert told not in body and len(body) < 20_000  # kept once, by its name
    out = tmp_path / "s.parvis-reglages"
    out.write_bytes(parcel(store.reader, "A. Exemple", DAY, ["head"]))
    assert read_parcel(out).subjects["head"]["head"]["logo"] == told
    store.do(revert, subject="head", code="head")
    assert letter_models(store.reader)["accord"].head.logo is None
    kept = letter_kept(store.reader, body)
    assert kept.logo is not None and kept.logo.data == base64.b64decode(told)
    assert drawn(make(kept, watermark="DUPLICATA")) == [("/DCTDecode", "Un logo d’essai")]


def test_a_setting_that_is_no_picture_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="Logo : ce n’est pas une image"):
        store.do(change, subject="head", changes={"head": {"logo": "AAAA"}})
