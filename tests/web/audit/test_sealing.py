"""The log is append-only, and the sealer joins what is committed into blocks: all of it, once, in any order."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sanding.audit_chain.verify import verify
from sanding.errors import EngineFault
from sanding_web.audit import sealer
from sanding_web.audit.actions import record
from sanding_web.audit.evidence import evidence_lines, last_number
from sanding_web.audit.models import Anchor, Block, Entry
from sanding_web.audit.sealer import seal_all, seal_next
from tests.web.audit.conftest import execute

pytestmark = pytest.mark.django_db


def note(count: int = 3) -> list[Entry]:
    return [record(None, "session.refused", name=f"tamu {number}") for number in range(count)]


def whole() -> bool:
    return verify(evidence_lines(last_number())).whole


@pytest.mark.parametrize("sealed", [False, True])
def test_the_model_refuses_to_change_or_remove(sealed: bool) -> None:
    entry = note(1)[0]
    if sealed:
        seal_all()
    kept = [entry, *Block.objects.all()]
    for act in (
        lambda: Entry.objects.update(action="x"),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
        lambda: Entry.objects.bulk_update([entry], ["action"]),
        *(one.save for one in kept),
        *(one.delete for one in kept),
        lambda: Block.objects.all().delete(),
        lambda: Anchor.objects.update(hash=""),
    ):
        with pytest.raises(EngineFault, match="hanya dapat ditambah"):
            act()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'x'",
        "UPDATE audit_entry SET block_id = NULL",
        "UPDATE audit_entry SET at = at, role = 'leader'",
        "DELETE FROM audit_entry",
        "UPDATE audit_block SET hash = previous",
        "DELETE FROM audit_block",
        "UPDATE audit_anchor SET hash = 'x'",
        "DELETE FROM audit_anchor",
    ],
)
def test_the_database_refuses_to_change_or_remove_what_is_sealed(sql: str) -> None:
    note()
    seal_all()
    block = Block.objects.get()
    Anchor.objects.create(day=timezone.localdate(), block=block, hash=block.hash)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(sql)
    assert whole()


def test_the_database_lets_an_unsealed_entry_be_joined_but_not_changed_on_the_way() -> None:
    entry = note(1)[0]
    for sql in ("UPDATE audit_entry SET action = 'x'", "UPDATE audit_entry SET block_id = 1, action = 'x'"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            execute(sql)
    assert Entry.objects.get().action == entry.action
    assert seal_next() is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a way of SQLite")
def test_a_sealed_entry_cannot_be_replaced() -> None:
    entry = note(1)[0]
    seal_all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s", entry.pk)


def test_everything_is_sealed_once_in_blocks_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "MOST", 4)
    made = note(10)
    assert seal_all() == 3
    assert [(one.number, one.first, one.count) for one in Block.objects.order_by("number")] == [
        (1, made[0].pk, 4), (2, made[4].pk, 4), (3, made[8].pk, 2),
    ]  # fmt: skip
    assert not Entry.objects.filter(block=None).exists()
    assert seal_all() == 0 and Block.objects.count() == 3
    assert whole()


def test_a_lower_number_that_comes_late_goes_into_the_next_block() -> None:
    """As on PostgreSQL, where a long transaction keeps an early number."""
    numbers = [one.pk for one in note(2)]
    late = numbers[1] + 1
    after = Entry.objects.create(pk=late + 1, action="session.refused")
    seal_all()
    Entry.objects.create(pk=late, action="session.sign_in")
    seal_all()
    assert [Entry.objects.get(pk=one).block_id for one in (*numbers, after.pk, late)] == [1, 1, 1, 2]
    assert whole()


@given(st.permutations(range(1, 8)))
def test_the_order_of_commits_does_not_matter(order: list[int]) -> None:
    at, hashes = datetime(2026, 11, 22, 5, tzinfo=timezone.get_default_timezone()), []
    for numbers in (sorted(order), order):
        with pytest.MonkeyPatch.context() as clock, transaction.atomic():
            clock.setattr(timezone, "now", lambda: at)
            for number in numbers:
                Entry.objects.create(pk=10_000 + number, action="session.refused", detail={"number": number})
            block = seal_next()
            assert block is not None
            hashes.append(block.hash)
            transaction.set_rollback(True)
    assert hashes[0] == hashes[1]


def test_a_clock_set_back_does_not_turn_the_time_of_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    note()
    seal_all()
    note()
    with monkeypatch.context() as clock:
        earlier = timezone.now() - timedelta(days=400)
        clock.setattr(timezone, "now", lambda: earlier)
        seal_all()
    assert whole() and Block.objects.count() == 2


def test_the_last_block_of_a_day_becomes_its_anchor_on_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    start = timezone.now()
    for day in range(4):
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda day=day: start + timedelta(days=day))
            if day != 2:
                note(1)
                seal_all()
                note(1)
            seal_all()
    days = [timezone.localdate(start) + timedelta(days=n) for n in (0, 1)]
    assert list(Anchor.objects.order_by("day").values_list("day", "block")) == [(days[0], 2), (days[1], 4)]
    assert all(one.hash == one.block.hash for one in Anchor.objects.select_related("block"))
    report = verify(evidence_lines(last_number()), anchors=[one.hash for one in Anchor.objects.all()])
    assert report.whole and report.anchors == 2


def test_what_was_not_committed_is_not_sealed() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError
    assert seal_all() == 0


def test_two_sealers_at_once_make_one_chain(sealable: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "MOST", 3)
    note(60)
    ready = threading.Barrier(4)

    def seal() -> None:
        ready.wait()
        while Entry.objects.filter(block=None).exists():
            seal_next()
        connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    report = verify(evidence_lines(last_number()))
    assert report.whole and report.entries == 60 == Entry.objects.exclude(block=None).count()


def test_a_sealer_that_reads_what_another_has_just_sealed_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    note(5)
    behind = list(Entry.objects.filter(block=None).order_by("pk"))
    seal_all()
    monkeypatch.setattr(sealer, "list", lambda rows: behind, raising=False)
    assert seal_next() is None
    assert Block.objects.count() == 1 and whole()


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE audit_entry SET role = 'leader' WHERE id = %s", "changed"),
        ("UPDATE audit_entry SET detail = '{}' WHERE id = %s", "changed"),
        ("DELETE FROM audit_entry WHERE id = %s", "removed"),
        ("UPDATE audit_entry SET block_id = NULL WHERE id = %s", "removed"),
    ],
)
def test_a_forger_in_the_database_is_found(forge: Callable[..., int], sql: str, kind: str) -> None:
    target = note(5)[2]
    seal_all()
    assert whole()
    assert forge(sql, target.pk) == 1
    flaws = verify(evidence_lines(last_number())).flaws
    assert [(one.kind, one.entry, one.block) for one in flaws] == [(kind, target.pk, 1)]


def test_a_number_as_long_as_a_nik_is_hidden_before_it_is_kept() -> None:
    nik = "3399" + "0" * 12
    detail = {"changes": {"name": [f"Siti {nik}", nik]}, "number": int(nik), "digest": "1" * 63 + "a", "rows": 5}
    kept = record(None, "agency.change", **detail)
    assert nik not in str(Entry.objects.get(pk=kept.pk).detail)
    assert kept.detail == {
        "changes": {"name": ["Siti disamarkan", "disamarkan"]}, "number": "disamarkan", "digest": "1" * 63 + "a",
        "rows": 5,
    }  # fmt: skip
