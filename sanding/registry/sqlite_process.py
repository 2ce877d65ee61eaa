"""SQLite by ADBC in a process of its own: requests and answers as Arrow over its standard input and output.

Both ends speak in frames: a JSON head and an Arrow stream (either may be empty), each after its length.
Where the caller dies, the input ends, the open transaction is rolled back by SQLite and this process ends too.
"""

import json
import struct
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from sanding.errors import EngineFault

# 32 MB of cache: index pages touched again and again in one piece are not written to the WAL each time.
_PRAGMAS = (
    "PRAGMA busy_timeout = 30000",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32768",
)
_LENGTHS = struct.Struct(">IQ")
# SQLite has no column types of its own: the driver looks at this many rows before it decides.
_READ_ROWS = {"adbc.sqlite.query.batch_rows": 4_000_000}


def _send(stream: IO[bytes], head: dict[str, Any], rows: pa.Table | None = None) -> None:
    text = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(text), _size(rows) if rows is not None else 0))
    stream.write(text)
    if rows is not None:
        _pour(rows, stream)
    stream.flush()


def _size(rows: pa.Table) -> int:
    """The length of the stream, found without writing it."""
    sink = pa.MockOutputStream()
    _pour(rows, sink)
    return int(sink.size())


def _pour(rows: pa.Table, sink: Any) -> None:
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], pa.Table | None] | None:
    """One frame; None where the other end is gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    text, body = _LENGTHS.unpack(lengths)
    head = json.loads(stream.read(text))
    return head, pa.ipc.open_stream(stream.read(body)).read_all() if body else None


class SqliteProcess:
    """The caller's end."""

    def __init__(self, path: str) -> None:
        self._path = path

    @cached_property
    def _process(self) -> "subprocess.Popen[bytes]":
        """Started with the first request: many comparisons never ask anything."""
        command = [sys.executable, "-m", __name__, self._path]
        folder = Path(__file__).parents[2]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)

    def ingest(self, table: str, rows: pa.Table, *, temporary: bool) -> None:
        self._ask({"do": "ingest", "table": table, "temporary": temporary}, rows)

    def execute(self, sql: str) -> None:
        self._ask({"do": "execute", "sql": sql})

    def read(self, sql: str) -> pa.Table:
        return self._ask({"do": "read", "sql": sql})

    def begin(self, *, writes: bool) -> None:
        """A writer takes its turn at once, waiting for it: one that reads first could not become a writer later."""
        self.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    def commit(self) -> None:
        self.execute("COMMIT")

    def rollback(self) -> None:
        if self._process.poll() is None:
            self.execute("ROLLBACK")

    def close(self) -> None:
        if "_process" not in self.__dict__:
            return
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def _ask(self, head: dict[str, Any], rows: pa.Table | None = None) -> pa.Table | None:
        assert self._process.stdin and self._process.stdout
        try:
            _send(self._process.stdin, head, rows)
            answer = _receive(self._process.stdout)
        except BrokenPipeError:
            answer = None
        if answer is None or "fault" in answer[0]:
            what = answer[0]["fault"] if answer else "proses pemuat berhenti"
            raise EngineFault(
                "basis data menolak muatan massal", where=what, remedy="Ulangi pekerjaannya.", code="SND-LOD-02"
            )
        return answer[1]


def serve(path: str) -> None:
    """The other end: answer requests until the input ends. A fault names its kind, never a value."""
    from adbc_driver_sqlite import dbapi

    # The driver's own transactions keep an old view after a commit: BEGIN and COMMIT are given as plain SQL.
    connection = dbapi.connect(path, autocommit=True)
    for pragma in _PRAGMAS:
        _answer(connection, {"do": "read", "sql": pragma}, None)
    while (request := _receive(sys.stdin.buffer)) is not None:
        try:
            _send(sys.stdout.buffer, {}, _answer(connection, *request))
        except dbapi.Error as error:
            _send(sys.stdout.buffer, {"fault": f"{type(error).__name__}: {str(error)[:200]}"})
    connection.close()


def _answer(connection: Any, head: dict[str, Any], rows: pa.Table | None) -> pa.Table | None:
    with connection.cursor() as cursor:
        if head["do"] == "ingest":
            mode = "create" if head["temporary"] else "append"
            cursor.adbc_ingest(head["table"], rows, mode=mode, temporary=head["temporary"])
            return None
        cursor.adbc_statement.set_options(**_READ_ROWS)
        cursor.execute(head["sql"])
        return cursor.fetch_arrow_table() if head["do"] == "read" else None


if __name__ == "__main__":
    serve(sys.argv[1])
