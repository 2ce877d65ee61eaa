"""The papers of a pairing decision: the decree as DOCX and PDF, its annexes as XLSX; as fixed when it was signed."""

from typing import Any, Literal

import polars as pl
from django.utils import timezone

from sanding.errors import EngineFault
from sanding.pairing.annexes import decree_xlsx
from sanding.pairing.decree import Decree, decree_docx, decree_values, default_copies
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.parameters import value
from sanding_web.decisions.export import XLSX
from sanding_web.decisions.frames import unpack
from sanding_web.decisions.imprints import Look, look_of
from sanding_web.decisions.kinds import Paper
from sanding_web.decisions.models import Decision
from sanding_web.decisions.paper_kinds import paper_kind
from sanding_web.decisions.printing import as_pdf
from sanding_web.decisions.queries import frozen_inputs, frozen_list, frozen_sources
from sanding_web.pairing.lists import PAIRED
from sanding_web.targeting.freezing import LIST, LISTED

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DECREE = "sk"


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


def _decree(decision: Decision, look: Look) -> Decree:
    bases = value("pairing.decree_bases", timezone.localdate(decision.proposed_at))
    return Decree(
        letterhead=look.letterhead,
        signatory=look.signatory,
        year=decision.year,
        mengingat=bases["mengingat"],
        memperhatikan=[*bases["memperhatikan"], *decision.manifest["legal_basis"]],
        number=decision.decree_number,
        dated=decision.decree_date,
        revoked=_revoked(decision, look),
        copies=default_copies(look.letterhead),
        sources=_sources(decision),
    )


def _revoked(decision: Decision, look: Look) -> str:
    """The decree that this one replaces, as its last clause names it; empty where there is none."""
    earlier = Decision.objects.filter(successor=decision).exclude(decree_number="").first()
    if earlier is None:
        return ""
    head = look.letterhead
    office = f"{head.office_title} {head.region.title()}"
    return f"Keputusan {office} Nomor {earlier.decree_number}"


def _sources(decision: Decision) -> list[str]:
    """One line per data source; the list's own sources first."""
    assert decision.basis is not None
    counts = frozen_sources(decision.basis)
    return [
        f"Hitungan desa: {counts['counts']}.",
        f"Indeks: {counts['index']}.",
        f"Daftar: {decision.basis.official_name}.",
    ]


def _values(decision: Decision, look: Look, check_base: str) -> dict[str, Any]:
    listed, pairs, agencies, unit = _parts(decision)
    base = f"{look.address.rstrip('/')}/keputusan" if look.address else check_base
    return decree_values(
        _decree(decision, look), listed, pairs, agencies, unit=unit, code=decision.code, check_base=base
    )


def decree_values_of(decision: Decision, check_base: str) -> dict[str, Any]:
    """Every field of the decree's template for one decision."""
    return _values(decision, look_of(decision, paper_kind(DECREE)), check_base)


def _docx(decision: Decision, check_base: str) -> bytes:
    look = look_of(decision, paper_kind(DECREE))
    values = _values(decision, look, check_base)
    return decree_docx(values, template=look.template, name=look.words, paper=look.letterhead.paper, logo=look.logo)


def _pdf(decision: Decision, check_base: str) -> bytes:
    return as_pdf(_docx(decision, check_base), title=f"Naskah {decision.official_name}")


def _xlsx(decision: Decision, check_base: str) -> bytes:
    listed, pairs, agencies, unit = _parts(decision)
    values = decree_values_of(decision, check_base)
    return decree_xlsx(values, listed, pairs, agencies, unit=unit)


def _named(kind: str, ending: str) -> Any:
    return lambda decision: f"{kind}-penugasan-{decision.year}-v{decision.number}.{ending}"


PAPERS = (
    Paper("sk", "Naskah SK (DOCX)", DOCX, _named("sk", "docx"), _docx, kind=DECREE),
    Paper("lampiran", "Lampiran (XLSX)", XLSX, _named("lampiran", "xlsx"), _xlsx),
    Paper("salinan", "Naskah SK (PDF)", "application/pdf", _named("sk", "pdf"), _pdf),
)
