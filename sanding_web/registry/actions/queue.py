"""Starting a batch's background work once the transaction that made it due is in the database."""

from functools import partial
from typing import Any

from django.db import transaction

from sanding_web.jobs.run import start
from sanding_web.registry.models import Batch


def queue_job(kind: str, actor: Any, batch: Batch, title: str) -> None:
    """After the commit: the bulk connection is a second one and sees only what is committed."""
    transaction.on_commit(partial(_start, kind, actor, batch.pk, title))


def _start(kind: str, actor: Any, pk: int, title: str) -> None:
    job = start(kind, owner=actor, title=title, batch=pk)
    Batch.objects.filter(pk=pk).update(job=job)
