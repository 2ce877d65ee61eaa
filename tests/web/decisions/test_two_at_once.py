"""Two people in the same moment: one proposal, one signature, two different numbers; the other is told."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from sanding.decision import freeze
from sanding.errors import RuleBroken
from sanding_web.accounts.models import User
from sanding_web.decisions.actions import Draft, propose_decision
from sanding_web.decisions.models import Decision, NumberPattern, TakenNumber
from sanding_web.decisions.numbers import take_number
from tests.cast import make_cast, make_district

ON = timezone.datetime(2027, 1, 4).date()


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs them in threads of their own from one start signal; answers or errors in the order given."""
    start, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            found[place] = act()
        except Exception as error:  # noqa: BLE001 - handed back to the test
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def signed_in(user: User) -> User:
    user.scope = user.grants.get().scope()
    return user


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_at_once_one_wins_and_the_other_is_told_who() -> None:
    make_district()
    cast = make_cast()
    frozen = freeze("prioritas", {}, inputs={}, parameters={}, seed=None, legal_basis=(), versions={})
    draft = Draft("priority", 2027, frozen, ())
    siti, ratna = signed_in(cast.siti), signed_in(cast.ratna)
    found = together(lambda: propose_decision(siti, draft), lambda: propose_decision(ratna, draft))
    won = [one for one in found if isinstance(one, Decision)]
    told = [one for one in found if isinstance(one, RuleBroken)]
    assert len(won) == len(told) == 1, found
    assert told[0].code == "SND-DEC-05" and won[0].proposed_by.full_name in str(told[0])
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_take_numbers_at_once_get_different_ones_without_a_gap() -> None:
    make_district()
    cast = make_cast()
    NumberPattern.objects.create(kind="sk", pattern="{nomor}/{tahun}", since=timezone.now(), by=cast.siti)
    siti = signed_in(cast.siti)
    acts = [lambda n=n: take_number(siti, "sk", subject=f"naskah:{n}", on=ON) for n in range(6)]
    found = together(*acts)
    assert sorted(found) == [f"{n}/2027" for n in range(1, 7)], (connection.vendor, found)
    assert take_number(siti, "sk", subject="naskah:0", on=ON) == found[0]
    assert sorted(TakenNumber.objects.values_list("value", flat=True)) == list(range(1, 7))
