"""How progress looks: waves and kecamatan in numbers, villages with what is missing, one village with its history."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanding.documents.sheet import Column as Sheet
from sanding_web.district.models import Companionship
from sanding_web.targeting.models import Milestone, PriorityVillage
from sanding_web.targeting.progress_forms import STATES
from sanding_web.targeting.progress_queries import Followed, needed_for
from sanding_web.ui.parts import Column, Figure, Pill, Row, Table
from sanding_web.ui.words import Missing, number, short_date

_TONES = {
    "tuntas": "baik", "berjalan": "info", "belum mulai": "awas", "belum tuntas": "gawat", "terjadwal": "netral",
}  # fmt: skip
MILESTONES = {
    "asesmen awal": gettext_lazy("Asesmen awal"),
    "rencana aksi": gettext_lazy("Rencana aksi"),
    "pelaksanaan": gettext_lazy("Pelaksanaan"),
    "evaluasi semester": gettext_lazy("Evaluasi semester"),
}
"""The milestones of the dated parameter in the reader's language; one that has no words here stands as it is."""


def milestone_word(name: str) -> str:
    return str(MILESTONES.get(name, name[:1].upper() + name[1:]))


def in_words(names: Iterable[str]) -> str:
    """Milestones as a list in a sentence."""
    return ", ".join(milestone_word(name).lower() for name in names)


def state_pill(one: Followed) -> Pill:
    """The state; a carried village says for how many years."""
    if one.carried:
        return Pill("gawat", _("Terbawa %d tahun") % one.years_carried, "arrow-right")
    word = str(dict(STATES)[one.state])
    return Pill(_TONES[one.state], word[:1].upper() + word[1:])  # type: ignore[arg-type]


def village_cell(one: Followed) -> SafeString:
    return format_html("{} <small>{}</small>", one.place.village, one.place.village.kecamatan)


def steps_done(one: Followed) -> str:
    return _("%(done)s dari %(needed)s") % {"done": number(len(one.done)), "needed": number(len(one.needed))}


def village_table(rows: Sequence[Followed], caption: str) -> Table:
    """One row per village of a wave, with what is missing."""
    columns = (
        Column(_("Desa/kelurahan, kecamatan")), Column(_("Gelombang")), Column(_("Keadaan")),
        Column(_("Tahap selesai")), Column(_("Belum selesai"), wide=True), Column(_("Pendamping")),
    )  # fmt: skip
    return Table(caption, columns, [_village_row(one) for one in rows], id="desa", keyboard=True)


def _village_row(one: Followed) -> Row:
    url = reverse("targeting:progress_village", args=[one.place.village.code])
    done = _("tuntas %s") % short_date(one.completed_on) if one.completed_on else in_words(one.missing)
    cells = (
        village_cell(one), str(one.place.wave_year), state_pill(one), steps_done(one), done,
        one.companion or Missing.ABSENT,
    )  # fmt: skip
    return Row(cells, url=url)


def wave_table(rows: Sequence[Followed]) -> Table:
    """Villages by state, one row for each wave and kecamatan, with the sum of each wave."""
    columns = [Column(_("Gelombang")), Column(_("Kecamatan")), Column(_("Desa/kelurahan"), numeric=True)]
    columns += [Column(str(word)[:1].upper() + str(word)[1:], numeric=True) for _code, word in STATES]
    shown: list[Row] = []
    for wave_year in sorted({one.place.wave_year for one in rows}):
        wave = [one for one in rows if one.place.wave_year == wave_year]
        shown.append(Row(_counted(str(wave_year), _("semua kecamatan"), wave), selected=True))
        for code in sorted({one.place.village.kecamatan_code for one in wave}):
            part = [one for one in wave if one.place.village.kecamatan_code == code]
            shown.append(Row(_counted(str(wave_year), part[0].place.village.kecamatan, part)))
    return Table(_("Desa/kelurahan menurut gelombang, kecamatan, dan keadaan"), columns, shown, id="gelombang")


def _counted(wave: str, place: str, rows: Sequence[Followed]) -> list[object]:
    held = Counter(one.state for one in rows)
    return [wave, place, len(rows), *(held[code] for code, _word in STATES)]


def figures(rows: Sequence[Followed], source: str, on: date) -> list[Figure]:
    """How many villages are followed, done, under way and carried."""
    held = Counter(one.state for one in rows)
    unit = _("desa/kelurahan")
    return [
        Figure(_("Tuntas"), held["tuntas"], unit, source, on),
        Figure(_("Berjalan"), held["berjalan"], unit, source, on),
        Figure(_("Terbawa"), held["belum tuntas"], unit, source, on),
        Figure(_("Belum mulai"), held["belum mulai"], unit, source, on),
    ]


