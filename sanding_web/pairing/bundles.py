"""All agencies' sheets in one archive: numbered, printed in the background, kept sealed for the person who asked."""

import io
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from sanding.documents.render import fixed_dates
from sanding.errors import RuleBroken
from sanding.keys import load_or_create_keys
from sanding.sealed_file import seal_file, unseal_blocks
from sanding_web.accounts.models import User
from sanding_web.accounts.standing import stands_for
from sanding_web.audit.actions import record
from sanding_web.decisions.numbers import take_number
from sanding_web.decisions.printing import as_pdfs
from sanding_web.decisions.queries import in_force
from sanding_web.jobs.models import Job
from sanding_web.jobs.run import Handle, start
from sanding_web.pairing import queries
from sanding_web.pairing.sheet_papers import AGENCY, Sheets, number_subject

KIND = "pairing.sheets"
KEPT = 3
"""Archives kept for each person; the oldest goes when a new one is ready."""
PDF_SECONDS = 300.0


@transaction.atomic
def ask_bundle(actor: Any, *, year: int, base: str) -> Job:
    """Take the numbers and start the job; RuleBroken where nobody stands beside a village."""
    actor.scope.require("pairing.work")
    agencies = agencies_with_villages(actor)
    if not agencies:
        raise RuleBroken(
            "belum ada perangkat daerah yang mendampingi desa",
            where="lembar perangkat daerah",
            remedy="Tetapkan penugasan dahulu.",
            code="SND-PRW-11",
        )
    decision = in_force("pairing", year)
    if decision is not None:
        for one in agencies:
            take_number(actor, AGENCY, subject=number_subject(decision, one.code), on=timezone.localdate())
    record(actor, "sheet.bundle", decision, rows=len(agencies), year=year)
    return start(KIND, owner=actor, title=f"Lembar {len(agencies)} perangkat daerah {year}", year=year, base=base,
                 grant=actor.scope.grant_id)  # fmt: skip


def agencies_with_villages(user: Any) -> list[Any]:
    """Agencies that stand beside a village in a person's scope today, by kind and code."""
    pairs = queries.companionships(user, timezone.localdate())
    return sorted({pair.agency for pair in pairs}, key=lambda one: (one.kind, one.code))


def make_bundle(handle: Handle) -> str:
    """Print every sheet as DOCX and PDF with the rights of the person who asked, and keep the archive sealed."""
    owner = User.objects.get(pk=handle.job.owner_id or 0)
    owner.scope = owner.grants.get(pk=handle.arguments["grant"]).scope()
    sheets = Sheets(owner, handle.arguments["year"], handle.arguments["base"])
    agencies, documents, titles = agencies_with_villages(owner), {}, {}
    with translation.override(settings.LANGUAGE_CODE):
        for done, one in enumerate(agencies):
            handle.progress("menyusun lembar", done, len(agencies))
            name = f"lembar-{one.code.lower()}-{sheets.year}"
            documents[name] = sheets.agency(one, "docx").content
            titles[name] = f"Lembar pendampingan {one.name} {sheets.year}"
        handle.progress("membuat PDF", len(agencies), len(agencies))
        printed = as_pdfs(documents, titles=titles, seconds=PDF_SECONDS)
    seal_file(
        iter([_archive(documents, printed)]), _path(handle.job.pk), load_or_create_keys(Path(settings.SANDING_KEYS))
    )
    _forget_old(owner)
    return reverse("pairing:papers")


def _archive(documents: dict[str, bytes], printed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in documents.items():
            archive.writestr(f"{name}.docx", content)
            archive.writestr(f"{name}.pdf", printed[name])
    return fixed_dates(out.getvalue())


def _path(pk: int) -> Path:
    return Path(settings.SANDING_UPLOADS) / f"lembar-{pk}.zip"


def _forget_old(owner: User) -> None:
    for job in Job.objects.filter(kind=KIND, owner=owner).order_by("-pk")[KEPT:]:
        _path(job.pk).unlink(missing_ok=True)


def bundles_of(user: Any) -> list[tuple[Job, bool]]:
    """A person's newest archives, and whether each is there to fetch."""
    jobs = Job.objects.filter(kind=KIND, owner__in=stands_for(user)).order_by("-pk")[:KEPT]
    return [(job, job.state == Job.DONE and _path(job.pk).exists()) for job in jobs]


def content_of(user: Any, pk: int) -> bytes:
    """One archive of this person's own, or 404."""
    job = Job.objects.filter(kind=KIND, owner__in=stands_for(user), pk=pk, state=Job.DONE).first()
    if job is None or user.scope.kind != "district" or not _path(pk).exists():
        raise Http404
    return b"".join(unseal_blocks(_path(pk), load_or_create_keys(Path(settings.SANDING_KEYS))))
