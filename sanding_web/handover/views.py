"""Serah terima tugas: read what moves, then one act."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.accounts.models import User
from sanding_web.handover import actions, queries
from sanding_web.handover.forms import HandoverForm


@audience("account.manage", writes=True, fresh=True)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    giver, today = get_object_or_404(User, pk=pk), timezone.localdate()
    roles = queries.movable(giver, today)
    form = HandoverForm(request.POST if request.method == "POST" else None, giver=giver, roles=roles)
    if request.method == "POST" and form.is_valid():
        made = actions.hand_over(request.user, giver, **form.cleaned_data)
        messages.success(request, _("Tugas %(giver)s diserahkan kepada %(taker)s.") % made.people)
        return redirect("accounts:account", pk=made.taker_id)
    context = {"giver": giver, "form": form, "roles": roles, "load": queries.load(giver, today)}
    return render(request, "handover/new.html", context, status=422 if form.errors else 200)
