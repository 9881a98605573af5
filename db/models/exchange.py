"""What the exchange between workstations keeps for itself: recomputed or local, never journalled."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from db.base import Key
from db.base import Table as Root

_OUTSIDE = {"journalled": False}

conflict = Table(
    "conflict",  # what two places wrote differently: derived from the journal, row by row
    Root.metadata,
    Column("ent", String, primary_key=True),
    Column("rid", Key, primary_key=True),
    Column("field", String, primary_key=True),  # "" for existence
    Column("dossier", Key, index=True),
    # values: to be settled; reread: merged by words, to be read again; deletion: removed here, changed there;
    # orphan: its parent was removed elsewhere; twice: a value that should be unique is not
    Column("nature", String, nullable=False),
    Column("agreed", Text),  # JSON: the value before they parted; NULL when there was none
    Column("ops", Text, nullable=False),  # JSON list of hex op ids, one per proposal
    Column("vals", Text, nullable=False),  # JSON list of values, in the order of `ops`
    info=_OUTSIDE,
)

site_version = Table(
    "site_version",  # the highest number known of each workstation, without hole
    Root.metadata,
    Column("site", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    info=_OUTSIDE,
)

parked = Table(
    "parked",  # lots that came before the one they follow
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("site", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("waits_for", Text, nullable=False),  # a French sentence
    Column("ops", Integer, nullable=False),  # how many operations wait in it
    Column("at", String, nullable=False),
    Column("lot", LargeBinary, nullable=False),  # as received, compressed
    Index("uq_parked_lot", "site", "number", unique=True),
    info=_OUTSIDE,
)

refused = Table(
    "refused",  # operations that a right or a scope did not allow: kept, told to their author
    Root.metadata,
    Column("op", Key, primary_key=True),
    Column("site", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", Text, nullable=False),  # a French sentence
    Column("payload", Text, nullable=False),  # JSON of the operation
    Column("state", String, nullable=False),  # waiting, corrected, passed_on
    info=_OUTSIDE,
)

shipment = Table(
    "shipment",  # every lot sent or received, by satchel, folder or hub
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("way", String, nullable=False),  # out, in
    Column("means", String, nullable=False),  # satchel, folder, hub
    Column("site", String, nullable=False),  # the other side
    Column("number", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("digest", String, nullable=False),  # SHA-256 of the manifest or of the lot
    Column("file", String, nullable=False),
    Column("first", Integer, nullable=False),  # own numbers sent, or delivery numbers received
    Column("last", Integer, nullable=False),
    Column("acknowledged_at", String),
    Column("receipt", Text, nullable=False),  # JSON: what it brought, for the screen and the printed receipt
    info=_OUTSIDE,
)

trace = Table(
    "trace",  # what was consulted, printed and exported on this workstation, chained by hashes
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("author", String, nullable=False),
    Column("site", String, nullable=False),
    Column("deed", String, nullable=False),  # consulted, printed, exported, prepared
    Column("dossier", Key, index=True),
    Column("what", Text, nullable=False),  # a French sentence
    Column("hash", LargeBinary, nullable=False),
    info=_OUTSIDE,
)
