"""A page that only reads cannot write: which SQL counts as a write, and views with a planted write that must fail."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import path

from sanding.errors import EngineFault
from sanding.reading import reading_only
from sanding.sealed_file import seal_file
from sanding_web.accounts.access import audience
from sanding_web.accounts.models import User
from sanding_web.accounts.sql_writes import writes
from sanding_web.audit.actions import record
from sanding_web.audit.models import Entry
from sanding_web.district.models import Programme
from sanding_web.registry import storage
from sanding_web.registry.bulk import open_bulk
from sanding_web.urls import handler403, handler404, handler500  # noqa: F401
from sanding_web.urls import urlpatterns as ours
from tests.cast import Cast

READS = [
    "SELECT 1", " select 'INSERT INTO t'", '(SELECT "update" FROM t) UNION (SELECT 2)', "VALUES (1)", "",
    "-- DELETE\nSELECT 1", "/* DROP TABLE t; */ SELECT 1;", "WITH a AS (SELECT 1) SELECT * FROM a",
    "SELECT 1; SELECT 2", "SAVEPOINT s1", "RELEASE SAVEPOINT s1", "ROLLBACK TO SAVEPOINT s1", "BEGIN IMMEDIATE",
    "COMMIT", "SELECT * FROM t FOR UPDATE", "SELECT * FROM t FOR NO KEY UPDATE", "SELECT replace(a, 'x', 'y') FROM t",
    "SELECT $$ DELETE FROM t $$", "SELECT E'it\\'s; DELETE FROM t'", "PRAGMA table_info('t')", "EXPLAIN SELECT 1",
    'DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT 1', 'INSERT INTO "audit_entry" ("action") VALUES (%s) RETURNING 1',
    'UPDATE "django_session" SET "session_data" = %s', 'DELETE FROM "django_session" WHERE "k" = 1',
    'INSERT INTO "django_session" ("k") VALUES (1)', "SELECT COUNT(*) AS \"nextval\" FROM t",
]  # fmt: skip
WRITES = [
    "INSERT INTO t VALUES (1)", "insert into t values (1)", "\n\t UPDATE t SET a = 1", "-- x\nDELETE FROM t",
    "/* SELECT */ DELETE FROM t", "/**/insert into t default values", "(((DELETE FROM t)))",
    "WITH x AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT * FROM x", "with x as (delete from t returning *) table x",
    "SELECT 1; DELETE FROM t", "SELECT 1;\n\n/* a */ dRoP tAbLe t", "SELECT nextval('t_id_seq')",
    "select setval('t_id_seq', 1)", 'SELECT pg_catalog."setval"(1, 2)', "SELECT nextval ('x')",
    "SELECT a INTO b FROM t",
    "SELECT lo_import('/etc/passwd')", "SELECT * FROM dblink('x', 'delete from t')", "REPLACE INTO t VALUES (1)",
    "MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE", "TRUNCATE t", "VACUUM", "vacuum into 'x'", "ANALYZE",
    "PRAGMA user_version = 3", "PRAGMA writable_schema=ON", "PRAGMA journal_mode(delete)", "PRAGMA optimize",
    "PRAGMA wal_checkpoint", "COPY t FROM STDIN", "CREATE TABLE t (a int)", "ALTER TABLE t ADD b int", "REINDEX t",
    "DO $$ BEGIN DELETE FROM t; END $$", "CALL p()", "EXPLAIN ANALYZE DELETE FROM t", "ATTACH DATABASE 'x' AS y",
    "EXECUTE prepared", "PREPARE p AS DELETE FROM t", "LOCK TABLE t", "GRANT ALL ON t TO public", "NOTIFY a",
    "COMMIT PREPARED 'x'", "SET ROLE postgres", "SELECT '\\'; DELETE FROM t; --'", "SELECT load_extension('x')",
    'UPDATE "audit_entry" SET "action" = 1', 'DELETE FROM "audit_entry"', 'INSERT INTO "audit_entry_x" VALUES (1)',
    'INSERT INTO "t" SELECT * FROM "audit_entry"', 'DELETE FROM "t" WHERE "a" IN (SELECT 1 FROM "django_session")',
    'INSERT INTO "audit_entry"."t" VALUES (1)', 'INSERT OR REPLACE INTO "audit_entry" VALUES (1)',
    'INSERT INTO "audit_entry" SELECT 1; DELETE FROM t', 'INSERT INTO "audit_block" VALUES (1)',
    'INSERT INTO "audit_entry" WITH d AS (DELETE FROM t RETURNING 1) SELECT 1 FROM d',
    'WITH d AS (DELETE FROM t) INSERT INTO "audit_entry" SELECT 1', 'UPDATE ONLY "t" SET a = 1',
]  # fmt: skip


@pytest.mark.parametrize("sql", READS)
def test_what_only_reads_is_let_through(sql: str) -> None:
    assert not writes(sql)


@pytest.mark.parametrize("sql", WRITES)
def test_what_writes_is_known_however_it_is_dressed(sql: str) -> None:
    assert writes(sql)


def _sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _orm() -> None:
    Programme.objects.update(brand="tertanam")


def _made() -> None:
    Programme.current().save()  # type: ignore[union-attr]


def _many() -> None:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE district_programme SET brand = %s", [("tertanam",)])


def _with() -> None:
    _sql("WITH x AS (UPDATE district_programme SET brand = 'tertanam' RETURNING 1) SELECT * FROM x")


def _second() -> None:
    _sql("SELECT 1; UPDATE district_programme SET brand = 'tertanam'")


def _commented() -> None:
    _sql("/* SELECT */ update district_programme SET brand = 'tertanam'")


def _sequence() -> None:
    _sql("SELECT setval('district_agency_id_seq', 99)")


def _bulk() -> None:
    open_bulk()


def _vintage() -> None:
    storage.vintages().draft("tertanam")


def _sealed() -> None:
    seal_file(iter([b"x"]), Path(django_settings.SANDING_UPLOADS) / "tertanam", storage.keys())


PLANTED: dict[str, Callable[[], None]] = {
    one.__name__.strip("_"): one
    for one in (_orm, _made, _many, _with, _second, _commented, _sequence, _bulk, _vintage, _sealed)
}


@audience("home.view")
def plain(request: Any, name: str) -> HttpResponse:
    PLANTED[name]()
    return HttpResponse("jadi")


@audience("home.view", writes=True)
def form(request: Any, name: str) -> HttpResponse:
    PLANTED[name]()
    return HttpResponse("jadi")


@audience("home.view")
def late(request: Any, name: str) -> Any:
    return SimpleTemplateResponse(engines["django"].from_string("{{ tanam }}"), {"tanam": PLANTED[name]})


@audience("home.view")  # type: ignore[arg-type]
def stream(request: Any, name: str) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        yield b"awal "
        PLANTED[name]()
        yield b"jadi"

    return StreamingHttpResponse(parts())


@audience("home.view")
def traced(request: Any) -> HttpResponse:
    record(request.user, "family.list", None, village="3399012001", page=1, rows=0)
    request.session["catatan"] = 1
    request.session.save()
    return HttpResponse("jadi")


urlpatterns = [
    path("polos/<str:name>/", plain),
    path("isian/<str:name>/", form),
    path("nanti/<str:name>/", late),
    path("alir/<str:name>/", stream),
    path("jejak-uji/", traced),
    *ours,
]


@pytest.fixture
def siti(cast: Cast, client_for: Callable[[User], Client], settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return client_for(cast.siti)


def _untouched() -> bool:
    transaction.set_rollback(False)  # the refusal broke the transaction of the test; nothing was written to undo
    left = [path for folder in ("STORE", "UPLOADS") for path in getattr(django_settings, f"SANDING_{folder}").iterdir()]
    return not left and not Programme.objects.filter(brand="tertanam").exists()


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("way", ["polos", "isian", "nanti"])
def test_a_planted_write_in_a_read_view_fails_and_writes_nothing(siti: Client, name: str, way: str) -> None:
    answer = siti.get(f"/{way}/{name}/")
    assert answer.status_code == 500 and b"SND-ACL-02" in answer.content
    assert _untouched()


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_write_in_a_streamed_answer_fails_at_its_part(siti: Client, name: str) -> None:
    parts = iter(siti.get(f"/alir/{name}/").streaming_content)  # type: ignore[attr-defined]
    assert next(parts) == b"awal "
    with pytest.raises(EngineFault, match="SND-ACL-02|halaman baca"):
        next(parts)
    assert _untouched()


def test_a_post_to_a_view_that_only_reads_is_watched_too(siti: Client) -> None:
    assert siti.post("/polos/orm/").status_code == 500
    assert _untouched()


def test_a_post_to_a_view_that_writes_may_write(siti: Client) -> None:
    assert siti.post("/isian/orm/").status_code == 200
    assert Programme.objects.filter(brand="tertanam").exists()


def test_a_read_leaves_its_trace_and_keeps_its_session(siti: Client) -> None:
    before = Entry.objects.count()
    assert siti.get("/jejak-uji/").status_code == 200
    assert Entry.objects.count() == before + 1 and siti.session["catatan"] == 1


def test_the_guard_ends_with_the_read() -> None:
    with reading_only(), pytest.raises(EngineFault):
        seal_file(iter([b"x"]), Path("/nonexistent/x"), None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):  # past the guard: no keys were given
        seal_file(iter([b"x"]), Path("/nonexistent/x"), None)  # type: ignore[arg-type]
