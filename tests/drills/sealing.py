"""What the drill of the sealer does on a site of its own, each in a process; the answer is a line of JSON."""

import json
import sys

import django


def prepare(count: str) -> dict[str, int]:
    """A migrated site with entries that nothing has sealed yet."""
    from django.core.management import call_command
    from django.utils import timezone

    from sanding_web.audit.models import Entry

    call_command("migrate", verbosity=0)
    now = timezone.now()
    Entry.objects.bulk_create(
        [Entry(at=now, action="session.refused", detail={"number": number}) for number in range(int(count))],
        batch_size=1_000,
    )
    return {"entries": Entry.objects.count()}


def seal() -> dict[str, int]:
    """Seal all of them in small blocks and tell of each, so that a kill falls between or inside."""
    from sanding_web.audit import sealer

    sealer.MOST, blocks = 20, 0
    while sealer.seal_next():
        blocks += 1
        print("blok", flush=True)  # noqa: T201
    return {"blocks": blocks}


def state() -> dict[str, object]:
    """What the proof says, and what waits."""
    from sanding.audit_chain.verify import verify
    from sanding_web.audit.evidence import evidence_lines, last_number
    from sanding_web.audit.models import Entry

    report = verify(evidence_lines(last_number()))
    return {
        "whole": report.whole,
        "blocks": report.blocks,
        "sealed": report.entries,
        "waiting": Entry.objects.filter(block=None).count(),
    }


_ACTS = {one.__name__: one for one in (prepare, seal, state)}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(_ACTS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
