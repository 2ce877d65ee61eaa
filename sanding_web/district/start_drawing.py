"""How a sheet of the time before Sanding looks: stages, preview, names to match, faults, and the sample sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from sanding.documents.sheet import Column as SheetColumn
from sanding.documents.sheet import Sheet, write_workbook
from sanding.errors import Fault
from sanding.pairing.start_agencies import AgencyLine, AgencyPlan
from sanding.pairing.start_match import LEFT_OUT
from sanding.pairing.start_plan import Line, Named, Plan
from sanding_web.district.models import Agency, EarlierDecision, OfficeSheet, Village
from sanding_web.district.registers import by_row
from sanding_web.ui.parts import Column, Pill, Row, Stage, Table, Tone
from sanding_web.ui.words import Missing, number, short_date

_STATES: dict[str, tuple[Tone, str]] = {
    "baru": ("baik", gettext_noop("masuk")),
    "berubah": ("info", gettext_noop("berubah")),
    "sama": ("netral", gettext_noop("sudah tercatat")),
    "dilewati": ("netral", gettext_noop("dilewati")),
    "salah": ("gawat", gettext_noop("belum jelas")),
}
_SHEET_TONES: dict[str, Tone] = {"read": "awas", "entered": "baik", "undone": "netral", "dropped": "netral"}
TITLES = {
    "agencies": gettext_lazy("Perangkat daerah dari lembar"),
    "pairs": gettext_lazy("Penugasan dari keputusan terakhir"),
    "priority": gettext_lazy("Daftar prioritas dan gelombang dari keputusan terakhir"),
}


def pill(sheet: OfficeSheet) -> Pill:
    """The state of a sheet."""
    return Pill(_SHEET_TONES[sheet.state], sheet.get_state_display())


def line_pill(state: str) -> Pill:
    tone, word = _STATES[state]
    return Pill(tone, _(word))


def stages(sheet: OfficeSheet, plan: Plan | AgencyPlan | None) -> list[Stage]:
    """Upload, match names, look, enter: where the sheet stands."""
    names = len(plan.names) if isinstance(plan, Plan) else 0
    faults = len(plan.faults) if plan else 0
    entered = sheet.state == "entered"
    rows = _("%s baris") % number(len(sheet.content.get("rows", ())))
    found = [Stage(_("Lembar dibaca"), rows, "done")]
    if sheet.kind != "agencies":
        fact = _("%s nama belum jelas") % number(names) if names else _("semua nama dikenal")
        found.append(Stage(_("Padankan nama"), fact, "now" if names else "done"))
    fact = _("%s kesalahan") % number(faults) if faults else _("tanpa kesalahan")
    found.append(Stage(_("Periksa"), fact, "fault" if faults else "todo" if names else "done"))
    ready = plan is not None and plan.ready
    found.append(Stage(_("Masukkan"), sheet.get_state_display(), "done" if entered else "now" if ready else "todo"))
    return found


def sheets_table(sheets: Sequence[OfficeSheet]) -> Table:
    """Every sheet brought so far, newest first."""
    columns = [
        Column(_("Lembar")), Column(_("Isi")), Column(_("Keputusan")), Column(_("Tahun")), Column(_("Keadaan")),
        Column(_("Dibawa oleh")), Column(_("Pada")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                one.file.name, one.get_kind_display(), one.number or Missing.ABSENT, str(one.year or "") or None,
                pill(one), str(one.brought_by), one.brought_at,
            ],
            url=reverse("district:sheet", args=[one.pk]),
        )
        for one in sheets
    ]  # fmt: skip
    return Table(by_row(_("Lembar yang pernah dibawa")), columns, rows, hidden_caption=True)


def earlier_table(decisions: Sequence[EarlierDecision]) -> Table:
    """Decisions from before Sanding, said to be so."""
    columns = [
        Column(_("Nomor keputusan")), Column(_("Jenis")), Column(_("Tahun")), Column(_("Tanggal keputusan")),
        Column(_("Asal"), wide=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                one.number, one.get_kind_display(), str(one.year), one.date,
                Pill("netral", _("sebelum Sanding; tidak dihitung di sini"), "history"),
            ],
            url=reverse("district:sheet", args=[one.sheet_id]),
        )
        for one in decisions
    ]  # fmt: skip
    return Table(by_row(_("Keputusan sebelum Sanding")), columns, rows, hidden_caption=True)


def preview(sheet: OfficeSheet, lines: Sequence[Any]) -> Table:
    """Each row of the sheet: what is written there, what it means, what becomes of it."""
    several = len({one.row.sheet for one in lines}) > 1
    if sheet.kind == "agencies":
        return _agency_preview(lines, several)
    villages = Village.objects.in_bulk([one.village for one in lines if one.village])
    agencies = {one.code: one.short for one in Agency.objects.all()}
    middle = [Column(_("Perangkat daerah")), Column(_("Masa"))] if sheet.kind == "pairs" else [
        Column(_("Urutan"), numeric=True), Column(_("Gelombang"), numeric=True), Column(_("Tahun")),
    ]  # fmt: skip
    columns = [Column(_("Baris")), Column(_("Tertulis"), wide=True), Column(_("Desa/kelurahan")), *middle]
    columns += [Column(_("Keadaan")), Column(_("Catatan"), wide=True)]
    rows = [Row([_place(one, several), *_cells(sheet, one, villages, agencies)]) for one in lines]
    return Table(_("Isi lembar, satu baris satu desa/kelurahan"), columns, rows, hidden_caption=True)


def _cells(sheet: OfficeSheet, line: Line, villages: dict[str, Village], agencies: dict[str, str]) -> list[object]:
    village = villages.get(line.village)
    place = f"{village}, Kec. {village.kecamatan}" if village else Missing.UNFILLED
    middle: list[object] = [line.rank, line.wave, str(line.year or "")]
    if sheet.kind == "pairs":
        middle = [agencies.get(line.agency) or Missing.UNFILLED, _span(line)]
    return [written(line), place, *middle, line_pill(line.state), _note(line)]


def _place(line: Line | AgencyLine, several: bool) -> str:
    """The row, with its sheet where the file has several."""
    return f"{line.row.sheet} {line.row.row}" if several else str(line.row.row)


def written(line: Line) -> str:
    """What the row says, in its own words."""
    cells = line.row.cells
    parts = [
        cells.get("agency_name") or cells.get("agency_code"),
        cells.get("village_name") or cells.get("village_code"),
    ]
    kecamatan = cells.get("kecamatan_name")
    return " – ".join(one for one in parts if one) + (f", Kec. {kecamatan}" if kecamatan else "")


def _span(line: Line) -> str:
    if line.start is None:
        return str(Missing.UNFILLED)
    end = short_date(line.end) if line.end else _("sekarang")
    return f"{short_date(line.start)} – {end}"


def _note(line: Line) -> str:
    above = _("dari baris di atasnya: %s") % ", ".join(_(_FIELDS[one]) for one in line.row.carried if one in _FIELDS)
    return "; ".join(one for one in (_(line.note) if line.note else "", above if line.row.carried else "") if one)


_FIELDS = {
    "agency_name": gettext_noop("perangkat daerah"), "kecamatan_name": gettext_noop("kecamatan"),
    "year": gettext_noop("tahun"), "wave": gettext_noop("gelombang"),
}  # fmt: skip


def _agency_preview(lines: Sequence[AgencyLine], several: bool) -> Table:
    columns = [
        Column(_("Baris")), Column(_("Nama resmi")), Column(_("Kode")), Column(_("Jenis")),
        Column(_("Pegawai (orang)"), numeric=True), Column(_("Keadaan")), Column(_("Catatan"), wide=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                _place(one, several), one.row.cells.get("name"), one.values.get("code"),
                one.values.get("kind"), one.values.get("staff"), line_pill(one.state), _agency_note(one),
            ]
        )
        for one in lines
    ]  # fmt: skip
    return Table(_("Isi lembar, satu baris satu perangkat daerah"), columns, rows, hidden_caption=True)


def _agency_note(line: AgencyLine) -> str:
    gone = _("belum diisi")
    changed = [f"{name}: {gone if old is None else old} → {new}" for name, (old, new) in line.changes.items()]
    return "; ".join([*changed, *line.notes])


def faults_table(faults: Sequence[Fault]) -> Table:
    """Every fault: which row, what, and the remedy."""
    columns = [Column(_("Baris")), Column(_("Yang salah"), wide=True), Column(_("Perbaikan"), wide=True)]
    rows = [Row([f"{one.sheet} {one.row}", one.what, one.remedy]) for one in faults]
    return Table(by_row(_("Kesalahan menurut baris")), columns, rows, hidden_caption=True)


@dataclass(frozen=True)
class Question:
    """One name to match, as its form shows it."""

    field: str
    named: Named
    options: list[tuple[str, str]]


def questions(names: Sequence[Named]) -> list[Question]:
    """Each with its candidates and the choice to leave it out."""
    out = (LEFT_OUT, _("jangan dimasukkan"))
    return [Question(f"nama-{at}", one, [*one.candidates, out]) for at, one in enumerate(names)]


def faults_book(sheet: OfficeSheet, plan: Plan | AgencyPlan) -> bytes:
    """The faults and the unmatched names as a sheet to hand to whoever mends the file."""
    columns = [
        SheetColumn("Lembar", 16),
        SheetColumn("Baris", 8),
        SheetColumn("Yang salah", 60),
        SheetColumn("Perbaikan", 50),
    ]
    rows = [[one.sheet, str(one.row or ""), one.what, one.remedy] for one in plan.faults]
    for name in plan.names if isinstance(plan, Plan) else ():
        near = "; ".join(words for _code, words in name.candidates)
        remedy = f"Mungkin: {near}" if near else "Tulis nama resmi atau kodenya."
        rows.append(["", ", ".join(map(str, name.rows)), f"{name.text}: {name.why}", remedy])
    title = f"Kesalahan pada {sheet.file.name}"
    return write_workbook([Sheet("KESALAHAN", [title], columns, rows)], title=title, footer=title)


_SAMPLES: dict[str, tuple[str, list[tuple[str, float]]]] = {
    "agencies": (
        "DAFTAR PERANGKAT DAERAH",
        [
            ("Kode", 9), ("Nama Perangkat Daerah", 44), ("Singkatan", 16), ("Jenis", 12),
            ("Jumlah Pegawai", 10), ("Jumlah Kendaraan", 11), ("Anggaran", 16), ("Lintang", 10),
            ("Bujur", 10), ("Kewenangan", 24), ("Min Desa", 8), ("Maks Desa", 8),
        ],
    ),
    "pairs": (
        "LAMPIRAN KEPUTUSAN PENUGASAN PENDAMPING",
        [("Tahun", 8), ("Perangkat Daerah", 44), ("Kecamatan", 24), ("Desa/Kelurahan", 36), ("Kode Desa", 14)],
    ),
    "priority": (
        "LAMPIRAN KEPUTUSAN DESA/KELURAHAN PRIORITAS",
        [
            ("Urutan", 8), ("Kecamatan", 24), ("Desa/Kelurahan", 36), ("Kode Desa", 14),
            ("Gelombang", 10), ("Tahun", 8),
        ],
    ),
}  # fmt: skip


def sample(kind: str) -> bytes:
    """An empty sheet with the column names that are read best."""
    title, columns = _SAMPLES[kind]
    heads = [SheetColumn(name, width) for name, width in columns]
    note = ["Kolom nama sudah cukup; kode, urutan, gelombang, dan tahun boleh kosong."]
    if kind == "agencies":
        note = ["Jenis: PD, Bagian, BUMD, atau Kecamatan. Kode dan jenis boleh kosong; pegawai wajib bagi yang baru."]
    return write_workbook([Sheet("ISIAN", [title], heads, [[None] * len(heads)] * 40, note)], title=title, footer=title)


def start_steps(user: Any, done: dict[str, int]) -> Table:
    """What a new district brings in, in order, with what stands there already; links where the person may bring it."""
    steps = [
        (_("Desa/kelurahan"), "villages", "registry:reference", ()),
        (pgettext("jamak", "Perangkat daerah"), "agencies", "district:start_upload", ("agencies",)),
        (_("Daftar prioritas terakhir"), "priority", "district:start_upload", ("priority",)),
        (_("Penugasan terakhir"), "pairs", "district:start_upload", ("pairs",)),
        (_("Dasar hukum"), "basis", "district:register", ("dasar",)),
    ]
    first = next((key for _label, key, *_rest in steps if not done[key]), "")
    rows = []
    for at, (label, key, name, arguments) in enumerate(steps, start=1):
        url = reverse(name, args=arguments) if user.scope.may(_RIGHTS.get(key, "setting.change")) else ""
        missing = Pill("awas" if key == first else "netral", _("belum ada"))
        state = Pill("baik", _("sudah ada")) if done[key] else missing
        rows.append(Row([f"{at}. {label}", state, _("%s tercatat") % number(done[key])], url=url))
    columns = [Column(_("Yang dibawa")), Column(_("Keadaan")), Column(_("Tercatat"))]
    return Table(by_row(_("Urutan memulai")), columns, rows, hidden_caption=True)


_RIGHTS = {"villages": "batch.upload", "basis": "setting.view"}
