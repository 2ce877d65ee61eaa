"""Cari orang: search first, masked first, purpose before reveal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sanding.parameters import value
from sanding_web.accounts.access import audience
from sanding_web.defence.limits import limited
from sanding_web.numbers import takes_numbers
from sanding_web.privacy import actions, drawing, queries
from sanding_web.privacy.forms import RevealForm, SearchForm


@audience("person.search", writes=True)
@limited("search", posts_only=True)
@takes_numbers
def search(request: HttpRequest) -> HttpResponse:
    """The form, and after a POST at most a few persons; the number never stands in an address."""
    user: Any = request.user
    form = SearchForm(request.POST or None, villages=queries.villages(user))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        found = _found(user, form.cleaned_data)
        context |= {
            "found": found,
            "table": drawing.hits(found),
            "most": value("privacy.search_most", timezone.localdate()),
        }
    return _closed(render(request, "privacy/search.html", context, status=422 if form.errors else 200))


def _found(user: Any, data: dict[str, Any]) -> queries.Found:
    if data["number"]:
        found = queries.by_number(user, data["number"])
        actions.note_search(user, by="number", village="", found=found)
    else:
        found = queries.by_name(user, data["name"], data["village"])
        actions.note_search(user, by="name", village=data["village"].code, found=found)
    return found


@audience("person.search")
def person(request: HttpRequest, uid: int) -> HttpResponse:
    """One person with masked numbers, where each version came from, and the form that asks why to reveal."""
    known = queries.person_or_404(request.user, uid)
    actions.note_opening(request.user, known)
    return _closed(render(request, "privacy/person.html", _page(request, known, RevealForm())))


def _page(request: HttpRequest, known: queries.Known, form: RevealForm) -> dict[str, Any]:
    user: Any = request.user
    return {
        "known": known,
        "facts": drawing.facts(known),
        "history": drawing.history(known),
        "household": drawing.household(known),
        "form": form if user.scope.may("person.reveal") else None,
    }


@audience("person.reveal", writes=True, fresh=True)
@limited("reveal")
@require_POST
def reveal(request: HttpRequest, uid: int) -> HttpResponse:
    """The numbers in full, for a minute, after purpose and reason were recorded."""
    known = queries.person_or_404(request.user, uid)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _closed(render(request, "privacy/person.html", _page(request, known, form), status=422))
    shown = actions.reveal(request.user, known, **form.cleaned_data)
    seconds = int(value("privacy.reveal_seconds", timezone.localdate()))
    context = {"known": known, "nik": shown.get("nik"), "kk": shown.get("kk"), "seconds": seconds}
    answer = _closed(render(request, "privacy/revealed.html", context))
    answer["Refresh"] = f"{seconds}; url={reverse('privacy:person', args=[uid])}"
    return answer


def _closed(answer: HttpResponse) -> HttpResponse:
    """Kept by no cache on the way and by no browser."""
    answer["Cache-Control"] = "no-store"
    return answer
