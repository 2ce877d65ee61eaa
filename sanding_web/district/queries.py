"""What the settings pages read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sanding.errors import InputFault
from sanding.parameters import Parameter, all_parameters
from sanding_web.audit import drawing
from sanding_web.audit.models import Entry
from sanding_web.district.models import (
    Agency,
    Companionship,
    EarlierDecision,
    EarlierVillage,
    LegalBasis,
    MacroFigure,
    NationalStatus,
    OfficeSheet,
    PastEffort,
    Programme,
    Village,
    in_force,
)
from sanding_web.district.parameter_words import in_words
from sanding_web.district.registers import REGISTERS, by_row, file_link
from sanding_web.ui.parts import Column, Pill, Row, Table
from sanding_web.ui.words import Missing, number

SETTING_EVENTS = ("programme.", "agency.", "start.", *(f"{one.event}." for one in REGISTERS.values()))


def parameters_table(on: date) -> Table:
    """Every parameter in force on a date, with value, unit, source and since when."""
    columns = [
        Column(_("Arti"), wide=True), Column(_("Kode")), Column(_("Nilai"), wide=True), Column(_("Satuan")),
        Column(_("Berlaku sejak")), Column(_("Sumber"), wide=True),
    ]  # fmt: skip
    rows = [
        Row([one.meaning, one.name, in_words(one.value), one.unit, one.valid_from, one.source])
        for one in _parameters_in_force(on)
    ]
    return Table(_("Parameter yang berlaku, satu baris satu parameter"), columns, rows, hidden_caption=True)


def _parameters_in_force(on: date) -> list[Parameter]:
    running = [
        one
        for values in all_parameters().values()
        for one in values
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    ]
    return sorted(running, key=lambda one: one.name)


def settings_pages() -> Table:
    """The pages below the settings, each with how much stands there."""
    rows = [
        Row([one.title, _count(one.rows().count())], url=reverse("district:register", args=[one.name]))
        for one in REGISTERS.values()
    ]
    agencies = pgettext("jamak", "Perangkat daerah")
    rows.append(Row([agencies, _count(Agency.objects.count())], url=reverse("district:agencies")))
    start = _("Mulai dari keadaan sekarang")
    rows.append(Row([start, _count(OfficeSheet.objects.count())], url=reverse("district:start")))
    papers = _("templat, nomor, penanda tangan, kepala surat")
    rows.append(Row([_("Tata naskah"), papers], url=reverse("decisions:paper_settings")))
    rows.append(Row([_("Riwayat pengaturan"), _count(setting_changes().count())], url=reverse("district:history")))
    columns = [Column(_("Halaman")), Column(_("Tercatat"))]
    return Table(by_row(_("Halaman pengaturan lainnya")), columns, rows, hidden_caption=True)


def _count(n: int) -> str:
    return _("%s catatan") % number(n)


def setting_changes() -> "QuerySet[Entry]":
    """The log's entries on settings, newest first."""
    wanted = Q()
    for event in SETTING_EVENTS:
        wanted |= Q(action__startswith=event)
    return Entry.objects.filter(wanted).select_related("actor").order_by("-pk")


def changes_table(entries: Iterable[Entry]) -> Table:
    """When, who, what, old and new."""
    columns = [
        Column(_("Waktu")), Column(_("Siapa")), Column(_("Peran")), Column(_("Tindakan")),
        Column(_("Rincian"), wide=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                timezone.localtime(one.at), drawing.actor(one), drawing.role(one.role), drawing.action(one),
                drawing.details(one),
            ]
        )
        for one in entries
    ]  # fmt: skip
    return Table(_("Perubahan pengaturan, terbaru di atas"), columns, rows, hidden_caption=True)