EXPORT = (
    Sheet("KODE DESA", 13), Sheet("DESA/KELURAHAN", 24), Sheet("JENIS", 11), Sheet("KECAMATAN", 20),
    Sheet("TAHUN GELOMBANG", 11), Sheet("KEADAAN", 14), Sheet("TAHUN TERBAWA", 10, 0), Sheet("TAHAP SELESAI", 10, 0),
    Sheet("TAHAP SELURUHNYA", 10, 0), Sheet("SELESAI PADA", 44), Sheet("BELUM SELESAI", 44),
    Sheet("TANGGAL TUNTAS", 14), Sheet("PENDAMPING", 22), Sheet("DASAR DAFTAR", 40),
)  # fmt: skip


def export_lines(rows: Sequence[Followed]) -> list[list[Any]]:
    """The same rows as a file holds them."""
    return [
        [
            one.place.village.code, one.place.village.name, one.place.village.kind, one.place.village.kecamatan,
            str(one.place.wave_year), "terbawa" if one.carried else one.state, one.years_carried, len(one.done),
            len(one.needed), "; ".join(f"{name} {day.isoformat()}" for name, day in one.done.items()),
            ", ".join(one.missing), one.completed_on.isoformat() if one.completed_on else None,
            one.companion or None, one.place.source,
        ]
        for one in rows
    ]  # fmt: skip


def steps_table(one: Followed, records: dict[str, Milestone], *, may_record: bool) -> Table:
    """What one village of one wave reached: day, evidence, who recorded it, and the way to record or mend."""
    columns = [
        Column(_("Tahap")), Column(_("Keadaan")), Column(_("Selesai")), Column(_("Bukti"), wide=True),
        Column(_("Dicatat"), wide=True), *([Column(_("Catatan"))] if may_record else []),
    ]  # fmt: skip
    rows = []
    for number_, name in enumerate(needed_for(one.place.wave_year), start=1):
        found = records.get(name)
        cells: list[object] = [milestone_word(name), *_step(found)]
        if may_record:
            address = reverse("targeting:milestone", args=[one.place.village.code, one.place.wave_year, number_])
            word = _("Betulkan…") if found else _("Catat…")
            cells.append(
                format_html('<a href="{}">{}<span class="s-vh"> {}</span></a>', address, word, milestone_word(name))
            )
        rows.append(Row(cells))
    return Table(_("Tahap gelombang %s menurut urutan") % one.place.wave_year, columns, rows, hidden_caption=True)


def _step(found: Milestone | None) -> list[object]:
    if found is None:
        return [Pill("netral", _("Belum"), "circle"), Missing.ABSENT, Missing.ABSENT, Missing.ABSENT]
    words = {"who": found.recorded_by, "day": short_date(found.recorded_at)}
    return [Pill("baik", _("Selesai")), found.done_on, found.evidence, _("%(who)s, %(day)s") % words]


def changes_table(rows: Iterable[Milestone]) -> Table | None:
    """Records that were mended or withdrawn, with who, when and why."""
    columns = (
        Column(_("Tahap")), Column(_("Gelombang")), Column(_("Tanggal semula")), Column(_("Bukti semula"), wide=True),
        Column(_("Dicatat")), Column(_("Diakhiri")), Column(_("Alasan"), wide=True),
    )  # fmt: skip
    shown = [
        Row(
            (
                milestone_word(one.name), str(one.wave_year), one.done_on, one.evidence, str(one.recorded_by),
                _("%(who)s, %(day)s") % {"who": one.ended_by, "day": short_date(one.ended_at)}, one.end_reason,
            )
        )
        for one in rows
        if one.ended_at is not None
    ]  # fmt: skip
    return Table(_("Catatan yang dibetulkan atau ditarik"), columns, shown, hidden_caption=True) if shown else None


def companions_table(rows: Iterable[Companionship]) -> Table | None:
    """Who stood beside a village, from when until when."""
    columns = (
        Column(_("Perangkat daerah")), Column(_("Sejak")), Column(_("Sampai")), Column(_("Tahun")),
        Column(_("Dasar"), wide=True),
    )  # fmt: skip
    shown = [
        Row((one.agency.name, one.valid_from, one.valid_to or _("sekarang"), str(one.year), one.source)) for one in rows
    ]
    return Table(_("Pendamping menurut tanggal"), columns, shown, hidden_caption=True) if shown else None


def lists_table(rows: Iterable[PriorityVillage]) -> Table | None:
    """The lists that held a village, with its place and its wave."""
    columns = (
        Column(_("Keputusan")), Column(_("Keadaan")), Column(_("Urutan"), numeric=True), Column(_("Gelombang")),
    )  # fmt: skip
    shown = [
        Row(
            (
                str(one.decision), Pill(one.decision.tone, one.decision.get_state_display()), one.rank,
                _("%(n)s, tahun %(year)s") % {"n": one.wave, "year": one.wave_year},
            ),
            url=reverse("decisions:decision", args=[one.decision_id]),
        )
        for one in rows
    ]  # fmt: skip
    return Table(_("Daftar prioritas yang memuat desa ini"), columns, shown, hidden_caption=True) if shown else None
