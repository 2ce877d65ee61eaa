"""What the settings pages read."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from sanding.parameters import Parameter, all_parameters
from sanding_web.district.models import Agency
from sanding_web.district.parameter_words import in_words
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.words import Missing


def parameters_table(on: date) -> Table:
    """Every parameter in force on a date, with value, unit, source and since when."""
    columns = [
        Column(_("Arti"), wide=True), Column(_("Kode")), Column(_("Nilai"), wide=True), Column(_("Satuan")),
        Column(_("Berlaku sejak")), Column(_("Sumber"), wide=True),
    ]  # fmt: skip
    rows = [
        Row([one.meaning, one.name, in_words(one.value), one.unit, one.valid_from, one.source]) for one in _in_force(on)
    ]
    return Table(_("Parameter yang berlaku, satu baris satu parameter"), columns, rows, hidden_caption=True)


def _in_force(on: date) -> list[Parameter]:
    running = [
        one
        for values in all_parameters().values()
        for one in values
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    ]
    return sorted(running, key=lambda one: one.name)


def agencies_table(*, linked: bool) -> Table:
    """All agencies; names lead to the form where the person may change them."""
    columns = [
        Column(_("Nama resmi")), Column(_("Singkatan")), Column(_("Jenis")), Column(_("Pegawai (orang)"), numeric=True),
        Column(_("Kendaraan (unit)"), numeric=True), Column(_("Kewenangan")), Column(_("Desa (paling sedikit–banyak)")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                one.name, one.short, one.get_kind_display(), one.staff, one.vehicles, one.competences or Missing.ABSENT,
                f"{one.min_villages or 0}–{one.max_villages}" if one.max_villages else Missing.UNFILLED,
            ],
            url=reverse("district:agency", args=[one.pk]) if linked else "",
        )
        for one in Agency.objects.all()
    ]  # fmt: skip
    return Table(_("Perangkat daerah dan bagian"), columns, rows, hidden_caption=True)