def about() -> dict[str, Any]:
    """The movement's page: programme, parent with its letters, basis, status by year, efforts, published figures."""
    basis = sorted(LegalBasis.objects.select_related("file"), key=lambda one: one.place)
    return {
        "programme": Programme.current(),
        "letters": _basis_table([one for one in basis if one.of == "parent"], _("Surat program induk")),
        "basis": _basis_table([one for one in basis if one.of != "parent"], _("Dasar hukum")),
        "statuses": REGISTERS["status"].table(linked=False) if NationalStatus.objects.exists() else None,
        "efforts": REGISTERS["upaya"].table(linked=False) if PastEffort.objects.exists() else None,
        "figures": REGISTERS["angka"].table(linked=False) if MacroFigure.objects.exists() else None,
    }


def _basis_table(rows: list[LegalBasis], caption: str) -> Table | None:
    columns = [
        Column(_("Nomor")), Column(_("Menjadi dasar")), Column(_("Tanggal naskah")), Column(_("Tentang"), wide=True),
        Column(_("Penerbit")), Column(_("Berkas naskah")),
    ]  # fmt: skip
    cells = [[one.number, one.get_of_display(), one.date, one.about, one.issuer, file_link(one)] for one in rows]
    return Table(by_row(caption), columns, [Row(one) for one in cells], hidden_caption=True) if rows else None


def agencies_in_force() -> "QuerySet[Agency]":
    return Agency.objects.filter(in_force(timezone.localdate())).order_by("kind", "code")


def agency_form_table(formset: Any) -> Table:
    """The figures of all agencies as a table of inputs, each named for who cannot see the column's head."""
    labels = [bound.label for bound in formset.forms[0].visible_fields()] if formset.forms else []
    columns = [Column(pgettext("jamak", "Perangkat daerah"))]
    columns += [Column(str(label), wide=at == 2) for at, label in enumerate(labels)]
    rows = [
        Row([_form_head(form), *(_form_cell(form.instance.short, bound) for bound in form.visible_fields())])
        for form in formset.forms
    ]
    return Table(_("Angka semua perangkat daerah yang berlaku"), columns, rows, hidden_caption=True)


def _form_head(form: Any) -> object:
    hidden = format_html_join("", "{}", ((one,) for one in form.hidden_fields()))
    return format_html("{}{}{}", form.instance.name, hidden, _form_errors(form.non_field_errors()))


def _form_cell(short: str, bound: Any) -> object:
    label = format_html('<label class="s-vh" for="{}">{}: {}</label>', bound.id_for_label, short, bound.label)
    return format_html("{}{}{}", label, bound, _form_errors(bound.errors))


def _form_errors(errors: Iterable[Any]) -> object:
    return format_html_join("", '<p class="s-error">{}</p>', ((one,) for one in errors))


def agency_sums() -> str:
    """How many agencies stand today, by kind."""
    found = dict(agencies_in_force().order_by().values_list("kind").annotate(n=Count("pk")))
    words = [f"{number(found[code])} {str(label).lower()}" for code, label in Agency.KINDS if code in found]
    return ", ".join(words)


def agencies_table(*, linked: bool) -> Table:
    """All agencies; names lead to the form where the person may change them."""
    columns = [
        Column(_("Nama resmi")), Column(_("Singkatan")), Column(_("Jenis")), Column(_("Pegawai (orang)"), numeric=True),
        Column(_("Kendaraan (unit)"), numeric=True), Column(_("Kewenangan")), Column(_("Desa (paling sedikit–banyak)")),
        Column(_("Desa sekarang"), numeric=True), Column(_("Keadaan")),
    ]  # fmt: skip
    today = timezone.localdate()
    now = Count("companionship", filter=Q(companionship__valid_from__lte=today) & _running(today))
    rows = [
        Row(_agency_cells(one, today), url=reverse("district:agency", args=[one.pk]) if linked else "")
        for one in Agency.objects.select_related("successor").annotate(villages_now=now)
    ]
    return Table(_("Perangkat daerah dan bagian"), columns, rows, hidden_caption=True)


def _running(on: date) -> Q:
    return Q(companionship__valid_to__isnull=True) | Q(companionship__valid_to__gte=on)


