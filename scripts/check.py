"""Every check that needs no test run; counts the failures and names them."""

import subprocess
import sys
import time
from pathlib import Path

PYTHON = sys.executable
BIN = Path(PYTHON).parent
CHECKS: dict[str, list[str]] = {
    "ruff": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "mypy": [PYTHON, "-m", "mypy"],
    "contracts": [str(BIN / "lint-imports"), "--no-cache"],
    "djlint": [str(BIN / "djlint"), "sanding_web", "--lint", "--quiet"],
    "django": [PYTHON, "-m", "sanding_web", "check"],
    "migrations": [PYTHON, "-m", "sanding_web", "makemigrations", "--check", "--dry-run"],
    "templates": [PYTHON, "scripts/unused_templates.py"],
    "messages": [PYTHON, "scripts/messages.py", "check"],
    "dependencies": [PYTHON, "scripts/scan.py"],
    "secrets": [PYTHON, "scripts/secrets_scan.py"],
    "licences": [PYTHON, "scripts/sbom.py", "--licences", "--check"],
    "docs": [PYTHON, "scripts/generate_docs.py", "--check"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        begin = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(
            f"{'ok' if done.returncode == 0 else 'GAGAL':5} {name} ({time.monotonic() - begin:.0f} detik)", flush=True
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    names = f": {', '.join(failed)}" if failed else ""
    print(f"{len(CHECKS) - len(failed)} pemeriksaan bersih, {len(failed)} gagal{names}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
