"""How is a PostgreSQL database dumped while others write, and brought back in one transaction?

PostgreSQL's own programs write and read the dump. What `pg_restore` says is sent through our own
connection, so that all of it, and a migration after it, is one transaction: `psql` would commit
the half of it when the program that feeds it dies.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import psycopg
from sqlalchemy import Connection, Table, text
from sqlalchemy.engine import URL

from quizapp.backup.errors import BackupError
from quizapp.backup.files import CHUNK, read_pieces
from quizapp.backup.tables import QUEUE

SCHEMA = "public"
LOOKS, BETWEEN = 20, 0.1  # seconds
_COPY = re.compile(rb'COPY "?\w+"?\."?(\w+)"? .*FROM stdin;\n')
_END = b"\\.\n"
_GUARD = (b"\\restrict ", b"\\unrestrict ")  # for psql alone
_DROP = f"""
DO $$ DECLARE it record; BEGIN
  FOR it IN SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  LOOP EXECUTE 'DROP TABLE IF EXISTS ' || it.name || ' CASCADE'; END LOOP;
  FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = '{SCHEMA}'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE 'DROP FUNCTION ' || it.name || ' CASCADE'; END LOOP;
END $$
"""
_FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    f" WHERE contype = 'f' AND connamespace = '{SCHEMA}'::regnamespace"
)
_SEQUENCES = text(
    "SELECT quote_ident(table_name), quote_ident(column_name),"
    " pg_get_serial_sequence(quote_ident(table_name), column_name)"
    f" FROM information_schema.columns WHERE table_schema = '{SCHEMA}'"
    " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
)
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend'"
)


def read_dump(connection: Connection) -> Iterator[bytes]:
    """The dump of what the transaction of `connection` sees, a piece at a time.

    Raises:
        BackupError: `pg_dump` is not there, is too old, or has failed.
    """
    server = cast("tuple[int, ...]", connection.dialect.server_version_info)
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    command = [
        *(find_tool("pg_dump", server[0]), "--format=custom", f"--snapshot={snapshot}"),
        *("--no-owner", "--no-privileges", f"--schema={SCHEMA}", f"--exclude-table={QUEUE}*"),
    ]
    url = connection.engine.url
    with _running([*command, _name_address(url)], url.password) as dump:
        yield from read_pieces(dump)


def load_dump(connection: Connection, dump: Path) -> None:
    """Make everything that is in the dump, in the transaction of `connection`."""
    raw = cast(psycopg.Connection, connection.connection.driver_connection)
    script = _read_script(dump)
    with raw.cursor() as cursor:
        statements: list[bytes] = []
        for line in script:
            if not _COPY.fullmatch(line):
                statements += [] if line.startswith(_GUARD) else [line]
                continue
            cursor.execute(b"".join(statements))
            statements = []
            with cursor.copy(line) as copy:
                for rows in _take_rows(script):
                    copy.write(b"".join(rows))
        cursor.execute(b"".join(statements))
        cursor.execute("RESET ALL")  # the dump looks for tables by their full names alone


def count_dump(dump: Path) -> dict[str, int]:
    """How many rows of each table the dump has; reading all of it proves that it can be read."""
    found = {}
    script = _read_script(dump)
    for line in script:
        if begins := _COPY.fullmatch(line):
            found[begins[1].decode()] = sum(len(rows) for rows in _take_rows(script))
    return found


def drop_everything(connection: Connection) -> None:
    connection.exec_driver_sql(_DROP)


def take_foreign_keys(connection: Connection) -> list[str]:
    """Drop all foreign keys, so that rows may come in any order; the statements that say them."""
    keys = connection.execute(_FOREIGN_KEYS).all()
    for table, name, _ in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}' for table, name, told in keys]


def put_foreign_keys(connection: Connection, statements: list[str]) -> None:
    """Say them again: PostgreSQL looks at every row."""
    for statement in statements:
        connection.exec_driver_sql(statement)


def write_rows(
    connection: Connection, table: Table, batches: Iterable[Sequence[Sequence[Any]]]
) -> None:
    """Write rows as `COPY` does, which takes a third of the time of inserting them."""
    raw = cast(psycopg.Connection, connection.connection.driver_connection)
    dialect = connection.dialect
    convert = [it.type.dialect_impl(dialect).bind_processor(dialect) for it in table.columns]
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(it.name) for it in table.columns)
    statement = f"COPY {quote(table.name)} ({columns}) FROM STDIN".encode()
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for rows in batches:
            for row in rows:
                values = zip(convert, row, strict=True)
                copy.write_row([process(it) if process else it for process, it in values])


def set_sequences(connection: Connection) -> None:
    """The next row of each table gets a number after the largest."""
    for table, column, sequence in connection.execute(_SEQUENCES).all():
        connection.exec_driver_sql(
            f"SELECT setval('{sequence}', coalesce(max({column}), 1), max({column}) IS NOT NULL)"
            f" FROM {table}"
        )


def refuse_others(connection: Connection) -> None:
    """Raises BackupError when anybody else stays connected to the database."""
    others = connection.scalar(_OTHERS)
    for _ in range(LOOKS):
        if not others:
            return
        time.sleep(BETWEEN)  # who has just been stopped may still be on the way out
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        others = connection.scalar(_OTHERS)
    told = "1 other connection" if others == 1 else f"{others} other connections"
    raise BackupError(
        f"the database is in use ({told}): stop quizapp (serve and worker) first,"
        " and a pooler in between"
    )


def find_tool(name: str, server: int = 0) -> str:
    """The newest program of PostgreSQL with this name; it has to be as new as the server.

    Raises:
        BackupError: there is none on the PATH.
    """
    folders = os.get_exec_path()
    found = {it for folder in folders if (it := shutil.which(name, path=folder))}
    newest = max(found, key=_read_version, default=None)
    if newest and _read_version(newest) >= server:
        return newest
    told = f"{newest} is older than the server" if newest else f"{name} is not on the PATH"
    of_version = f" of version {server} or newer" if server else ""
    raise BackupError(f"{told}: install PostgreSQL's client programs{of_version}")


def _read_version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+", said.stdout)
    return int(number[0]) if number else 0


def _read_script(dump: Path) -> Iterator[bytes]:
    """The lines of the dump as SQL; the rows of a table stand between `COPY` and a line that
    ends them."""
    tool = find_tool("pg_restore")
    command = [tool, "--file=-", "--no-owner", "--no-privileges", f"--schema={SCHEMA}", str(dump)]
    with _running(command) as script:
        yield from script


def _take_rows(script: Iterator[bytes]) -> Iterator[list[bytes]]:
    """The rows that follow, some at a time, up to the line that ends them."""
    rows: list[bytes] = []
    size = 0
    for line in script:
        if line == _END:
            break
        rows.append(line)
        size += len(line)
        if size > CHUNK:
            yield rows
            rows, size = [], 0
    yield rows


@contextmanager
def _running(command: list[str], password: str | None = None) -> Iterator[IO[bytes]]:
    """What a program prints. Raises BackupError with its own last words when it fails."""
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=environment)
        assert process.stdout
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            failed = process.wait() != 0
        if failed:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:]
            raise BackupError(f"{Path(command[0]).name} has failed: {''.join(last)}")


def _name_address(url: URL) -> str:
    """For PostgreSQL's programs, without the password: others can see what programs are told."""
    plain = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    return plain.render_as_string()
