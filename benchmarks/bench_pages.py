"""Pages with the access layer at a million persons on PostgreSQL, and what encryption costs (issue 4, design 7)."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.line import Line

SIZE = 1_000_000


def run(size: int = SIZE) -> Iterator[Line]:
    """p95 of every page of every role, queries per page, and the ratios of encryption."""
    yield from _pages(size)
    yield from _encryption(min(size, 1_000_000))


def _pages(size: int) -> Iterator[Line]:
    with _database("sanding_bench_pages") as url:
        if not url:
            yield Line(f"page p95 at {size:,} persons, PostgreSQL", None, 0.1, "s", note="(no PostgreSQL)")
            return
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages_once", str(size), url],
            cwd=Path(__file__).resolve().parent.parent, check=True, capture_output=True, text=True,
        )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    note = f"({found['pages']} pages, {found['answers']} answers)"
    yield Line(f"page p95 at {size:,} persons, PostgreSQL", found["p95"], 0.1, "s", note=note)
    yield Line("page p50 of the same", found["p50"], None, "s")
    for seconds, view in found["slowest"]:
        yield Line(f"slow page {view}", seconds, None, "s")
    for count, view in found["most_queries"]:
        yield Line(f"queries of {view}", count, None)
    ratio = found["look_up_sealed"] / found["look_up_plain"]
    note = f"({1000 * found['look_up_sealed']:.2f} ms / {1000 * found['look_up_plain']:.2f} ms)"
    yield Line("look-up by NIK, sealed / plain", ratio, None, "x", note=note)


def _encryption(rows: int) -> Iterator[Line]:
    """Sealing NIK and KK and encrypting Parquet, against writing the same rows plain."""
    import polars as pl

    from sanding.identity import Sealer
    from sanding.keys import load_or_create_keys
    from sanding.store import Store

    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as name:
        keys = load_or_create_keys(Path(name) / "keys")
        number = pl.int_range(rows, eager=True).cast(pl.String).str.zfill(10)
        frame = pl.DataFrame({"nik": "339901" + number, "kk": "339902" + number, "name": "WARGA " + number})
        begin = time.perf_counter()
        frame.write_parquet(Path(name) / "plain.parquet", compression="zstd", statistics=False)
        plain = time.perf_counter() - begin
        draft = Store(Path(name) / "store", keys).draft("bench")
        begin = time.perf_counter()
        draft.write("persons", frame)
        encrypted = time.perf_counter() - begin
        begin = time.perf_counter()
        for column in ("nik", "kk"):
            Sealer(keys).seal_series(column, frame[column])
        sealing = time.perf_counter() - begin
    note = f"({encrypted:.2f} s / {plain:.2f} s)"
    yield Line(f"encrypted Parquet / plain Parquet, {rows:,} rows", encrypted / plain, None, "x", note=note)
    yield Line(f"sealing NIK and KK of {rows:,} rows", sealing, None, "s")


class _database:
    """A PostgreSQL database of its own, dropped at the end; no address where no server answers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.server = os.environ.get("SANDING_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")

    def __enter__(self) -> str:
        import psycopg

        try:
            self._say(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)', f'CREATE DATABASE "{self.name}"')
        except psycopg.Error:
            return ""
        return f"{self.server.rsplit('/', 1)[0]}/{self.name}"

    def __exit__(self, *_: object) -> None:
        import contextlib

        import psycopg

        with contextlib.suppress(psycopg.Error):
            self._say(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _say(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            for one in statements:
                connection.execute(one.encode())
