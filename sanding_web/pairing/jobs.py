"""The solver in the background: one run, from its tables to its proof; and further questions to a finished run."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from sanding.pairing.settings import pairing_parameters
from sanding.parameters import value
from sanding_web.decisions.models import Decision
from sanding_web.jobs.run import Handle, job_kind
from sanding_web.pairing import asking, freezing, queries, solving
from sanding_web.pairing.models import PairingRun, RunAnswer
from sanding_web.pairing.question import Question

SECONDS = 60.0
"""Time for all goals together; a goal that is cut short says its gap."""


@job_kind("pairing.solve")
def solve(handle: Handle) -> str:
    """Reads the inputs, solves, and saves content and proof in one row; started again, it begins anew."""
    run = PairingRun.objects.get(pk=handle.arguments["run"])
    handle.progress("menyiapkan data", 0, 3)
    decision = Decision.objects.get(pk=run.basis_id)
    tables = {name: text.decode() for name, text in queries.tables(decision, run.year).items()} | run.tables
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
    return reverse("pairing:run", args=[run.number])


def _question(run: PairingRun, decision: Decision) -> Question:
    """Parameters of today, the unit of the priority list, and the rules that concern its villages."""
    today = timezone.localdate()
    rules = queries.binding_rules(run.year, queries.listed_codes(decision))
    pairs = [(rule.kind, (rule.agency.code, rule.village_id)) for rule in rules]
    begin = date(run.year, 1, 1)
    return Question(
        year=run.year,
        unit=decision.manifest["parameters"]["choice"]["unit"],
        parameters=pairing_parameters(today).record(),
        locks=sorted(pair for kind, pair in pairs if kind == "lock"),
        bans=sorted(pair for kind, pair in pairs if kind == "ban"),
        time_limit=SECONDS,
        way=run.way,  # type: ignore[arg-type]
        loss=run.loss,
        support=(
            int(value("pairing.support_per_village", begin)),
            int(value("pairing.support_per_agency", begin)),
        ),
    )


@job_kind("pairing.answer")
def answer(handle: Handle) -> str:
    """Answers one further question and keeps the answer with its run."""
    asked = RunAnswer.objects.select_related("run").get(pk=handle.arguments["answer"])
    handle.progress("menghitung ulang dengan syarat itu", 0, 2)
    content = asking.answer_of(asked)
    handle.progress("menyimpan hasil", 1, 2)
    RunAnswer.objects.filter(pk=asked.pk, computed_at__isnull=True).update(content=content, computed_at=timezone.now())
    return asked.address
