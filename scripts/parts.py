"""The parts of a release: the Python packages of requirements.txt and the npm packages of package-lock.json."""

import base64
import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LICENCES = Path(__file__).parent / "licences.json"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Part:
    """One package at one version; ``inside`` is false for what only builds the assets."""

    kind: str
    name: str
    version: str
    licence: str
    inside: bool = True
    sha512: str = ""

    @property
    def purl(self) -> str:
        return f"pkg:{self.kind}/{quote(self.name, safe='/')}@{self.version}"


def parts(root: Path = ROOT) -> list[Part]:
    """Every part in a fixed order; the licences of Python packages are read from the installed ones."""
    found = [
        *python_parts((root / "requirements.txt").read_text()),
        *npm_parts((root / "package-lock.json").read_text()),
    ]
    return sorted(found, key=lambda part: (part.kind, part.name, part.version))


def python_parts(lock: str) -> list[Part]:
    return [Part("pypi", re.sub(r"[-_.]+", "-", name).lower(), at, licence_of(name)) for name, at in _PIN.findall(lock)]


def npm_parts(lock: str) -> list[Part]:
    """Without the builds of a package for other machines, which are the same package again."""
    found = []
    for place, one in json.loads(lock)["packages"].items():
        if place and not one.get("optional"):
            name = place.rpartition("node_modules/")[2]
            digest = base64.b64decode(one["integrity"].removeprefix("sha512-")).hex()
            inside = not one.get("dev")
            found.append(Part("npm", name, one["version"], one.get("license", UNKNOWN), inside, digest))
    return found


def licence_of(name: str) -> str:
    """As read by us, else the package's own expression, else its short field, else its classifiers joined by AND."""
    read: dict[str, list[str]] = json.loads(LICENCES.read_text())["read"]
    if name in read:
        return read[name][0]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return UNKNOWN
    short = told.get("License-Expression") or told.get("License") or ""
    if short and len(short) < 60:
        return short
    classes = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    return " AND ".join(classes) or UNKNOWN


def fits(licence: str) -> bool:
    """Whether an MIT distribution may carry it: every part of an AND, one choice of an OR; brackets never fit."""
    accepted = {one for group in json.loads(LICENCES.read_text())["accepted"].values() for one in group}
    choices = [choice.split(" AND ") for choice in licence.split(" OR ")]
    return any(all(one in accepted for one in choice) for choice in choices)
