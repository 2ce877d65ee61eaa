"""Papers of a decision that stood, printed once and kept: the same bytes for everyone, whatever changes later."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from sanding.canonical import digest
from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.decisions import kinds, queries
from sanding_web.decisions.models import Decision, Imprint, KeptPaper
from sanding_web.decisions.printing import patient
from sanding_web.decisions.states import STOOD
from sanding_web.jobs.models import Job


def kept(decision: Decision, name: str) -> bytes | None:
    """The kept file, or None where it was never printed for good; a changed byte is not handed out."""
    found = KeptPaper.objects.filter(decision=decision, name=name).first()
    if found is None or digest(bytes(found.content)) != found.digest:
        return None
    return bytes(found.content)


def check_can_keep(decision: Decision) -> None:
    """Raise RuleBroken unless the decision was in force at some time and re-runs equal."""
    last = queries.latest_recheck(decision)
    if decision.state not in STOOD or (last is not None and not last.equal):
        raise RuleBroken(
            "hanya naskah keputusan yang sudah ditetapkan dan sama saat dihitung ulang yang disimpan tetap",
            where=str(decision),
            remedy="Tetapkan dahulu keputusannya; rancangan tetap dapat diunduh.",
            code="SND-DEC-08",
        )


def keep_papers(actor: Any, decision: Decision, base: str, *, said: Callable[[str, int, int], None]) -> int:
    """Print what is not kept yet, one file after the other; returns how many were added."""
    check_can_keep(decision)
    for frozen in (decision, decision.basis):
        if frozen is not None:
            queries.verified(frozen)
    papers = kinds.kind_of(decision).papers
    added = 0
    with translation.override(settings.LANGUAGE_CODE), patient():
        for done, paper in enumerate(papers):
            said(f"mencetak {paper.name}", done, len(papers))
            if kept(decision, paper.name) is None:
                added += _keep(actor, decision, paper.name, paper.build(decision, base))
    return added


@transaction.atomic
def _keep(actor: Any, decision: Decision, name: str, content: bytes) -> bool:
    """Whether this was the first; who comes second keeps what is there."""
    _row, first = KeptPaper.objects.get_or_create(
        decision=decision,
        name=name,
        defaults={"content": content, "digest": digest(content), "at": timezone.now()},
    )
    if first:
        record(actor, "document.keep", decision, paper=name, digest=digest(content))
    return first


def printing_facts(decision: Decision) -> dict[str, Any]:
    """For the decision's page: how its papers look, whether they are kept, and a printing under way."""
    stood = decision.state in STOOD
    newest = KeptPaper.objects.filter(decision=decision).defer("content").order_by("-at").first() if stood else None
    job = Job.objects.filter(kind="decisions.print", arguments__decision=decision.pk).order_by("-pk").first()
    last = queries.latest_recheck(decision)
    return {
        "imprint": Imprint.objects.filter(decision=decision).defer("template", "logo").first() if stood else None,
        "kept_on": newest.at if newest else None,
        "printing": job if job is not None and job.live else None,
        "may_keep": stood and (last is None or last.equal),
    }
