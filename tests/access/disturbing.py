"""Changes everything that lies outside one person's scope: what such a person reads must not change with it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from sanding_web.accounts.models import Grant
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.jobs.models import Job
from sanding_web.pairing.models import PairRule
from sanding_web.registry.models import Batch, VillageCount, VillageIndex, VillageNeed
from sanding_web.targeting.models import Milestone, Scenario
from tests.access.checks import undone
from tests.access.world import World
from tests.cast import make_person
from tests.web.targeting import register

WORD = "Tertanam"


@contextmanager
def disturbed(world: World, role: str) -> Iterator[None]:
    """Inside, villages, families, counts, companions, milestones, rules, jobs, people outside the scope are others."""
    kept = Path(settings.SANDING_STORE).with_name("store-kept")
    shutil.copytree(settings.SANDING_STORE, kept)
    with undone():
        scope = Grant.objects.get(user=world.cast.by_role()[role]).scope()
        outside = Village.objects.exclude(pk__in=scope.villages().values("pk"))
        codes = list(outside.values_list("code", flat=True))
        assert codes, "nothing lies outside this scope"
        stranger = _strange_agency()
        _places(codes, stranger)
        _people(world, codes[0])
        _office(world, stranger, codes[0])
        outside.update(name=WORD)
        Agency.objects.exclude(pk__in=scope.agencies().values("pk")).update(name=WORD, short=WORD)
        yield
    shutil.rmtree(settings.SANDING_STORE)
    kept.rename(settings.SANDING_STORE)


@contextmanager
def small_counts(world: World, role: str, count: int) -> Iterator[None]:
    """Inside, each village outside the scope has ``count`` families and persons in decile 1."""
    with undone():
        scope = Grant.objects.get(user=world.cast.by_role()[role]).scope()
        outside = Village.objects.exclude(pk__in=scope.villages().values("pk")).values("code")
        changed = VillageCount.objects.filter(village_code__in=outside).update(
            families_d1=count, persons_d1=count, by_decile={"1": count, "2": 20, "3": 60}
        )
        assert changed
        yield


def _strange_agency() -> Agency:
    return Agency.objects.create(
        code="PD99X", name=WORD, short=WORD, kind="PD", staff=99, lon=110.3, lat=-7.3, competences="PU",
        min_villages=1, max_villages=9,
    )  # fmt: skip


def _places(codes: list[str], stranger: Agency) -> None:
    """Counts, index, needs, companions and milestones of the places."""
    VillageCount.objects.filter(village_code__in=codes).update(
        families=F("families") + 1000, families_d1=F("families_d1") + 500, families_d1_2=F("families_d1_2") + 500,
        persons=F("persons") + 4000, persons_d1=F("persons_d1") + 2000, by_decile={"1": 3, "2": 777},
    )  # fmt: skip
    VillageIndex.objects.filter(village_code__in=codes).update(score=0.31, status=WORD)
    VillageNeed.objects.filter(village_code__in=codes).update(indicator=WORD, gain=0.5)
    Companionship.objects.filter(village_id__in=codes, valid_to=None).update(agency=stranger)
    Milestone.objects.filter(village_id__in=codes).update(name="rencana aksi", done_on=date(2026, 4, 4), evidence=WORD)


def _people(world: World, code: str) -> None:
    """Families and their members, then the count anew."""
    batch = Batch.objects.get(pk=world.batch)
    for number in range(900, 925):
        register.add(batch, register.Kin(number, village=code, disabled=True, woman=number % 2 == 0))
    shutil.rmtree(Path(settings.SANDING_STORE) / "hasil")
    register.count()


def _office(world: World, stranger: Agency, code: str) -> None:
    """Work of other people: a proposal, a batch, a rule, a scenario, a job, an account."""
    now, ratna = timezone.now(), world.cast.ratna
    Decision.objects.create(
        kind="pairing", year=2027, number=77, content=b"{}", digest="7" * 64, proposed_by=ratna, proposed_at=now,
        state="proposed",
    )  # fmt: skip
    Batch.objects.create(
        register="P3KE", period=WORD, decreed_on=date(2023, 1, 1), source_agency=WORD, received_on=date(2023, 2, 2),
        uploaded_by=ratna, state=Batch.WAITING, folder="tertanam",
    )  # fmt: skip
    PairRule.objects.create(year=2027, kind="ban", agency=stranger, village_id=code, reason=WORD, set_by=ratna)
    Scenario.objects.create(year=2027, name=WORD, choice={}, saved_by=ratna)
    Job.objects.create(kind="test", title=WORD, owner=ratna, state=Job.RUNNING)
    make_person(WORD, "companion", agency=stranger)
