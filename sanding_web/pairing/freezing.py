"""The frozen form of a pairing: its lists, what signing it writes, and solving it again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.canonical import digest
from sanding.columns import Table
from sanding.decision import Frozen, freeze, versions_in_use
from sanding.errors import RuleBroken
from sanding_web.accounts.scope import Scope
from sanding_web.decisions.actions import Draft, InputTable
from sanding_web.decisions.frames import unpack
from sanding_web.decisions.kinds import DecisionKind
from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import frozen_inputs, frozen_list
from sanding_web.district.models import Agency, Companionship, in_force
from sanding_web.pairing import queries
from sanding_web.pairing.lists import PAIRED, STAGES, SUPPORT, UNITS, WHY
from sanding_web.pairing.models import PairingRun
from sanding_web.pairing.papers import PAPERS
from sanding_web.pairing.question import read_question
from sanding_web.pairing.solving import answer
from sanding_web.ui.small import limit_for, shown_row
from sanding_web.ui.words import number


def freeze_answer(
    content: Mapping[str, Any], tables: Mapping[str, str], *, basis: Decision, legal_basis: Sequence[str]
) -> Frozen:
    """The lists of an answer, the digests of its inputs (the priority list among them) and the question asked."""
    inputs = {name: digest(text.encode()) for name, text in tables.items()} | {"keputusan_prioritas": basis.digest}
    return freeze(
        "penugasan",
        _lists(content),
        inputs=inputs,
        parameters={"question": content["question"]},
        seed=None,
        legal_basis=legal_basis,
        versions=versions_in_use(),
    )


def _lists(content: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    why = [
        {"village_code": row["village_code"], "position": at, **reason}
        for row in content["villages"]
        for at, reason in enumerate(row["reasons"], start=1)
    ]
    stages = [{"position": at, **one} for at, one in enumerate(content["stages"], start=1)]
    rows = {PAIRED: content["villages"], WHY: why, UNITS: content["agencies"], STAGES: stages}
    if "support" in content:
        rows[SUPPORT] = content["support"]["pairs"]
    return {table.name: _frame(values, table) for table, values in rows.items()}


def _frame(rows: Sequence[Mapping[str, Any]], table: Table) -> pl.DataFrame:
    plain = [{name: row[name] for name in table.names} for row in rows]
    return pl.DataFrame(plain, schema=table.schema())


def read_list(decision: Decision, table: Table) -> list[dict[str, Any]]:
    """One frozen list of a pairing."""
    return unpack(frozen_list(decision, table.name), table).to_dicts()


def needs_reason(run: PairingRun) -> bool:
    """Whether a run is the office's own list and less good than the best."""
    return run.way == "hand" and not run.content["hand"]["as_good"]


def draft(run: PairingRun, *, legal_basis: Sequence[str], reason: str = "") -> Draft:
    """A finished run, ready to be proposed; ``reason`` is why the office keeps its own list, and is frozen too."""
    question = replace(read_question(run.content["question"]), reason=reason if needs_reason(run) else "")
    content = {**run.content, "question": question.record()}
    frozen = freeze_answer(content, run.tables, basis=run.basis, legal_basis=legal_basis)
    sources = queries.sources(run.basis) | {"before": run.against, "hand": run.against}
    inputs = tuple(InputTable(name, sources.get(name, ""), text.encode()) for name, text in run.tables.items())
    summary = summary_of(run) | ({"reason": question.reason} if question.reason else {})
    return Draft("pairing", run.year, frozen, inputs, summary, run.basis)


def summary_of(run: PairingRun) -> dict[str, Any]:
    """The figures that lists, confirmations and the desk's strip show."""
    rows, agencies = run.rows, run.content["agencies"]
    return {
        "villages": len(rows),
        "covered": sum(row["agency"] is not None for row in rows),
        "agencies": len(agencies),
        "idle": sum(not one["villages"] for one in agencies),
        "continued": sum(row["change"] == "tetap" for row in rows),
        "had": sum(row["before"] is not None for row in rows if row["change"] != "tidak lagi prioritas"),
        "conflicts": len(run.content["conflicts"]),
        "status": run.content["status"],
        "proven": all(one["proven"] for one in run.content["stages"]),
        "gap": run.proof["gap"],
        "run": run.number,
        "way": run.way,
        "supported": len(run.content.get("support", {}).get("pairs", ())),
    }


def figures_of(run: PairingRun) -> dict[str, Any] | None:
    """The same of a run that may not be finished."""
    return summary_of(run) if run.computed_at else None


def rerun(decision: Decision) -> Frozen:
    """Solve and freeze again from the frozen tables."""
    tables = {name: content.decode() for name, content in frozen_inputs(decision).items()}
    found = answer(read_question(decision.manifest["parameters"]["question"]), tables)
    assert decision.basis is not None
    return freeze_answer(found.content, tables, basis=decision.basis, legal_basis=decision.manifest["legal_basis"])


