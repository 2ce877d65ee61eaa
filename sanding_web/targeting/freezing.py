"""The frozen form of a priority list: its content, what signing it writes, and running it again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from sanding.columns import Column, Table
from sanding.decision import Frozen, freeze, versions_in_use
from sanding.documents.code_mark import check_address
from sanding.errors import RuleBroken
from sanding.targeting.goalposts import RankParameters
from sanding.targeting.tables import ROBUSTNESS
from sanding.targeting.uncertainty import Uncertainty
from sanding.targeting.waves import Wave
from sanding_web.accounts.scope import Scope
from sanding_web.decisions.actions import Draft, InputTable
from sanding_web.decisions.export import XLSX, as_xlsx
from sanding_web.decisions.frames import unpack
from sanding_web.decisions.kinds import DecisionKind, Paper
from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import frozen_inputs, frozen_list, frozen_sources, in_force
from sanding_web.district.models import Village
from sanding_web.targeting import export
from sanding_web.targeting.choice import Choice
from sanding_web.targeting.inputs import from_packed
from sanding_web.targeting.models import PriorityVillage
from sanding_web.targeting.ranking import Ranking
from sanding_web.targeting.robust import Robustness, draw, robustness
from sanding_web.targeting.robust_drawing import firm_cell
from sanding_web.ui.small import limit_for, shown_row
from sanding_web.ui.words import number

LIST = "desa_prioritas"
FIRMNESS = "ketahanan"
LOTS = "undian"
DRAWN = Table(
    LOTS,
    "satu desa/kelurahan yang diundi karena nilainya sama di garis batas",
    (
        Column("rank", "integer", "urutan menurut undian", required=True),
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("score", "real", "nilai yang sama", required=True),
        Column("lot", "text", "SHA-256 dari benih|kode; yang terkecil lebih dahulu", required=True),
    ),
    key=("village_code",),
)
LISTED = Table(
    LIST,
    "satu desa/kelurahan dalam urutan prioritas",
    (
        Column("rank", "integer", "urutan"),
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("name", "text", "nama desa/kelurahan", required=True),
        Column("kind", "text", "desa atau kelurahan", required=True),
        Column("kecamatan_code", "text", "kode kecamatan", required=True),
        Column("kecamatan", "text", "nama kecamatan", required=True),
        *(
            Column(name, "integer", "hitungan register")
            for name in ("families", "families_d1", "persons", "persons_d1")
        ),
        Column("share_d1", "real", "bagian desil 1", "0..1"),
        Column("index_score", "real", "indeks yang diterbitkan", "0..1"),
        Column("index_used", "real", "indeks yang dipakai", "0..1"),
        Column("index_source", "text", "asal indeks"),
        Column("score", "real", "nilai metode"),
        Column("tied", "boolean", "nilainya sama dengan desa lain"),
        Column("standing", "text", "keadaan"),
        Column("priority", "boolean", "masuk daftar"),
        Column("wave", "integer", "gelombang"),
        Column("year", "integer", "tahun gelombang"),
    ),
    key=("village_code",),
)


def freeze_ranking(
    ranking: Ranking, legal_basis: Sequence[str], *, drawn: Callable[[Ranking], Robustness | None] = draw
) -> Frozen:
    """The list, how firmly each village stands on it, the digests of its inputs, and every figure it depends on.

    drawn   where the robustness comes from: computed now, or kept from a moment ago (``robustness``)
    """
    firmness, lots = drawn(ranking), ranking.drawn_lots
    content = {LIST: LISTED.conform(ranking.listed)}
    content |= {} if firmness is None else {FIRMNESS: ROBUSTNESS.conform(firmness.frame)}
    content |= {} if lots.is_empty() else {LOTS: DRAWN.conform(lots)}
    return freeze(
        "prioritas",
        content,
        inputs=ranking.inputs.digests,
        parameters=_figures(ranking, firmness),
        seed=None if firmness is None else firmness.seed,
        legal_basis=legal_basis,
        versions=versions_in_use(),
    )


def _figures(ranking: Ranking, firmness: Robustness | None) -> dict[str, Any]:
    plain = {
        "choice": ranking.choice.record(),
        "ranking": ranking.parameters.record(),
        "wave_sizes": list(ranking.sizes),
        "first_year": ranking.first_year,
        "waves": [_wave(wave) for wave in ranking.plan],
        "index": ranking.index[1],
    }
    if firmness is None or ranking.uncertainty is None:
        return plain
    return plain | {"robustness": {"draws": firmness.draws, "uncertainty": ranking.uncertainty.record()}}


def _wave(wave: Wave) -> list[Any]:
    return [wave.number, wave.year, list(wave.kecamatan), *([] if wave.quota is None else [wave.quota])]


def legal_lines(legal_basis: Sequence[Mapping[str, str]]) -> list[str]:
    """The programme's legal basis as lines of a decree."""
    return [
        f"{one.get('number', '')} tentang {one['about']}" if one.get("about") else one.get("number", "")
        for one in legal_basis
    ]


