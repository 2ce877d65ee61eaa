"""What may be typed on the programme's notes: letters, national status, past efforts, macro figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding import parameters
from sanding.errors import InputFault
from sanding_web.district.editing import SeenForm
from sanding_web.district.files import LETTERS, check_letter
from sanding_web.district.models import LegalBasis, MacroFigure, NationalStatus, PastEffort
from sanding_web.ui.words import number

FIRST_YEAR = 1990
_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _choices(name: str, kept: str) -> list[tuple[str, object]]:
    """The words of a dated list, and the one already kept where the list no longer has it."""
    words = list(parameters.value(name, timezone.localdate()))
    return [("", _("pilih")), *((one, one) for one in dict.fromkeys([*words, *([kept] if kept else [])]))]


class _Noted(SeenForm):
    """A form whose word comes from a dated list and whose year is a possible one."""

    listed: tuple[str, str] = ("", "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, name = self.listed
        label = self.fields[field].label
        self.fields[field] = forms.ChoiceField(
            label=label, choices=_choices(name, getattr(self.instance, field)), initial=getattr(self.instance, field)
        )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
            raise forms.ValidationError(_("Tulis tahun empat angka, misalnya 2021."))
        return year


class BasisForm(_Noted):
    """One letter or regulation, with its file."""

    listed = ("kind", "programme.legal_kinds")
    upload = forms.FileField(
        label=_("Berkas naskah"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(LETTERS)}),
        help_text=_("PDF, DOCX, ODT, atau foto pindaian; paling besar 20 MB. Berkas baru menggantikan yang lama."),
    )

    class Meta:
        model = LegalBasis
        fields = ("of", "kind", "number", "date", "about", "issuer", "position")
        labels = {
            "of": _("Menjadi dasar"),
            "kind": _("Jenis naskah"),
            "number": _("Nomor"),
            "date": _("Tanggal naskah"),
            "about": _("Tentang"),
            "issuer": _("Penerbit"),
            "position": _("Urutan"),
        }
        help_texts = {
            **dict.fromkeys(fields, ""),
            "number": _("Seperti yang akan tertulis pada keputusan, misalnya Inpres 8/2025."),
            "position": _("Urutan penyebutan; angka kecil lebih dulu."),
        }
        widgets = {"date": _DAY}

    def clean_date(self) -> date:
        day: date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal naskah belum lewat. Periksa tahunnya."))
        return day

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                check_letter(upload)
            except InputFault as fault:
                raise forms.ValidationError(str(fault)) from fault
        return upload


class StatusForm(_Noted):
    """One year on a national priority list."""

    listed = ("status", "programme.national_statuses")

    class Meta:
        model = NationalStatus
        fields = ("year", "status", "districts", "source", "note")
        labels = {
            "year": _("Tahun"),
            "status": _("Status nasional"),
            "districts": _("Banyaknya kabupaten/kota pada daftar itu"),
            "source": _("Sumber"),
            "note": _("Catatan"),
        }
        help_texts = {"source": _("Keputusan atau siaran resmi yang menyebutnya.")}


class EffortForm(_Noted):
    """One past effort."""

    listed = ("kind", "programme.effort_classes")
    amount = forms.IntegerField(label=_("Anggaran (rupiah)"), required=False, min_value=0)

    class Meta:
        model = PastEffort
        fields = ("year", "kind", "name", "amount", "source", "note")
        labels = {
            "year": _("Tahun"),
            "kind": _("Golongan upaya"),
            "name": _("Nama upaya"),
            "source": _("Sumber"),
            "note": _("Catatan"),
        }
        help_texts = dict.fromkeys(fields, "")


class _Decimal(forms.DecimalField):
    """A number with a comma or a point before its decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class FigureForm(_Noted):
    """One macro figure; one that jumps against its neighbours is asked about before it is kept."""

    listed = ("measure", "programme.macro_measures")
    value = _Decimal(
        label=_("Nilai"),
        max_digits=14,
        decimal_places=3,
        min_value=0,
        help_text=_("Desimal dengan koma atau titik, tanpa pemisah ribuan."),
    )
    sure = forms.BooleanField(
        label=_("Angka ini sudah saya cocokkan dengan sumbernya dan memang benar"), required=False
    )

    class Meta:
        model = MacroFigure
        fields = ("measure", "on", "value", "method", "source", "note")
        labels = {
            "measure": _("Ukuran"),
            "on": _("Tanggal berlaku"),
            "method": _("Cara menghitung"),
            "source": _("Sumber"),
            "note": _("Catatan"),
        }
        help_texts = {
            **dict.fromkeys(fields, ""),
            "on": _("Untuk angka tahunan BPS: bulan surveinya, misalnya 2024-03-01."),
            "method": _("Misalnya: Susenas Maret, garis kemiskinan kabupaten."),
        }
        widgets = {"on": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = parameters.value("programme.macro_measures", timezone.localdate())
        words = [(name, f"{name} ({one['unit']})") for name, one in measures.items()]
        self.fields["measure"].choices = [("", _("pilih")), *words]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["value"] = format(self.instance.value.normalize(), "f")
        self.asked = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "measure" in data and "value" in data and "on" in data:
            self._judge(data)
        return data

    def _judge(self, data: dict[str, Any]) -> None:
        bounds = parameters.value("programme.macro_measures", timezone.localdate())[data["measure"]]
        if not bounds["low"] <= data["value"] <= bounds["high"]:
            words = {"low": number(bounds["low"]), "high": number(bounds["high"]), "unit": bounds["unit"]}
            self.add_error(
                "value",
                _("Di luar rentang wajar %(low)s sampai %(high)s %(unit)s. Periksa satuan dan banyaknya nol.") % words,
            )
        elif not data.get("sure") and (near := self._jumped_from(data)) is not None:
            self.asked = True
            words = {"value": number(near.value), "day": near.on.year, "unit": bounds["unit"]}
            question = _("Jauh dari %(value)s %(unit)s tahun %(day)s. Periksa banyaknya nol; bila benar, beri tanda.")
            self.add_error("value", question % words)

    def _jumped_from(self, data: dict[str, Any]) -> MacroFigure | None:
        """The nearest figure of the same measure, where this one is that many times larger or smaller."""
        rows = MacroFigure.objects.filter(measure=data["measure"]).exclude(pk=self.instance.pk).exclude(on=data["on"])
        near = min(rows, key=lambda one: (abs((one.on - data["on"]).days), one.on), default=None)
        if near is None:
            return None
        jump = Decimal(str(parameters.value("programme.macro_jump", timezone.localdate())))
        low, high = sorted((near.value, data["value"]))
        return near if high and (not low or high / low >= jump) else None

    def save(self, commit: bool = True) -> MacroFigure:
        """With the unit of its measure."""
        measures = parameters.value("programme.macro_measures", timezone.localdate())
        self.instance.unit = measures[self.cleaned_data["measure"]]["unit"]
        saved: MacroFigure = super().save(commit)
        return saved
