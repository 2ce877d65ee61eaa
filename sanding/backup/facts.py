"""What is known of the last backup and the last test restore: a small file beside the data, read by the web."""

import json
from datetime import UTC, datetime
from typing import Any

from sanding.canonical import canonical_json
from sanding.installation import Installation


def read_facts(at: Installation) -> dict[str, Any]:
    """``backup`` and ``self_restore``, each absent until it first happened; a torn file counts as none."""
    try:
        found: dict[str, Any] = json.loads(at.facts.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def tell(at: Installation, name: str, **facts: Any) -> None:
    """Replace one of the facts, with the moment; written aside, then renamed."""
    whole = {**read_facts(at), name: {"at": datetime.now(UTC).isoformat(timespec="seconds"), **facts}}
    aside = at.facts.with_name(f".{at.facts.name}.new")
    aside.write_bytes(canonical_json(whole))
    aside.replace(at.facts)