def villages_of(decision: Decision) -> list[dict[str, Any]]:
    """Every village of the frozen list, in order of rank."""
    frame = unpack(frozen_list(decision, LIST), LISTED)
    return frame.sort("rank", nulls_last=True).to_dicts()


def firmness_of(decision: Decision) -> dict[str, dict[str, Any]]:
    """ROBUSTNESS by village code as it was frozen; empty for decisions of release 0.1.0."""
    if FIRMNESS not in decision.manifest["content"]:
        return {}
    rows = unpack(frozen_list(decision, FIRMNESS), ROBUSTNESS).to_dicts()
    return {row["village_code"]: row for row in rows}


def draft(ranking: Ranking, *, year: int, legal_basis: Sequence[str]) -> Draft:
    """The list, ready to be proposed."""
    inputs = tuple(
        InputTable(name, ranking.inputs.sources.get(name, ""), content)
        for name, content in ranking.inputs.packed().items()
    )
    frozen = freeze_ranking(ranking, legal_basis, drawn=robustness)
    return Draft("priority", year, frozen, inputs, summary_of(ranking))


def summary_of(ranking: Ranking) -> dict[str, Any]:
    """The figures that lists and confirmations show."""
    chosen = ranking.listed.filter(pl.col("priority"))
    return {
        "villages": chosen.height,
        "desa": int((chosen["kind"] == "desa").sum()),
        "kelurahan": int((chosen["kind"] == "kelurahan").sum()),
        "kecamatan": chosen["kecamatan_code"].n_unique(),
        "families_d1": int(chosen["families_d1"].sum()),
        "persons_d1": int(chosen["persons_d1"].sum()),
        "method": ranking.choice.method,
        "unit": ranking.choice.unit,
        "of": ranking.listed.height,
        "lots": ranking.drawn_lots.height,
        **_firm(ranking),
    }


def _firm(ranking: Ranking) -> dict[str, int]:
    """How many villages of the list are certain, and how many villages in all are on the border."""
    found = robustness(ranking)
    if found is None:
        return {}
    certain = sum(found.by_code[code]["class"] == "pasti" for code in ranking.chosen)
    return {"certain": certain, "borderline": found.sizes["batas"], "draws": found.draws, "seed": found.seed}


def ranking_of(decision: Decision) -> Ranking:
    """The ranking computed again from the frozen tables, parameters and choice."""
    kept = decision.manifest["parameters"]
    inputs = from_packed(frozen_inputs(decision), frozen_sources(decision))
    plain = Ranking(
        inputs,
        Choice(**kept["choice"]),
        RankParameters.read(kept["ranking"]),
        tuple(kept["wave_sizes"]),
        kept["first_year"],
    )
    if "robustness" not in kept:
        return plain
    tested = kept["robustness"]
    return replace(plain, uncertainty=Uncertainty(**tested["uncertainty"]), draws=tested["draws"])


def rerun(decision: Decision) -> Frozen:
    """Rank and freeze again from the frozen tables."""
    return freeze_ranking(ranking_of(decision), decision.manifest["legal_basis"])


def chosen_names(decision: Decision) -> dict[str, str]:
    """Name by code of the priority villages."""
    return {row["village_code"]: row["name"] for row in villages_of(decision) if row["priority"]}


