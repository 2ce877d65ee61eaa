"""What the pages read of decisions, within a person's scope."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from sanding.decision import MANIFEST, Frozen, thaw
from sanding.errors import EngineFault
from sanding_web.accounts.standing import ever_stood_for
from sanding_web.decisions.models import Decision, FrozenTable, Recheck
from sanding_web.decisions.states import STOOD
from sanding_web.jobs.models import Job

_PEOPLE = ("proposed_by", "decided_by", "ended_by", "successor", "basis")


def decisions_for(user: Any) -> "QuerySet[Decision]":
    """District roles see every decision; others those that were in force at some time (their own rows only)."""
    rows = Decision.objects.select_related(*_PEOPLE).defer("content")
    scope = user.scope
    if scope.kind == "district":
        return rows
    return rows.filter(state__in=STOOD) if scope.kind != "none" else rows.none()


def decision_for(user: Any, pk: int) -> Decision:
    """One decision with its re-runs, or 404."""
    rows = decisions_for(user).defer(None)
    rechecks = Prefetch("rechecks", queryset=Recheck.objects.select_related("by").order_by("-pk"))
    tables = Prefetch("tables", queryset=FrozenTable.objects.filter(role="input").defer("content"))
    decision = rows.filter(pk=pk).prefetch_related(rechecks, tables).first()
    if decision is None:
        raise Http404
    return decision


def in_force(kind: str, year: int) -> Decision | None:
    """The signed decision of a kind for a year."""
    return Decision.objects.filter(kind=kind, year=year, state="signed").first()


def open_proposal(kind: str, year: int) -> Decision | None:
    """The proposal of a kind for a year that waits for a signature."""
    return Decision.objects.filter(kind=kind, year=year, state="proposed").select_related("proposed_by").first()


def waiting_for(user: Any) -> "QuerySet[Decision]":
    """Proposals that this person may sign: for the queue on the home page."""
    if not user.scope.may("decision.sign"):
        return Decision.objects.none()
    rows = Decision.objects.filter(state="proposed").exclude(proposed_by__in=ever_stood_for(user))
    return rows.select_related("proposed_by").defer("content").order_by("proposed_at")


def latest_recheck(decision: Decision) -> Recheck | None:
    """The newest re-run, from the prefetched rows where there are any."""
    return next(iter(decision.rechecks.all()), None)


def recheck_running(decision: Decision) -> Job | None:
    """The re-run of a decision that waits or runs, or failed after the newest answer."""
    job = Job.objects.filter(kind="decisions.recheck", arguments__decision=decision.pk).order_by("-pk").first()
    last = latest_recheck(decision)
    if job is None or job.state == Job.DONE or (not job.live and last is not None and last.at > job.created):
        return None
    return job


def by_digest(code: str) -> list[Decision]:
    """Decisions with this SHA-256 or its printed short form (three groups of four), newest first."""
    code = code.strip().lower().replace("-", "").replace(" ", "")
    if len(code) < 12 or not all(sign in "0123456789abcdef" for sign in code):
        return []
    return list(
        Decision.objects.filter(Q(digest=code) | Q(digest__startswith=code))
        .select_related("successor")
        .defer("content")
        .order_by("-pk")[:5]
    )


def frozen_inputs(decision: Decision) -> dict[str, bytes]:
    """The frozen inputs of a decision by name."""
    return {one.name: bytes(one.content) for one in FrozenTable.objects.filter(decision=decision, role="input")}


def frozen_sources(decision: Decision) -> dict[str, str]:
    """Where each frozen input came from, in words."""
    return dict(FrozenTable.objects.filter(decision=decision, role="input").values_list("name", "source"))


def frozen_list(decision: Decision, name: str) -> bytes:
    """One frozen list as canonical CSV."""
    return bytes(FrozenTable.objects.get(decision=decision, role="list", name=f"{name}.csv").content)


def verified(decision: Decision) -> Frozen:
    """The frozen decision, its manifest and every list checked against their hashes; a changed byte is a fault."""
    frozen = thaw(frozen_files(decision))
    if frozen.digest != decision.digest:
        raise EngineFault(
            "manifes keputusan tidak cocok dengan kodenya",
            where=str(decision),
            remedy="Jangan mencetak; pulihkan dari cadangan dan laporkan kepada Inspektorat.",
            code="SND-DEC-07",
        )
    return frozen


def frozen_files(decision: Decision) -> dict[str, bytes]:
    """Lists and manifest, as ``sanding.decision.thaw`` reads them."""
    lists = FrozenTable.objects.filter(decision=decision, role="list")
    return {one.name: bytes(one.content) for one in lists} | {MANIFEST: bytes(decision.content)}
