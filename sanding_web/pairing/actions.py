"""Writes of the pairing desk: rules, runs, and the proposal."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.decisions.actions import propose_decision
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Programme, Village
from sanding_web.jobs.run import start
from sanding_web.pairing import freezing, queries
from sanding_web.pairing.models import PairingRun, PairRule
from sanding_web.targeting.freezing import legal_lines


def set_rule(actor: Any, *, year: int, kind: str, agency: Agency, village: Village, reason: str) -> PairRule:
    """Lock or ban a pair, with a reason; RuleBroken where the pair or the village already has such a rule."""
    actor.scope.require("pairing.work")
    try:
        with transaction.atomic():
            rule = PairRule.objects.create(
                year=year, kind=kind, agency=agency, village=village, reason=reason, set_by=actor
            )
            record(actor, f"pairing.{kind}", rule, agency=agency.code, village=village.code)
    except IntegrityError as clash:
        raise RuleBroken(
            "pasangan ini sudah dikunci atau dilarang, atau desanya sudah dikunci pada perangkat daerah lain",
            where=f"{agency.short} – {village}",
            remedy="Akhiri dulu aturan yang lama, lalu ulangi.",
            code="SND-PRW-02",
        ) from clash
    return rule


@transaction.atomic
def end_rule(actor: Any, rule: PairRule) -> None:
    """End a lock or ban; the row stays."""
    actor.scope.require("pairing.work")
    ended = PairRule.objects.filter(pk=rule.pk, ended_at__isnull=True).update(ended_by=actor, ended_at=timezone.now())
    if not ended:
        raise RuleBroken("aturan ini sudah diakhiri", where=str(rule), remedy="Muat ulang halaman.", code="SND-PRW-03")
    record(actor, "pairing.end_rule", rule, kind=rule.kind)


def ask_run(actor: Any, *, year: int) -> PairingRun:
    """Queue a run on the priority list in force (or proposed)."""
    actor.scope.require("pairing.work")
    decision = queries.basis(year)
    if decision is None:
        raise RuleBroken(
            "daftar prioritas belum diusulkan atau ditetapkan",
            where="penugasan",
            remedy="Usulkan dahulu daftarnya dari Meja prioritas.",
            code="SND-PRW-04",
        )
    with transaction.atomic():
        last = PairingRun.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
        run = PairingRun.objects.create(year=year, number=last + 1, basis=decision, asked_by=actor)
        record(actor, "pairing.run", run, year=year, number=run.number)
        job = start("pairing.solve", owner=actor, title=f"Hitung penugasan: {run.official_name}", run=run.pk)
        PairingRun.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    return run


def propose_pairing(actor: Any, run: PairingRun, *, programme: Programme, note: str) -> Decision:
    """Freeze a finished run and hand it to those who sign."""
    actor.scope.require("pairing.work")
    newest = queries.latest_run(run.year)
    if newest is not None and newest.pk != run.pk:
        raise RuleBroken(
            _("sudah ada hitungan yang lebih baru (%s)") % newest,
            where=str(run),
            remedy="Periksa hitungan itu, lalu usulkan.",
            code="SND-PRW-05",
        )
    return propose_decision(actor, freezing.draft(run, legal_basis=legal_lines(programme.legal_basis)), note=note)
