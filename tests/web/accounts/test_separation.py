"""Nobody approves what they proposed, whatever roles they hold and however they switch between the two acts.

Every pair of the site stands in the table: who made the case, then the act that another must do. Acts that one person
does whole (milestone, change of year, sheets of the start) have no second act and so no row.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sanding.errors import SandingError
from sanding_web.accounts import actions as accounts
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.actions import record
from sanding_web.decisions import actions as decisions
from sanding_web.decisions.models import Decision
from sanding_web.decisions.permissions import can_reject, can_revoke, can_sign
from sanding_web.district.models import Programme
from sanding_web.handover.actions import hand_over
from sanding_web.registry import actions as registry
from sanding_web.registry import queues
from sanding_web.registry.models import Batch
from sanding_web.registry.permissions import can_decide
from tests.cast import Cast
from tests.web.accounts.test_handover import a_batch, a_proposal, in_role

Case = Callable[[User], Any]


def _accepted(owner: User) -> Batch:
    other = User.objects.exclude(pk=owner.pk).first()
    return a_batch(owner, state=Batch.ACCEPTED, decided_by=other, decided_at=timezone.now(), vintage="f")


def _signed(owner: User) -> Decision:
    made = a_proposal(owner)
    other = User.objects.exclude(pk=owner.pk).first()
    Decision.objects.filter(pk=made.pk).update(state="signed", decided_by=other, decided_at=timezone.now())
    return Decision.objects.get(pk=made.pk)


# what is made in the first role, the role switched to, the act that another must do, the refusal
TABLE: dict[str, tuple[Case, str, Callable[[User, Any], Any], str]] = {
    "upload, accept": (a_batch, "social", lambda who, case: registry.accept_batch(who, case), "SND-IMP-30"),
    "upload, return": (a_batch, "social", lambda who, case: registry.return_batch(who, case, reason="x"), "SND-IMP-30"),
    "upload, resume": (a_batch, "social", lambda who, case: registry.resume_batch(who, case), "SND-IMP-30"),
    "upload, undo": (_accepted, "social", lambda who, case: registry.undo_batch(who, case, reason="x"), "SND-IMP-30"),
    "propose, sign": (a_proposal, "leader", lambda who, case: decisions.sign_decision(who, case), "SND-DEC-03"),
    "propose, reject": (
        a_proposal, "leader", lambda who, case: decisions.reject_decision(who, case, reason="x"), "SND-DEC-03",
    ),
    "propose, revoke": (
        _signed, "leader", lambda who, case: decisions.revoke_decision(who, case, reason="x"), "SND-DEC-03",
    ),
}  # fmt: skip


def _with_both(person: User, role: str) -> User:
    """The person holds the second role too, as a grant of its own beside the first."""
    Grant.objects.create(user=person, role=role, valid_from=date(2026, 1, 1))
    return person


@pytest.mark.parametrize("name", TABLE)
def test_who_made_a_case_may_not_decide_it_in_another_role(cast: Cast, name: str) -> None:
    make, role, act, code = TABLE[name]
    person = _with_both(cast.siti, role)
    case = make(in_role(person, "secretariat"))
    with pytest.raises(SandingError) as refused:
        act(in_role(person, role), case)
    assert refused.value.code == code
    seen = type(case).objects.get(pk=case.pk)
    assert seen.state == case.state


@pytest.mark.parametrize("name", TABLE)
def test_another_person_in_that_role_is_not_refused_for_it(cast: Cast, name: str) -> None:
    make, role, act, code = TABLE[name]
    case = make(in_role(cast.siti, "secretariat"))
    other = in_role({"social": cast.dinsos, "leader": cast.bupati}[role])
    allowed = [can_decide] if isinstance(case, Batch) else [can_sign, can_reject, can_revoke]
    assert any(may(other, case) for may in allowed)
    person = _with_both(cast.siti, role)
    assert not any(may(in_role(person, role), case) for may in allowed)


def test_switching_the_role_by_page_between_the_acts_changes_nothing(cast: Cast, client_for) -> None:
    person = _with_both(cast.siti, "social")
    batch = a_batch(person)
    client = client_for(person)
    client.post("/akun/peran/", {"grant": person.grants.get(role="social").pk})
    assert client.post(f"/data/batch/{batch.pk}/kembalikan/", {"kembali-reason": "periksa kolom"}).status_code == 403
    assert Batch.objects.get(pk=batch.pk).state == Batch.WAITING


def test_who_switched_the_second_person_off_gains_nothing_by_it(cast: Cast) -> None:
    siti, ratna = in_role(cast.siti), in_role(cast.ratna)
    mine, hers = a_batch(siti), a_batch(ratna)
    Programme.objects.update(four_eyes=False)
    record(siti, "programme.change", Programme.current(), changes={"four_eyes": ["True", "False"]})
    record(siti, "programme.change", Programme.current(), changes={"brand": ["a", "b"]})
    assert not can_decide(siti, mine)
    assert can_decide(ratna, hers), "the rule is off for those who did not switch it off"
    titles = [row.title for row in queues.due(siti)]
    assert len(titles) == 1


@pytest.mark.parametrize("act", ["give", "renew", "hand over"])
def test_an_administrator_never_raises_themselves(cast: Cast, act: str) -> None:
    admin, today = in_role(cast.admin), timezone.localdate()
    Grant.objects.filter(user=admin).update(valid_to=today)
    with pytest.raises(SandingError) as refused:
        if act == "give":
            accounts.give_role(admin, admin, role="analyst", valid_from=today)
        elif act == "renew":
            accounts.renew_role(admin, admin.grants.get())
        else:
            hand_over(admin, cast.analis, admin, from_day=today + timedelta(days=1), basis="SK 1")
    assert refused.value.code == "SND-ACC-01"
    assert admin.grants.count() == 1
