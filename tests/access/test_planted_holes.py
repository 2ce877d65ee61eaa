"""The checks find each hole that is planted in an urlconf: a view without audience, without scope, that tells apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.urls import path

from sanding import roles
from sanding_web.accounts.access import audience
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.registry.models import VillageCount
from sanding_web.targeting.models import Milestone
from sanding_web.urls import handler403, handler404, handler500  # noqa: F401
from sanding_web.urls import urlpatterns as ours
from tests.access.checks import (
    disturbed_pages,
    nameless,
    pages_of,
    told_apart,
    views_of_the_site,
    without_outside,
    without_row,
    wrong_answers,
)
from tests.access.disturbing import disturbed
from tests.access.matrix import Row
from tests.access.world import World


def without_audience(request: Any) -> HttpResponse:
    return HttpResponse("terbuka")


def open_to_all(request: Any) -> HttpResponse:
    """Says who may come in, and lets everybody in."""
    return HttpResponse("terbuka")


open_to_all.audience, open_to_all.writes = "decision.sign", False  # type: ignore[attr-defined]


@audience("village.view")
def all_villages(request: Any) -> HttpResponse:
    return HttpResponse(", ".join(Village.objects.values_list("name", flat=True)))


@audience("village.view")
def count_of_all(request: Any) -> HttpResponse:
    return HttpResponse(str(VillageCount.objects.aggregate(n=Sum("families_d1"))["n"]))


@audience("village.view")
def milestones_of_all(request: Any) -> HttpResponse:
    return HttpResponse(str(Milestone.objects.filter(name="asesmen awal").count()))


@audience("village.view")
def companions_of_all(request: Any) -> HttpResponse:
    return HttpResponse(str(sorted(Companionship.objects.values_list("agency__code", flat=True))))


@audience("village.view")
def any_village(request: Any, code: str) -> HttpResponse:
    if (found := Village.objects.filter(code=code).first()) is None:
        raise Http404
    return HttpResponse(found.name)


@audience("village.view")
def told_by_a_query(request: Any, code: str) -> HttpResponse:
    """Right bytes, but one query more for a village that exists elsewhere."""
    if Village.objects.filter(code=code).exists() and request.user.scope.villages().filter(code=code).exists():
        return HttpResponse("ada")
    raise Http404


@audience("village.view")
def told_by_a_word(request: Any, code: str) -> HttpResponse:
    if request.user.scope.villages().filter(code=code).exists():
        return HttpResponse("ada")
    return HttpResponse("lain" if Village.objects.filter(code=code).exists() else "tak ada", status=404)


@audience("village.view")
def right(request: Any, code: str) -> HttpResponse:
    if (found := request.user.scope.villages().filter(code=code).first()) is None:
        raise Http404
    return HttpResponse(f"{found.name} {Agency.objects.filter(pk__in=request.user.scope.agencies()).count()}")


HOLES = {
    one.__name__: one
    for one in (without_audience, open_to_all, all_villages, count_of_all, milestones_of_all, companions_of_all)
}
HOLES_OF_ONE = {one.__name__: one for one in (any_village, told_by_a_query, told_by_a_word, right)}
urlpatterns = [
    *(path(f"lubang/{name}/", view, name=name) for name, view in HOLES.items()),
    *(path(f"lubang/{name}/<str:code>/", view, name=name) for name, view in HOLES_OF_ONE.items()),
    *ours,
]
_PLACE = Row(lambda w: (w.village,), lambda w: (w.far_village,), lambda w: (w.no_village,))
PLANTED: dict[str, Row] = dict.fromkeys(HOLES, Row()) | dict.fromkeys(HOLES_OF_ONE, _PLACE)


@pytest.fixture(autouse=True)
def _planted(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def _views() -> dict[str, Callable[..., Any]]:
    return {name: view for name, view in views_of_the_site().items() if name in PLANTED}


def test_a_view_without_audience_is_named_by_the_walk_and_closed_to_everyone(world: World) -> None:
    assert [fault.split(":")[0] for fault in nameless(views_of_the_site())] == ["without_audience"]
    faults = wrong_answers(world, _views(), PLANTED, ["right"])
    assert not faults
    from tests.access.world import client_of

    for person in world.cast.by_role().values():
        assert client_of(person).get("/lubang/without_audience/").status_code == 403


def test_an_address_without_row_and_an_object_without_outside_are_named() -> None:
    assert len(without_row(views_of_the_site(), {})) == len(views_of_the_site())
    assert [fault.split(":")[0] for fault in without_outside({"any_village": Row(lambda w: (w.village,))})] == [
        "any_village"
    ]


def test_a_view_that_lets_others_in_is_found_for_each_role(world: World) -> None:
    faults = wrong_answers(world, _views(), PLANTED, ["open_to_all"])
    others = [role for role in world.cast.by_role() if not roles.may(role, "decision.sign")]
    assert len(faults) == len(others) + 1, faults  # each role without the right, and the person without role


def test_a_detail_page_without_scope_and_two_that_tell_apart_are_found(world: World) -> None:
    faults = told_apart(world, _views(), PLANTED, HOLES_OF_ONE)
    found = {name: [fault for fault in faults if f" {name} " in fault] for name in HOLES_OF_ONE}
    assert not found["right"]
    assert len(found["any_village"]) == 4 and "out of scope 200, unknown 404" in found["any_village"][0]
    assert len(found["told_by_a_query"]) == 4 and "queries out of scope" in found["told_by_a_query"][0]
    assert len(found["told_by_a_word"]) == 4 and "other bytes" in found["told_by_a_word"][0]


@pytest.mark.parametrize("role", ["companion", "village"])
def test_a_list_and_a_count_without_scope_are_found(world: World, role: str) -> None:
    before = pages_of(world, _views(), PLANTED, role)
    with disturbed(world, role):
        after = pages_of(world, _views(), PLANTED, role)
    holes = {"all_villages", "count_of_all", "milestones_of_all", "companions_of_all"}
    assert holes <= set(disturbed_pages(before, after))
    assert "right" not in disturbed_pages(before, after)
