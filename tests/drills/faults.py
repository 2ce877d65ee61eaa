"""What the drills of faults do on a site of their own, each in a process of its own; the answer is one line of JSON.

``pause`` acts stop in the middle: they say so on a line of their own and wait to be killed, or for the others to come.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

MIDDLE = "di tengah"


def _pause(*_: Any, **__: Any) -> None:
    print(MIDDLE, flush=True)  # noqa: T201
    time.sleep(600)


def _person(name: str) -> Any:
    from sanding_web.accounts.models import User

    user = User.objects.get(username=name)
    user.scope = user.grants.get().scope()
    return user


def _year() -> int:
    from sanding_web.district.models import Programme

    return Programme.objects.get().year


def prepare() -> dict[str, Any]:
    """The demo district with a signed list, a signed pairing, a sheet that waits, and a second leader."""
    from django.core.management import call_command

    from sanding_web.accounts.models import Grant, User

    call_command("migrate", verbosity=0)
    call_command("load_demo", persons=1_500, verbosity=0)
    user = User.objects.create(username="wabup", full_name="Wakil Bupati")
    Grant.objects.create(user=user, role="leader", valid_from=date(2026, 1, 1))
    return {"year": _year()}


def ask(kind: str) -> dict[str, Any]:
    """Queue one piece of background work; its job."""
    from sanding_web.decisions.models import Decision
    from sanding_web.jobs.models import Job
    from sanding_web.jobs.run import start
    from sanding_web.pairing.actions import ask_run
    from sanding_web.pairing.bundles import ask_bundle

    endah = _person("endah")
    if kind == "pairing.solve":
        ask_run(endah, year=_year())
    elif kind == "pairing.sheets":
        ask_bundle(endah, year=_year(), base="https://sanding.lan")
    elif kind == "decisions.recheck":
        signed = Decision.objects.get(kind="pairing", state="signed")
        start(kind, owner=endah, title="Hitung ulang", decision=signed.pk)
    else:
        start(kind, owner=endah, title="Menghitung keluarga sasaran")
    return {"job": Job.objects.latest("pk").pk}


def slow_worker(kind: str) -> None:
    """A worker that stops at the second word of progress of that kind of work, as on a slow machine."""
    from django.core.management import call_command

    from sanding_web.jobs.run import Handle

    plain, said = Handle.progress, [0]

    def progress(self: Handle, *args: Any, **more: Any) -> None:
        plain(self, *args, **more)
        said[0] += self.job.kind == kind
        if said[0] == 2:
            _pause()

    Handle.progress = progress  # type: ignore[method-assign]
    call_command("worker")


def worker() -> None:
    from django.core.management import call_command

    call_command("worker")


def finish() -> dict[str, Any]:
    from django.core.management import call_command

    call_command("worker", batch=True)
    return {}


def silence() -> dict[str, Any]:
    from django.utils import timezone

    from sanding_web.jobs.models import Job

    old = timezone.now() - timedelta(minutes=5)
    return {"silent": Job.objects.filter(state=Job.RUNNING).update(heartbeat=old)}


def job(pk: str) -> dict[str, Any]:
    from sanding_web.jobs.models import Job

    found = Job.objects.get(pk=pk)
    return {"state": found.state, "attempt": found.attempt, "error": found.error}


def results() -> dict[str, Any]:
    """What the kinds of work leave, without times: equal after a kill and without."""
    from sanding_web.decisions.models import Decision, Recheck
    from sanding_web.jobs.models import Job
    from sanding_web.pairing.bundles import KIND, _path
    from sanding_web.pairing.models import PairingRun

    run = PairingRun.objects.order_by("-pk").first()
    sheets = Job.objects.filter(kind=KIND).order_by("-pk").first()
    return {
        "digest": run.digest if run and run.computed_at else None,
        "pending": PairingRun.objects.filter(computed_at__isnull=True).count(),
        "rechecks": sorted(Recheck.objects.values_list("equal", flat=True)),
        "sheets": bool(sheets and _path(sheets.pk).exists()),
        "signed": sorted(Decision.objects.filter(state="signed").values_list("kind", "number")),
        "proposed": sorted(Decision.objects.filter(state="proposed").values_list("kind", "number")),
    }


def propose() -> dict[str, Any]:
    """A new pairing waits for its signature."""
    from sanding_web.district.models import Programme
    from sanding_web.pairing.actions import ask_run, propose_pairing

    programme = Programme.objects.get()
    run = ask_run(_person("endah"), year=programme.year)
    finish()
    run.refresh_from_db()
    return {"decision": propose_pairing(_person("endah"), run, programme=programme, note="Latihan.").pk}


def open_decision() -> dict[str, Any]:
    from sanding_web.decisions.models import Decision

    return {"decision": Decision.objects.get(state="proposed").pk}


def sign_and_pause(pk: str) -> None:
    """Stop inside the signing transaction, after the effects are written."""
    from sanding_web.decisions import actions

    plain = actions.imprints.fix_look
    actions.imprints.fix_look = lambda *args: (plain(*args), _pause())  # type: ignore[assignment,func-returns-value]
    _sign("bupati", pk)


def _sign(who: str, pk: str) -> Any:
    from sanding_web.decisions.actions import sign_decision
    from sanding_web.decisions.models import Decision

    return sign_decision(_person(who), Decision.objects.get(pk=pk), take_number=True, decree_date=date(2026, 12, 1))


def signed_state() -> dict[str, Any]:
    """Everything that a signature writes."""
    from sanding_web.audit.models import Entry
    from sanding_web.decisions.models import Decision
    from sanding_web.district.models import Companionship

    return {
        "decisions": sorted(Decision.objects.values_list("kind", "number", "state", "decree_number")),
        "pairs": sorted(Companionship.objects.filter(valid_to__isnull=True).values_list("village_id", "agency__code")),
        "entries": Entry.objects.filter(action__startswith="decision.").count(),
    }


def _told(act: Callable[[], Any]) -> dict[str, Any]:
    """Whether the act went through, or the words and code it was refused with."""
    from sanding.errors import SandingError
    from sanding_web.faults_of_machine import unavailable

    try:
        act()
    except SandingError as error:
        return {"won": False, "said": str(error), "code": error.code}
    except Exception as error:
        known = unavailable(error)
        assert known is not None, repr(error)
        return {"won": False, "said": str(known), "code": known.code}
    return {"won": True, "said": "", "code": ""}


def _at_the_same_time(act: Callable[[], Any], go: str) -> dict[str, Any]:
    """Be ready, then wait for the starting sign that all racers see."""
    print(MIDDLE, flush=True)  # noqa: T201
    while not Path(go).exists():
        time.sleep(0.001)
    return _told(act)


def race_sign(who: str, pk: str, go: str) -> dict[str, Any]:
    from sanding_web.decisions.models import Decision

    Decision.objects.count()
    return _at_the_same_time(lambda: _sign(who, pk), go)


def race_accept(who: str, go: str) -> dict[str, Any]:
    from sanding_web.registry.actions import accept_batch
    from sanding_web.registry.models import Batch

    person, batch = _person(who), Batch.objects.get(state="waiting")
    return _at_the_same_time(lambda: accept_batch(person, batch), go)


def acceptance() -> dict[str, Any]:
    from sanding_web.audit.models import Entry
    from sanding_web.jobs.models import Job
    from sanding_web.registry.models import Batch

    batch = Batch.objects.latest("pk")
    return {
        "state": batch.state,
        "jobs": Job.objects.filter(kind="registry.apply", arguments__batch=batch.pk).count(),
        "entries": Entry.objects.filter(action="batch.accepted", object_id=str(batch.pk)).count(),
    }


def upload(path: str, day: str) -> dict[str, Any]:
    """A sheet as a secretary brings it; what it was refused with, where it was."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from sanding_web.registry.actions import upload_batch
    from sanding_web.registry.models import Batch

    file = SimpleUploadedFile(Path(path).name, Path(path).read_bytes())
    told = _told(
        lambda: upload_batch(
            _person("ratna"), files=[file], register="DTSEN", period=day, decreed_on=date.fromisoformat(day),
            source_agency="Dinas Sosial", received_on=date.fromisoformat(day),
        )
    )  # fmt: skip
    return {**told, "batches": Batch.objects.count()}


def upload_and_pause(path: str, day: str) -> None:
    """Stop after the file is sealed and the batch is written, before the transaction ends."""
    from sanding_web.registry.actions import upload as module

    plain = module.check_batch
    module.check_batch = lambda *args: (plain(*args), _pause())  # type: ignore[assignment,func-returns-value]
    upload(path, day)


def batch() -> dict[str, Any]:
    from sanding_web.registry.models import Batch

    found = Batch.objects.latest("pk")
    return {"state": found.state, "error": found.error, "batches": Batch.objects.count()}


def check_again() -> dict[str, Any]:
    from sanding_web.registry.actions import check_batch
    from sanding_web.registry.models import Batch

    return _told(lambda: check_batch(_person("ratna"), Batch.objects.latest("pk")))


def session() -> dict[str, Any]:
    """The cookie of a signed-in secretary."""
    from django.test import Client

    client = Client()
    client.force_login(_person("endah"))
    return {"cookie": client.cookies["sessionid"].value}


def hold() -> None:
    """Hold the whole SQLite database for writing."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_batch SET note = note")
        _pause()


_ACTS = {name: act for name, act in list(globals().items()) if callable(act) and not name.startswith("_")}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanding_web.settings")
    django.setup()
    print(json.dumps(_ACTS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
