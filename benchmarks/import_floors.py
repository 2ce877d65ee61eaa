"""The parts of an import alone: parse, encrypt, load by ADBC, raw COPY, row rules, bulk_create on a sample. JSON."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.bench_import import SAMPLE, as_csv, pieces


def main() -> None:
    folder, files = Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]]
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as home:
        os.environ |= {"SANDING_HOME": home, "SANDING_SCRATCH": f"{home}/scratch", "SANDING_LOG": "ERROR"}
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/floor.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "sanding_web.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(_measure(folder, files, Path(home))))


def _measure(folder: Path, files: list[Path], home: Path) -> dict[str, float]:
    """Seconds; ``bulk_create`` in seconds per row."""
    times: dict[str, float] = {}
    begin = time.perf_counter()
    raw = [pl.read_csv(path, separator=";", infer_schema=False) for path in files]
    times["parse"] = time.perf_counter() - begin
    del raw
    times["rules"] = _rules(files)
    rows = _prepared(files, home, times)
    times["sqlite"] = _sqlite(rows, home / "bare.sqlite3")
    if server := os.environ.get("SANDING_BENCH_POSTGRESQL", ""):
        times["copy"] = _copy(rows, server)
    times["bulk_create"] = _bulk_create(rows)
    return times


def _rules(files: list[Path]) -> float:
    """Only the verdicts on rows already normalised, chunk by chunk."""
    from datetime import date

    from sanding.registry.chunk import _dated
    from sanding.registry.judge import asked_of, judge
    from sanding.registry.normalise import normalise
    from sanding.registry.stage import _begin, _data_chunks, find_sources

    spent = 0.0
    for source in find_sources(files)[0]:
        _tally, plan = _begin(source, None)
        for data, _skipped in _data_chunks(source, 100_000):
            fields = _dated(normalise(data, plan))
            asked = asked_of(fields, plan.layout, plan, frozenset())
            begin = time.perf_counter()
            judge(fields, asked, on=date(2026, 9, 30))
            spent += time.perf_counter() - begin
    return spent


def _prepared(files: list[Path], home: Path, times: dict[str, float]) -> dict[str, pl.DataFrame]:
    """The rows as the import loads them; the sealing of numbers is timed alone."""
    from datetime import date

    from sanding.keys import load_or_create_keys
    from sanding.registry.stage import clean_frame, stage
    from sanding.registry.versions import Identifier, loaded_form
    from sanding.store import Store
    from sanding_web.registry.apply import row_schema
    from sanding_web.registry.changes import MODELS

    keys = load_or_create_keys(home / "keys")
    draft = Store(home / "floor", keys).draft("floor")
    stage(files, draft, None, on=date(2026, 9, 30))
    identifier, found = Identifier(keys, "DTSEN"), {}
    times["encrypt"] = 0.0
    for unit, model in MODELS.items():
        frame = clean_frame(draft, unit)
        begin = time.perf_counter()
        sealed = identifier.families(frame) if unit == "families" else identifier.persons(frame)
        times["encrypt"] += time.perf_counter() - begin
        whole = loaded_form(unit, frame, sealed).with_columns(
            sealed.select("match_key", "family_key"),
            id=pl.int_range(1, frame.height + 1),
            uid=pl.int_range(1, frame.height + 1),
            batch_id=pl.lit(1),
            until_batch_id=pl.lit(None),
            kind=pl.lit("new"),
            register=pl.lit("DTSEN"),
        )
        found[model._meta.db_table] = whole.select(pl.col(name).cast(kind) for name, kind in row_schema(model).items())
    return found


def _tables(cursor: Any, rows: dict[str, pl.DataFrame], kinds: dict[Any, str]) -> None:
    for table, frame in rows.items():
        columns = ", ".join(f"{name} {kinds.get(kind, 'text')}" for name, kind in frame.schema.items())
        cursor.execute(f"CREATE TABLE {table} ({columns})")


def _sqlite(rows: dict[str, pl.DataFrame], path: Path) -> float:
    """ADBC into plain tables without any index, one commit per 50,000 rows."""
    from adbc_driver_sqlite import dbapi

    with dbapi.connect(str(path)) as connection, connection.cursor() as cursor:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL"):
            connection.adbc_connection.set_autocommit(True)
            cursor.execute(f"PRAGMA {pragma}")
            cursor.fetchall()
        connection.adbc_connection.set_autocommit(False)
        _tables(cursor, rows, {pl.Int64: "bigint", pl.Int16: "smallint", pl.Binary: "blob", pl.Date: "date"})
        ready = [
            (table, one.to_arrow(compat_level=pl.CompatLevel.oldest()))
            for table, frame in rows.items()
            for one in pieces(frame, 50_000)
        ]
        begin = time.perf_counter()
        for table, piece in ready:
            cursor.adbc_ingest(table, piece, mode="append")
            connection.commit()
        return time.perf_counter() - begin


def _copy(rows: dict[str, pl.DataFrame], server: str) -> float:
    """Raw COPY of prepared text into tables without any index."""
    import psycopg

    from benchmarks.bench_import import _database

    spent = 0.0
    with _database(server) as url, psycopg.connect(url) as connection, connection.cursor() as cursor:
        _tables(cursor, rows, {pl.Int64: "bigint", pl.Int16: "smallint", pl.Binary: "bytea", pl.Date: "date"})
        for table, frame in rows.items():
            text = as_csv(frame).getbuffer()
            begin = time.perf_counter()
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:  # type: ignore[arg-type]
                for at in range(0, len(text), 1 << 20):
                    copy.write(text[at : at + (1 << 20)])
            connection.commit()
            spent += time.perf_counter() - begin
    return spent


def _bulk_create(rows: dict[str, pl.DataFrame]) -> float:
    """Seconds per row of Django's bulk_create on a sample of persons, indexes dropped."""
    from benchmarks.import_once import _drop_indexes
    from sanding_web.registry.models import Person

    _drop_indexes()
    sample = rows["registry_person"].head(SAMPLE).drop("id").to_dicts()
    begin = time.perf_counter()
    Person.objects.bulk_create([Person(**row) for row in sample], batch_size=500)
    return (time.perf_counter() - begin) / max(1, len(sample))


if __name__ == "__main__":
    main()
