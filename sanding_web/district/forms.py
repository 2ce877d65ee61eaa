"""What may be set about the programme and its agencies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding_web.district.models import Agency, Programme


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Brand, year, letterhead and signatory."""

    legal_text = forms.CharField(
        label=_("Dasar hukum"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu baris satu dasar: nomor; tanggal (2026-02-02); tentang."),
    )

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
            "year": _("Tahun pendampingan"),
            "priority_quota": _("Banyaknya desa/kelurahan prioritas"),
            "secretariat": _("Sekretariat TKPK"),
            "address": _("Alamat kepala surat"),
            "signer_title": _("Jabatan penanda tangan"),
            "signer_name": _("Nama penanda tangan"),
            "four_eyes": _("Penerimaan batch harus oleh orang kedua"),
        }
        help_texts = dict.fromkeys(fields, "")
        widgets = {"brand_meaning": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.instance.legal_basis or []
        self.fields["legal_text"].initial = "\n".join(
            "; ".join((one["number"], one["date"], one["about"])) for one in basis
        )

    def clean_district_code(self) -> str:
        """The code that the villages of this district begin with."""
        code: str = self.cleaned_data["district_code"]
        if len(code) != 4 or not code.isdecimal():
            raise forms.ValidationError(_("Tulis empat angka, misalnya 3399."))
        return code

    def clean_legal_text(self) -> list[dict[str, str]]:
        """Lines to number, date and subject; a line without three parts is named."""
        basis = []
        for number, line in enumerate(self.cleaned_data["legal_text"].splitlines(), start=1):
            parts = [part.strip() for part in line.split(";", 2)]
            if not line.strip():
                continue
            if len(parts) != 3 or not forms.DateField().clean(parts[1]):
                raise forms.ValidationError(_("Baris %(n)s belum berisi nomor; tanggal; tentang.") % {"n": number})
            basis.append({"number": parts[0], "date": forms.DateField().clean(parts[1]).isoformat(), "about": parts[2]})
        return basis

    def save(self, commit: bool = True) -> Programme:
        self.instance.legal_basis = self.cleaned_data["legal_text"]
        saved: Programme = super().save(commit)
        return saved


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """One unit that can accompany villages."""

    class Meta:
        model = Agency
        fields = [
            "code", "name", "short", "kind", "staff", "vehicles", "budget", "lat", "lon", "competences",
            "min_villages", "max_villages", "valid_from", "valid_to",
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
            "competences": _("Kewenangan, dipisah titik koma"),
            "min_villages": _("Paling sedikit (desa)"),
            "max_villages": _("Paling banyak (desa)"),
            "valid_from": _("Berlaku sejak"),
            "valid_to": _("Berlaku sampai"),
        }
        help_texts = dict.fromkeys(fields, "")
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in ("valid_from", "valid_to")
        }
