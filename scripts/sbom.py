"""The parts list of a release as CycloneDX 1.6 JSON, and the page of licences; the same locks give the same bytes.

    python scripts/sbom.py [--to build/sbom.json]   write the parts list
    python scripts/sbom.py --licences [--check]     write docs/licences.md, or fail where it is stale
Either fails where a part of the release has a licence that an MIT distribution may not carry.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from sanding import __version__  # noqa: E402
from scripts.parts import LICENCES, ROOT, Part, fits, parts  # noqa: E402

PAGE = ROOT / "docs" / "licences.md"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR) [A-Za-z0-9.+-]+)*")
_NAMES = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}


def sbom(found: Sequence[Part]) -> str:
    """CycloneDX JSON: every part with its version, purl, licence, and the digest where the lock has a single one."""
    own = f"pkg:generic/sanding@{__version__}"
    listed = [_component(part) for part in found]
    serial = uuid5(NAMESPACE_URL, own + json.dumps(listed, sort_keys=True))
    about = {"type": "application", "bom-ref": own, "name": "sanding", "version": __version__, "purl": own}
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": about | {"licenses": [{"license": {"id": "MIT"}}]}},
        "components": listed,
        "dependencies": [{"ref": own, "dependsOn": [part.purl for part in found if part.inside]}],
    }
    return json.dumps(whole, indent=1) + "\n"


def _component(part: Part) -> dict[str, Any]:
    licence = _NAMES.get(part.licence, part.licence)
    spdx = _SPDX.fullmatch(licence) and licence not in ("BSD", "unknown")
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "scope": "required" if part.inside else "excluded",
        "licenses": [{"expression": licence} if spdx else {"license": {"name": licence}}],
        "purl": part.purl,
    }
    return told | ({"hashes": [{"alg": "SHA-512", "content": part.sha512}]} if part.sha512 else {})


def misfits(found: Sequence[Part]) -> list[str]:
    """Parts inside the release whose licence is unknown or not accepted."""
    return [f"{part.name} {part.version}: {part.licence}" for part in found if part.inside and not fits(part.licence)]


def licences_page(found: Sequence[Part]) -> str:
    """The licences of what a release carries, and of what only builds it."""
    told = json.loads(LICENCES.read_text())
    groups = "\n".join(f"- {group}: {', '.join(names)}" for group, names in told["accepted"].items())
    read = "\n".join(f"- {name}: {licence} ({why})" for name, (licence, why) in sorted(told["read"].items()))
    rows = {True: "", False: ""}
    for part in found:
        rows[part.inside] += f"| {part.name} | {part.version} | {part.kind} | {part.licence} |\n"
    head = "| package | version | from | licence |\n|---|---|---|---|\n"
    return (
        "# Licences\n\nWritten by `scripts/sbom.py --licences` from the locks and the packages' own words.\n"
        "Sanding is MIT. Each package comes on unchanged, with its own licence inside its wheel.\n\n"
        f"Accepted in a release:\n\n{groups}\n\nRead by us, where the package's own words leave it open:\n\n{read}\n\n"
        f"## In a release\n\n{head}{rows[True]}\n## Builds the assets, given to nobody\n\n{head}{rows[False]}"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sbom.json")
    parser.add_argument("--licences", action="store_true")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    found = parts()
    for line in misfits(found):
        print(f"LISENSI TIDAK COCOK {line}")
    if misfits(found):
        return 1
    target, text = (PAGE, licences_page(found)) if given.licences else (given.to, sbom(found))
    if given.check:
        fresh = target.exists() and target.read_text(encoding="utf-8") == text
        print(f"{target.name}: {'segar' if fresh else 'basi; jalankan scripts/sbom.py --licences'}")
        return 0 if fresh else 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
