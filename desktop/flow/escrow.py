"""The key of the safe: made once, written on the paper that holds it, kept nowhere else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from db.connection import open_reader
from db.store import Done, Store
from desktop.flow.enrol import set_escrow
from desktop.flow.satchel_paper import escrow_pdf
from desktop.flow.satchel_rights import ask_exchange
from desktop.flow.satchel_trust import standing
from desktop.letters.files import write_whole


def make_escrow(store: Store, out: Path, do: Callable[..., Done | None] | None = None) -> str:
    """Write the paper, then seal for its key from now on; returns the public part. `do` runs the verb.

    Raises ValueError (French) at a base that is not the hub, NotAllowed, OSError.
    """
    import pyrage  # at first use: see desktop/paths.py

    with contextlib.closing(open_reader(store.path)) as reader:
        if standing(reader, store.site).role != "hub":
            raise ValueError("Seul le poste central fait la clé de secours. Rien n’a été écrit.")
        ask_exchange(store, reader, "enrol")
        made = pyrage.x25519.Identity.generate()
        recipient = str(made.to_public())
        write_whole(out, escrow_pdf(reader, str(made), recipient))
    done = None
    try:
        done = (do or store.do)(set_escrow, recipient=recipient)
    finally:
        if done is None:  # a key that seals nothing must not lie in a safe
            out.unlink(missing_ok=True)
    return recipient
