"""How decisions look in lists and boxes."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sanding_web.decisions.models import Decision, Recheck
from sanding_web.ui.parts import Column, Empty, Pill, Row, Table
from sanding_web.ui.words import Missing, clock, long_date

NOTHING = Empty(
    gettext_lazy("Belum ada keputusan."),  # type: ignore[arg-type]
    gettext_lazy("Sekretariat TKPK mengusulkannya dari Meja prioritas atau Meja penugasan."),  # type: ignore[arg-type]
)
_ACTS = {
    "sign": (gettext_lazy("Tetapkan keputusan"), gettext_lazy("Tetapkan"), False),
    "reject": (gettext_lazy("Tolak usulan"), gettext_lazy("Tolak usulan"), True),
    "withdraw": (gettext_lazy("Tarik usulan"), gettext_lazy("Tarik usulan"), False),
    "revoke": (gettext_lazy("Cabut keputusan"), gettext_lazy("Cabut keputusan"), True),
}


def listing(decisions: Iterable[Decision], *, whole: bool) -> Table:
    """One row per version; how many villages in all is said only to those who see the whole district."""
    columns = [Column(_("Keputusan")), Column(_("Keadaan")), Column(_("Diusulkan")), Column(_("Diputuskan"))]
    columns += [Column(_("Nomor"), wide=True), *([Column(_("Desa/kelurahan"), numeric=True)] if whole else [])]
    rows = [
        Row(
            _cells(one, whole=whole),
            url=reverse("decisions:decision", args=[one.pk]),
        )
        for one in decisions
    ]
    return Table(_("Keputusan menurut tahun dan versi"), columns, rows, hidden_caption=True)


def _cells(one: Decision, *, whole: bool) -> list[object]:
    decided = one.decided_at.date() if one.decided_at else _("menunggu")
    cells = [str(one), Pill(one.tone, one.get_state_display()), one.proposed_at.date(), decided]
    cells.append(one.decree_number or Missing.UNFILLED)
    return [*cells, one.summary.get("villages")] if whole else cells


def basis_facts(decision: Decision) -> list[tuple[str, object]]:
    """On what it was decided."""
    pairs: list[tuple[str, object]] = [
        (str(TABLES.get(one.name, one.name)), one.source) for one in decision.tables.all()
    ]
    versions = ", ".join(f"{name} {number}" for name, number in decision.manifest["versions"].items())
    pairs.append((_("Versi program"), versions))
    if decision.basis is not None:
        pairs.append((_("Dasar daftar"), str(decision.basis)))
    pairs.append((_("Kode isi"), decision.code))
    if decision.note:
        pairs.append((_("Catatan pengusul"), decision.note))
    return pairs


TABLES = {
    "counts": gettext_lazy("Hitungan desa"),
    "villages": gettext_lazy("Kode wilayah"),
    "index": gettext_lazy("Indeks desa"),
    "needs": gettext_lazy("Kebutuhan desa"),
    "agencies": pgettext_lazy("jamak", "Perangkat daerah"),
    "past": gettext_lazy("Penugasan sebelumnya"),
    "carried": gettext_lazy("Desa terbawa"),
    "priority": gettext_lazy("Daftar prioritas"),
}


def recheck_words(recheck: Recheck | None) -> dict[str, Any]:
    """The newest re-run and when it was."""
    if recheck is None:
        return {"recheck": None}
    line = _("%(day)s pukul %(clock)s oleh %(who)s.") % {
        "day": long_date(recheck.at), "clock": clock(recheck.at), "who": recheck.by,
    }  # fmt: skip
    return {"recheck": recheck, "recheck_line": line}


def frozen_parameters(decision: Decision) -> list[tuple[object, object]]:
    """Every parameter, weight and seed as frozen, by its path; long lists by how many entries they hold."""
    seed = decision.manifest["seed"]
    return [
        (_("benih"), _("tidak dipakai") if seed is None else str(seed)),
        *((_code(path), value) for path, value in _flat("", decision.manifest["parameters"])),
    ]


def _code(text: str) -> SafeString:
    """A name or value as it stands in the frozen file, for those who re-run it."""
    return format_html("<code>{}</code>", text)


def _flat(path: str, found: Any) -> list[tuple[str, object]]:
    if isinstance(found, dict) and found:
        return [one for name, value in found.items() for one in _flat(f"{path}.{name}" if path else name, value)]
    if isinstance(found, list) and len(found) > 8:
        return [(path, _("%s butir") % len(found))]
    if isinstance(found, list):
        return [(path, _code(", ".join(map(str, found))) if found else Missing.ABSENT)]
    return [(path, Missing.ABSENT if found is None else _code(str(found)))]


def act_words(step: str) -> dict[str, Any]:
    """Title and button of an act."""
    heading, verb, danger = _ACTS[step]
    return {"heading": heading, "verb": verb, "danger": danger}
