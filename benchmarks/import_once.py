"""One whole import in a process of its own, through the product's own steps; prints times and peak memory as JSON.

``python -m benchmarks.import_once persons.csv families.csv sqlite:///… --indexes``
"""

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--indexes", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as home:
        os.environ |= {"SANDING_HOME": home, "SANDING_SCRATCH": f"{home}/scratch", "SANDING_LOG": "ERROR"}
        os.environ["DATABASE_URL"] = options.database or f"sqlite:///{home}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "sanding_web.settings"
        import django

        django.setup()
        print(json.dumps(_measure(options.files, indexes=options.indexes)))


def _measure(files: list[Path], *, indexes: bool) -> dict[str, float]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not indexes:
        _drop_indexes()
    batch = _batch()
    times: dict[str, float] = {}
    begin = time.perf_counter()
    _import(batch, files, times)
    times["whole"] = time.perf_counter() - begin
    batch.refresh_from_db()
    return {**times, "rows": batch.families + batch.persons}


def _peak_of(pid: int | str) -> float:
    """Peak memory of a running process in MB since it was last asked; what is in use then counts anew."""
    status = Path(f"/proc/{pid}/status").read_text()
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _peak_together(database: Any) -> float:
    """The import and its loading process: the sum of their peaks within one step, never below the truth."""
    process = database and database._link.__dict__.get("_process")
    return _peak_of("self") + (_peak_of(process.pid) if process else 0.0)


def _drop_indexes() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("family", "person"):
            for index in ("by_key", "by_village", "by_family", "ended_by"):
                cursor.execute(f"DROP INDEX IF EXISTS {table}_{index}")


def _batch():  # type: ignore[no-untyped-def]
    from sanding_web.accounts.models import User
    from sanding_web.registry.models import Batch

    people = [User.objects.create(username=name, full_name=name) for name in ("a", "b")]
    from django.utils import timezone

    return Batch.objects.create(
        register="DTSEN",
        period="bench",
        decreed_on=date(2026, 9, 30),
        source_agency="bench",
        received_on=date(2026, 10, 1),
        uploaded_by=people[0],
        decided_by=people[1],
        decided_at=timezone.now(),
        folder="bench",
        state=Batch.CHECKING,
    )


def _import(batch, files: list[Path], times: dict[str, float]) -> None:  # type: ignore[no-untyped-def]
    """Staging with all rules, comparison, bulk load, vintage, counts per village: what the two jobs do."""
    from sanding.registry.stage import stage
    from sanding.registry.versions import Identifier
    from sanding_web.registry import storage
    from sanding_web.registry.apply import apply_pieces, next_ids
    from sanding_web.registry.bulk import open_bulk
    from sanding_web.registry.changes import MODELS, recorded, work_out
    from sanding_web.registry.freeze import village_counts_with
    from sanding_web.registry.jobs import _accept, manifest
    from sanding_web.registry.models import Batch

    store = storage.vintages()
    draft = store.draft(batch.folder)

    def lap(name: str, since: float, database: Any = None) -> float:
        now = time.perf_counter()
        times[name] = now - since
        times["peak_mb"] = max(times.get("peak_mb", 0.0), _peak_together(database))
        return now

    at = time.perf_counter()
    stage(files, draft, None, on=batch.decreed_on)
    at = lap("stage", at)
    with open_bulk() as database:
        changes = work_out(batch, draft, Identifier(storage.keys(), batch.register), database, lambda *_: None)
        at = lap("keys", at, database)
        totals = {
            kind: sum(changes.kinds[unit][kind] for unit in MODELS) for kind in ("new", "changed", "same", "gone")
        }
        summary = {"changes": recorded(changes), "first_ids": next_ids(database)}
        Batch.objects.filter(pk=batch.pk).update(
            state=Batch.APPLYING, summary=summary, rows_read=totals["new"], rows_new=totals["new"]
        )
        batch.refresh_from_db()
        apply_pieces(batch, draft, database, lambda *_: None)
        at = lap("load", at, database)
        store.finish(batch.folder, manifest(batch))
        counts = village_counts_with(batch, database)
        lap("counts", at, database)
    _accept(batch, counts)


if __name__ == "__main__":
    sys.exit(main())