def _agency_cells(one: Any, today: date) -> list[object]:
    limits = f"{one.min_villages or 0}–{one.max_villages}" if one.max_villages else Missing.UNFILLED
    return [
        one.name, one.short, one.get_kind_display(), one.staff, one.vehicles, one.competences or Missing.ABSENT,
        limits, one.villages_now, agency_state(one, today),
    ]  # fmt: skip


def agency_state(one: Agency, today: date) -> object:
    """Whether an agency stands today; where it ended, who goes on with its task."""
    if one.valid_to is not None and one.valid_to < today:
        return _("berakhir, diteruskan %s") % one.successor.short if one.successor else _("berakhir")
    if one.valid_from is not None and one.valid_from > today:
        return _("belum berlaku")
    return Pill("baik", _("berlaku"))


def agency_past(agency: Agency) -> dict[str, Any]:
    """The villages that an agency and those it continues accompanied, newest first, and where it comes from."""
    line = _line_of(agency)
    rows = Companionship.objects.filter(agency__in=line).select_related("village", "agency").order_by("-valid_from")
    columns = [
        Column(_("Desa/kelurahan")), Column(_("Kecamatan")), Column(_("Sejak")), Column(_("Sampai")),
        Column(_("Sebagai")), Column(_("Sumber"), wide=True),
    ]  # fmt: skip
    cells = [
        Row(
            [
                str(one.village), one.village.kecamatan, one.valid_from, one.valid_to or _("sekarang"),
                one.agency.short, one.source,
            ]
        )
        for one in rows
    ]  # fmt: skip
    page = format_html('<a href="{}">{}</a>', reverse("pairing:agency", args=[agency.code]), _("Halaman pendampingan"))
    return {
        "past": Table(by_row(_("Desa yang pernah dan sedang didampingi")), columns, cells, hidden_caption=True),
        "before": [one for one in line if one.pk != agency.pk],
        "page": page,
    }


def _line_of(agency: Agency) -> list[Agency]:
    """The agency and all whose task came to it, directly or through another."""
    line, fresh = {agency.pk: agency}, [agency.pk]
    while fresh:
        found = [one for one in Agency.objects.filter(successor__in=fresh).order_by("pk") if one.pk not in line]
        line |= {one.pk: one for one in found}
        fresh = [one.pk for one in found]
    return list(line.values())


def start_state() -> dict[str, int]:
    """How much stands of each thing that a new district brings in."""
    return {
        "villages": Village.objects.count(),
        "agencies": Agency.objects.count(),
        "priority": EarlierVillage.objects.count(),
        "pairs": Companionship.objects.count(),
        "basis": LegalBasis.objects.count(),
    }


def office_sheets() -> list[OfficeSheet]:
    """Every sheet brought, newest first, without its rows."""
    return list(OfficeSheet.objects.select_related("file", "brought_by").defer("content", "choices", "written"))


def earlier_decisions() -> list[EarlierDecision]:
    return list(EarlierDecision.objects.all())


def known_code(code: str, kind: str) -> str:
    """A code of a village in force, or of an agency; InputFault where there is none such."""
    if kind == "desa":
        found = Village.objects.filter(code=code, valid_to__isnull=True).exists()
    else:
        found = Agency.objects.filter(code=code).exists()
    if not found:
        raise InputFault(
            _("kode %s tidak ada pada daftar") % code,
            where=_("padanan nama"),
            remedy="Periksa kodenya pada halaman Desa/kelurahan atau Perangkat daerah.",
            code="SND-STA-10",
        )
    return code


def written_counts(sheet: OfficeSheet) -> list[tuple[str, object]]:
    """What entering a sheet wrote."""
    words = (
        ("created", _("Baris ditambahkan")), ("changed", _("Perangkat daerah diubah")),
        ("closed", _("Pendampingan lama diakhiri")), ("villages", _("Desa/kelurahan pada daftar")),
    )  # fmt: skip
    found = {key: sheet.written[key] for key, _word in words if key in sheet.written}
    return [
        (word, one if isinstance(one, int) else len(one)) for key, word in words if (one := found.get(key)) is not None
    ]
