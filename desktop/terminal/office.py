"""What every command needs: the store of the chosen file, a dossier by its number, how to say no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db import backup, queries, sight
from db.queries.bin import is_binned
from db.queries.scores import closed_to
from db.queries.twins import merging_of
from db.rights import who
from db.store import Store
from desktop.flow.found import found
from desktop.flow.found_more import complete
from desktop.flow.texts import read_texts
from desktop.flow.traces import note_export
from desktop.paths import default_database, resources


class Refusal(Exception):
    """What the command answers on standard error before it exits with 1."""


@contextmanager
def open_store(
    database: str | None, *, copy: str = "", author: str = "", whole: bool = False
) -> Iterator[Store]:
    """The store of a file, founded when new; `copy` names the automatic copy taken first. Its reader shows
    what the person at work may see; `whole`: everything, for what speaks for the workstation."""
    path = Path(database) if database else default_database()
    store = Store(path, author=author)
    try:
        if queries.setting(store.reader, "letterhead") is None:
            store.do(found, resources=resources())
        else:
            if copy:
                backup.daily(path, copy)
            store.do(complete, resources=resources())
        if not whole:
            sight.restrict(store.reader, who(store.reader, store.author))
        yield store
        catch_up(store)
    finally:
        store.close()


def catch_up(store: Store) -> None:
    """Bring the search up to date with what was written, words of the pieces included."""
    sight.lift(store.reader)  # what is recomputed is recomputed for all
    while read_texts(store):
        pass
    while store.index_search(1000):
        pass
    from desktop.flow.checking import Checker  # brings the rules: after the answer of a quick command

    checker = Checker()
    while checker.catch_up(store, store.reader):
        pass


def dossier_key(store: Store, number: str, *, to_read: bool = False) -> bytes:
    """The dossier of a number; one that was united with another can be read, nothing is written in it."""
    key = queries.find(store.reader, number)
    if key is None:
        raise Refusal(f"Aucun dossier ne porte le numéro « {number} ».")
    shut = closed_to(store.reader, store.author, key)
    if shut is not None:
        raise Refusal(
            f"Le dossier {number} vous est fermé : intérêt déclaré le {day(shut.declared_on):%d/%m/%Y} "
            f"({shut.nature})."
        )
    merging = None if to_read else merging_of(store.reader, key)
    if not to_read and is_binned(store.reader, key) is not None:
        raise Refusal(
            f"Le dossier {number} est à la corbeille : « parvis bin restore {number} » l’en ramène."
        )
    if merging is not None:
        raise Refusal(
            f"Le dossier {number} est réuni avec {merging.kept_name} : agissez sur {merging.kept_name}, ou "
            f"séparez-les par « parvis separate {number} »."
        )
    return key


def left(
    store: Store, what: str, out: Path | str, dossiers: Sequence[bytes] = (), *, deed: str = "exported"
) -> None:
    """Write down what leaves by the terminal, for each of these dossiers or for none."""
    note_export(store, f"{what} : « {Path(out).name} », par le terminal", dossiers, deed=deed)


def cents(text: str) -> int:
    """An amount typed in euros ("9000", "9 000,50") → cents. Raises Refusal."""
    plain = (
        text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace(",", ".")
    )
    whole, _, part = plain.partition(".")
    if not whole.isdigit() or not (part == "" or (part.isdigit() and len(part) <= 2)):
        raise Refusal(f"« {text} » n’est pas un montant : écrivez par exemple 9000 ou 9000,50.")
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def euros_text(amount: int | None) -> str | None:
    """Cents as JSON shows them, "9000.00"; None stays None."""
    return (
        None if amount is None else f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
    )


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def day_words(text: str | None) -> str:
    """A day of the base as people write it, "–" for none."""
    found = day(text)
    return "–" if found is None else f"{found:%d/%m/%Y}"
