"""A tiny district with an accepted batch: counts, index and needs, enough to rank and to pair. All invented."""

from datetime import date

import pytest
from django.utils import timezone

from sanding_web.district.models import Village
from sanding_web.registry.models import Batch, VillageCount, VillageIndex, VillageNeed
from tests.cast import Cast

DECREED = date(2026, 9, 30)


def count_district(cast: Cast) -> Batch:
    """Village k of 9 has 100 + 10·k families, 10·k of them in decile 1; desa have an IDM, kelurahan have none."""
    now = timezone.now()
    batch = Batch.objects.create(
        register="DTSEN",
        period="TW III 2026",
        decreed_on=DECREED,
        source_agency="Dinas Sosial",
        received_on=DECREED,
        state=Batch.ACCEPTED,
        uploaded_by=cast.siti,
        decided_by=cast.ratna,
        decided_at=now,
        folder="dtsen-tw3-2026",
        vintage="dtsen-tw3-2026",
    )
    villages = list(Village.objects.order_by("code"))
    for k, village in enumerate(villages, start=1):
        VillageCount.objects.create(
            batch=batch,
            village_code=village.code,
            families=100 + 10 * k,
            families_d1=10 * k,
            families_d1_2=10 * k + 5,
            persons=400 + 40 * k,
            persons_d1=40 * k,
        )
    desa = [village for village in villages if village.kind == "desa"]
    VillageIndex.objects.bulk_create(
        VillageIndex(village_code=one.code, year=2024, index="IDM", score=0.60 + 0.01 * k, status="Berkembang")
        for k, one in enumerate(desa)
    )
    VillageNeed.objects.bulk_create(
        VillageNeed(
            village_code=one.code, dimension="IKS", indicator=indicator, score=2, gain=0.01, level="KAB", actor=actor,
            activity="Perbaikan bersama",
        )
        for one in desa
        for indicator, actor in (("Akses ke puskesmas", "DINKES"), ("Jalan desa", "PU"))
    )  # fmt: skip
    return batch


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """The cast in a district whose villages are counted."""
    count_district(cast)
    return cast
