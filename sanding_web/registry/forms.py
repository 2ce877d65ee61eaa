"""What a person may type about a batch."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sanding.errors import InputFault
from sanding_web.registry.actions import refuse_unfit
from sanding_web.registry.models import Batch
from sanding_web.registry.models.batch import readable_registers

ENCODINGS = [("", _("dikenali sendiri")), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")]
DELIMITERS = [("", _("dikenali sendiri")), (";", _("titik koma ;")), (",", _("koma ,")), ("\t", _("tab")), ("|", "|")]
ACCEPT = ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv"


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One to four files that belong together, for example the family sheet and the member sheet."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile] = [super(FilesField, self).clean(one, initial) for one in found or [None]]
        if len(files) > 4:
            raise forms.ValidationError(_("Paling banyak empat berkas dalam satu batch."))
        for one in files:
            try:
                refuse_unfit(one.name or "", one.size or 0)
            except InputFault as fault:
                raise forms.ValidationError(str(fault)) from None
        return files


def _files() -> FilesField:
    return FilesField(
        label=_("Berkas"),
        widget=FilesInput(attrs={"multiple": True, "accept": ACCEPT}),
        help_text=_("XLSX, XLS, ODS atau CSV. Lembar keluarga dan lembar individu boleh dua berkas; unggah bersama."),
        max_length=200,
        allow_empty_file=True,
    )


class CheckForm(forms.Form):
    """Files to look at without keeping them."""

    files = _files()  # type: ignore[assignment]


SHEETS = [
    ("villages", _("Daftar desa/kelurahan (wilayah)")),
    ("shapes", _("Batas desa (GeoJSON)")),
    ("index", _("Indeks desa (IDM atau Indeks Desa)")),
    ("needs", _("Indikator indeks yang belum penuh")),
    ("agencies", pgettext_lazy("jamak", "Perangkat daerah")),
    ("pairs", _("Penugasan tahun lalu")),
]


class ReferenceForm(forms.Form):
    """One reference sheet, which it is, and where it comes from."""

    kind = forms.ChoiceField(label=_("Lembar"), choices=SHEETS)
    file = forms.FileField(label=_("Berkas"), max_length=200, allow_empty_file=False)
    year = forms.IntegerField(
        label=_("Tahun indeks"),
        required=False,
        min_value=2015,
        max_value=2100,
        help_text=_("Hanya bila lembar indeks tidak memuat tahunnya"),
    )
    source = forms.CharField(
        label=_("Asal lembar"), max_length=200, help_text=_("Misalnya: Kementerian Desa, unduhan 3 Februari 2026")
    )


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    """The files and where they come from (S1.20)."""

    files = _files()  # type: ignore[assignment]
    field_order = ["files"]

    class Meta:
        model = Batch
        fields = ["register", "period", "decreed_on", "coverage", "source_agency", "received_on", "undertaking"]
        help_texts = {
            "period": _("Misalnya TW III 2026"),
            "decreed_on": _("Tanggal sumber menetapkan daftarnya, bukan tanggal unggah"),
            "source_agency": _("Instansi yang menyerahkan, misalnya Dinas Sosial"),
            "undertaking": _("Nomor dan tanggal surat pengantar atau berita acara serah terima"),
        }
        widgets = {
            "decreed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "received_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "coverage": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        register = self.fields["register"]
        register.choices = [("", _("pilih register")), *readable_registers()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        decreed, received = data.get("decreed_on"), data.get("received_on")
        if decreed and received and received < decreed:
            self.add_error("received_on", _("Tanggal diterima mendahului tanggal penetapan. Periksa keduanya."))
        if received and received > timezone.localdate():
            self.add_error("received_on", _("Tanggal diterima belum lewat. Isi tanggal berkas diterima."))
        return data


class ReadingForm(forms.Form):
    """Another way of reading a text file than the one recognised."""

    encoding = forms.ChoiceField(label=_("Pengodean CSV"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Pemisah CSV"), choices=DELIMITERS, required=False)


class AcceptForm(forms.Form):
    """The second person's ticks and note; a tick for the stopped measures only where there are some."""

    origin_checked = forms.BooleanField(
        label=_("Asal, tanggal penetapan, dan surat pengantar sudah saya cocokkan"),
        error_messages={"required": _("Cocokkan dulu asal datanya, lalu beri tanda.")},
    )
    measures_known = forms.BooleanField(
        error_messages={"required": _("Beri tanda bahwa Anda tahu ukuran mana yang berhenti.")}
    )
    note = forms.CharField(label=_("Catatan keputusan"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, stopped: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stopped:
            self.fields["measures_known"].label = _("Saya tahu %(n)s ukuran tidak dapat dihitung untuk periode ini") % {
                "n": stopped
            }
        else:
            del self.fields["measures_known"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """A reviewer's remark."""

    text = forms.CharField(
        label=_("Catatan pencermatan"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tanpa nama dan nomor warga; sebut lembar dan barisnya."),
    )
