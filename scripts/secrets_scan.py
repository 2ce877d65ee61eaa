"""Is a secret in a file that is or may be committed? detect-secrets with the plugins that know a secret by its form.

What was looked at and is none stands in scripts/secrets.json by file, kind and digest; anything else fails. Words such
as password= are looked for outside tests and prose, which are full of invented ones. --accept writes the list anew.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detect_secrets.core.scan import get_plugins, scan_file
from detect_secrets.plugins import keyword
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "scripts" / "secrets.json"
BY_FORM = [
    "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector", "GitHubTokenDetector",
    "GitLabTokenDetector", "JwtTokenDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector",
    "PypiTokenDetector", "SendGridDetector", "SlackDetector", "StripeDetector", "TelegramBotTokenDetector",
    "TwilioKeyDetector",
]  # fmt: skip
FILTERS = ["is_likely_id_string", "is_templated_secret", "is_indirect_reference", "is_not_alphanumeric_string"]
PASSED_OVER = {"requirements.txt", "requirements-dev.txt", "package-lock.json", "scripts/secrets.json"}
PROSE = {".md", ".po"}
BINARY = {".png", ".jpg", ".woff2", ".ico", ".xlsx", ".xls", ".ods", ".docx", ".mo", ".parquet", ".gz", ".svg"}


def candidates(root: Path) -> list[str]:
    """Files of the project as git sees them, but locks (full of digests) and binaries."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    kept = (name for name in sorted(set(listed) - PASSED_OVER) if name and Path(name).suffix not in BINARY)
    return [name for name in kept if (root / name).is_file()]


def may_hold(plugin: str) -> Callable[[str], bool]:
    """Whether a text could hold what a plugin looks for, by its own patterns at once and not line by line."""
    with transient_settings({"plugins_used": [{"name": plugin}]}):
        [made] = get_plugins()
    if plugin == "KeywordDetector":
        return lambda text: any(re.search(word, text, re.IGNORECASE) for word in keyword.DENYLIST)
    patterns = [re.compile(one.pattern, one.flags | re.MULTILINE) for one in made.denylist]
    return lambda text: any(one.search(text) for one in patterns)


def found(texts: dict[str, str], root: Path, plugin: str) -> list[dict[str, Any]]:
    """What one plugin takes for a secret: file, kind, line and digest, never the value."""
    could = may_hold(plugin)
    filters = [{"path": f"detect_secrets.filters.heuristic.{name}"} for name in FILTERS]
    with transient_settings({"plugins_used": [{"name": plugin}], "filters_used": filters}):
        return [
            {"file": name, "kind": one.type, "line": one.line_number, "digest": one.secret_hash}
            for name, text in texts.items()
            if could(text)
            for one in scan_file(str(root / name))
        ]


def scan(root: Path = ROOT) -> list[dict[str, Any]]:
    texts = {name: (root / name).read_text(encoding="utf-8", errors="replace") for name in candidates(root)}
    ours = {
        name: text for name, text in texts.items() if not name.startswith("tests/") and Path(name).suffix not in PROSE
    }
    seen = [one for plugin in BY_FORM for one in found(texts, root, plugin)]
    seen += found(ours, root, "KeywordDetector")
    return sorted(seen, key=lambda one: (one["file"], one["line"], one["kind"]))


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="take everything found for harmless; look at it first")
    given = parser.parse_args(arguments)
    seen = scan(root)
    if given.accept:
        kept = sorted({(one["file"], one["kind"], one["digest"]) for one in seen})
        ACCEPTED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return 0
    accepted = {tuple(one) for one in json.loads(ACCEPTED.read_text(encoding="utf-8"))}
    new = [one for one in seen if (one["file"], one["kind"], one["digest"]) not in accepted]
    for one in new:
        print(f"RAHASIA? {one['file']}:{one['line']}: {one['kind']}")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
