"""The two long pieces of work: checking what was uploaded, and bringing an accepted batch into the register."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from sanding.errors import SandingError
from sanding.registry.versions import Identifier
from sanding_web.audit.actions import record
from sanding_web.faults_of_machine import unavailable
from sanding_web.jobs.models import Job
from sanding_web.jobs.run import Handle, Stopped, job_kind
from sanding_web.registry import storage
from sanding_web.registry.after import tell
from sanding_web.registry.apply import apply_pieces, next_ids, take_back
from sanding_web.registry.bulk import open_bulk
from sanding_web.registry.changes import MODELS, forget, recorded, register_state, work_out
from sanding_web.registry.freeze import village_counts_with
from sanding_web.registry.models import Batch, VillageCount
from sanding_web.registry.staging import stage_files

GENERIC = "Gangguan pada sistem. Ulangi; bila tetap gagal, hubungi administrator. (SND-IMP-50)"


@job_kind("registry.stage")
def stage_batch(handle: Handle) -> str | None:
    """Read, check and compare a batch; what is done already stays done after an interruption."""
    batch = Batch.objects.get(pk=handle.arguments["batch"])
    if batch.state != Batch.CHECKING:
        return _page(batch)
    with _outcome(handle, batch):
        _clear(batch)
        draft = storage.vintages().draft(batch.folder)
        state = register_state(batch.register)
        if batch.based_on != state:
            forget(draft)
            Batch.objects.filter(pk=batch.pk).update(based_on=state)
        staged = stage_files(batch, draft, handle.progress, handle.cancelled)
        with open_bulk() as database:
            changes = work_out(batch, draft, Identifier(storage.keys(), batch.register), database, handle.progress)
        held = staged.rows_held + changes.total("repeated")
        if batch.marked_file:
            storage.sealed_path(batch.marked_file).unlink(missing_ok=True)
        _checked(batch, {**staged.summary, "changes": recorded(changes)}, held, marked=staged.marked)
    return _page(batch)


def _checked(batch: Batch, summary: dict[str, Any], rows_held: int, *, marked: str) -> None:
    """The batch waits for the second person, every row accounted for."""
    changes = summary["changes"]
    totals = {kind: sum(changes[unit][kind] for unit in MODELS) for kind in ("new", "changed", "same", "gone")}
    with transaction.atomic():
        moved = Batch.objects.filter(pk=batch.pk, state=Batch.CHECKING).update(
            state=Batch.WAITING,
            summary=summary,
            rows_new=totals["new"],
            rows_changed=totals["changed"],
            rows_same=totals["same"],
            rows_gone=totals["gone"],
            rows_held=rows_held,
            rows_read=totals["new"] + totals["changed"] + totals["same"] + rows_held,
            marked_file=marked,
        )
        if moved:
            record(None, "batch.checked", batch, register=batch.register)


def _clear(batch: Batch) -> None:
    """Take back what an earlier, stopped acceptance left."""
    if "first_ids" in batch.summary:
        with open_bulk() as database:
            take_back(batch, database)
        Batch.objects.filter(pk=batch.pk).update(applied_pieces=0, summary={})
        batch.refresh_from_db()


@job_kind("registry.apply")
def apply_batch(handle: Handle) -> str | None:
    """Bring the rows in, finish the vintage, and flip the batch to accepted."""
    batch = Batch.objects.get(pk=handle.arguments["batch"])
    if batch.state != Batch.APPLYING:
        return _page(batch)
    with _outcome(handle, batch), open_bulk() as database:
        store = storage.vintages()
        if batch.folder not in store.names():
            if "first_ids" not in batch.summary:
                batch.summary["first_ids"] = next_ids(database)
                Batch.objects.filter(pk=batch.pk).update(summary=batch.summary)
            apply_pieces(batch, store.draft(batch.folder), database, handle.progress)
            handle.progress("Menutup kurun data")
            store.finish(batch.folder, manifest(batch))
        handle.progress("Menghitung per desa")
        _accept(batch, village_counts_with(batch, database))
    return _page(batch)


def manifest(batch: Batch) -> dict[str, Any]:
    """What the vintage says of itself: where it comes from and who let it in; no personal data."""
    files = [{"name": one.name, "sha256": one.sha256, "bytes": one.size} for one in batch.files.all()]
    return {
        "register": batch.register,
        "period": batch.period,
        "decreed_on": batch.decreed_on,
        "received_on": batch.received_on,
        "source_agency": batch.source_agency,
        "coverage": batch.coverage,
        "files": files,
        "rows": {name: getattr(batch, f"rows_{name}") for name in ("read", "new", "changed", "same", "held", "gone")},
        "accepted_by": batch.decided_by_id,
        "accepted_at": batch.decided_at.isoformat() if batch.decided_at else None,
        "batch": batch.pk,
    }


def _accept(batch: Batch, counts: list[VillageCount]) -> None:
    """The flip: from here on everyone sees the batch."""
    with transaction.atomic():
        VillageCount.objects.filter(batch=batch).delete()
        VillageCount.objects.bulk_create(counts)
        moved = Batch.objects.filter(pk=batch.pk, state=Batch.APPLYING).update(
            state=Batch.ACCEPTED,
            vintage=batch.folder,
            families=sum(one.families for one in counts),
            persons=sum(one.persons for one in counts),
        )
        if not moved:
            raise Stopped("batch ini tidak lagi menunggu dimasukkan", code="SND-IMP-51")
        record(batch.decided_by, "batch.accepted", batch, register=batch.register)
        transaction.on_commit(partial(tell, batch.decided_by, batch.register))


@contextmanager
def _outcome(handle: Handle, batch: Batch) -> Iterator[None]:
    """Write how it ended on the batch too: cancelled leaves nothing, failed says why and can go on."""
    try:
        yield
    except Exception as error:
        job = Job.objects.get(pk=handle.job.pk)
        if job.attempt == handle.job.attempt:
            if job.cancel or isinstance(error, Stopped):
                _cancelled(batch)
            else:
                known = unavailable(error)
                _failed(batch, str(known or error) if known or isinstance(error, SandingError) else GENERIC)
        raise


def _failed(batch: Batch, words: str) -> None:
    if Batch.objects.filter(pk=batch.pk, state__in=[Batch.CHECKING, Batch.APPLYING]).update(
        state=Batch.FAILED, error=words
    ):
        record(None, "batch.failed", batch)


def _cancelled(batch: Batch) -> None:
    batch.refresh_from_db()
    if batch.state == Batch.APPLYING:
        with open_bulk() as database:
            take_back(batch, database)
    if Batch.objects.filter(pk=batch.pk, state__in=[Batch.CHECKING, Batch.APPLYING]).update(
        state=Batch.CANCELLED, applied_pieces=0
    ):
        record(None, "batch.cancel", batch)
    storage.discard(batch)


def _page(batch: Batch) -> str:
    return reverse("registry:batch", args=[batch.pk])
