"""What a person types when bringing a sheet of the time before Sanding."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding_web.district.files import LARGEST
from sanding_web.district.models import Programme

SHEETS = ".xlsx,.xlsm,.xls,.ods,.csv"
FIRST_YEAR = 2019
_DAY = {"type": "date"}


class SheetForm(forms.Form):
    """Only the file: a list of agencies belongs to no decree."""

    upload = forms.FileField(
        label=_("Lembar"),
        widget=forms.FileInput(attrs={"accept": SHEETS}),
        help_text=_("XLSX, XLS, ODS, atau CSV seperti yang ada di kantor; judul di atas tabel boleh tetap ada."),
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if not str(upload.name).lower().endswith(tuple(SHEETS.split(","))):
            raise forms.ValidationError(_("Pakai %s.") % SHEETS.replace(",", ", "))
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Lembar lebih besar dari %s MB.") % (LARGEST // 1024**2))
        return upload


class DecreeForm(SheetForm):
    """The decree that a list or a pairing was decided by."""

    number = forms.CharField(label=_("Nomor keputusan"), max_length=120)
    date = forms.DateField(label=_("Tanggal keputusan"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    about = forms.CharField(label=_("Tentang"), max_length=400, required=False)
    year = forms.IntegerField(label=_("Tahun pendampingan"), min_value=FIRST_YEAR)
    start = forms.DateField(
        label=_("Berlaku sejak"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        help_text=_("Kosong berarti 1 Januari tahun pendampingan."),
    )

    def clean(self) -> dict[str, Any]:
        """Dates that are possible: the year not after the programme's, the first day within the year."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        programme, year = Programme.current(), data.get("year")
        last = max(programme.year if programme else 0, timezone.localdate().year)
        if year and year > last:
            self.add_error("year", _("Tahun itu belum tiba."))
        if data.get("date") and data["date"] > timezone.localdate():
            self.add_error("date", _("Tanggal keputusan belum lewat. Periksa tahunnya."))
        if year and not data.get("start"):
            data["start"] = date(year, 1, 1)
        if year and data.get("start") and data["start"].year != year:
            self.add_error("start", _("Tanggal mulai harus dalam tahun pendampingan."))
        return data


class PairsForm(DecreeForm):
    """A pairing: also whether it goes on."""

    goes_on = forms.BooleanField(
        label=_("Pendampingan ini masih berjalan sampai ada keputusan baru"),
        required=False,
        initial=True,
        help_text=_("Tanpa tanda, berakhir 31 Desember tahun itu."),
    )


FORMS: dict[str, type[SheetForm]] = {"agencies": SheetForm, "pairs": PairsForm, "priority": DecreeForm}


class CountForm(forms.Form):
    """The number of rows that the person has read and will enter."""

    count = forms.IntegerField(label=_("Tulis banyaknya baris yang akan masuk"), min_value=1)

    def __init__(self, *args: Any, expected: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_count(self) -> int:
        count: int = self.cleaned_data["count"]
        if count != self.expected:
            raise forms.ValidationError(
                _("Yang siap masuk %s baris. Periksa kembali, lalu tulis angka itu.") % self.expected
            )
        return count
