"""The office's own list: from a sheet or edited row by row, then held against the best."""

import secrets
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sanding.errors import InputFault
from sanding_web.accounts.access import audience
from sanding_web.defence.limits import limited
from sanding_web.pairing import actions, hand_list, queries
from sanding_web.pairing.forms import ListForm
from sanding_web.pairing.models import PairingRun
from sanding_web.registry.storage import scratch
from sanding_web.targeting.queries import programme

LARGEST = 5 * 1024 * 1024
"""Bytes of a list; a district's list of pairs is far smaller."""

Names = Mapping[str, str]


def _part(year: int) -> tuple[Names, Names]:
    """Names by code of the villages and agencies that take part; 404 before there is a list."""
    basis = queries.basis(year)
    if basis is None:
        raise Http404
    return queries.listed_names(basis), queries.agency_names(year)


def _made(request: HttpRequest, year: int, leads: Mapping[str, str], source: str) -> HttpResponse:
    """Queue the comparison and go where it will stand."""
    made = actions.ask_run(
        request.user, year=year, way="hand", against=source, tables={"hand": hand_list.packed(year, leads)}
    )
    if made.computed_at is None:
        messages.info(request, _("%s sedang dihitung. Halaman ini boleh ditinggal.") % made)
        return redirect("pairing:index")
    return redirect("pairing:run", made.number)


@audience("pairing.work", writes=True)
@limited("upload", posts_only=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Bring the list as a sheet (POST), or go on to edit the present one."""
    year = programme().year
    villages, agencies = _part(year)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            leads = _read(form.cleaned_data["file"], villages, agencies)
            return _made(request, year, leads, form.cleaned_data["file"].name or "")
        except InputFault as fault:
            form.add_error("file", str(fault))
    context = {"form": form, "run": queries.latest_run(year), "villages": len(villages)}
    return render(request, "pairing/hand_made.html", context, status=422 if form.errors else 200)


def _read(file: Any, villages: Names, agencies: Names) -> dict[str, str]:
    if (file.size or 0) > LARGEST:
        raise InputFault(
            "berkas lebih besar dari 5 MB", where=file.name, remedy="Sisakan lembar daftarnya saja.",
            code="SND-PRW-13",
        )  # fmt: skip
    with scratch(f"daftar-{secrets.token_hex(4)}") as folder:
        path = folder / PurePath((file.name or "daftar").replace("\\", "/")).name
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return hand_list.read_list(path, villages=villages, agencies=agencies)


@audience("pairing.work", writes=True)
def edit(request: HttpRequest) -> HttpResponse:
    """The newest list with one select per village; nothing is kept before it is compared (POST)."""
    year = programme().year
    villages, agencies = _part(year)
    run, error = queries.latest_run(year), ""
    leads = _started(run, villages)
    if request.method == "POST":
        leads = {code: chosen for code in villages if (chosen := request.POST.get(f"d-{code}", ""))}
        unknown = sorted(code for code, chosen in leads.items() if chosen not in agencies)
        if not leads or unknown:
            error = _("Pilih perangkat daerah yang berlaku untuk paling sedikit satu desa.")
        else:
            return _made(request, year, leads, _("disunting di meja"))
    rows = [(code, name, leads.get(code, "")) for code, name in villages.items()]
    offered = sorted(agencies.items(), key=lambda one: one[1])
    context = {"rows": rows, "agencies": offered, "run": run, "error": error}
    return render(request, "pairing/edit.html", context, status=422 if error else 200)


def _started(run: PairingRun | None, villages: Names) -> dict[str, str]:
    """The pairs to begin with: the newest run's, else none."""
    rows = run.rows if run else []
    return {row["village_code"]: row["agency"] for row in rows if row["agency"] and row["village_code"] in villages}