def table(decision: Decision, scope: Scope) -> dict[str, Any]:
    """The pairs of the frozen list that lie in a scope, with the agency's name."""
    names = {one["code"]: one["short"] for one in read_list(decision, UNITS)}
    visible = None if scope.kind == "district" else set(scope.villages().values_list("code", flat=True))
    limit = limit_for(scope)
    rows = [
        shown_row(row, limit) | {"short": names.get(row["agency"])}
        for row in sorted(read_list(decision, PAIRED), key=lambda row: row["rank"])
        if visible is None or row["village_code"] in visible
    ]
    return {
        "rows": rows,
        "whole": visible is None,
        "summary": decision.summary,
        "support": _support_shown(decision, rows),
    }


def _support_shown(decision: Decision, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The supporting agencies of the shown villages, with names; none where the decision was made without."""
    if SUPPORT.name not in decision.manifest["content"]:
        return []
    names = {one["code"]: one["short"] for one in read_list(decision, UNITS)}
    shown = {row["village_code"]: row["name"] for row in rows}
    return [
        one | {"village": shown[one["village_code"]], "short": names.get(one["agency"], one["agency"])}
        for one in read_list(decision, SUPPORT)
        if one["village_code"] in shown
    ]


def consequences(decision: Decision) -> list[str]:
    """What signing changes, with numbers."""
    pairs = {row["village_code"]: row["agency"] for row in read_list(decision, PAIRED) if row["agency"]}
    open_rows = Companionship.objects.filter(valid_to__isnull=True)
    now = dict(open_rows.values_list("village_id", "agency__code"))
    kept = sum(now.get(code) == agency for code, agency in pairs.items())
    changed = sum(code in now and now[code] != agency for code, agency in pairs.items())
    ended = len(now.keys() - pairs.keys())
    words = {"kept": number(kept), "changed": number(changed), "new": number(len(pairs) - kept - changed)}
    return [
        _("%s desa/kelurahan berpendamping utama mulai hari ini.") % number(len(pairs)),
        _("%(kept)s tetap, %(changed)s berganti pendamping, %(new)s baru.") % words,
        _("%s pendampingan lain berakhir; riwayatnya tersimpan.") % number(ended),
        _(decision.summary["status"]),
    ]


def take_effect(decision: Decision, start: date) -> None:
    """Close every open pair and open the new ones; a pair that never stood a full day leaves only the decision."""
    _close(Companionship.objects.filter(valid_to__isnull=True), start)
    agencies = dict(Agency.objects.values_list("code", "pk"))
    Companionship.objects.bulk_create(
        Companionship(
            village_id=row["village_code"],
            agency_id=agencies[row["agency"]],
            year=decision.year,
            valid_from=start,
            source=decision.official_name,
        )
        for row in read_list(decision, PAIRED)
        if row["agency"]
    )


def lift(decision: Decision, on: date) -> None:
    """Revoking ends the pairs that this decision opened."""
    _close(Companionship.objects.filter(valid_to__isnull=True, source=decision.official_name), on)


def _close(rows: Any, start: date) -> None:
    rows.filter(valid_from__gte=start).delete()
    rows.filter(Q(valid_from__lt=start)).update(valid_to=start - timedelta(days=1))


def check_signable(decision: Decision) -> None:
    """Only on a priority list that is in force, and only with agencies that still stand."""
    _check_basis(decision)
    codes = {row["agency"] for row in read_list(decision, PAIRED) if row["agency"]}
    standing = Agency.objects.filter(in_force(timezone.localdate()), code__in=codes).values_list("code", flat=True)
    if gone := sorted(codes - set(standing)):
        raise RuleBroken(
            _("%(n)s perangkat daerah pada usulan ini tidak berlaku lagi: %(names)s")
            % {"n": len(gone), "names": ", ".join(gone[:3])},
            where=str(decision),
            remedy="Tolak usulan ini, lalu minta penugasan dihitung ulang.",
            code="SND-PRW-08",
        )


def _check_basis(decision: Decision) -> None:
    basis = decision.basis
    if basis is None or basis.state != "signed":
        state = basis.get_state_display() if basis else _("tidak ada")
        raise RuleBroken(
            _("daftar prioritas dasar penugasan ini %s") % state,
            rule="domain 4.6",
            where=str(decision),
            remedy="Tetapkan dahulu daftar prioritasnya, atau minta penugasan dihitung ulang pada daftar yang berlaku.",
            code="SND-PRW-06",
        )


PAIRING = DecisionKind(
    code="pairing",
    template="pairing/decided.html",
    table=table,
    consequences=consequences,
    rerun=rerun,
    take_effect=take_effect,
    lift=lift,
    check_signable=check_signable,
    papers=PAPERS,
)
