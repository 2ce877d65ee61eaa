"""The files an installation writes: settings that keep an administrator's own values, and sheltered units."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from sanding.errors import EngineFault, InputFault
from sanding.installing import database, environment_file, machine
from sanding.installing.places import Places
from sanding.installing.units import STANDING, TIMERS, units


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def _first(places: Places) -> dict[str, str]:
    return environment_file.first_values(places, host="sanding.lan", bind="0.0.0.0:443", database_url="")


def test_settings_are_written_once_and_what_an_administrator_wrote_stays(places: Places) -> None:
    assert environment_file.write(places, _first(places))
    assert places.environment.stat().st_mode & 0o777 == 0o640
    places.environment.write_text(places.environment.read_text().replace('LOG="INFO"', 'LOG="DEBUG"'))
    assert not environment_file.write(places, _first(places))
    assert environment_file.read(places.environment)["SANDING_LOG"] == "DEBUG"
    assert environment_file.write(places, {"SANDING_NEW": "1"})
    assert environment_file.read(places.environment)["SANDING_NEW"] == "1"


@pytest.mark.parametrize("value", ["a$(id)", "a`id`", 'a"b', "a\nB=1", "a;b", "a'b"])
def test_a_value_that_a_shell_would_run_is_refused(places: Places, value: str) -> None:
    with pytest.raises(InputFault):
        environment_file.write(places, {"SANDING_HOSTS": value})
    assert not places.environment.exists()


def test_the_address_names_a_port_only_where_it_is_not_the_usual_one(places: Places) -> None:
    assert _first(places)["SANDING_ADDRESS"] == "https://sanding.lan"
    other = environment_file.first_values(places, host="sanding.lan", bind="0.0.0.0:8443", database_url="")
    assert other["SANDING_ADDRESS"] == "https://sanding.lan:8443"


def test_every_unit_runs_sheltered_and_every_timer_has_its_service(places: Places) -> None:
    made = units(places, {})
    assert set(STANDING) | set(TIMERS) <= set(made)
    for name, text in made.items():
        parsed = configparser.RawConfigParser(strict=False)
        parsed.optionxform = str  # type: ignore[assignment,method-assign]
        parsed.read_string(text)
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in made and parsed["Timer"]["OnCalendar"]
        else:
            service = parsed["Service"]
            assert (service["NoNewPrivileges"], service["ProtectSystem"], service["PrivateTmp"]) == (
                "yes",
                "strict",
                "yes",
            )
            assert service["LogNamespace"] == "sanding"
            assert service.get("User") == ("sanding" if name != "sanding-certificate.service" else None)


@pytest.mark.parametrize(
    ("url", "shut"),
    [
        ("", True),
        (database.PEER, True),
        ("postgres://sanding:x@127.0.0.1:5432/sanding", True),
        ("postgres://sanding:x@10.0.0.5:5432/sanding", False),
        ("postgres://sanding:x@db.lan/sanding", False),
    ],
)
def test_the_worker_reaches_the_network_only_where_its_database_is_there(places: Places, url: str, shut: bool) -> None:
    worker = units(places, {"DATABASE_URL": url})["sanding-worker.service"]
    assert ("IPAddressDeny=any" in worker) is shut


def test_systemd_accepts_the_units(places: Places) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    binaries = places.current / "bin"
    binaries.mkdir(parents=True)
    for name in ("python", "sanding"):
        (binaries / name).write_text("#!/bin/sh\n")
        (binaries / name).chmod(0o755)
    for name, text in units(places, {}).items():
        (places.root / name).write_text(text)
    files = [str(places.root / name) for name in units(places, {})]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "sanding" in line]
    assert (done.returncode, ours) == (0, [])


def test_a_role_of_postgresql_is_not_made_inside_a_tree(places: Places) -> None:
    assert database.prepare(places, "sqlite") == ""
    assert database.prepare(places, "postgres://h/x") == "postgres://h/x"
    with pytest.raises(EngineFault):
        database.prepare(places, "postgresql")


def test_a_link_is_turned_in_one_step(places: Places) -> None:
    for version in ("0.2.0", "0.3.0"):
        places.release(version).mkdir(parents=True)
        machine.point(places.current, places.release(version))
        assert places.current.resolve() == places.release(version)
    assert sorted(path.name for path in places.releases.iterdir()) == ["0.2.0", "0.3.0", "current"]


@pytest.mark.parametrize(
    ("lack", "word"),
    [
        (("OLDEST", (9, 0)), "terlalu lama"),
        (("_no_ensurepip", lambda: True), "venv"),
        (("NEEDED_BYTES", 10**18), "ruang cakram"),
    ],
)
def test_a_machine_that_cannot_carry_the_site_is_told_before_anything_is_touched(
    places: Places, lack: tuple[str, object], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.check_machine(places)
    monkeypatch.setattr(machine, *lack)
    with pytest.raises(EngineFault, match=word):
        machine.check_machine(places)
