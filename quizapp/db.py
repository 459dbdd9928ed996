"""How do tables, sessions and moments in time look in this program?

`Base` is what every model derives from, `db.session` the session of the request.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Numeric,
    String,
    TypeDecorator,
    column,
    inspect,
    select,
    table,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, registry

import quizapp.connections  # noqa: F401 (what it does happens when a connection is made)

MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = re.compile(r"""^revision\b[^=]*= *["'](\w+)""", re.MULTILINE)
_DOWN_REVISION = re.compile(r"""^down_revision\b[^=]*= *["'](\w+)""", re.MULTILINE)


# Numbers the rows of tables that grow by hundreds of millions a year. SQLite's numbers are all 64
# bits wide, and rows number themselves where the type is INTEGER.
LargeNumber = BigInteger().with_variant(Integer(), "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values, hands back UTC (SQLite itself drops time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: pass an aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """A gradebook reads a million of them: SQLite's are read in one step."""
        if dialect.name == "sqlite":
            return _read_moment
        return super().result_processor(dialect, coltype)


class ExactDecimal(TypeDecorator[Decimal]):
    """A score with five decimals, kept exact: SQLite has no decimals, it stores 10^-5 units."""

    impl = Numeric(12, 5)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        exact = BigInteger() if dialect.name == "sqlite" else Numeric(12, 5)
        return dialect.type_descriptor(exact)

    def bind_processor(self, dialect: Dialect) -> Any:
        """A ruling writes a million of them, see below."""
        if dialect.name == "sqlite":
            return _write_units
        return self.load_dialect_impl(dialect).bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """A gradebook reads a million of them, and they are often the same. PostgreSQL's driver
        hands back decimals by itself."""
        if dialect.name == "sqlite":
            return _read_units
        return self.load_dialect_impl(dialect).result_processor(dialect, coltype)


def _read_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


@lru_cache(maxsize=10_000)
def _read_units(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-5)


@lru_cache(maxsize=10_000)
def _write_units(value: Decimal | None) -> int | None:
    return None if value is None else int((value * 100_000).to_integral_value())


class Strings(TypeDecorator[tuple[str, ...]]):
    """A short tuple of strings that is only ever read and written as a whole."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else _read_strings(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Answers are read by the hundred thousand, and they are often the same."""
        return _read_strings


@lru_cache(maxsize=10_000)
def _read_strings(value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(str(item) for item in json.loads(value))


def enum_column(enumeration: type[StrEnum]) -> Enum:
    """A column for the values of `enumeration`; a named constraint forbids all others."""
    return Enum(
        enumeration,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=enumeration.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Every table's parent: named constraints and our column types."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime(), Decimal: ExactDecimal()},
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def begin_write(session: Session) -> None:
    """Take SQLite's write lock at once, before anything is read.

    A transaction that reads first and writes later fails with "database is locked" when
    another writer came between; one that says so at the start waits its turn instead.
    PostgreSQL needs none of it and ignores the option.
    """
    session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})


def begin_write_late(session: Session) -> None:
    """Take SQLite's write lock though something was read, which is not to be read again.

    What has little to write holds the lock for a short while that way. PostgreSQL goes on in the
    same transaction.
    """
    if session.get_bind().dialect.name == "sqlite":
        begin_write_anew(session)


def begin_write_anew(session: Session) -> None:
    """Let go of what was read so far, and take the write lock: what follows is read again."""
    session.rollback()
    begin_write(session)


def begin_snapshot(session: Session) -> None:
    """Let go of what was read so far: all that is read from now on is of one moment.

    SQLite reads so by itself, for its log keeps what a transaction began with.
    """
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def open_snapshot() -> Session:
    """A session of its own that reads of one moment, for what is sent after the request is over.

    Whoever opens it closes it.
    """
    session = Session(db.engine)
    begin_snapshot(session)
    return session


def refuse_orphans(connection: Connection) -> None:
    """On SQLite, where foreign keys may have been off: no row refers to nothing.

    Raises:
        RuntimeError: one does; what the transaction has done is better undone.
    """
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        told = sorted({f"{table} -> {parent}" for table, _, parent, _ in orphans})
        raise RuntimeError(f"rows would refer to nothing: {', '.join(told)}")


_VERSIONS = select(column("version_num", String())).select_from(table("alembic_version"))


def find_fault(session: Session) -> str | None:
    """Why no page can be served from this database; None when all is well."""
    try:
        is_begun = inspect(session.connection()).has_table("alembic_version")
        found = session.scalars(_VERSIONS) if is_begun else ()
        current = frozenset(found)
    except SQLAlchemyError:
        return "the database does not answer"
    if current != list_heads():
        return "the database is not migrated; run quizapp db upgrade"
    return None


def is_migrated(session: Session) -> bool:
    """Whether the database answers and its tables are those of this program."""
    return find_fault(session) is None


@cache
def list_heads() -> frozenset[str]:
    """The newest migrations of this program: those that no other one follows.

    Read from their files, since Alembic is not loaded in a web worker.
    """
    scripts = [path.read_text("utf-8") for path in (MIGRATIONS / "versions").glob("*.py")]
    revisions = {it for script in scripts for it in _REVISION.findall(script)}
    followed = {it for script in scripts for it in _DOWN_REVISION.findall(script)}
    return frozenset(revisions - followed)
