"""An officer rotates: rights and running work move in one act, history stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from sanding.errors import NotPermitted, RuleBroken, SandingError
from sanding.parameters import value
from sanding_web.accounts.models import Grant, Handover, User
from sanding_web.accounts.standing import ever_stood_for, stands_for
from sanding_web.audit.models import Entry
from sanding_web.decisions.models import Decision, SignatoryTerm
from sanding_web.decisions.permissions import can_withdraw
from sanding_web.decisions.queries import waiting_for
from sanding_web.handover.actions import hand_over
from sanding_web.jobs.models import Job
from sanding_web.jobs.queries import my_jobs
from sanding_web.registry.models import Batch
from sanding_web.registry.permissions import can_change, check_can_decide
from tests.cast import Cast, make_person

DAY = date(2026, 6, 15)
Freeze = Callable[[date], None]


def in_role(user: User, role: str = "") -> User:
    """The person as a new request sees them, in one of the roles in force."""
    fresh = User.objects.get(pk=user.pk)
    grants = fresh.grants_on(timezone.localdate())
    grant = grants.filter(role=role).first() if role else grants.first()
    if grant:
        fresh.scope = grant.scope()
    return fresh


def a_batch(owner: User, **more: Any) -> Batch:
    values = {
        "register": "DTSEN", "period": "TW II 2026", "decreed_on": date(2026, 6, 1), "source_agency": "Dinsos",
        "received_on": date(2026, 6, 1), "uploaded_by": owner, "state": Batch.WAITING, "folder": f"f{owner.pk}",
    }  # fmt: skip
    return Batch.objects.create(**{**values, **more})


def a_proposal(owner: User) -> Decision:
    return Decision.objects.create(
        kind="priority", year=2027, number=1, content=b"{}", digest="0" * 64, proposed_by=owner,
        proposed_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def admin(cast: Cast, on_day: Freeze) -> User:
    on_day(DAY)
    return in_role(cast.admin)


def _move(admin: User, giver: User, taker: User, **more: Any) -> Handover:
    return hand_over(admin, giver, taker, **{"from_day": DAY, "basis": "SK mutasi 1/2026", **more})


def test_roles_and_running_work_move_and_history_stays(cast: Cast, admin: User) -> None:
    taker = make_person("Wulan")
    batch, proposal = a_batch(cast.siti), a_proposal(cast.siti)
    job = Job.objects.create(kind="test", title="Uji", owner=cast.siti)
    _move(admin, cast.siti, taker)
    giver, wulan = in_role(cast.siti), in_role(taker)
    assert not giver.grants_on(DAY).exists()
    assert wulan.scope.role == "secretariat"
    assert can_change(wulan, batch) and can_withdraw(wulan, proposal) and list(my_jobs(wulan)) == [job]
    batch.refresh_from_db()
    proposal.refresh_from_db()
    assert (batch.uploaded_by, proposal.proposed_by) == (cast.siti, cast.siti)
    assert Grant.objects.get(user=cast.siti).valid_to == DAY - timedelta(days=1)


def test_a_companions_villages_follow_with_the_agency(cast: Cast, admin: User) -> None:
    taker = make_person("Wulan")
    seen = list(in_role(cast.agus).scope.villages())
    _move(admin, cast.agus, taker)
    assert list(in_role(taker).scope.villages()) == seen != []
    assert in_role(cast.agus).scope.villages().count() == 0


def test_the_giver_is_out_at_the_next_request_and_the_taker_in(cast: Cast, admin: User, client_for) -> None:
    taker = make_person("Wulan")
    siti, wulan = client_for(cast.siti), client_for(taker)
    assert [one.get("/prioritas/").status_code for one in (siti, wulan)] == [200, 403]
    _move(admin, cast.siti, taker)
    assert [one.get("/prioritas/").status_code for one in (siti, wulan)] == [403, 200]


def test_a_handover_of_next_week_moves_nothing_before_its_day(cast: Cast, admin: User, on_day: Freeze) -> None:
    taker, day = make_person("Wulan"), DAY + timedelta(days=7)
    batch = a_batch(cast.siti)
    _move(admin, cast.siti, taker, from_day=day)
    for on, holder, other in ((day - timedelta(days=1), cast.siti, taker), (day, taker, cast.siti)):
        on_day(on)
        assert in_role(holder).scope.role == "secretariat"
        assert in_role(other).scope.role == ""
        assert can_change(in_role(holder), batch) and not can_change(in_role(other), batch)


def test_a_plt_ends_by_itself_and_the_definitive_officer_gets_the_work_of_the_first(
    cast: Cast, admin: User, on_day: Freeze
) -> None:
    acting, definitive = make_person("Wulan", "analyst"), make_person("Tri")
    batch = a_batch(cast.siti)
    own = a_batch(acting, folder="own")
    _move(admin, cast.siti, acting, acting_until=DAY + timedelta(days=29))
    received = acting.grants.get(role="secretariat")
    assert received.valid_to == DAY + timedelta(days=29)
    on_day(DAY + timedelta(days=10))
    made = _move(admin, acting, definitive, from_day=DAY + timedelta(days=10), roles=[received.pk])
    assert made.work_of == cast.siti
    assert cast.siti.pk in stands_for(in_role(definitive)) and acting.pk not in stands_for(in_role(definitive))
    assert can_change(in_role(definitive), batch) and not can_change(in_role(definitive), own)
    assert in_role(acting).scope.role == "analyst"
    on_day(DAY + timedelta(days=30))
    assert stands_for(in_role(acting)) == {acting.pk}
    assert ever_stood_for(in_role(acting)) == {acting.pk, cast.siti.pk}


def test_work_goes_on_over_two_handovers_and_back(cast: Cast, admin: User, on_day: Freeze) -> None:
    one, two = make_person("Wulan"), make_person("Tri")
    batch = a_batch(cast.siti)
    _move(admin, cast.siti, one)
    on_day(DAY + timedelta(days=1))
    _move(admin, one, two, from_day=DAY + timedelta(days=1))
    assert can_change(in_role(two), batch) and not can_change(in_role(one), batch)
    on_day(DAY + timedelta(days=2))
    _move(admin, two, cast.siti, from_day=DAY + timedelta(days=2))
    assert can_change(in_role(cast.siti), batch)


def test_who_took_the_work_over_may_not_approve_it_even_after_the_plt_ended(
    cast: Cast, admin: User, on_day: Freeze
) -> None:
    batch, proposal = a_batch(cast.siti), a_proposal(cast.siti)
    _move(admin, cast.siti, cast.dinsos, acting_until=DAY + timedelta(days=5))
    Handover.objects.create(
        giver=cast.siti, taker=cast.bupati, work_of=cast.siti, from_day=DAY, acting_until=DAY, basis="uji"
    )
    on_day(DAY + timedelta(days=6))
    with pytest.raises(NotPermitted) as refused:
        check_can_decide(in_role(cast.dinsos, "social"), batch)
    assert refused.value.code == "SND-IMP-30"
    assert proposal not in waiting_for(in_role(cast.bupati))
    check_can_decide(in_role(cast.ratna), batch)


TODAY = {"from_day": DAY}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"from_day": DAY - timedelta(days=1)}, "SND-HND-02"),
        ({"from_day": DAY + timedelta(days=value("roles.handover_ahead", DAY) + 1)}, "SND-HND-02"),
        ({"acting_until": DAY - timedelta(days=1)}, "SND-HND-03"),
        ({"acting_until": DAY + timedelta(days=value("roles.acting_days", DAY))}, "SND-HND-03"),
        ({"roles": []}, "SND-HND-04"),
        ({"taker": "siti"}, "SND-HND-01"),
        ({"taker": "admin"}, "SND-ACC-01"),
        ({"taker": "inspektur"}, "SND-ACC-11"),
        ({"taker": "bupati"}, "SND-ACC-11"),
    ],
)
def test_a_wrong_handover_is_refused_with_words_and_writes_nothing(
    cast: Cast, admin: User, given: dict[str, Any], code: str
) -> None:
    taker = User.objects.get(username=given.pop("taker", "ratna"))
    before = list(Grant.objects.order_by("pk").values())
    with pytest.raises(SandingError) as refused, transaction.atomic():
        _move(admin, cast.siti, taker, **given)
    assert refused.value.code == code
    assert refused.value.remedy
    assert list(Grant.objects.order_by("pk").values()) == before
    assert not Handover.objects.exists() and not Entry.objects.exists()


def test_a_closed_account_takes_nothing(cast: Cast, admin: User) -> None:
    taker = make_person("Wulan")
    User.objects.filter(pk=taker.pk).update(is_active=False)
    with pytest.raises(RuleBroken) as refused:
        _move(admin, cast.siti, taker)
    assert refused.value.code == "SND-HND-05"


def test_a_second_handover_of_the_same_roles_finds_none(cast: Cast, admin: User) -> None:
    _move(admin, cast.siti, make_person("Wulan"))
    with pytest.raises(RuleBroken) as refused:
        _move(admin, cast.siti, make_person("Tri"))
    assert refused.value.code == "SND-HND-04"


def test_only_an_administrator_hands_over(cast: Cast, admin: User) -> None:
    with pytest.raises(NotPermitted):
        _move(in_role(cast.ratna), cast.siti, make_person("Wulan"))


def test_the_log_holds_old_and_new_and_both_pages_show_it(cast: Cast, admin: User, client_for) -> None:
    taker = make_person("Wulan")
    SignatoryTerm.objects.create(
        signs="sheet", name="SITI", valid_from=date(2026, 1, 1), entered_by=cast.siti, entered_at=timezone.now()
    )
    client = client_for(cast.admin)
    page = client.get(f"/serah-terima/{cast.siti.pk}/").content.decode()
    assert "SITI masih tercatat sebagai penanda tangan" in page
    answers = {
        "taker": taker.pk, "from_day": DAY, "basis": "SK mutasi 1/2026", "roles": [cast.siti.grants.get().pk],
    }  # fmt: skip
    assert client.post(f"/serah-terima/{cast.siti.pk}/", answers).status_code == 302
    entry = Entry.objects.get(action="account.handover")
    assert entry.detail["changes"]["taker"] == ["Siti", "Wulan"]
    pages = [client.get(f"/akun/{pk}/") for pk in (cast.siti.pk, taker.pk)]
    pages.append(client_for(taker).get("/akun/peran/"))
    assert all("Siti kepada Wulan, sejak 15 Juni 2026" in page.content.decode() for page in pages)
    log = client.get("/jejak/").content.decode()
    assert "mencatat serah terima tugas" in log and "Pemegang tugas" in log
