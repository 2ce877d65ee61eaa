"""What the drills do on a site of their own, each in a process of its own; the answer is one line of JSON."""

import functools
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    _small_pieces(int(os.environ["SANDING_DRILL_CHUNK"]))
    print(json.dumps(_ACTS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201


def _small_pieces(rows: int) -> None:
    """Many small chunks and pieces instead of few big ones: same code, more places to be killed at."""
    from sanding_web.registry import apply, staging

    apply.PIECE = rows
    staging.stage = functools.partial(staging.stage, chunk=rows)  # type: ignore[assignment]


def upload(*paths: str) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    from sanding_web.registry.actions import upload_batch

    call_command("migrate", verbosity=0)
    for name in ("siti", "ratna"):
        _person(name, create=True)
    files = [SimpleUploadedFile(Path(path).name, Path(path).read_bytes()) for path in paths]
    batch = upload_batch(
        _person("siti"), files=files, register="DTSEN", period="TW III 2026", decreed_on=date(2026, 9, 30),
        source_agency="Dinas Sosial", received_on=date(2026, 10, 9),
    )  # fmt: skip
    return {"batch": batch.pk}


def _person(name: str, *, create: bool = False) -> Any:
    from sanding_web.accounts.models import Grant, User

    if create:
        user = User.objects.create(username=name, full_name=name.title())
        Grant.objects.create(user=user, role="secretariat", valid_from=date(2026, 1, 1))
    user = User.objects.get(username=name)
    user.scope = user.grants.get().scope()
    return user


def _batch() -> Any:
    from sanding_web.registry.models import Batch

    return Batch.objects.get()


def accept() -> dict[str, Any]:
    from sanding_web.registry.actions import accept_batch

    batch = _batch()
    assert batch.state == "waiting", (batch.state, batch.error)
    accept_batch(_person("ratna"), batch)
    return {}


def worker() -> dict[str, Any]:
    from django.core.management import call_command

    call_command("worker")
    return {}


def finish() -> dict[str, Any]:
    """Work until the queue is empty."""
    from django.core.management import call_command

    call_command("worker", batch=True)
    return {}


def silence() -> dict[str, Any]:
    """Let the heartbeat of the dead worker be old, instead of waiting for a minute."""
    from django.utils import timezone

    from sanding_web.jobs.models import Job

    old = timezone.now() - timedelta(minutes=5)
    return {"silent": Job.objects.filter(state=Job.RUNNING).update(heartbeat=old)}


def progress() -> dict[str, Any]:
    return {"state": _batch().state}


def content() -> dict[str, Any]:
    """The register as its readers see it: counts, and a hash of the business columns sorted by our id.

    Sealed numbers are opened first: each site has keys of its own.
    """
    from hashlib import sha256

    from sanding.identity import Sealer
    from sanding.registry.versions import business_columns
    from sanding_web.registry import storage
    from sanding_web.registry.models import Family, Person
    from sanding_web.registry.queries import is_current

    sealer, found = Sealer(storage.keys()), {}
    sealed = {"nik": "nik", "head_nik": "nik", "kk": "kk"}
    for unit, model in (("families", Family), ("persons", Person)):
        digest, rows = sha256(), 0
        names = ["uid", *business_columns(unit)]  # type: ignore[arg-type]
        for row in model.objects.filter(is_current()).order_by("uid").values(*names).iterator():
            plain = {
                name: sealer.unseal(sealed[name], value) if name in sealed and value is not None else value
                for name, value in row.items()
            }
            digest.update(repr(sorted(plain.items(), key=lambda one: one[0])).encode())
            rows += 1
        found |= {unit: rows, f"{unit}_hash": digest.hexdigest()}
    return found


_ACTS = {one.__name__: one for one in (upload, accept, worker, finish, silence, progress, content)}

if __name__ == "__main__":
    main()
