"""Bringing sheets in: sealed on arrival, hashed, then checked in the background."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import InputFault, RuleBroken
from sanding.keys import load_or_create_keys
from sanding.long_numbers import hide_numbers
from sanding.registry.stage import check_disabled
from sanding.sealed_file import seal_file
from sanding_web.jobs.models import Job
from sanding_web.registry import storage
from sanding_web.registry.actions.move import move
from sanding_web.registry.actions.queue import queue_job
from sanding_web.registry.models import Batch, SourceFile
from sanding_web.registry.permissions import check_can_change

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv")


def upload_batch(
    actor: Any,
    *,
    files: Sequence[UploadedFile],
    register: str,
    period: str,
    decreed_on: date,
    source_agency: str,
    received_on: date,
    undertaking: str = "",
    coverage: str = "part",
) -> Batch:
    """Seal and hash the files, keep where they come from (S1.20), and queue the check."""
    sealed = [_seal(one) for one in files]
    try:
        _refuse_known(sealed, register=register, decreed_on=decreed_on)
        with transaction.atomic():
            batch = Batch.objects.create(
                register=register,
                period=period,
                decreed_on=decreed_on,
                source_agency=source_agency,
                received_on=received_on,
                undertaking=undertaking,
                coverage=coverage,
                uploaded_by=actor,
                folder=f"{register.lower()}-{decreed_on:%Y%m%d}-{secrets.token_hex(4)}",
            )
            for one in sealed:
                one.batch = batch
                one.save()
            check_batch(actor, batch)
    except BaseException:
        for one in sealed:
            storage.sealed_path(one.sealed).unlink(missing_ok=True)
        raise
    return batch


@transaction.atomic
def check_batch(actor: Any, batch: Batch) -> None:
    """Queue the check; again where it failed or the reading was changed."""
    move(actor, batch, Batch.CHECKING, error="", decided_by=None, decided_at=None, note="", alone=False)
    queue_job("registry.stage", actor, batch, f"Memeriksa {batch}")


@transaction.atomic
def reread_batch(actor: Any, batch: Batch, *, encoding: str, delimiter: str, switched_off: Sequence[str] = ()) -> None:
    """Check again with another reading of the files; empty = recognised by itself."""
    check_can_change(actor, batch)
    check_disabled(frozenset(switched_off))
    Batch.objects.filter(pk=batch.pk).update(
        encoding=encoding, delimiter=delimiter, switched_off=sorted(switched_off), based_on=""
    )
    storage.vintages().discard(batch.folder)
    check_batch(actor, batch)


@transaction.atomic
def cancel_batch(actor: Any, batch: Batch) -> None:
    """Withdraw a batch that nobody decided on: its files and its draft go, its row stays."""
    check_can_change(actor, batch)
    if batch.job_id:
        Job.objects.filter(pk=batch.job_id, state__in=[Job.WAITING, Job.RUNNING]).update(cancel=True)
        Job.objects.filter(pk=batch.job_id, state=Job.WAITING).update(state=Job.CANCELLED, finished=timezone.now())
    move(actor, batch, Batch.CANCELLED)
    transaction.on_commit(lambda: storage.discard(batch))


def _refuse_known(sealed: Sequence[SourceFile], *, register: str, decreed_on: date) -> None:
    """The same file again changes nothing: say where it already is."""
    states = [Batch.ACCEPTED, Batch.UPLOADED, Batch.CHECKING, Batch.WAITING, Batch.REVIEWING, Batch.APPLYING]
    hashes = [one.sha256 for one in sealed]
    known = SourceFile.objects.filter(
        sha256__in=hashes, batch__register=register, batch__decreed_on=decreed_on, batch__state__in=states
    )
    found = {one.sha256: one.batch for one in known.select_related("batch")}
    if set(hashes) <= set(found):
        batch = found[hashes[0]]
        raise RuleBroken(
            _("berkas yang sama persis sudah ada pada batch %(batch)s (%(state)s)")
            % {"batch": batch.number, "state": batch.get_state_display().lower()},
            where=sealed[0].name,
            remedy="Tidak ada yang perlu diunggah lagi; data tidak berubah.",
            code="SND-IMP-36",
        )


def _seal(upload: UploadedFile) -> SourceFile:
    """Write one upload sealed to the uploads folder, hashing on the way."""
    name = hide_numbers(PurePath((upload.name or "berkas").replace("\\", "/")).name)[-200:]
    refuse_unfit(name, upload.size or 0)
    digest, size = sha256(), 0

    def blocks() -> Iterator[bytes]:
        nonlocal size
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    sealed = f"{secrets.token_hex(16)}.sealed"
    seal_file(blocks(), storage.sealed_path(sealed), load_or_create_keys(Path(settings.SANDING_KEYS)))
    return SourceFile(name=name, sha256=digest.hexdigest(), size=size, sealed=sealed)


def refuse_unfit(name: str, size: int) -> None:
    """Refuse by name and size before anything is read."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputFault(
            _("jenis berkas %s tidak diterima") % (suffix or _("tanpa akhiran")),
            where=name,
            remedy=_("Pakai %s.") % ", ".join(SUFFIXES),
            code="SND-IMP-01",
        )
    if not size:
        raise InputFault("berkas kosong", where=name, remedy="Unduh atau kirim ulang berkasnya.", code="SND-IMP-02")
    limit = int(settings.SANDING_UPLOAD_LIMIT)
    if size > limit:
        raise InputFault(
            _("berkas lebih besar dari %s MB") % (limit // 1024**2),
            where=name,
            remedy="Kirim per kecamatan atau sebagai .csv.",
            code="SND-IMP-37",
        )
