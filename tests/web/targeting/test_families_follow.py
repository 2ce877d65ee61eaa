"""After an acceptance and after its undoing the target families are counted again by themselves."""

from collections.abc import Callable

import pytest

from sanding_web.jobs.models import Job
from sanding_web.registry.actions import accept_batch, undo_batch
from sanding_web.registry.models import Batch
from sanding_web.targeting.family_jobs import KIND
from sanding_web.targeting.family_queries import cells, opened
from tests.cast import Cast
from tests.web.registry.conftest import district, in_role, waiting_batch
from tests.web.registry.people import families, persons

__all__ = ["district", "waiting_batch"]
pytestmark = pytest.mark.django_db(transaction=True)


def targets() -> int:
    found = opened()
    assert found is not None and found.result is not None
    count = cells(found.result.counts, "desa", ["3399012001"], exact=True)["3399012001"]["sasaran", ""]
    assert isinstance(count, int)
    return count


def test_counts_follow_the_register_there_and_back(cast: Cast, waiting_batch: Callable[..., Batch]) -> None:  # noqa: F811
    accept_batch(in_role(cast.ratna), waiting_batch(families(1, 2, 3), persons(1, 2, 3)))
    assert targets() == 3
    second = waiting_batch(families(3, decile=5), persons(3))
    accept_batch(in_role(cast.ratna), second)
    assert targets() == 2
    second.refresh_from_db()
    undo_batch(in_role(cast.ratna), second, reason="berkas keliru")
    assert targets() == 3
    jobs = Job.objects.filter(kind=KIND)
    assert jobs.count() == 2 and all(job.state == Job.DONE for job in jobs)
