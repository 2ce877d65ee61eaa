"""What may be set about the programme and its agencies."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding_web.district.editing import SeenForm
from sanding_web.district.models import Agency, Programme
from sanding_web.district.year import year_is_held


class ProgrammeForm(SeenForm):
    """Brand, year, parent programme, letterhead and signatory."""

    class Meta:
        model = Programme
        fields = [
            "district_code",
            "district_name",
            "province_name",
            "capital",
            "programme_name",
            "brand",
            "brand_meaning",
            "outcome",
            "parent_name",
            "parent_owner",
            "parent_year",
            "year",
            "priority_quota",
            "secretariat",
            "address",
            "signer_title",
            "signer_name",
            "four_eyes",
        ]
        labels = {
            "district_code": _("Kode kabupaten/kota (Kemendagri, 4 angka)"),
            "district_name": _("Nama kabupaten/kota"),
            "province_name": _("Provinsi"),
            "capital": _("Tempat penetapan naskah"),
            "programme_name": _("Nama program"),
            "brand": _("Nama singkat gerakan"),
            "brand_meaning": _("Kepanjangan nama gerakan"),
            "outcome": _("Tujuan gerakan"),
            "parent_name": _("Program induk provinsi"),
            "parent_owner": _("Penyelenggara program induk"),
            "parent_year": _("Tahun program induk dimulai"),
            "year": _("Tahun pendampingan"),
            "priority_quota": _("Banyaknya desa/kelurahan prioritas"),
            "secretariat": _("Sekretariat TKPK"),
            "address": _("Alamat kepala surat"),
            "signer_title": _("Jabatan penanda tangan"),
            "signer_name": _("Nama penanda tangan"),
            "four_eyes": _("Penerimaan batch harus oleh orang kedua"),
        }
        help_texts = {
            **dict.fromkeys(fields, ""),
            "parent_name": _("Program provinsi yang direplikasi. Suratnya dicatat pada Dasar hukum."),
            "priority_quota": _("Menurut kesepakatan rapat TKPK; tidak ada angka bawaan."),
        }
        widgets = {"brand_meaning": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and year_is_held():
            self.fields["year"].disabled = True
            self.fields["year"].help_text = _("Berganti lewat halaman Ganti tahun, karena sudah ada keputusan.")

    def clean_district_code(self) -> str:
        """The code that the villages of this district begin with."""
        code: str = self.cleaned_data["district_code"]
        if len(code) != 4 or not code.isdecimal():
            raise forms.ValidationError(_("Tulis empat angka, misalnya 3399."))
        return code


class AgencyForm(SeenForm):
    """One unit that can accompany villages. ``known`` are the actors that the index's indicator sheets name."""

    actors = forms.MultipleChoiceField(
        label=_("Kewenangan menurut lembar indikator indeks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sebutan pelaku pada lembar indikator yang menjadi tugas perangkat daerah ini."),
    )

    class Meta:
        model = Agency
        fields = [
            "code", "name", "short", "kind", "staff", "vehicles", "budget", "lat", "lon", "competences",
            "min_villages", "max_villages", "valid_from", "valid_to", "successor", "change_basis",
        ]  # fmt: skip
        labels = {
            "code": _("Kode"),
            "name": _("Nama resmi"),
            "short": _("Singkatan"),
            "kind": _("Jenis"),
            "staff": _("Pegawai yang dapat turun (orang)"),
            "vehicles": _("Kendaraan (unit)"),
            "budget": _("Anggaran pendampingan (rupiah)"),
            "lat": _("Lintang kantor"),
            "lon": _("Bujur kantor"),
            "competences": _("Kewenangan lain, dipisah titik koma"),
            "min_villages": _("Paling sedikit (desa)"),
            "max_villages": _("Paling banyak (desa)"),
            "valid_from": _("Berlaku sejak"),
            "valid_to": _("Berlaku sampai"),
            "successor": _("Diteruskan oleh"),
            "change_basis": _("Dasar perubahan nomenklatur"),
        }
        help_texts = {
            **dict.fromkeys(fields, ""),
            "successor": _("Isi bila dihapus, digabung, atau berganti nama. Riwayatnya tetap pada nama lama."),
        }
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in ("valid_from", "valid_to")
        }

    def __init__(self, *args: Any, known: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(self._meta.fields or ())
        self.order_fields([*names[: names.index("competences")], "actors", *names[names.index("competences") :]])
        others = Agency.objects.exclude(pk=self.instance.pk) if self.instance.pk else Agency.objects.all()
        self.fields["successor"].queryset = others.order_by("kind", "name")  # type: ignore[attr-defined]
        held = _parts(self.instance.competences or "")
        if not known:
            del self.fields["actors"]
            return
        self.fields["actors"].choices = [(one, one) for one in known]  # type: ignore[attr-defined]
        self.initial["actors"] = [one.upper() for one in held if one.upper() in known]
        self.initial["competences"] = ";".join(one for one in held if one.upper() not in known)

    def clean_code(self) -> str:
        """The code stands in addresses: a slash in it would break every page that names the agency."""
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(r"[\w.-]+( [\w.-]+)*", code):
            raise forms.ValidationError(_("Pakai huruf, angka, titik, garis bawah, atau tanda hubung."))
        return code

    def clean_lat(self) -> float | None:
        return self._within("lat", 90)

    def clean_lon(self) -> float | None:
        return self._within("lon", 180)

    def _within(self, name: str, limit: int) -> float | None:
        found: float | None = self.cleaned_data[name]
        if found is not None and abs(found) > limit:
            raise forms.ValidationError(
                _("Tulis derajat desimal antara -%(n)s dan %(n)s, misalnya -7,125.") % {"n": limit}
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Competences of both kinds as one text; dates in order; a successor that does not lead back here."""
        data = super().clean()
        chosen = [*data.get("actors", ()), *_parts(data.get("competences") or "")]
        data["competences"] = ";".join(dict.fromkeys(chosen))
        self._check_dates(data.get("valid_from"), data.get("valid_to"))
        if _leads_back(data.get("successor"), self.instance.pk):
            self.add_error("successor", _("Penerusnya kembali ke perangkat daerah ini. Pilih yang lain."))
        return data

    def _check_dates(self, start: date | None, end: date | None) -> None:
        if start and end and end < start:
            self.add_error("valid_to", _("Berlaku sampai tidak boleh mendahului berlaku sejak."))


def _parts(text: str) -> list[str]:
    return [" ".join(one.split()) for one in re.split("[;,/]", text) if one.strip()]


def _leads_back(successor: Agency | None, pk: int | None) -> bool:
    seen = set()
    while successor is not None and successor.pk not in seen:
        if successor.pk == pk:
            return True
        seen.add(successor.pk)
        successor = successor.successor
    return False


TABLE_FIELDS = ("staff", "vehicles", "budget", "min_villages", "max_villages")


class AgencyRowForm(SeenForm):
    """The figures of one agency in the table of all."""

    class Meta:
        model = Agency
        fields = TABLE_FIELDS
        labels = {name: AgencyForm.Meta.labels[name] for name in TABLE_FIELDS}
        widgets = {name: forms.NumberInput(attrs={"class": "form-control"}) for name in TABLE_FIELDS}


AgencyTable = forms.modelformset_factory(Agency, form=AgencyRowForm, extra=0)
