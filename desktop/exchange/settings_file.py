"""The file of settings (.parvis-reglages): a ZIP of JSON, one a subject, with a manifest that proves them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from desktop.exchange.application import Unreadable
from desktop.exchange.zip_guard import damaged, opened_zip, pieces

SUFFIX = ".parvis-reglages"
FORMAT = 1
_MANIFEST = "manifeste.json"
_KIND = "parvis-reglages"
_MOST = 32 * 1024 * 1024  # of all its subjects: those of a whole office make some 200 kB
_STILL = (1980, 1, 1, 0, 0, 0)  # the same settings give the same bytes

Subjects = dict[str, dict[str, dict[str, Any]]]


class SettingsFile(NamedTuple):
    """What a file holds: by subject, its entries by their code; who made it, when (ISO day), where."""

    subjects: Subjects
    made_by: str
    made_on: str
    office: str


def written(subjects: Mapping[str, Mapping[str, Mapping[str, Any]]], by: str, on: str, office: str) -> bytes:
    """The bytes of a file of settings."""
    told = {f"{name}.json": _bytes(entries) for name, entries in subjects.items()}
    manifest = {
        "kind": _KIND, "format": FORMAT, "made_by": by, "made_on": on, "office": office,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in told.items()},
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {_MANIFEST: _bytes(manifest), **told}.items():
            archive.writestr(zipfile.ZipInfo(name, _STILL), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _bytes(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(path: Path) -> SettingsFile:
    """What a file holds. Raises Unreadable (French): not ours, newer, altered, damaged."""
    with opened_zip(path) as archive:
        names = archive.namelist()
        if _MANIFEST not in names:
            raise Unreadable(f"« {path.name} » n’est pas un fichier de réglages de Parvis.")
        if sum(info.file_size for info in archive.infolist()) > _MOST:
            raise damaged(path)
        contents = {name: b"".join(pieces(archive, name, path)) for name in names}
    manifest = _json(contents.pop(_MANIFEST), path)
    _refuse(manifest, contents, path)
    subjects: Subjects = {}
    for name, data in contents.items():
        entries = _json(data, path)
        if not all(isinstance(entry, dict) for entry in entries.values()):
            raise damaged(path)
        subjects[name.removesuffix(".json")] = entries
    return SettingsFile(
        subjects, str(manifest.get("made_by", "")), str(manifest.get("made_on", "")),
        str(manifest.get("office", "")),
    )  # fmt: skip


def _json(data: bytes, path: Path) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise damaged(path) from error
    if not isinstance(told, dict):
        raise damaged(path)
    return told


def _refuse(manifest: Mapping[str, Any], contents: Mapping[str, bytes], path: Path) -> None:
    if manifest.get("kind") != _KIND:
        raise Unreadable(f"« {path.name} » n’est pas un fichier de réglages de Parvis.")
    edition = manifest.get("format")
    if not isinstance(edition, int) or edition > FORMAT:
        raise Unreadable(
            f"« {path.name} » vient d’une version plus récente de Parvis : mettez ce poste à jour, puis "
            "recommencez. Rien n’a été repris."
        )
    hashes = manifest.get("files")
    same = isinstance(hashes, dict) and hashes == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents.items()
    }
    if not same:
        raise Unreadable(
            f"« {path.name} » a été changé depuis qu’il a été écrit : il n’est pas repris. Demandez un "
            "nouvel export au poste d’où il vient."
        )
