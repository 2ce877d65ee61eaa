"""The parts list is whole, valid and the same each time; no licence that does not fit goes into a release."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import parts, sbom
from tests.house.files import PROJECT, read


def test_the_parts_list_is_valid_cyclonedx_and_the_same_twice() -> None:
    text = sbom.sbom(parts.parts())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert sbom.sbom(parts.parts()) == text


def test_every_pin_of_the_lock_is_a_part_with_its_version_and_licence() -> None:
    told = {part["purl"]: part for part in json.loads(sbom.sbom(parts.parts()))["components"]}
    pins = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", read(PROJECT / "requirements.txt"), re.MULTILINE)
    assert len(pins) > 50
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in pins} <= set(told)
    assert told["pkg:npm/%40tabler/core@1.6.1"]["scope"] == "required"
    assert not [purl for purl, part in told.items() if parts.UNKNOWN in json.dumps(part["licenses"])]


def test_the_parts_list_names_no_registry() -> None:
    assert not re.findall(r"https?://", sbom.sbom(parts.parts()))


def test_the_page_of_licences_is_fresh() -> None:
    assert sbom.main(["--licences", "--check"]) == 0, "run make sbom"


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("unknown", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("(GPL-2.0-only OR MIT) AND MIT", False),
        ("GNU General Public License v2 or later (GPLv2+)", False),
    ],
)
def test_a_licence_fits_by_every_part_of_an_and_and_one_choice_of_an_or(licence: str, fits: bool) -> None:
    assert parts.fits(licence) is fits


def test_a_planted_licence_that_does_not_fit_stops_the_parts_list(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = [
        parts.Part("pypi", "planted", "1", "AGPL-3.0-only"),
        parts.Part("npm", "tool", "1", "GPL-3.0-only", False),
    ]
    monkeypatch.setattr(sbom, "parts", lambda: planted)
    assert sbom.main(["--to", str(tmp_path / "sbom.json")]) == 1
    assert capsys.readouterr().out == "LISENSI TIDAK COCOK planted 1: AGPL-3.0-only\n"
    assert not (tmp_path / "sbom.json").exists()
