"""The solver in the background: one run, from its tables to its proof."""

from django.urls import reverse
from django.utils import timezone

from sanding.pairing.settings import pairing_parameters
from sanding_web.decisions.models import Decision
from sanding_web.jobs.run import Handle, job_kind
from sanding_web.pairing import freezing, queries, solving
from sanding_web.pairing.models import PairingRun

SECONDS = 60.0
"""Time for all goals together; a goal that is cut short says its gap."""


@job_kind("pairing.solve")
def solve(handle: Handle) -> str:
    """Reads the inputs, solves, and saves content and proof in one row."""
    run = PairingRun.objects.get(pk=handle.arguments["run"])
    handle.progress("menyiapkan data", 0, 3)
    decision = Decision.objects.get(pk=run.basis_id)
    tables = {name: text.decode() for name, text in queries.tables(decision, run.year).items()}
    question = _question(run, decision)
    handle.progress("mencari susunan terbaik dan buktinya", 1, 3)
    found = solving.answer(question, tables)
    handle.progress("menyimpan hasil", 2, 3)
    PairingRun.objects.filter(pk=run.pk, computed_at__isnull=True).update(
        tables=tables,
        content=found.content,
        proof=found.proof,
        digest=freezing.freeze_answer(found.content, tables, basis=decision, legal_basis=()).digest,
        computed_at=timezone.now(),
    )
    return reverse("pairing:index")


def _question(run: PairingRun, decision: Decision) -> solving.Question:
    """Parameters of today, the unit of the priority list, and the rules that concern its villages."""
    today = timezone.localdate()
    listed = set(queries.listed_codes(decision))
    pairs = [
        (rule.kind, (rule.agency.code, rule.village_id))
        for rule in queries.rules(run.year)
        if rule.village_id in listed
    ]
    return solving.Question(
        year=run.year,
        unit=decision.manifest["parameters"]["choice"]["unit"],
        parameters=pairing_parameters(today).record(),
        locks=sorted(pair for kind, pair in pairs if kind == "lock"),
        bans=sorted(pair for kind, pair in pairs if kind == "ban"),
        time_limit=SECONDS,
    )
