"""The ZIP export of démarches-simplifiees: each dossier's PDF read back, its pieces beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from desktop.exchange.application import Attachment, Cancelled, Problem, Progress, ReadFile, Unreadable
from desktop.exchange.ds_assemble import assemble
from desktop.exchange.ds_form import Form, cut
from desktop.exchange.ds_pdf import form_of_pdf
from desktop.exchange.pdf_lines import pdf_lines
from desktop.exchange.probe import Probe
from desktop.exchange.zip_entries import Entry, checked_entries, entry_bytes

MAX_PDF = 50 * 1024 * 1024
_FOLDER = re.compile(r"^(?:.*/)?dossier-(?P<number>\d{1,18})/(?P<rest>.+)$")
_EXPORT = re.compile(
    r"^export-(?P<number>\d{1,18})(?P<stamp>-\d\d-\d\d-\d{4}-\d\d-\d\d-\d{1,4})?\.pdf$", re.IGNORECASE
)
_STAMP = re.compile(r"-(?P<when>\d\d-\d\d-\d{4}-\d\d-\d\d)-\d{1,4}(?=\.[^.]*$|$)")
_ERRORS = "LISTE-DES-FICHIERS-EN-ERREUR"
_PLACES = {
    "dossier": "Pièce de l’instruction",
    "messagerie": "Messagerie",
    "avis": "Pièce d’un avis",
    "horodatage": "Horodatage",
}


@dataclass(slots=True)
class _Folder:
    number: str
    export: Entry | None = None
    files: list[tuple[str, Entry]] = field(default_factory=list)  # (path inside the folder, entry)


def RECOGNISES(probe: Probe) -> int:
    """95 when at least one entry is in a folder dossier-<n>."""
    return 95 if probe.kind == "zip" and any(map(_FOLDER.match, probe.names)) else 0


def read(probe: Probe, progress: Progress) -> ReadFile:
    return read_zip(probe.path, progress)


def read_zip(path: Path, progress: Progress) -> ReadFile:
    """Every dossier of a ZIP export. Raises Unreadable for what is no such export, locked, cut or a bomb."""
    progress("Ouverture de l’archive", 0.0)
    entries, refused = checked_entries(path)
    folders: dict[str, _Folder] = {}
    lost: list[str] = []
    for entry in entries:
        _sort(path, entry, folders, lost)
    if not folders:
        raise Unreadable(
            f"L’archive « {path.name} » n’est pas un export de démarches-simplifiees : elle ne contient "
            "aucun dossier « dossier-numéro ». Vérifiez que c’est bien l’archive voulue."
        )
    forms: list[Form] = []
    for rank, folder in enumerate(folders.values()):
        if not progress(f"Lecture du PDF du dossier {folder.number}", rank / len(folders)):
            raise Cancelled
        forms.append(_form(path, folder))
    found = assemble(path, "ds-zip", forms, progress)
    found.problems[:0] = refused
    _tell_lost(found, lost)
    return found


def _sort(path: Path, entry: Entry, folders: dict[str, _Folder], lost: list[str]) -> None:
    if _ERRORS in entry.name.upper() and entry.name.lower().endswith(".txt"):
        listing = entry_bytes(path, entry, MAX_PDF).decode("utf-8", "replace")
        lost += [line.strip() for line in listing.splitlines() if line.strip()]
        return
    found = _FOLDER.match(entry.name)
    if not found:
        return
    folder = folders.setdefault(found["number"], _Folder(found["number"]))
    export = _EXPORT.match(found["rest"])
    if export and export["number"] == folder.number:
        folder.export = entry
    else:
        folder.files.append((found["rest"], entry))


def _form(path: Path, folder: _Folder) -> Form:
    row = f"dossier {folder.number}"
    form = Form(number=folder.number, row=row)
    if folder.export is not None:
        try:
            lines = pdf_lines(entry_bytes(path, folder.export, MAX_PDF))
        except ValueError as error:
            lines = []
            form.problems.append(_pdf_problem(row, folder.export.name, f"n’a pas pu être lu ({error})"))
        form = _with(form, form_of_pdf(folder.number, row, lines))
        if lines and not form.answers:
            form.problems.append(_pdf_problem(row, folder.export.name, "n’a pas de libellés reconnaissables"))
    else:
        form.problems.append(_pdf_problem(row, f"export-{folder.number}.pdf", "manque dans l’archive"))
    _attach(path, form, folder.files)
    return form


def _with(before: Form, form: Form) -> Form:
    form.problems += before.problems
    return form


def _pdf_problem(row: str, name: str, what: str) -> Problem:
    message = f"Le PDF du dossier {what} : seules les pièces sont reprises."
    return Problem("warning", row, "PDF du dossier", cut(name), message)


def _attach(path: Path, form: Form, files: list[tuple[str, Entry]]) -> None:
    """Gives its bytes to each piece named by an answer; adds the pieces that no answer names."""
    form.given.add("attachments")
    named: dict[str, list[Attachment]] = {}
    for answer in form.answers:
        for piece in answer.files or []:
            named.setdefault(piece.filename.casefold(), []).append(piece)
    for rest, entry in files:
        original = original_name(PurePosixPath(rest).name)
        folder = rest.split("/")[0] if "/" in rest else ""
        waiting = named.get(original.casefold(), []) if folder not in _PLACES else []
        if waiting:
            piece = waiting.pop(0)
        else:
            piece = Attachment(label=_PLACES.get(folder, ""), filename=original)
            form.attachments.append(piece)
        piece.content, piece.size = _reader(path, entry), entry.size


def original_name(name: str) -> str:
    """`statuts-21-01-2026-11-02-4724.pdf` as it was sent: `statuts.pdf`."""
    return _STAMP.sub("", name) or name


def _reader(path: Path, entry: Entry) -> Callable[[], bytes]:
    def read() -> bytes:
        return entry_bytes(path, entry)

    return read


def _tell_lost(found: ReadFile, lost: list[str]) -> None:
    for line in lost:
        message = "Le portail n’a pas pu joindre ce fichier à l’archive : à récupérer sur le portail."
        found.problems.append(Problem("warning", "Liste des fichiers en erreur", "Pièce", cut(line), message))
