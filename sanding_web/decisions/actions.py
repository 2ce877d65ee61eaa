"""Writes on decisions: propose, sign, reject, withdraw, revoke, run again; each in one transaction, each audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.canonical import digest
from sanding.decision import MANIFEST, Frozen, compare
from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.decisions import imprints, kinds, numbers, permissions, queries
from sanding_web.decisions.models import Decision, FrozenTable, Recheck
from sanding_web.decisions.paper_kinds import paper_kind
from sanding_web.decisions.states import TRANSITIONS, Step


@dataclass(frozen=True)
class InputTable:
    """One input: its name, where it comes from in words, and its canonical CSV."""

    name: str
    source: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """What a step hands over to be frozen."""

    kind: str
    year: int
    frozen: Frozen
    inputs: Sequence[InputTable]
    summary: Mapping[str, Any] = field(default_factory=dict)
    basis: Decision | None = None


def propose_decision(actor: Any, draft: Draft, *, note: str = "") -> Decision:
    """Freeze a draft as the next version; RuleBroken where another proposal already waits."""
    actor.scope.require("decision.propose")
    try:
        with transaction.atomic():
            decision = _freeze(actor, draft, note)
            _freeze_tables(decision, draft)
            record(actor, "decision.propose", decision, kind=draft.kind, year=draft.year, digest=draft.frozen.digest)
    except IntegrityError as clash:
        raise _already_waiting(draft) from clash
    return decision


def _freeze(actor: Any, draft: Draft, note: str) -> Decision:
    last = Decision.objects.filter(kind=draft.kind, year=draft.year).aggregate(last=Max("number"))["last"] or 0
    return Decision.objects.create(
        kind=draft.kind,
        year=draft.year,
        number=last + 1,
        content=draft.frozen.files[MANIFEST],
        digest=draft.frozen.digest,
        summary=dict(draft.summary),
        basis=draft.basis,
        note=note,
        proposed_by=actor,
        proposed_at=timezone.now(),
    )


def _freeze_tables(decision: Decision, draft: Draft) -> None:
    lists = [InputTable(name, "", content) for name, content in draft.frozen.files.items() if name != MANIFEST]
    FrozenTable.objects.bulk_create(
        FrozenTable(
            decision=decision,
            role=role,
            name=one.name,
            source=one.source,
            content=one.content,
            digest=digest(one.content),
        )
        for role, tables in (("list", lists), ("input", draft.inputs))
        for one in tables
    )


def _already_waiting(draft: Draft) -> RuleBroken:
    waiting = (
        Decision.objects.filter(kind=draft.kind, year=draft.year, state="proposed")
        .select_related("proposed_by")
        .first()
    )
    words = {"who": waiting.proposed_by if waiting else _("rekan Anda"), "year": draft.year}
    return RuleBroken(
        _("sudah ada usulan dari %(who)s yang menunggu keputusan untuk tahun %(year)s") % words,
        where=_("usulan %s") % str(dict(Decision.KINDS)[draft.kind]).lower(),
        remedy="Usulan Anda tidak disimpan. Tunggu keputusannya, atau minta pengusul menariknya.",
        code="SND-DEC-05",
    )


@transaction.atomic
def sign_decision(
    actor: Any,
    decision: Decision,
    *,
    decree_number: str = "",
    decree_date: date | None = None,
    take_number: bool = False,
) -> Decision:
    """Put a proposal in force; the one before it is replaced, and its effects with it.

    take_number  give it the next number of the office's pattern; how its papers look is fixed in the same transaction
    """
    decision = _locked(decision)
    permissions.check_can_sign(actor, decision)
    kind = kinds.kind_of(decision)
    kind.check_signable(decision)
    start = timezone.localdate()
    in_force = Decision.objects.filter(kind=decision.kind, year=decision.year, state="signed")
    earlier = in_force.exclude(pk=decision.pk).first()
    if earlier is not None:
        _move(
            actor,
            earlier,
            "replace",
            **_ended(actor),
            end_reason=f"Diganti versi {decision.number}",
            successor=decision,
        )
    if take_number and kind.paper_kind and not decree_number:
        on = decree_date or start
        decree_number = numbers.take_number(actor, kind.paper_kind, subject=f"keputusan:{decision.pk}", on=on)
    _move(actor, decision, "sign", **_decided(actor), decree_number=decree_number, decree_date=decree_date)
    kind.take_effect(decision, start)
    if kind.paper_kind:
        imprints.fix_look(decision, paper_kind(kind.paper_kind))
    return decision


@transaction.atomic
def reject_decision(actor: Any, decision: Decision, *, reason: str) -> Decision:
    decision = _locked(decision)
    permissions.check_can_reject(actor, decision)
    _move(actor, decision, "reject", **_decided(actor), reason=reason)
    return decision


@transaction.atomic
def withdraw_decision(actor: Any, decision: Decision, *, reason: str = "") -> Decision:
    decision = _locked(decision)
    permissions.check_can_withdraw(actor, decision)
    _move(actor, decision, "withdraw", **_decided(actor), reason=reason)
    return decision


@transaction.atomic
def revoke_decision(actor: Any, decision: Decision, *, reason: str) -> Decision:
    """End a decision in force without a successor; what it wrote is closed as of today."""
    decision = _locked(decision)
    permissions.check_can_revoke(actor, decision)
    _move(actor, decision, "revoke", **_ended(actor), end_reason=reason)
    kinds.kind_of(decision).lift(decision, timezone.localdate())
    return decision


@transaction.atomic
def recheck_decision(actor: Any, decision: Decision) -> Recheck:
    """Compute a decision again from its frozen inputs and keep the answer; lists decide, versions are only named."""
    again = kinds.kind_of(decision).rerun(decision)
    found = compare(queries.verified(decision), again)
    row = Recheck.objects.create(
        decision=decision,
        at=timezone.now(),
        by=actor,
        equal=all(one.kind != "daftar" for one in found.differences),
        differences=[one.text for one in found.differences],
    )
    record(actor, "decision.recheck", decision, equal=row.equal)
    return row


def _locked(decision: Decision) -> Decision:
    """The row as it stands now, held until the end of the transaction (SQLite holds the whole database)."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("proposed_by", "decided_by", "ended_by")
    return rows.get(pk=decision.pk)


def _move(actor: Any, decision: Decision, step: Step, **values: Any) -> None:
    """One step of the life cycle, only if no one else was first; the loser is told who was."""
    transition = TRANSITIONS[step]
    moved = Decision.objects.filter(pk=decision.pk, state=transition.source).update(state=transition.target, **values)
    if not moved:
        permissions.check_state(Decision.objects.get(pk=decision.pk), step)
    decision.refresh_from_db()
    record(actor, transition.event, decision, kind=decision.kind, year=decision.year, number=decision.number)


def _decided(actor: Any) -> dict[str, Any]:
    return {"decided_by": actor, "decided_at": timezone.now()}


def _ended(actor: Any) -> dict[str, Any]:
    return {"ended_by": actor, "ended_at": timezone.now()}
