"""Batches at their stages, for tests of acceptance."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from sanding.registry.versions import Identifier
from sanding_web.accounts.models import User
from sanding_web.accounts.scope import Scope
from sanding_web.registry import storage
from sanding_web.registry.bulk import open_bulk
from sanding_web.registry.changes import recorded, register_state, work_out
from sanding_web.registry.models import Batch
from tests.cast import Cast


@pytest.fixture
def district(transactional_db: None) -> Any:
    """The tiny district, in a database that a second connection can see."""
    from tests.cast import make_district

    return make_district()


def in_role(user: User) -> User:
    """The person with the scope of their first grant, as the middleware gives it."""
    grant = user.grants.first()
    user.scope = grant.scope() if grant else Scope(role="", kind="none")
    return user


@pytest.fixture
def waiting_batch(cast: Cast) -> Callable[..., Batch]:
    """A batch of clean frames that waits for the second person; Siti brought it."""
    made = 0

    def make(families: pl.DataFrame, persons: pl.DataFrame, *, coverage: str = "part", held: int = 0) -> Batch:
        nonlocal made
        made += 1
        batch = Batch.objects.create(
            register="DTSEN",
            period="TW III 2026",
            decreed_on=date(2026, 9, 30),
            source_agency="Dinas Sosial",
            received_on=date(2026, 10, 9),
            uploaded_by=cast.siti,
            state=Batch.CHECKING,
            folder=f"dtsen-{made}",
            coverage=coverage,
        )
        draft = storage.vintages().draft(batch.folder)
        draft.write("families", families)
        draft.write("persons", persons)
        with open_bulk() as database:
            changes = work_out(batch, draft, Identifier(storage.keys(), "DTSEN"), database, lambda *_: None)
        totals = {kind: changes.total(kind) for kind in ("new", "changed", "same", "gone")}
        Batch.objects.filter(pk=batch.pk).update(
            state=Batch.WAITING,
            based_on=register_state("DTSEN"),
            summary={"changes": recorded(changes)},
            rows_held=held,
            rows_read=totals["new"] + totals["changed"] + totals["same"] + held,
            **{f"rows_{kind}": count for kind, count in totals.items()},
        )
        batch.refresh_from_db()
        return batch

    return make
