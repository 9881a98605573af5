"""Scans of papers that we printed: which page of which paper each one is, by the code in its corner."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.exchange import ticks
from desktop.exchange.application import Cancelled, Progress, Unreadable
from desktop.exchange.cells import MAX_FILE_BYTES, MEGABYTE
from desktop.exchange.pdf_lock import PDFIUM
from desktop.exchange.ticks import Corners
from desktop.rules import page_code
from desktop.rules.disk import reason
from desktop.rules.page_code import PageCode

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
KINDS = frozenset({".pdf"}) | PICTURES
# Resolution and softening, tried in turn: most codes are read at the first, a small one larger, a rough one
# smaller, one made of black dots alone when its dots run together.
_TRIES = ((200, 0.0), (300, 0.0), (120, 0.0), (200, 1.2))
_A4 = 11.69  # inches, the long side of what a scanner takes
_MOST_PIXELS = 40_000_000
_LIGHT = 18  # of 255: what the shade of the paper varies by on an empty page


class ScanPage(NamedTuple):
    """One page of a scan. `code` is None when there is none, or when it is none of ours."""

    file: Path
    page: int  # from 1
    code: PageCode | None
    blank: bool = False  # the empty back of a page
    ticks: tuple[tuple[str, float], ...] = ()  # of a sheet: box, share of dark pixels


class Scan(NamedTuple):
    """One file read, known again by its hash when its pages are taken out."""

    file: Path
    sha256: str
    pages: tuple[ScanPage, ...]


def is_scan(path: Path) -> bool:
    """Whether a file may be a scan, by its name."""
    return path.suffix.lower() in KINDS


def read_scans(paths: Sequence[Path], progress: Progress) -> list[Scan]:
    """Each page of these files with its code. Raises Unreadable, Cancelled."""
    return [read_scan(path, progress) for path in paths]


def read_scan(path: Path, progress: Progress, most: int = 0) -> Scan:
    """The pages of one file, the first `most` of them when not 0. Raises Unreadable, Cancelled."""
    found: list[ScanPage] = []
    with opened(path) as pages:
        count = min(len(pages), most) if most else len(pages)
        for number in range(count):
            words = f"« {path.name} », page {number + 1} sur {count}"
            if not progress(words, number / count):
                raise Cancelled
            found.append(_look(path, number, pages, thorough=not most))
    return Scan(path, digest_of(path), tuple(found))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _look(path: Path, number: int, pages: Pages, *, thorough: bool) -> ScanPage:
    tries = _TRIES if thorough else _TRIES[:1]
    found = _seen(lambda dpi: pages.picture(number, dpi), tries)
    return found._replace(file=path, page=number + 1)


def look_at(picture: Image) -> ScanPage:
    """One page that is a picture already, in shades of grey."""
    return _seen(lambda dpi: _resized(picture, dpi), _TRIES)


def _seen(draw: Callable[[int], Image], tries: Sequence[tuple[int, float]]) -> ScanPage:
    first: Image | None = None
    for dpi, softening in tries:
        picture = _softened(draw(dpi), softening)
        first = first or picture
        for text, corners in codes(picture):
            if (code := page_code.read(text)) is not None:
                return ScanPage(Path(), 1, code, ticks=_ticks(picture, code, corners))
        if first is picture and _is_blank(picture):
            return ScanPage(Path(), 1, None, blank=True)
    return ScanPage(Path(), 1, None)


def _softened(picture: Image, radius: float) -> Image:
    if not radius:
        return picture
    from PIL.ImageFilter import GaussianBlur

    return picture.filter(GaussianBlur(radius))


def _ticks(picture: Image, code: PageCode, corners: Corners) -> tuple[tuple[str, float], ...]:
    """The boxes of a sheet of a pack; a page without a dossier, or of an older pack, has none."""
    if code.kind != page_code.PACK or not code.sheet or not code.mark:
        return ()
    return tuple(ticks.read(picture, corners).items())


def codes(picture: Image) -> list[tuple[str, Corners]]:
    """The codes of a picture, each with its corners as it is read: from the upper left one, clockwise."""
    import zxingcpp  # at first use: see desktop/paths.py

    wide, high = picture.size
    shades = memoryview(picture.tobytes()).cast("B", (high, wide))
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [(found.text, _corners(found.position)) for found in zxingcpp.read_barcodes(shades, formats=kinds)]


def _corners(place: Any) -> Corners:
    first, second = place.top_left, place.top_right
    third, last = place.bottom_right, place.bottom_left
    return (
        complex(first.x, first.y), complex(second.x, second.y), complex(third.x, third.y),
        complex(last.x, last.y),
    )  # fmt: skip


def _is_blank(picture: Image) -> bool:
    """Whether no part of a page is darker than its paper, the edges left by the scanner aside."""
    small = picture.resize((48, 68), _box())
    shades = sorted(small.crop((3, 4, 45, 64)).tobytes())
    return shades[len(shades) // 2] - shades[2] < _LIGHT


def _box() -> Any:
    from PIL.Image import Resampling

    return Resampling.BOX


# --- the pages of a file ---------------------------------------------------------------------------------


class Pages:
    """The pages of one file as pictures in shades of grey."""

    def __init__(self, count: int, draw: Callable[[int, int], Image], close: Callable[[], None]) -> None:
        self._count, self._draw, self._close = count, draw, close

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def picture(self, number: int, dpi: int) -> Image:
        """One page, drawn at about this resolution."""
        return self._draw(number, dpi)


def opened(path: Path) -> Pages:
    """The pages of a file, to be drawn one by one. Raises Unreadable."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(f"« {path.name} » ne s’ouvre pas ({reason(error)}).") from error
    if size > MAX_FILE_BYTES:
        raise Unreadable(f"« {path.name} » dépasse {MAX_FILE_BYTES // MEGABYTE} Mo : il n’est pas lu.")
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _pdf(path)
    if suffix in PICTURES:
        return _images(path)
    raise Unreadable(f"« {path.name} » n’est ni un PDF ni une image (JPEG, PNG, TIFF).")


