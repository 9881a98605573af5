"""Each reader of the program as one function of bytes: a result, a French refusal, and nothing else."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from desktop.exchange.application import Unreadable
from desktop.exchange.keys import BadKey
from desktop.paths import resources
from desktop.rules.query import QueryError

CORPUS = Path(__file__).parent / "corpus"
VERIFIER = CORPUS / "verifier"  # whose signature the satchels of the corpus bear
FUNDERS = {"METROPOLE": ("Amiens Métropole",), "ETAT147": ("État", "politique de la ville")}

Read = Callable[[Path], object]


class Target(NamedTuple):
    """A reader, the end of the names of its files, and how it refuses."""

    name: str
    suffix: str
    read: Read
    refusals: tuple[type[Exception], ...] = (Unreadable,)

    def try_one(self, data: bytes) -> str:
        """ "read", or the sentence of the refusal. Any other exception is a fault of the program."""
        path = _folder() / f"essai{self.suffix}"
        path.write_bytes(data)
        try:
            self.read(path)
        except self.refusals as refusal:
            said = str(refusal)
            assert said.endswith((".", "»", "?", ")")) and len(said) > 12, f"no sentence: {said!r}"
            return said
        return "read"

    def seeds(self) -> list[bytes]:
        """Its kept corpus, in the order of the names."""
        return [path.read_bytes() for path in sorted((CORPUS / self.name).iterdir())]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="parvis-fuzz-"))


def _imported(path: Path) -> object:
    from desktop.exchange.registry import read

    found = read(path, (resources() / "imports",), None, lambda _words, _share: True)
    for application in found.applications:
        for piece in application.attachments:
            if piece.content is not None:
                piece.content()
    return found.all_problems()


def _reference(path: Path) -> object:
    from desktop.flow.refer import load

    return load(_folder() / "parvis.db", path)


def _message(path: Path) -> object:
    from desktop.exchange.message import read_message

    return read_message(path)


def _opinion(path: Path) -> object:
    from desktop.exchange.opinion_return import code_in, may_carry_code, read_return

    return (code_in(path), may_carry_code(path), read_return(path))


def _report(path: Path) -> object:
    from desktop.exchange.report_file import read_report

    return read_report(path)


def _paid(path: Path) -> object:
    from desktop.exchange.paid_table import read_paid

    return read_paid(path)


def _paid_text(path: Path) -> object:
    from desktop.exchange.paid_table import read_paid_text

    return read_paid_text(path.read_bytes().decode("utf-8", "replace"))


def _decisions(path: Path) -> object:
    from desktop.exchange.decision_table import read_decisions

    return read_decisions(path, FUNDERS)


def _words(path: Path) -> object:
    from desktop.exchange.piece_text import read_words

    return read_words(path)


def _scan(path: Path) -> object:
    from desktop.exchange.scan_codes import read_scan

    return read_scan(path, lambda _words, _share: True, 2)


def _card(path: Path) -> object:
    from desktop.exchange.keys import read_public

    return read_public(path)


def _satchel(path: Path) -> object:
    from desktop.exchange.satchel_in import opened, peek

    peek(path)
    with opened(path, lambda _manifest: VERIFIER.read_text(encoding="ascii")) as satchel:
        return satchel.manifest


def _settings(path: Path) -> object:
    from desktop.exchange.settings_file import read
    from desktop.rules.settings import BY_CODE, faults

    told = read(path).subjects
    return [faults(BY_CODE[code], entries) for code, entries in told.items() if code in BY_CODE]


def _query(path: Path) -> object:
    from desktop.rules.query import parse

    return parse(path.read_bytes().decode("utf-8", "replace"))


def _html(path: Path) -> object:
    from desktop.exchange.html_text import looks_like_html, plain_text

    text = path.read_bytes().decode("utf-8", "replace")
    return (looks_like_html(text), plain_text(text))


def _map(path: Path) -> object:
    from desktop.exchange.table_maps import load_maps

    return load_maps([path.parent])


def _checks(path: Path) -> object:
    from desktop.rules.checks import read_book

    try:
        data: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8"))
    except ValueError:
        return None  # of the library, and told with the name of the file by whoever reads it
    return read_book([data])


def _refused() -> tuple[type[Exception], ...]:
    from desktop.exchange.satchel_zip import Refused

    return (Refused,)


def targets() -> list[Target]:
    """All of them, by name."""
    tables = (("csv", ".csv"), ("xlsx", ".xlsx"), ("ods", ".ods"), ("xls", ".xls"))
    imports = [Target(f"import-{kind}", suffix, _imported) for kind, suffix in tables]
    return [
        *imports,
        Target("import-json", ".json", _imported),
        Target("import-zip", ".zip", _imported),
        Target("import-pdf", ".pdf", _imported),
        Target("reference-csv", ".csv", _reference),
        Target("reference-json", ".geojson", _reference),
        Target("mail", ".eml", _message),
        Target("outlook", ".msg", _message),
        Target("opinion-book", ".xlsx", _opinion),
        Target("opinion-form", ".pdf", _opinion),
        Target("report-book", ".xlsx", _report),
        Target("report-pdf", ".pdf", _report),
        Target("paid", ".csv", _paid),
        Target("paid-pasted", ".txt", _paid_text),
        Target("decisions", ".csv", _decisions),
        Target("words-docx", ".docx", _words),
        Target("words-odt", ".odt", _words),
        Target("words-rtf", ".rtf", _words),
        Target("words-pdf", ".pdf", _words),
        Target("scan-pdf", ".pdf", _scan),
        Target("scan-picture", ".png", _scan),
        Target("card", ".cle", _card, (BadKey,)),
        Target("satchel", ".mallette", _satchel, _refused()),
        Target("settings", ".parvis-reglages", _settings),
        Target("query", ".txt", _query, (QueryError,)),
        Target("html", ".html", _html),
        Target("column-map", ".toml", _map),
        Target("checks", ".toml", _checks, (ValueError,)),
    ]
