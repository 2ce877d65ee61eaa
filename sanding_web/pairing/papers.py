"""The papers of a pairing decision: the decree as DOCX, its annexes as XLSX, and a reading copy as PDF."""

from typing import Any, Literal

import polars as pl
from django.utils import timezone

from sanding.documents.letterhead import Letterhead, Signatory
from sanding.errors import EngineFault
from sanding.pairing.annexes import decree_xlsx
from sanding.pairing.decree import Decree, decree_docx, decree_pdf, decree_values
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.parameters import value
from sanding_web.decisions.export import XLSX
from sanding_web.decisions.frames import unpack
from sanding_web.decisions.kinds import Paper
from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import frozen_inputs, frozen_list, frozen_sources
from sanding_web.district.models import Programme
from sanding_web.pairing.lists import PAIRED
from sanding_web.targeting.freezing import LIST, LISTED

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letterhead(programme: Programme) -> Letterhead:
    """The district's letterhead from its settings."""
    kind, _, region = programme.district_name.upper().partition(" ")
    city = kind == "KOTA"
    return Letterhead(
        head_title="WALI KOTA" if city else "BUPATI",
        region_kind="KOTA" if city else "KABUPATEN",
        region=region if kind in ("KABUPATEN", "KOTA") else programme.district_name.upper(),
        province=programme.province_name.upper().removeprefix("PROVINSI "),
        place=programme.capital or programme.district_name,
        secretariat=programme.secretariat,
        programme=programme.brand or programme.programme_name,
    )


def _parts(decision: Decision) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, Literal["keluarga", "orang"]]:
    """The frozen lists as the decree reads them: priority list, pairs, agencies, unit."""
    if decision.basis is None:
        raise EngineFault("penugasan tanpa daftar prioritas", where=str(decision), code="SND-PRW-07")
    listed = unpack(frozen_list(decision.basis, LIST), LISTED)
    paired = unpack(frozen_list(decision, PAIRED.name), PAIRED).filter(pl.col("agency").is_not_null())
    year = pl.lit(decision.year, dtype=pl.Int64)
    pairs = PAIRS.conform(paired.select(year.alias("year"), "village_code", agency_code="agency"))
    agencies = unpack(frozen_inputs(decision)["agencies"], AGENCIES)
    unit: Literal["keluarga", "orang"] = decision.manifest["parameters"]["question"]["unit"]
    return listed, pairs, agencies, unit


def _decree(decision: Decision, programme: Programme) -> Decree:
    bases = value("pairing.decree_bases", timezone.localdate(decision.proposed_at))
    earlier = Decision.objects.filter(successor=decision).exclude(decree_number="").first()
    revoked = f"Keputusan {programme.signer_title.title()} Nomor {earlier.decree_number}" if earlier else ""
    return Decree(
        letterhead=letterhead(programme),
        signatory=Signatory(programme.signer_name or "……"),
        year=decision.year,
        mengingat=bases["mengingat"],
        memperhatikan=[*bases["memperhatikan"], *decision.manifest["legal_basis"]],
        number=decision.decree_number,
        dated=decision.decree_date,
        revoked=revoked,
        sources=_sources(decision),
    )


def _sources(decision: Decision) -> list[str]:
    """One line per data source; the list's own sources first."""
    assert decision.basis is not None
    counts = frozen_sources(decision.basis)
    return [
        f"Hitungan desa: {counts['counts']}.",
        f"Indeks: {counts['index']}.",
        f"Daftar: {decision.basis.official_name}.",
    ]


def _values(decision: Decision, check_base: str) -> dict[str, Any]:
    programme = Programme.objects.get()
    listed, pairs, agencies, unit = _parts(decision)
    decree = _decree(decision, programme)
    return decree_values(decree, listed, pairs, agencies, unit=unit, code=decision.code, check_base=check_base)


def _docx(decision: Decision, check_base: str) -> bytes:
    return decree_docx(_values(decision, check_base))


def _pdf(decision: Decision, check_base: str) -> bytes:
    return decree_pdf(_values(decision, check_base))


def _xlsx(decision: Decision, check_base: str) -> bytes:
    listed, pairs, agencies, unit = _parts(decision)
    return decree_xlsx(_values(decision, check_base), listed, pairs, agencies, unit=unit)


def _named(kind: str, ending: str) -> Any:
    return lambda decision: f"{kind}-penugasan-{decision.year}-v{decision.number}.{ending}"


PAPERS = (
    Paper("sk", "Naskah SK (DOCX)", DOCX, _named("sk", "docx"), _docx),
    Paper("lampiran", "Lampiran (XLSX)", XLSX, _named("lampiran", "xlsx"), _xlsx),
    Paper("salinan", "Salinan baca (PDF)", "application/pdf", _named("salinan", "pdf"), _pdf),
)