def _pdf(path: Path) -> Pages:
    import pypdfium2

    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(path)
            count = len(document)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise Unreadable(f"« {path.name} » est abîmé ou protégé : aucune page n’a été lue.") from error

    def draw(number: int, dpi: int) -> Image:
        try:
            with PDFIUM:
                page = document[number]
                wide, high = page.get_size()
                scale = min(dpi / 72, (_MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
                picture: Image = page.render(scale=scale, grayscale=True).to_pil()
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"« {path.name} », page {number + 1}, ne se lit pas.") from error
        return picture.convert("L")

    def close() -> None:
        with PDFIUM:
            document.close()

    return Pages(count, draw, close)


def _images(path: Path) -> Pages:
    import warnings

    from PIL import Image as pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pictures.DecompressionBombWarning)
            found = pictures.open(path)
    except (OSError, ValueError, pictures.DecompressionBombError, pictures.DecompressionBombWarning) as error:
        raise Unreadable(f"« {path.name} » n’est pas une image lisible.") from error
    count = int(getattr(found, "n_frames", 1))

    def draw(number: int, dpi: int) -> Image:
        try:
            found.seek(number)
            picture = found.convert("L")
        except (OSError, ValueError, EOFError) as error:
            raise Unreadable(f"« {path.name} », page {number + 1}, ne se lit pas.") from error
        return _resized(picture, dpi)

    return Pages(count, draw, found.close)


def _resized(picture: Image, dpi: int) -> Image:
    """A picture is never made larger: what it does not hold is not there to be read."""
    share = dpi * _A4 / max(picture.size)
    if dpi != _TRIES[0][0] and share < 1:
        picture = picture.resize((round(picture.width * share), round(picture.height * share)), _box())
    return picture


# --- pages taken out -------------------------------------------------------------------------------------


def bound(groups: Sequence[Sequence[ScanPage]]) -> Iterator[bytes]:
    """A PDF for each group of pages, in the order given; the pages are those of the scan, untouched."""
    import io
    from contextlib import ExitStack

    import pikepdf

    with ExitStack() as stack:
        sources: dict[Path, pikepdf.Pdf] = {}
        for group in groups:
            with pikepdf.new() as made:
                for one in group:
                    if one.file not in sources:
                        sources[one.file] = stack.enter_context(_source(one.file))
                    made.pages.append(sources[one.file].pages[one.page - 1])
                out = io.BytesIO()
                made.save(out, deterministic_id=True)
            yield out.getvalue()


def _source(path: Path) -> Any:
    import io

    import pikepdf

    if path.suffix.lower() == ".pdf":
        return pikepdf.open(path)
    from desktop.exchange.picture_pdf import as_pdf

    return pikepdf.open(io.BytesIO(as_pdf(path)))
