"""A map that somebody taught on the mapping screen, written down for the next file of these headers."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from desktop.exchange.csv_out import replaced
from desktop.exchange.table_fields import OTHER
from desktop.exchange.table_headers import bare, key
from desktop.exchange.table_maps import Mapping


def save_map(path: Path, mapping: Mapping) -> None:
    """Remember what the user taught: next time, these headers are known. Columns left to OTHER are not "
    "told."""
    document = tomlkit.document()
    document.add(tomlkit.comment(" Correspondance de colonnes apprise sur l’écran d’import."))
    document["kind"], document["id"], document["title"] = "table", mapping.id, mapping.title
    told = [guess for guess in mapping.columns if guess.field != OTHER and guess.header]
    document["signature"] = sorted({bare(guess.header) for guess in told})
    if mapping.skip:
        document["skip"] = list(mapping.skip)
    document["continuation"] = mapping.continuation
    if mapping.source:
        document["source"] = mapping.source
    document["constants"] = dict(mapping.constants)
    columns = tomlkit.aot()
    for guess in told:
        line = tomlkit.table()
        line["field"], line["headers"] = guess.field, [bare(guess.header)]
        if guess.group:
            line["group"] = guess.group
        if sum(key(other.header) == key(guess.header) for other in mapping.columns) > 1:
            line["occurrence"] = guess.occurrence
        columns.append(line)
    document["column"] = columns
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as out:
        out.write(tomlkit.dumps(document).encode())
