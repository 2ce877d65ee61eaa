"""Writes of the pairing desk: rules, runs, and the proposal."""

from collections.abc import Mapping
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
from sanding_web.pairing.models import PairingRun, PairRule, RunAnswer
from sanding_web.pairing.question import Way
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
def end_rule(actor: Any, rule: PairRule, *, reason: str) -> None:
    """End a lock or ban, with a reason; the row stays."""
    actor.scope.require("pairing.work")
    ended = PairRule.objects.filter(pk=rule.pk, ended_at__isnull=True).update(
        ended_by=actor, ended_at=timezone.now(), end_reason=reason
    )
    if not ended:
        raise RuleBroken("aturan ini sudah diakhiri", where=str(rule), remedy="Muat ulang halaman.", code="SND-PRW-03")
    record(actor, "pairing.end_rule", rule, kind=rule.kind)


def ask_run(
    actor: Any,
    *,
    year: int,
    way: Way = "solve",
    loss: float | None = None,
    against: str = "",
    tables: Mapping[str, str] | None = None,
) -> PairingRun:
    """Queue a run on the priority list in force (or proposed).

    way     "kept" takes ``loss`` and the table ``before``; "hand" the table ``hand``; ``against`` names it in words
    tables  canonical CSV by name, beside those that every run reads
    """
    actor.scope.require("pairing.work")
    decision = queries.basis(year)
    if decision is None:
        raise RuleBroken(
            "daftar prioritas belum diusulkan atau ditetapkan",
            where="penugasan",
            remedy="Usulkan dahulu daftarnya dari Meja prioritas.",
            code="SND-PRW-04",
        )
    try:
        with transaction.atomic():
            run = _next_run(actor, year, basis=decision, way=way, loss=loss, against=against, tables=dict(tables or {}))
            record(actor, "pairing.run" if way == "solve" else f"pairing.run_{way}", run, year=year, number=run.number)
            job = start("pairing.solve", owner=actor, title=f"Hitung penugasan: {run.official_name}", run=run.pk)
            PairingRun.objects.filter(pk=run.pk).update(job=job)
    except IntegrityError as clash:
        raise RuleBroken(
            "rekan Anda meminta hitungan pada saat yang sama",
            where="penugasan",
            remedy="Tekan sekali lagi.",
            code="SND-PRW-14",
        ) from clash
    run.refresh_from_db()
    return run


def _next_run(actor: Any, year: int, **values: Any) -> PairingRun:
    """The next number of the year; the database refuses the second of two who ask at once."""
    last = PairingRun.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    return PairingRun.objects.create(year=year, number=last + 1, asked_by=actor, **values)


def ask_answer(actor: Any, run: PairingRun, *, kind: str, village: str = "", agency: str = "") -> RunAnswer:
    """Queue a further question to a finished run; one that is answered or under way is handed back as it is."""
    actor.scope.require("pairing.work")
    with transaction.atomic():
        asked, new = RunAnswer.objects.get_or_create(
            run=run, kind=kind, village_code=village, agency_code=agency, defaults={"asked_by": actor}
        )
        if asked.computed_at is not None or (not new and asked.job is not None and asked.job.live):
            return asked
        record(actor, f"pairing.{kind}", run, number=run.number, village=village, agency=agency)
        title = f"{asked.official_kind}: {run.official_name}"
        job = start("pairing.answer", owner=actor, title=title, answer=asked.pk)
        RunAnswer.objects.filter(pk=asked.pk).update(job=job)
    asked.refresh_from_db()
    return asked


def propose_pairing(actor: Any, run: PairingRun, *, programme: Programme, note: str, reason: str = "") -> Decision:
    """Freeze a finished run and hand it to those who sign; a list of the office that is not the best needs a reason."""
    actor.scope.require("pairing.work")
    newest = queries.latest_run(run.year)
    if newest is not None and newest.pk != run.pk:
        raise RuleBroken(
            _("sudah ada hitungan yang lebih baru (%s)") % newest,
            where=str(run),
            remedy="Periksa hitungan itu, lalu usulkan.",
            code="SND-PRW-05",
        )
    if freezing.needs_reason(run) and not reason.strip():
        raise RuleBroken(
            _("daftar buatan tangan ini bukan yang terbaik menurut hitungan"),
            where=str(run),
            remedy="Tulis alasan mengapa kantor memilih daftarnya sendiri; alasan ikut dibekukan.",
            code="SND-PRW-10",
        )
    draft = freezing.draft(run, legal_basis=legal_lines(programme.basis_for("pairing")), reason=reason.strip())
    return propose_decision(actor, draft, note=note)
