"""Alembic's entry: runs on the connection that db.upgrade hands over."""

from __future__ import annotations

from alembic import context

import db.models  # noqa: F401  (fills the metadata)
from db.base import Table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
context.run_migrations()
