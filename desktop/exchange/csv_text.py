"""CSV of any encoding and delimiter, read to one sheet."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import MAX_CELL_CHARACTERS, Cell, CellCounter, Sheet, text_cell

DELIMITERS = (";", ",", "\t", "|")
_UTF8_BOM = b"\xef\xbb\xbf"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ACCENT_IN_WORD = re.compile(r"(?<=[A-Za-z])[éèêëàâçôûùîïœÉÈÀÇ’](?=[A-Za-z])")
_LAST = "\x1fparvis-fin"  # cannot be in a text file: control characters are refused before


def read_csv(path: Path, data: bytes) -> Sheet:
    """One sheet named after the file. Raises Unreadable."""
    text, notes = decode(data)
    if _binary(text):
        raise Unreadable(
            f"Le fichier « {path.name} » n’est pas un tableau : il contient des données binaires. "
            "Enregistrez-le au format CSV, XLSX ou ODS depuis votre tableur, puis recommencez."
        )
    delimiter, text = _delimiter(text)
    rows = _records(path, text, delimiter)
    if not rows:
        raise Unreadable(f"Le fichier « {path.name} » ne contient aucune ligne. Choisissez un autre fichier.")
    return Sheet(path.stem, rows, notes=notes, delimited=True)


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text, and what had to be repaired: UTF-8, UTF-16 with its mark, cp1252, or both line by line."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff"), []
    marked = data.startswith(_UTF8_BOM)
    body = data.removeprefix(_UTF8_BOM)
    try:
        return body.decode("utf-8"), []
    except UnicodeDecodeError:
        pass  # an older encoding, sought below
    lines = body.splitlines(keepends=True)
    modern = [_utf8(line) for line in lines]
    # A line of ASCII belongs to both worlds: only accented lines tell that UTF-8 was used somewhere.
    mixed = any(text is not None and not text.isascii() for text in modern)
    encoding = _old_encoding(b"".join(line for line, text in zip(lines, modern, strict=True) if text is None))
    decoded = "".join(
        text if text is not None else _single_byte(line, encoding)
        for line, text in zip(lines, modern, strict=True)
    )
    return decoded, [_encoding_note(encoding, mixed=mixed, marked=marked)]


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _single_byte(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:  # five bytes mean nothing in cp1252
        return line.decode(encoding, errors="replace")


def _old_encoding(data: bytes) -> str:
    """cp1252, unless the accents only make words in an older code page (DOS, Macintosh)."""
    sample = data[:2_000_000]
    scores = {
        name: len(_ACCENT_IN_WORD.findall(sample.decode(name, errors="replace")))
        for name in ("cp1252", "cp850", "mac_roman")
    }
    best = max(scores, key=lambda name: scores[name])  # the first wins a tie: cp1252
    return best if scores[best] > 2 * scores["cp1252"] else "cp1252"


def _encoding_note(encoding: str, *, mixed: bool, marked: bool) -> str:
    name = {"cp1252": "Windows (cp1252)", "cp850": "DOS (cp850)", "mac_roman": "Macintosh"}[encoding]
    if mixed:
        return (
            f"Le fichier mêle deux encodages, UTF-8 et {name} : chaque ligne a été lue dans le sien. "
            "Vérifiez les accents."
        )
    if marked:
        return f"Le fichier s’annonce en UTF-8 mais il est écrit en {name} : il a été lu en {name}."
    return f"Le fichier est écrit dans l’encodage {name} : il a été converti."


def _binary(text: str) -> bool:
    return len(_CONTROLS.findall(text[:200_000])) > 0 or text[:200_000].count("\ufffd") > 20


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter that cuts most rows in the same, largest number of cells."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", first, flags=re.IGNORECASE)
    if told:
        return told.group(1), rest
    head = text[:400_000]
    return max(DELIMITERS, key=lambda mark: _regularity(head, mark)), text


def _regularity(text: str, delimiter: str) -> float:
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        widths = [
            len(row)
            for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 300)
            if row
        ]
    except csv.Error:
        return 0.0
    many = Counter(width for width in widths if width > 1)
    if not many:
        return 0.0
    width, rows = many.most_common(1)[0]
    return width * rows / len(widths)


def _records(path: Path, text: str, delimiter: str) -> list[list[Cell]]:
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    counter = CellCounter()
    rows: list[list[Cell]] = []
    starts: list[int] = []
    # The sentinel comes back alone when every quote is closed; inside a cell when the file was cut.
    source = io.StringIO(text.rstrip("\r\n") + "\n" + _LAST, newline="")
    reader = csv.reader(source, delimiter=delimiter)
    line = 1
    try:
        for record in reader:
            if record == [_LAST]:
                return _without_tail(rows)
            counter.add(len(rows), len(record), f"Le fichier « {path.name} »")
            rows.append([text_cell(value.replace("\r\n", "\n")) for value in record])
            starts.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Le fichier « {path.name} » contient, vers la ligne {line}, une cellule trop longue ou mal "
            "formée. "
            "Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis recommencez."
        ) from error
    raise Unreadable(
        f"Le fichier « {path.name} » est incomplet : un guillemet ouvert à la ligne {starts[-1]} n’est "
        "jamais "
        "refermé. Le fichier a sans doute été coupé pendant sa copie ; téléchargez-le de nouveau."
    )


def _without_tail(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Empty rows end nothing; empty cells stay, as their number betrays a comma that cut an amount in two."""
    kept = [row if any(cell is not None for cell in row) else [] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return kept
