"""The tables of the journal and of what is recomputed: never journalled themselves."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from db.base import Key
from db.base import Table as Root

_OUTSIDE = {"journalled": False}

step = Table(
    "step",
    Root.metadata,
    Column("n", Integer, primary_key=True),  # order on this workstation
    Column("id", Key, nullable=False, unique=True),
    Column("label", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("author", String, nullable=False),
    Column("site", String, nullable=False),
    Column("at", String, nullable=False),  # local time, ISO
    Column("dossier", Key),
    Column("undoes", Key),
    Column("final", String, nullable=False),  # why it can't be undone, or ""
    Column("before", LargeBinary, nullable=False),  # hash of the step before
    Column("hash", LargeBinary, nullable=False),
    # How the hash is made: 1 over the values, 2 over their hashes, so that a value can be forgotten.
    Column("scheme", Integer, nullable=False, server_default="1"),
    info=_OUTSIDE,
)

op = Table(
    "op",
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("site", String, nullable=False),
    Column("seq", Integer, nullable=False),  # per site, without holes
    Column("step", Key, nullable=False),
    Column("hlc", String, nullable=False),  # for display only: order is read in `parents`
    Column("author", String, nullable=False),
    Column("sch", String, nullable=False),
    Column("ent", String, nullable=False),
    Column("rid", Key, nullable=False),
    Column("dossier", Key),
    Column("field", String, nullable=False),  # "" for existence
    Column("kind", String, nullable=False),  # create, update, delete
    Column("base", Text),  # JSON: value before
    Column("val", Text),  # JSON: value after
    Column("parents", Text, nullable=False),  # JSON list of hex op ids this one replaces
    Column("reason", Text, nullable=False),
    Column("link", Integer),  # the step of this workstation's chain (its `n`) that proves this operation
    Index("ix_op_link", "link"),
    Index("ix_op_row", "ent", "rid"),
    Index("ix_op_step", "step"),
    Index("ix_op_dossier", "dossier"),
    Index("uq_op_site_seq", "site", "seq", unique=True),
    info=_OUTSIDE,
)

head = Table(
    "head",
    Root.metadata,
    Column("ent", String, primary_key=True),
    Column("rid", Key, primary_key=True),
    Column("field", String, primary_key=True),
    Column("op", Key, primary_key=True),  # several when two places wrote without knowing of each other
    info=_OUTSIDE,
)

capture = Table(
    "capture",
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("ent", String, nullable=False),
    Column("rid", Key, nullable=False),
    Column("dossier", Key),
    Column("field", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("base", Text),
    Column("val", Text),
    info=_OUTSIDE,
)

kv = Table(
    "kv",
    Root.metadata,
    Column("k", String, primary_key=True),
    Column("v", Text, nullable=False),
    info=_OUTSIDE,
)

total = Table(
    "total",  # sums of Amount and of payments by dossier, kept by triggers so that a list can sort on them
    Root.metadata,
    Column("dossier_id", Key, primary_key=True),
    Column("proposed", Integer, index=True),
    Column("voted", Integer, index=True),
    Column("paid", Integer),
    info=_OUTSIDE,
)

search_doc = Table(
    "search_doc",
    Root.metadata,
    Column("n", Integer, primary_key=True),
    Column("ent", String, nullable=False),
    Column("rid", Key, nullable=False),
    Column("dossier", Key, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("uq_search_doc", "ent", "rid", unique=True),
    info=_OUTSIDE,
)

search_queue = Table(
    "search_queue",
    Root.metadata,
    Column("ent", String, primary_key=True),
    Column("rid", Key, primary_key=True),
    info=_OUTSIDE,
)

piece_text = Table(
    "piece_text",
    Root.metadata,
    Column("sha256", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kind", String, nullable=False, server_default="text"),  # text, image, empty, unreadable
    info=_OUTSIDE,
)

finding = Table(
    "finding",  # what the checks say of each dossier, so that a list can show and seek it
    Root.metadata,
    Column("dossier_id", Key, primary_key=True),
    Column("code", String, primary_key=True),
    Column("rule", String, nullable=False),
    Column("level", String, nullable=False),  # good, warn, bad
    Column("sentence", Text, nullable=False),
    Column("left_where", Text, nullable=False),
    Column("left_value", Text, nullable=False),
    Column("left_place", Text, nullable=False),  # "section:objectives", "field:asked", "piece:<hex>"…
    Column("right_where", Text, nullable=False),
    Column("right_value", Text, nullable=False),
    Column("right_place", Text, nullable=False),
    Column("sources", String, nullable=False),  # digest of both sources
    Index("ix_finding_level", "level", "dossier_id"),
    info=_OUTSIDE,
)

checked = Table(
    "checked",  # the last step each dossier's findings were made from
    Root.metadata,
    Column("dossier_id", Key, primary_key=True),
    Column("step", Integer, nullable=False),
    info=_OUTSIDE,
)

visit = Table(
    "visit",  # the last step a person has seen of each part of a dossier
    Root.metadata,
    Column("dossier_id", Key, primary_key=True),
    Column("person", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("step", Integer, nullable=False),
    Column("at", String, nullable=False),
    info=_OUTSIDE,
)
