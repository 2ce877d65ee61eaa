"""Persons as tables and lists for pages: numbers masked, what is sensitive left out, every value with its source."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanding_web.district.models import Village
from sanding_web.privacy.queries import Found, Known, Version, masked_number
from sanding_web.registry.models import Person
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.words import Missing, long_date

_SEX = {"L": gettext_lazy("laki-laki"), "P": gettext_lazy("perempuan")}
_RELATION = {
    "1": gettext_lazy("kepala keluarga"),
    "2": gettext_lazy("istri/suami"),
    "3": gettext_lazy("anak"),
    "4": gettext_lazy("menantu"),
    "5": gettext_lazy("cucu"),
    "6": gettext_lazy("orang tua/mertua"),
    "7": gettext_lazy("pembantu/sopir"),
    "8": gettext_lazy("lainnya"),
}


def hits(found: Found) -> Table:
    """One row a person: enough to tell two people of one name apart, no more."""
    names = dict(
        Village.objects.filter(code__in={one.village_code for one in found.persons}).values_list("code", "name")
    )
    columns = [
        Column(_("Nama")), Column(_("NIK"), wide=True), Column(_("Tahun lahir"), numeric=True),
        Column(_("Desa/kelurahan")), Column(_("RT/RW")), Column(_("Register")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                one.name or Missing.UNFILLED, masked_number("nik", one.nik), _year(one),
                names.get(one.village_code, one.village_code), _rt(one), one.register,
            ],
            url=reverse("privacy:person", args=[one.uid]),
        )
        for one in found.persons
    ]  # fmt: skip
    return Table(_("Orang yang ditemukan, satu baris satu orang"), columns, rows, hidden_caption=True)


def _year(one: Person) -> str:
    return str(one.birth_date.year if one.birth_date else Missing.ABSENT)


def _rt(one: Person) -> str:
    return "/".join(part for part in (one.rt, one.rw) if part) or str(Missing.UNFILLED)


def facts(known: Known) -> list[tuple[str, Any]]:
    """What the register says now. Health and disability stay closed here (UU 27/2022: data pribadi spesifik)."""
    one = known.newest
    village = Village.objects.filter(code=one.village_code).first()
    return [
        (_("NIK"), masked_number("nik", one.nik)),
        (_("No. KK"), masked_number("kk", one.kk)),
        (_("Tanggal lahir"), long_date(one.birth_date)),
        (_("Jenis kelamin"), _SEX.get(one.sex or "", Missing.UNFILLED)),
        (_("Hubungan keluarga"), _RELATION.get(one.relation or "", one.relation or Missing.UNFILLED)),
        (_("Alamat"), one.address or Missing.UNFILLED),
        (_("RT/RW"), _rt(one)),
        (_("Dusun"), one.dusun or Missing.UNFILLED),
        (_("Desa/kelurahan"), f"{village}, {village.kecamatan}" if village else one.village_code),
        (_("Desil"), one.decile if one.decile is not None else Missing.ABSENT),
        (_("Kesehatan dan disabilitas"), _("tidak ditampilkan di halaman ini")),
    ]


def history(known: Known) -> Table:
    """Where each version came from: file, sheet, row, who brought and who accepted it."""
    columns = [
        Column(_("Berlaku dari")), Column(_("Berkas"), wide=True), Column(_("Baris"), numeric=True),
        Column(_("Diterima oleh")), Column(_("Yang berubah"), wide=True),
    ]  # fmt: skip
    older = [*known.versions[1:], None]
    rows = [
        Row([
            str(one.batch), " · ".join(part for part in (one.row.file, one.row.sheet) if part), one.row.source_row,
            _accepted(one), _changed(one.row, before.row if before else None),
        ])
        for one, before in zip(known.versions, older, strict=True)
    ]  # fmt: skip
    return Table(_("Asal setiap versi, terbaru dahulu"), columns, rows, hidden_caption=True)


def _accepted(one: Version) -> str:
    who = one.batch.decided_by.full_name if one.batch.decided_by else str(Missing.ABSENT)
    return f"{who}, {long_date(one.batch.decided_at.date()) if one.batch.decided_at else ''}"


_SHOWN = {
    "name": gettext_lazy("nama"),
    "birth_date": gettext_lazy("tanggal lahir"),
    "sex": gettext_lazy("jenis kelamin"),
    "relation": gettext_lazy("hubungan keluarga"),
    "kk": gettext_lazy("No. KK"),
    "nik": gettext_lazy("NIK"),
    "address": gettext_lazy("alamat"),
    "rt": gettext_lazy("RT"),
    "rw": gettext_lazy("RW"),
    "dusun": gettext_lazy("dusun"),
    "village_code": gettext_lazy("desa"),
    "decile": gettext_lazy("desil"),
    "marital": gettext_lazy("status kawin"),
    "occupation_ktp": gettext_lazy("pekerjaan"),
}


def _changed(now: Person, before: Person | None) -> str:
    """The names of what differs from the version before; values stay on the page above."""
    if before is None:
        return _("pertama tercatat")
    found = [str(word) for name, word in _SHOWN.items() if getattr(now, name) != getattr(before, name)]
    return ", ".join(found) or _("keterangan lain")


def household(known: Known) -> Table:
    columns = [Column(_("Nama")), Column(_("Hubungan")), Column(_("Tahun lahir"), numeric=True)]
    rows = [
        Row(
            [one.name or Missing.UNFILLED, _RELATION.get(one.relation or "", one.relation or Missing.UNFILLED),
             _year(one)],
            url=reverse("privacy:person", args=[one.uid]),
        )
        for one in known.household
    ]  # fmt: skip
    return Table(_("Anggota keluarga lain menurut register yang sama"), columns, rows, hidden_caption=True)
