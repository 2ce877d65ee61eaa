"""From a waiting batch to the register and back."""

from collections.abc import Callable

import pytest
from django.db import connection

from sanding.errors import NotPermitted, RuleBroken
from sanding.identity import Sealer
from sanding.registry.versions import content_hash
from sanding_web.registry import storage
from sanding_web.registry.actions import accept_batch, return_batch, undo_batch
from sanding_web.registry.models import Batch, Family, Person, VillageCount
from sanding_web.registry.queries import is_current, village_counts
from tests.cast import Cast
from tests.web.registry.conftest import in_role
from tests.web.registry.people import families, kk, nik, persons

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Batch]


def register_hash() -> str:
    """What the register says today: business columns of current versions sorted by our id."""
    import polars as pl

    from sanding.registry.versions import business_columns

    found = []
    for unit, model in (("families", Family), ("persons", Person)):
        names = ["uid", "match_key", *business_columns(unit)]  # type: ignore[arg-type]
        rows = [
            dict(zip(names, row, strict=True))
            for row in model.objects.filter(is_current()).order_by("uid").values_list(*names)
        ]
        rows = [{k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()} for row in rows]
        found.append(content_hash(unit, [pl.DataFrame(rows, schema=names, infer_schema_length=None)]))  # type: ignore[arg-type]
    return " ".join(found)


def accept(cast: Cast, batch: Batch) -> Batch:
    accept_batch(in_role(cast.ratna), batch)
    batch.refresh_from_db()
    return batch


def test_accepted_rows_are_current_and_counted(cast: Cast, waiting_batch: Make) -> None:
    batch = accept(cast, waiting_batch(families(1, 2), persons(1, 2, without_nik=1)))
    assert (batch.error, batch.state) == ("", "accepted")
    assert Family.objects.filter(is_current()).count() == 2
    assert Person.objects.filter(is_current()).count() == 3
    assert village_counts().to_dicts() == [
        {
            "village_code": "3399012001",
            "families": 2,
            "families_d1": 2,
            "families_d1_2": 2,
            "persons": 3,
            "persons_d1": 3,
        }
    ]


def test_nobody_sees_rows_before_acceptance(cast: Cast, waiting_batch: Make) -> None:
    waiting_batch(families(1), persons(1))
    assert not Family.objects.filter(is_current()).exists()


def test_uploader_cannot_accept_own_batch(cast: Cast, waiting_batch: Make) -> None:
    with pytest.raises(NotPermitted, match="orang lain yang memutuskan"):
        accept_batch(in_role(cast.siti), waiting_batch(families(1), persons(1)))


def test_sending_the_same_rows_again_changes_nothing(cast: Cast, waiting_batch: Make) -> None:
    accept(cast, waiting_batch(families(1, 2), persons(1, 2, without_nik=2)))
    before = register_hash()
    again = waiting_batch(families(1, 2), persons(1, 2, without_nik=2))
    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, 6)
    accept(cast, again)
    assert register_hash() == before
    assert Family.objects.count() == 2


def test_changed_row_keeps_our_id_and_its_history(cast: Cast, waiting_batch: Make) -> None:
    accept(cast, waiting_batch(families(1, 2), persons(1, 2)))
    changed = accept(cast, waiting_batch(families(1, decile=3), persons(1)))
    assert (changed.rows_changed, changed.rows_same, changed.rows_new) == (1, 1, 0)
    versions = list(Family.objects.filter(match_key=Sealer(storage.keys()).seal("kk", kk(1))).order_by("id"))
    assert [one.decile for one in versions] == [1, 3]
    assert len({one.uid for one in versions}) == 1
    assert Family.objects.filter(is_current()).count() == 2
    assert changed.summary["changes"]["moved_decile"] == 1


def test_full_list_ends_who_is_no_longer_on_it(cast: Cast, waiting_batch: Make) -> None:
    accept(cast, waiting_batch(families(1, 2), persons(1, 2)))
    full = accept(cast, waiting_batch(families(1), persons(1), coverage="full"))
    assert full.rows_gone == 2
    assert Family.objects.filter(is_current()).count() == 1


def test_undo_leaves_the_exact_earlier_state(cast: Cast, waiting_batch: Make) -> None:
    accept(cast, waiting_batch(families(1, 2), persons(1, 2, without_nik=1)))
    before, counts = register_hash(), village_counts()
    second = accept(cast, waiting_batch(families(1, 3, decile=5), persons(1, 3), coverage="full"))
    assert register_hash() != before
    undo_batch(in_role(cast.ratna), second, reason="berkas keliru")
    assert register_hash() == before
    assert village_counts().equals(counts)


def test_undo_is_refused_while_a_later_batch_builds_on_it(cast: Cast, waiting_batch: Make) -> None:
    first = accept(cast, waiting_batch(families(1, 2), persons(1, 2)))
    second = accept(cast, waiting_batch(families(1, decile=4), persons(1)))
    with pytest.raises(RuleBroken, match=f"{second.number} \\(1 baris\\)"):
        undo_batch(in_role(cast.ratna), first, reason="keliru")
    undo_batch(in_role(cast.ratna), second, reason="keliru")
    undo_batch(in_role(cast.ratna), first, reason="keliru")
    assert not Family.objects.filter(is_current()).exists()


def test_of_two_deciders_one_wins_and_the_other_is_told(cast: Cast, waiting_batch: Make) -> None:
    batch = waiting_batch(families(1), persons(1))
    stale = Batch.objects.get(pk=batch.pk)
    return_batch(in_role(cast.ratna), batch, reason="surat pengantar belum ada")
    with pytest.raises(RuleBroken, match="berubah sejak Anda membuka"):
        accept_batch(in_role(cast.dinsos), stale)
    assert Batch.objects.get(pk=batch.pk).decided_by == cast.ratna


def test_batch_compared_with_an_older_register_must_be_compared_again(cast: Cast, waiting_batch: Make) -> None:
    late = waiting_batch(families(1), persons(1))
    accept(cast, waiting_batch(families(2), persons(2)))
    with pytest.raises(RuleBroken, match="Bandingkan lagi"):
        accept_batch(in_role(cast.ratna), late)


def test_number_of_a_resident_never_stands_in_plain_in_the_database(cast: Cast, waiting_batch: Make) -> None:
    accept(cast, waiting_batch(families(1), persons(1)))
    with connection.cursor() as cursor:
        for table in ("registry_family", "registry_person", "registry_batch", "audit_entry"):
            cursor.execute(f"SELECT * FROM {table}")
            content = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            assert nik(1) not in content and kk(1) not in content
    assert VillageCount.objects.count() == 1
