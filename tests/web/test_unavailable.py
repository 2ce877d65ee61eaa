"""The database away, locked or the disk full: 503 with words and Retry-After, never a bare fault."""

import errno

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from sanding.errors import RuleBroken
from sanding_web.faults_of_machine import GONE, unavailable
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _pg(kind: type[Exception], words: str) -> OperationalError:
    error = OperationalError(words)
    error.__cause__ = kind(words)
    return error


FAULTS = [
    (OperationalError("database is locked"), "SND-RUN-02"),
    (OperationalError("unable to open database file"), GONE),
    (OperationalError("connection failed: Connection refused"), GONE),
    (_pg(psycopg.errors.AdminShutdown, "terminating connection"), GONE),
    (_pg(psycopg.errors.LockNotAvailable, "canceling statement due to lock timeout"), "SND-RUN-02"),
    (_pg(psycopg.errors.DiskFull, "could not extend file"), "SND-RUN-03"),
    (InterfaceError("connection already closed"), GONE),
    (OperationalError("database or disk is full"), "SND-RUN-03"),
    (OSError(errno.ENOSPC, "No space left on device"), "SND-RUN-03"),
]


@pytest.mark.parametrize(("fault", "code"), FAULTS)
@pytest.mark.parametrize("where", ["page", "before the page"])
def test_the_page_says_what_is_wrong_and_when_to_come_back(fault, code, where, cast: Cast, client_for, monkeypatch):
    def raises(*_: object) -> None:
        raise fault

    target = "home.queries.search" if where == "page" else "accounts.models.User.grants_on"
    client: Client = client_for(cast.siti)
    monkeypatch.setattr(f"sanding_web.{target}", raises)
    client.raise_request_exception = False
    answer = client.get("/cari/?q=desa")
    assert answer.status_code == 503 and int(answer["Retry-After"]) >= 30
    assert code in answer.content.decode() and "tidak disimpan" in answer.content.decode()


@pytest.mark.parametrize(
    "other", [OperationalError("no such table: batch"), KeyError("database is locked"), RuleBroken("x"), None]
)
def test_other_faults_are_not_taken_for_the_machines(other) -> None:
    assert unavailable(other) is None


def test_the_watching_machine_is_told_that_the_database_is_away(monkeypatch) -> None:
    def raises(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", raises)
    answer = Client().get("/sehat/")
    assert (answer.status_code, answer.content) == (503, b"basis data tidak terjangkau\n")
