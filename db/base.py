"""What every table shares: the declarative root, the key type, naming of constraints."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from sqlalchemy import Dialect, LargeBinary, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from db.keys import new_key


class Key(TypeDecorator[bytes]):
    """16 bytes in Python and SQLite, a native uuid in PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "postgresql":
            return value
        return uuid.UUID(bytes=value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        if isinstance(value, uuid.UUID):
            return value.bytes
        return None if value is None else bytes(value)


class Table(DeclarativeBase):
    """The root of all models. `journalled` tables have each change written down by the journal."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {bytes: Key}  # noqa: RUF012  (SQLAlchemy reads it from the class)


Id = Annotated[bytes, mapped_column(Key, primary_key=True, default=new_key)]
Cents = Annotated[int, mapped_column()]


def now() -> dt.datetime:
    """Local wall-clock time without fraction: what an officer would write beside a note."""
    return dt.datetime.now().replace(microsecond=0)


__all__ = ["Cents", "Id", "Key", "Mapped", "Table", "mapped_column", "now"]
