"""What the office may set about its papers: letterhead, signatories, templates, number patterns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding.documents.numbering import check_pattern
from sanding.errors import InputFault
from sanding_web.decisions.models import LetterheadVersion, SignatoryTerm

MOST_BYTES = 3_000_000
MOST_LINES = 6


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Alasan perubahan"), max_length=300, help_text=_("Tercatat bersama nama Anda."))


class LetterheadForm(forms.Form):
    """Lines, logo, place and paper; leaving the logo empty keeps the one in use."""

    text = forms.CharField(
        label=_("Baris kepala surat"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu baris satu tulisan; baris pertama tebal."),
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG atau JPEG, paling besar 2 MB."))
    without_logo = forms.BooleanField(label=_("Tanpa logo"), required=False)
    place = forms.CharField(label=_("Tempat penandatanganan"), max_length=120)
    paper = forms.ChoiceField(label=_("Kertas"), choices=LetterheadVersion.PAPERS)
    reason = _reason()

    def clean_text(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > 120 for line in lines):
            raise forms.ValidationError(_("Paling banyak 6 baris, masing-masing 120 huruf."))
        return lines


class SignatoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """One person who signs from a day on."""

    class Meta:
        model = SignatoryTerm
        fields = ["signs", "name", "capacity", "title", "on_behalf", "rank", "nip", "valid_from", "valid_to"]
        labels = {
            "signs": _("Menandatangani"),
            "name": _("Nama dengan gelar"),
            "capacity": _("Kedudukan"),
            "title": _("Jabatan"),
            "on_behalf": _("Atas nama (a.n.)"),
            "rank": _("Pangkat"),
            "nip": _("NIP"),
            "valid_from": _("Berlaku sejak"),
            "valid_to": _("Berlaku sampai"),
        }
        help_texts = {
            "title": _("Kosong untuk Bupati/Wali Kota."),
            "on_behalf": _("Misalnya BUPATI CONTOH; kosong bila menandatangani atas jabatan sendiri."),
            "nip": _("Delapan belas angka; kosong untuk pejabat tanpa NIP."),
            "valid_to": _(
                "Kosong bila belum diketahui. Bila dua masa berlaku bersamaan, yang mulai paling akhir dipakai."
            ),
        }
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in ("valid_from", "valid_to")
        }

    def clean_nip(self) -> str:
        """Eighteen digits in the usual groups, or nothing."""
        digits = "".join(self.cleaned_data["nip"].split())
        if digits and (len(digits) != 18 or not digits.isdecimal()):
            raise forms.ValidationError(_("NIP berisi 18 angka."))
        return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}" if digits else ""


class EndTermForm(forms.Form):
    """The last day of a signatory."""

    valid_to = forms.DateField(
        label=_("Hari terakhir"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class TemplateForm(forms.Form):
    """A template the office edited."""

    file = forms.FileField(label=_("Templat DOCX"), help_text=_("Berkas .docx biasa, tanpa makro; paling besar 3 MB."))
    reason = _reason()

    def clean_file(self) -> Any:
        """Only a .docx of a bearable size is read at all; what is inside is checked before it is kept."""
        found = self.cleaned_data["file"]
        if not found.name.lower().endswith(".docx"):
            raise forms.ValidationError(_("Berkas bukan .docx. Simpan sebagai Word (.docx), bukan .docm atau .doc."))
        if found.size > MOST_BYTES:
            raise forms.ValidationError(_("Berkas lebih dari 3 MB. Kecilkan gambarnya, lalu unggah lagi."))
        return found


class PatternForm(forms.Form):
    """How papers of a kind are numbered; empty stops the numbering."""

    pattern = forms.CharField(
        label=_("Pola nomor"),
        max_length=60,
        required=False,
        help_text=_(
            "Misalnya 050/{nomor}/{tahun}. Isian: {nomor}, {nomor3}, {bulan}, {tahun}. Kosong: tidak bernomor."
        ),
    )

    def clean_pattern(self) -> str:
        """A pattern that gives every paper its own number."""
        pattern: str = self.cleaned_data["pattern"].strip()
        if pattern:
            try:
                check_pattern(pattern)
            except InputFault as fault:
                raise forms.ValidationError(f"{fault.what[0].upper()}{fault.what[1:]}. {fault.remedy}") from None
        return pattern
