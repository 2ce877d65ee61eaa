"""The priority desk at many villages, in a process of its own; prints the seconds of its htmx answers as JSON.

``python -m benchmarks.desk_once 500``
"""

import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ANSWERS = 9
KECAMATAN_SIZE = 20
DISTRICT = "3399"


def main() -> None:
    size = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as home:
        os.environ |= {"SANDING_HOME": home, "SANDING_SCRATCH": f"{home}/scratch", "SANDING_LOG": "ERROR"}
        os.environ |= {"DATABASE_URL": f"sqlite:///{home}/bench.sqlite3", "SANDING_PLAIN_STATIC": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "sanding_web.settings"
        import django

        django.setup()
        print(json.dumps(_measure(size)))


def _measure(size: int) -> dict[str, float]:
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    person = _district(size)
    client = Client()
    client.force_login(person)
    begin = time.perf_counter()
    _ask(client, 0)
    first = time.perf_counter() - begin
    taken = sorted(_timed(client, step) for step in range(1, ANSWERS + 1))
    begin = time.perf_counter()
    answer = client.get("/prioritas/ketahanan/?bobot_index=35", headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code
    return {
        "first": first,
        "middle": taken[len(taken) // 2],
        "worst": taken[-1],
        "draws": time.perf_counter() - begin,
        "bytes": len(_ask(client, 1)),
    }


def _timed(client: Any, step: int) -> float:
    begin = time.perf_counter()
    _ask(client, step)
    return time.perf_counter() - begin


def _ask(client: Any, step: int) -> bytes:
    """Another weight of the index each time, as a hand on the slider would ask."""
    answer = client.get(f"/prioritas/?bobot_index={5 * step}", headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code
    return bytes(answer.content)


def _district(size: int) -> Any:
    """Counts, index, boundaries and one person of the secretariat; everything invented."""
    import numpy as np
    from django.utils import timezone

    from sanding_web.accounts.models import Grant, User
    from sanding_web.district.models import Programme, Village
    from sanding_web.registry.models import Batch, VillageCount, VillageIndex

    rng, decreed = np.random.default_rng(3399), date(2026, 9, 30)
    Programme.objects.create(
        pk=1, district_code=DISTRICT, district_name="Kabupaten Rekaan", year=2027, priority_quota=max(1, size // 4)
    )
    person = User.objects.create_user("patokan", password=None)
    Grant.objects.create(user=person, role="secretariat", valid_from=decreed)
    batch = Batch.objects.create(
        register="DTSEN", period="TW III 2026", decreed_on=decreed, source_agency="Dinas Sosial", received_on=decreed,
        state=Batch.ACCEPTED, uploaded_by=person, decided_by=_second(User), decided_at=timezone.now(), folder="patokan",
        vintage="patokan",
    )  # fmt: skip
    codes = [_code(n) for n in range(size)]
    Village.objects.bulk_create(
        Village(
            code=code, name=f"Rekaan {n + 1}", kind="kelurahan" if code[6] == "1" else "desa", kecamatan_code=code[:6],
            kecamatan=f"Kecamatan {code[4:6]}", district_code=DISTRICT, district="Rekaan", geometry=_shape(n),
            lon=109 + 0.02 * (n % 25), lat=-7 - 0.02 * (n // 25),
        )
        for n, code in enumerate(codes)
    )  # fmt: skip
    families = rng.integers(300, 4_000, size).tolist()
    poor = rng.binomial(families, rng.beta(2, 8, size)).tolist()
    VillageCount.objects.bulk_create(
        VillageCount(
            batch=batch, village_code=code, families=all_of, families_d1=some, families_d1_2=some, persons=3 * all_of,
            persons_d1=3 * some,
        )
        for code, all_of, some in zip(codes, families, poor, strict=True)
    )  # fmt: skip
    VillageIndex.objects.bulk_create(
        VillageIndex(village_code=code, year=2024, index="IDM", score=score, status="Maju")
        for code, score in zip(codes, rng.uniform(0.55, 0.97, size).round(4).tolist(), strict=True)
        if code[6] == "2"
    )
    return person


def _second(model: Any) -> Any:
    return model.objects.create_user("patokan2", password=None)


def _code(n: int) -> str:
    kecamatan, place = divmod(n, KECAMATAN_SIZE)
    return f"{DISTRICT}{kecamatan + 1:02d}{1 if place == 0 else 2}{place + 1:03d}"


def _shape(n: int) -> dict[str, Any]:
    """A wavy square of about forty points, as a boundary file has them."""
    import math

    west, south, side, steps = 109 + 0.02 * (n % 25), -7 - 0.02 * (n // 25), 0.02, 10
    wave = [0.0008 * math.sin(math.pi * 2 * k / steps) for k in range(steps)]
    corners = [
        *((west + side * k / steps, south + wave[k]) for k in range(steps)),
        *((west + side + wave[k], south + side * k / steps) for k in range(steps)),
        *((west + side - side * k / steps, south + side + wave[-k]) for k in range(steps)),
        *((west + wave[-k], south + side - side * k / steps) for k in range(steps)),
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
