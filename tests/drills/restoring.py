"""What the restore drill does on a site of its own; the answer is one line of JSON."""

import json
import sys

import django


def main() -> None:
    django.setup()
    print(json.dumps(_ACTS[sys.argv[1]]()))  # noqa: T201


def prepare() -> dict[str, int]:
    """Sealed audit entries, a family and a person with sealed numbers, a vintage, a stored file."""
    from sanding.installation import read_installation
    from tests.drills import sealing
    from tests.sanding.backup.place import fill

    sealing.prepare("300")
    sealing.seal()
    fill(read_installation())
    _register()
    return state()


def _register() -> None:
    """One family and one person with sealed numbers."""
    from sanding.identity import Sealer
    from sanding_web.registry import storage
    from sanding_web.registry.models import Family, Person

    sealer = Sealer(storage.keys())
    kk, nik = sealer.seal("kk", "3399010101010001"), sealer.seal("nik", "3399010101900002")
    shared = {
        "uid": 1, "batch_id": 1, "kind": "new", "register": "DTSEN", "kk": kk, "family_key": kk, "source_row": 1,
        "file": "", "sheet": "", "village_code": "3399012001",
    }  # fmt: skip
    Family.objects.create(**shared, match_key=kk)
    Person.objects.create(**shared, match_key=nik, nik=nik)


def change() -> dict[str, int]:
    """What happens after the backup and must be there still when a restore failed."""
    from django.utils import timezone

    from sanding_web.audit.models import Entry

    Entry.objects.create(at=timezone.now(), action="session.refused", detail={})
    return state()


def state() -> dict[str, int]:
    from sanding.identity import Sealer
    from sanding_web.audit.models import Block, Entry
    from sanding_web.registry import storage
    from sanding_web.registry.models import Family, Person

    sealer = Sealer(storage.keys())
    opened = [sealer.unseal("nik", bytes(one.nik)) for one in Person.objects.all()]
    opened += [sealer.unseal("kk", bytes(one.kk)) for one in Family.objects.all()]
    assert all(one.startswith("3399") for one in opened)
    return {"entries": Entry.objects.count(), "blocks": Block.objects.count(), "numbers": len(opened)}


_ACTS = {"prepare": prepare, "change": change, "state": state}

if __name__ == "__main__":
    main()
