"""Files that are not batches: checked and thrown away, or reference sheets that are loaded at once."""

import secrets
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import InputFault
from sanding.registry.check import check_with_faults
from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited
from sanding_web.registry import queries, storage
from sanding_web.registry.forms import CheckForm, ReferenceForm
from sanding_web.registry.models import Batch
from sanding_web.registry.pages import batch as page
from sanding_web.registry.reference_sheets import load_sheet
from sanding_web.registry.staging import causes_of, known_regions

LARGEST_CHECK = 30 * 1024 * 1024


def _written(folder: Path, files: Sequence[UploadedFile]) -> list[Path]:
    """The uploads in plain, each in a folder of its own so that equal names do not collide."""
    paths = []
    for at, one in enumerate(files):
        place = folder / str(at)
        place.mkdir(mode=0o700)
        path = place / PurePath((one.name or "berkas").replace("\\", "/")).name
        with path.open("wb") as target:
            for chunk in one.chunks():
                target.write(chunk)
        paths.append(path)
    return paths


@audience("file.check", writes=True)
@limited("upload", posts_only=True)
def check(request: HttpRequest) -> HttpResponse:
    """Look at files without keeping anything: the page shows the findings, the files are gone."""
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _checked(request, form.cleaned_data["files"])
        except InputFault as fault:
            form.add_error("files", str(fault))
    return render(request, "registry/check.html", context, status=422 if form.errors else 200)


def _checked(request: HttpRequest, files: list[UploadedFile]) -> dict[str, Any]:
    if sum(one.size or 0 for one in files) > LARGEST_CHECK:
        raise InputFault(
            "berkas lebih besar dari 30 MB",
            remedy="Unggah sebagai batch; pemeriksaannya berjalan di latar.",
            code="SND-IMP-44",
        )
    with storage.scratch(f"periksa-{secrets.token_hex(4)}") as folder:
        paths = _written(folder, files)
        summary, faults = check_with_faults(paths, known_regions(), on=timezone.localdate(), scratch=folder)
    record(request.user, "file.check", rows=summary.read, held=summary.held)
    seen = Batch(
        summary={**summary.as_dict(), "causes": causes_of(faults)}, rows_read=summary.read, rows_held=summary.held
    )
    return {
        "summary": summary,
        "causes": page.causes(seen),
        "mended": page.mended(seen),
        "recognised": page.recognised(seen),
    }


@audience("batch.upload", writes=True)
@limited("upload", posts_only=True)
def reference(request: HttpRequest) -> HttpResponse:
    """Load one reference sheet: villages, boundaries, index, needs, agencies, last pairs."""
    form = ReferenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with storage.scratch(f"rujukan-{secrets.token_hex(4)}") as folder:
                path = _written(folder, [data["file"]])[0]
                rows = load_sheet(request.user, data["kind"], path, source=data["source"], year=data["year"])
            messages.success(request, _("%d baris rujukan dimuat.") % rows)
            return redirect("registry:reference")
        except InputFault as fault:
            form.add_error("file", str(fault))
    context = {"form": form, "loaded": queries.reference_state()}
    return render(request, "registry/reference.html", context, status=422 if form.errors else 200)
