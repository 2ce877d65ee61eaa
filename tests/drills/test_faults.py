"""Killed, raced, and out of space: nothing half-done, nothing lost, a clear word. On the database the run is for."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.sites import Site, database

pytestmark = pytest.mark.drill
KINDS = ("pairing.solve", "pairing.sheets", "targeting.families", "decisions.recheck")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo district after its decisions; the tests of this file follow each other on it."""
    with database(f"sanding_faults_{os.getpid()}") as url:
        made = Site(tmp_path_factory.mktemp("site"), url)
        made.act("prepare", SANDING_DEMO="1")
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_work_killed_in_its_middle_is_taken_over_and_ends_alike(site: Site, kind: str) -> None:
    undisturbed = site.act("ask", kind)
    site.act("finish")
    assert site.act("job", str(undisturbed["job"]))["state"] == "done"
    before = site.act("results")
    asked = site.act("ask", kind)
    site.kill_in_the_middle("slow_worker", kind)
    assert site.act("job", str(asked["job"]))["state"] == "running"
    site.act("silence")
    site.act("finish")
    assert site.act("job", str(asked["job"])) == {"state": "done", "attempt": 2, "error": ""}
    after = site.act("results")
    if kind == "decisions.recheck":
        assert after.pop("rechecks") == [*before.pop("rechecks"), True]  # type: ignore[misc]
    assert after == before


def test_a_signature_killed_in_its_middle_signs_nothing(site: Site) -> None:
    decision = str(site.act("propose")["decision"])
    before = site.act("signed_state")
    site.kill_in_the_middle("sign_and_pause", decision)
    assert site.act("signed_state") == before


def test_two_who_sign_at_once_are_one_signature_and_one_clear_word(site: Site) -> None:
    [[_, number]] = site.act("results")["proposed"]  # type: ignore[misc]
    from_state = site.act("signed_state")
    decision = str(site.act("open_decision")["decision"])
    told = site.race(("race_sign", "bupati", decision), ("race_sign", "wabup", decision))
    assert sorted(one["won"] for one in told) == [False, True]  # type: ignore[type-var]
    [loser] = [one for one in told if not one["won"]]
    assert str(loser["code"]).startswith("SND-DEC") and len(str(loser["said"])) > 20
    after = site.act("signed_state")
    signed = [one for one in after["decisions"] if one[0] == "pairing" and one[2] == "signed"]  # type: ignore[attr-defined]
    assert [one[1] for one in signed] == [number]
    assert len(after["pairs"]) == len(from_state["pairs"])  # type: ignore[arg-type]


def test_two_who_accept_at_once_are_one_acceptance_and_one_clear_word(site: Site) -> None:
    told = site.race(("race_accept", "endah"), ("race_accept", "dinsos"))
    assert sorted(one["won"] for one in told) == [False, True]  # type: ignore[type-var]
    [loser] = [one for one in told if not one["won"]]
    assert str(loser["code"]).startswith("SND-IMP") and len(str(loser["said"])) > 20
    site.act("finish")
    assert site.act("acceptance") == {"state": "accepted", "jobs": 1, "entries": 1}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    from sanding.synthetic.bulk import write_persons_csv

    found = write_persons_csv(tmp_path_factory.mktemp("sheet") / "dtsen.csv", 4_000, 3399)
    return str(found.persons)


def test_a_sheet_whose_upload_is_killed_is_not_there(site: Site, sheet: str) -> None:
    before = site.act("batch")["batches"]
    site.kill_in_the_middle("upload_and_pause", sheet, "2027-01-01")
    assert site.act("batch")["batches"] == before
    told = site.act("upload", sheet, "2027-01-01")
    assert told["won"] and told["batches"] == int(str(before)) + 1
    site.act("finish")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB in memory; skips with a word where this machine does not let us mount one."""
    place = tmp_path / "cakram"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here (root needed)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _grow(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)


def test_an_upload_onto_a_full_disk_is_refused_in_words_and_works_when_there_is_room(
    site: Site, sheet: str, small_disk: Path
) -> None:
    before = int(str(site.act("batch")["batches"]))
    told = site.act("upload", sheet, "2027-02-01", SANDING_UPLOADS=str(small_disk))
    assert (told["won"], told["code"], told["batches"]) == (False, "SND-RUN-03", before)
    assert "penuh" in str(told["said"]) and list(small_disk.iterdir()) == []
    _grow(small_disk)
    assert site.act("upload", sheet, "2027-02-01", SANDING_UPLOADS=str(small_disk))["won"]
    site.act("finish", SANDING_UPLOADS=str(small_disk))


def test_a_check_on_a_full_disk_fails_in_words_and_goes_on_when_there_is_room(
    site: Site, sheet: str, small_disk: Path
) -> None:
    assert site.act("upload", sheet, "2027-03-01")["won"]
    site.act("finish", SANDING_STORE=str(small_disk))
    found = site.act("batch")
    assert found["state"] == "failed" and "cakram peladen penuh" in str(found["error"])
    _grow(small_disk)
    assert site.act("check_again")["won"]
    site.act("finish", SANDING_STORE=str(small_disk))
    assert site.act("batch")["state"] == "waiting"
