"""Are the locked packages known to be vulnerable? Asks the service by pip-audit, and the hand-kept floor always.

Where the service cannot be reached that is said; ``--online`` (for a release) makes it a failure and asks npm as well.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).parent.parent
FLOOR = Path(__file__).parent / "advisories.json"
LOCKS = [ROOT / "requirements-dev.txt"]
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def below_floor(lock: Path) -> list[str]:
    """Pins older than the first version that is free of a grave advisory."""
    floor = json.loads(FLOOR.read_text())["python"]
    found = []
    for name, version in _PIN.findall(lock.read_text()):
        safe, advisory = floor.get(name.lower().replace("_", "-"), ("0", ""))
        if Version(version) < Version(safe):
            found.append(f"{name} {version}: {advisory}, naikkan ke {safe} atau lebih baru")
    return found


def judge(answer: str) -> tuple[bool, list[str]]:
    """Whether the service judged every pin, and what it found; any vulnerability counts, it names no severity."""
    try:
        pins = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return False, []
    found = [
        f"{one['name']} {one['version']}: {flaw['id']}, naikkan ke {', '.join(flaw['fix_versions']) or '(belum ada)'}"
        for one in pins
        for flaw in one.get("vulns", [])
    ]
    return bool(pins) and not any("skip_reason" in one for one in pins), found


def ask(lock: Path) -> str:
    """What pip-audit says about a lock, as JSON; empty where it could not finish."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-f", "json", "-r", str(lock)]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout
    except subprocess.TimeoutExpired:
        return ""


def judge_npm(answer: str) -> tuple[bool, list[str]]:
    """As ``judge``, for what npm audit says."""
    try:
        flaws = json.loads(answer)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return False, []
    return True, [f"{name} {one['range']}: {one['severity']}, lihat npm audit" for name, one in sorted(flaws.items())]


def ask_npm() -> str:
    """What npm audit says about package-lock.json, as JSON; no vulnerabilities named where it could not ask."""
    command = ["npm", "audit", "--json", "--package-lock-only", "--fetch-retries=1"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--online", action="store_true", help="gagal bila layanan kerentanan tidak terjangkau")
    parser.add_argument("--floor-only", action="store_true", help="tanpa bertanya ke layanan")
    parser.add_argument("locks", nargs="*", type=Path, default=LOCKS)
    given = parser.parse_args(arguments)
    found, unasked = [], []
    for lock in given.locks:
        reached, flaws = (False, []) if given.floor_only else judge(ask(lock))
        found += below_floor(lock) + flaws
        unasked += [] if reached else [lock.name]
    if given.online:
        reached, flaws = judge_npm(ask_npm())
        found += flaws
        unasked += [] if reached else ["package-lock.json"]
    for line in found:
        print(f"RENTAN {line}")
    if unasked:
        print(f"TIDAK DITANYAKAN ke layanan kerentanan: {', '.join(unasked)}; hanya dibandingkan dengan {FLOOR.name}")
    return 1 if found or (given.online and unasked) else 0


if __name__ == "__main__":
    sys.exit(main())
