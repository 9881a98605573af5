"""Files that lie in a folder: what each one is, and the words by which a dossier recognises it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from desktop.exchange.application import Cancelled, Progress, Unreadable
from desktop.exchange.cells import MAX_FILE_BYTES, MEGABYTE
from desktop.exchange.message import is_message, read_message
from desktop.exchange.opinion_return import code_in
from desktop.exchange.piece_text import words_of
from desktop.exchange.probe import Probe
from desktop.exchange.reference_files import recognise
from desktop.exchange.registry import propose, readers
from desktop.exchange.scan_codes import Scan, is_scan, read_scan
from desktop.exchange.tables import load_maps
from desktop.rules.disk import reason
from desktop.rules.folding import fold

Kind = Literal["applications", "message", "opinions", "piece", "refused"]
READ = 20_000  # characters of a piece in which a dossier is sought: its first pages say whose it is
_PROBED = 3  # pages looked at before the whole file is
_PARTS = (".part", ".crdownload", ".tmp", ".partial", ".download")
_FORM = re.compile(r"12156|14470|demande (?:de|\(s\) de|s de) subvention|demande\(s\) de subvention")
_MIMES = {
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Dropped(NamedTuple):
    """One file of a watched folder. `told` says what it is, or why it cannot be used, in French."""

    path: Path
    size: int
    changed_at: dt.datetime  # local
    sha256: str
    kind: Kind
    told: str
    words: str  # of its first pages, or of the mail; the code of a pack
    attached: tuple[str, ...] = ()  # names of the files of a mail
    scan: Scan | None = None  # pages that bear a code of ours: letters that come back signed


class Mark(NamedTuple):
    """By what a file that was already looked at is known again."""

    path: Path
    size: int
    changed: int


Seen = dict[Mark, Dropped]


def lying(folders: Sequence[Path]) -> Iterator[tuple[Path, int, int]]:
    """(path, size, time of change in ns) of the files to look at; hidden and half-copied ones wait."""
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.name.startswith((".", "~$")) or path.name.lower().endswith(_PARTS):
                continue
            try:
                facts = path.stat()
            except OSError:
                continue  # taken away while we were looking
            if path.is_file():
                yield path, facts.st_size, facts.st_mtime_ns


def look(
    folders: Sequence[Path], seen: Seen, maps: Sequence[Path], progress: Progress, now: Callable[[], float]
) -> list[Dropped]:
    """What lies there; `seen` spares the files already looked at. Raises OSError for a folder that is gone.

    A file changed in the last two seconds may still be copied: it waits for the next look.
    """
    found: list[Dropped] = []
    there = list(lying(folders))
    for rank, (path, size, changed) in enumerate(there):
        if not progress(f"Lecture de « {path.name} »", rank / max(1, len(there))):
            raise Cancelled
        mark = Mark(path, size, changed)
        if mark not in seen:
            if now() - changed / 1e9 < 2:
                continue
            seen[mark] = _look_at(path, size, changed, maps)
        found.append(seen[mark])
    return found


def _look_at(path: Path, size: int, changed: int, maps: Sequence[Path]) -> Dropped:
    when = dt.datetime.fromtimestamp(changed / 1e9).replace(microsecond=0)
    bare = Dropped(path, size, when, "", "refused", "", "")
    if size == 0:
        return bare._replace(told="Le fichier est vide.")
    extract = recognise(path)  # it is read as a stream, however large
    if size > MAX_FILE_BYTES and extract is None:
        return bare._replace(
            told=f"Le fichier dépasse {MAX_FILE_BYTES // MEGABYTE} Mo : il n’est pas repris."
        )
    try:
        with path.open("rb") as content:
            bare = bare._replace(sha256=hashlib.file_digest(content, "sha256").hexdigest())
        if extract is not None:
            told = f"{extract.title} : à charger dans la base de référence"
            return bare._replace(kind="applications", told=told)
        return _named(bare, maps)
    except OSError as error:
        return bare._replace(told=f"Le fichier ne s’ouvre pas ({reason(error)}).")
    except Unreadable as refusal:
        # What cannot be imported can still be a piece: an officer opens it and decides.
        return bare._replace(kind="piece", told=str(refusal))


def _named(bare: Dropped, maps: Sequence[Path]) -> Dropped:
    if is_message(bare.path):
        message = read_message(bare.path)
        names = tuple(name for name, _ in message.attached)
        told = f"Courriel de {message.sender or 'un inconnu'} : {message.subject or 'sans objet'}"
        words = "\n".join((message.subject, message.sender, *names, message.body))[:READ]
        return bare._replace(kind="message", told=told, words=words, attached=names)
    code = code_in(bare.path)
    if code:  # a pack that came back: whose it is, the base says
        return bare._replace(kind="opinions", told=f"Retour d’avis, code {code}", words=code)
    probe = Probe(bare.path)
    words = words_of(bare.path, _MIMES.get(bare.path.suffix.lower(), ""))[:READ]
    with bare.path.open("rb") as content:
        is_pdf = content.read(5) == b"%PDF-"
    # Any PDF may be opened as a form: only one that says it is one is proposed as such.
    applications = "" if is_pdf and not _FORM.search(fold(words)) else _applications(probe, maps)
    if applications:
        return bare._replace(kind="applications", told=applications)
    if (scan := _scan(bare.path)) is not None:
        return bare._replace(kind="piece", told="Scan de papiers imprimés ici", words=words, scan=scan)
    told = "Document" if words else "Image ou document sans texte : à reconnaître à l’œil"
    return bare._replace(kind="piece", told=told, words=words)


def _scan(path: Path) -> Scan | None:
    """The codes of all pages when one of the first has one; a long piece is not read whole for nothing."""
    if not is_scan(path):
        return None
    try:
        first = read_scan(path, lambda _words, _share: True, most=_PROBED)
        if not any(page.code for page in first.pages):
            return None
        return read_scan(path, lambda _words, _share: True)
    except Unreadable:
        return None


def _applications(probe: Probe, maps: Sequence[Path]) -> str:
    """What the file is called when it holds applications, "" when it does not."""
    scores = [(reader.recognises(probe), reader.name) for reader in readers()]
    if max(scores, default=(0, ""))[0] > 0:
        return "Export d’un portail ou formulaire de demande"
    if probe.tabular and any(one.enough() for _, one in propose(probe, load_maps(maps))):
        return "Tableau de demandes"
    return ""