def table(decision: Decision, scope: Scope) -> dict[str, Any]:
    """The priority villages of the frozen list that lie in a scope."""
    visible = None if scope.kind == "district" else set(scope.villages().values_list("code", flat=True))
    limit = limit_for(scope)
    rows = [
        shown_row(row, limit)
        for row in villages_of(decision)
        if row["priority"] and (visible is None or row["village_code"] in visible)
    ]
    kept, firmness = decision.manifest["parameters"], firmness_of(decision)
    for row in rows:
        row["firm"] = firm_cell(firmness.get(row["village_code"]))
    counts = next((one.source for one in decision.tables.all() if one.name == "counts"), "")
    return {
        "rows": rows,
        "whole": visible is None,
        "unit": kept["choice"]["unit"],
        "index": kept["index"],
        "counts": counts,
        "tested": kept["robustness"]["draws"] if firmness else None,
        "seed": decision.manifest["seed"],
        "lots": kept["choice"].get("lots") if LOTS in decision.manifest["content"] else None,
    }


def consequences(decision: Decision) -> list[str]:
    """What signing changes, with numbers."""
    summary = decision.summary
    lines = [
        _("%(n)s desa/kelurahan menjadi prioritas tahun %(year)s, dengan %(f)s keluarga desil 1.")
        % {"n": number(summary["villages"]), "year": decision.year, "f": number(summary["families_d1"])}
    ]
    if "certain" in summary:
        sure = {"sure": number(summary["certain"]), "n": number(summary["villages"])}
        lines.append(_("%(sure)s dari %(n)s desa/kelurahan itu pasti masuk menurut uji ketahanan.") % sure)
    earlier = in_force("priority", decision.year)
    if earlier is None:
        return [*lines, _("Belum ada daftar yang berlaku untuk tahun %s.") % decision.year]
    before, after = chosen_names(earlier), chosen_names(decision)
    came, left = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    words = {"n": earlier.number, "came": came, "left": left}
    return [*lines, _("Versi %(n)s diganti: %(came)s desa masuk, %(left)s desa keluar.") % words]


def take_effect(decision: Decision, start: date) -> None:
    """Write the list in force; the rows of earlier decisions stay as history."""
    PriorityVillage.objects.bulk_create(
        PriorityVillage(
            decision=decision, village_id=row["village_code"], rank=row["rank"], wave=row["wave"], wave_year=row["year"]
        )
        for row in villages_of(decision)
        if row["priority"]
    )


def _nothing(decision: Decision, on: date) -> None:
    """Revoking ends the list by its state alone; the rows stay."""


def check_signable(decision: Decision) -> None:
    """Every village of the list must still be in force."""
    codes = chosen_names(decision)
    current = set(Village.objects.filter(code__in=codes, valid_to__isnull=True).values_list("code", flat=True))
    if gone := sorted(name for code, name in codes.items() if code not in current):
        raise RuleBroken(
            _("%(n)s desa/kelurahan pada usulan ini tidak berlaku lagi: %(names)s")
            % {"n": len(gone), "names": ", ".join(gone[:3])},
            where=str(decision),
            remedy="Tolak usulan ini, lalu minta daftarnya dihitung ulang dengan kode wilayah yang baru.",
            code="SND-TGW-04",
        )


def _sheet(decision: Decision, check_base: str) -> bytes:
    title = [f"{decision}: {decision.get_state_display()}", f"Kode periksa {check_address(check_base, decision.code)}"]
    rows = export.lines([row for row in villages_of(decision) if row["priority"]])
    return as_xlsx(export.COLUMNS, rows, name="PRIORITAS", title=title)


def _sheet_name(decision: Decision) -> str:
    return f"daftar-prioritas-{decision.year}-v{decision.number}.xlsx"


PRIORITY = DecisionKind(
    code="priority",
    template="targeting/decided.html",
    table=table,
    consequences=consequences,
    rerun=rerun,
    take_effect=take_effect,
    lift=_nothing,
    check_signable=check_signable,
    papers=(Paper("daftar", "Daftar (XLSX)", XLSX, _sheet_name, _sheet),),
)
