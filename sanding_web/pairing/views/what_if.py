"""Further questions to the newest run: that one instead, few moves at which loss, what is almost as good."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sanding.parameters import value
from sanding_web.accounts.access import audience
from sanding_web.pairing import actions, priced, queries
from sanding_web.pairing.forms import KeepForm, WhatIfForm
from sanding_web.pairing.keeping import kept_choices, table_before
from sanding_web.pairing.models import PairingRun
from sanding_web.targeting.queries import programme
from sanding_web.ui.words import percent


def _newest() -> PairingRun:
    """The newest finished run, or 404."""
    run = queries.latest_run(programme().year)
    if run is None:
        raise Http404
    return run


@audience("pairing.work", writes=True)
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """The price of another agency for one village; asking (POST) solves in the background."""
    run = _newest()
    row = next((one for one in run.rows if one["village_code"] == code), None)
    if row is None:
        raise Http404
    others = [(one["code"], one["short"]) for one in run.content["agencies"] if one["code"] != row["agency"]]
    form = WhatIfForm(
        request.POST if request.method == "POST" else None, agencies=sorted(others, key=lambda one: one[1])
    )
    if request.method == "POST" and form.is_valid():
        actions.ask_answer(request.user, run, kind="what_if", village=code, agency=form.cleaned_data["agency"])
        return redirect("pairing:what_if", code)
    asked = queries.what_ifs(run, code)
    context = {
        "run": run,
        "row": row,
        "form": form,
        "agency": next((one for one in run.content["agencies"] if one["code"] == row["agency"]), None),
        "answers": [(one, priced.priced(run, one)) for one in asked if one.computed_at],
        "open": [one for one in asked if not one.computed_at],
        "asked_all": any(not one.agency_code for one in asked),
    }
    return render(request, "pairing/what_if.html", context, status=422 if form.errors else 200)


@audience("pairing.work", writes=True)
def losses(request: HttpRequest) -> HttpResponse:
    """The loss-against-moves table of the newest run; asking (POST) solves in the background."""
    run = _newest()
    if request.method == "POST":
        actions.ask_answer(request.user, run, kind="losses")
        return redirect("pairing:losses")
    asked = queries.answer(run, "losses")
    done = asked is not None and asked.computed_at is not None
    context: dict[str, Any] = {
        "run": run,
        "asked": asked,
        "rows": priced.losses(run, asked) if asked is not None and done else [],
        "against": kept_choices(run),
        "offered": [(loss, percent(loss, 0)) for loss in value("pairing.keep_losses", date(run.year, 1, 1))],
    }
    return render(request, "pairing/losses.html", context)


@audience("pairing.work", writes=True)
def keep(request: HttpRequest) -> HttpResponse:
    """Solve again with few moves within the chosen loss."""
    run = _newest()
    form = KeepForm(request.POST if request.method == "POST" else None, against=kept_choices(run))
    if not form.is_valid():
        return redirect("pairing:losses")
    label, before = table_before(run.year, form.cleaned_data["against"])
    made = actions.ask_run(
        request.user,
        year=run.year,
        way="kept",
        loss=form.cleaned_data["loss"],
        against=label,
        tables={"before": before},
    )
    if made.computed_at is None:
        messages.info(request, _("%s sedang dihitung. Halaman ini boleh ditinggal.") % made)
    return redirect(reverse("pairing:index"))


@audience("pairing.work", writes=True)
def near_ties(request: HttpRequest) -> HttpResponse:
    """Pairs that could almost as well be others; asking (POST) looks in the background."""
    run = _newest()
    if request.method == "POST":
        actions.ask_answer(request.user, run, kind="near_ties")
        return redirect("pairing:near_ties")
    asked = queries.answer(run, "near_ties")
    return render(request, "pairing/near_ties.html", {"run": run, "asked": asked, "ties": priced.near_ties(run, asked)})
