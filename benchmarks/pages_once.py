"""Pages of a district with many persons on one database, in a process of its own; prints what it measured as JSON.

``python -m benchmarks.pages_once 1000000 postgres://…`` The demo district is loaded, then a full list of that many
persons is uploaded by one person and accepted by another, as people do it.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections import deque
from datetime import date
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r'href="([^"#][^"]*)"')
SAMPLES = 2
"""Addresses of each view that each account opens."""
ACCOUNTS = 3
"""Accounts for which each view is timed."""
ANSWERS = 3
LOOK_UPS = 300
_NOW = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def main() -> None:
    size, url = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as home:
        os.environ |= {"SANDING_HOME": home, "SANDING_SCRATCH": f"{home}/scratch", "SANDING_LOG": "ERROR"}
        os.environ |= {"DATABASE_URL": url or f"sqlite:///{home}/bench.sqlite3", "SANDING_PLAIN_STATIC": "1"}
        os.environ |= {"SANDING_DEMO": "1", "DJANGO_SETTINGS_MODULE": "sanding_web.settings"}
        import django

        django.setup()
        print(json.dumps(_measure(size, Path(home))))


def _measure(size: int, home: Path) -> dict[str, Any]:
    from django.core.management import call_command
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_demo", persons=10_000, until="all", stdout=open(os.devnull, "w"))  # noqa: SIM115
    with override_settings(TASKS=_NOW):
        _bring_in(size, home)
    return {**_pages(), **_look_ups()}


def _bring_in(size: int, home: Path) -> None:
    from sanding.synthetic.bulk import write_persons_csv
    from sanding_web.home.demo import SEED, _person
    from sanding_web.registry import actions

    found = write_persons_csv(home / "dtsen_tw4.csv", size, SEED)
    with found.families.open("rb") as families, found.persons.open("rb") as persons:
        batch = actions.upload_batch(
            _person("ratna"),
            files=[_upload(one) for one in (families, persons)],
            register="DTSEN", period="TW IV 2026", decreed_on=date(2026, 12, 1), source_agency="Dinas Sosial",
            received_on=date(2026, 12, 1), coverage="full",
        )  # fmt: skip
    batch.refresh_from_db()
    actions.accept_batch(_person("endah"), batch)
    batch.refresh_from_db()
    assert batch.state == "accepted", (batch.state, batch.error)


def _upload(file: Any) -> Any:
    from django.core.files.uploadedfile import UploadedFile

    path = Path(file.name)
    return UploadedFile(file, path.name, size=path.stat().st_size)


def _pages() -> dict[str, Any]:
    """Every page each demo account finds by links: seconds of its later answers, and its queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sanding_web.accounts.models import User
    from sanding_web.home.demo import PEOPLE

    taken: dict[str, list[float]] = {}
    queries: dict[str, int] = {}
    most = ACCOUNTS * SAMPLES * ANSWERS
    for name, *_ in PEOPLE:
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(User.objects.get(username=name))
        for view, path in _found(client, {one for one, times in taken.items() if len(times) >= most}):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                client.get(path)
            queries[view] = max(queries.get(view, 0), len(seen))
            for _ in range(ANSWERS):
                begin = time.perf_counter()
                client.get(path)
                taken.setdefault(view, []).append(time.perf_counter() - begin)
    every = [one for times in taken.values() for one in times]
    middle = {view: median(times) for view, times in taken.items()}
    return {
        "pages": len(taken),
        "answers": len(every),
        "p50": median(every),
        "p95": quantiles(every, n=20)[18],
        "slowest": sorted(((round(one, 3), view) for view, one in middle.items()), reverse=True)[:8],
        "most_queries": sorted(((count, view) for view, count in queries.items()), reverse=True)[:8],
    }


def _found(client: Any, done: set[str]) -> list[tuple[str, str]]:
    """View and address of the HTML pages an account can reach, a few of each view; ``done`` are left out."""
    from django.urls import Resolver404, resolve

    queue, seen, counts, found = deque(["/"]), set(), dict[str, int](), []
    while queue:
        path = queue.popleft()
        try:
            view = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        if path in seen or counts.get(view, 0) >= (1 if view in done else SAMPLES):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        counts[view] = counts.get(view, 0) + 1
        if view not in done:
            found.append((view, path))
        for link in _LINK.findall(answer.content.decode()):
            parts = urlsplit(urljoin(path, unescape(link)))
            if not parts.netloc:
                queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def _look_ups() -> dict[str, float]:
    """Seconds of one look-up by NIK: sealed as the product does it, and in a copy of the table with plain text."""
    from django.db import connection

    from sanding.identity import Sealer
    from sanding_web.registry import storage
    from sanding_web.registry.models import Person

    sealer = Sealer(storage.keys())
    some = list(Person.objects.filter(nik__isnull=False).order_by("-pk").values_list("nik", flat=True)[:LOOK_UPS])
    plain = [sealer.unseal("nik", one) for one in some]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (id bigint primary key, nik text)")
        rows = Person.objects.filter(nik__isnull=False).values_list("pk", "nik").iterator(chunk_size=50_000)
        piece: list[tuple[int, str]] = []
        for pk, nik in rows:
            piece.append((pk, sealer.unseal("nik", nik)))
            if len(piece) == 50_000:
                cursor.executemany("INSERT INTO bench_plain VALUES (%s, %s)", piece)
                piece = []
        cursor.executemany("INSERT INTO bench_plain VALUES (%s, %s)", piece)
        cursor.execute("CREATE INDEX bench_plain_nik ON bench_plain (nik)")
        keyed = [key for key in Person.objects.order_by("-pk").values_list("match_key", flat=True)[:LOOK_UPS]]
        cursor.execute("ANALYZE")
        sealed_times, plain_times = [], []
        for number, key in zip(plain, keyed, strict=True):
            begin = time.perf_counter()
            sealer.seal("nik", number)
            cursor.execute("SELECT id FROM registry_person WHERE match_key = %s", [key])
            cursor.fetchall()
            sealed_times.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            cursor.execute("SELECT id FROM bench_plain WHERE nik = %s", [number])
            cursor.fetchall()
            plain_times.append(time.perf_counter() - begin)
    return {"look_up_sealed": median(sealed_times), "look_up_plain": median(plain_times)}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
