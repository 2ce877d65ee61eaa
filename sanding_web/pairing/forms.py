"""What a person may type at the pairing desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding_web.decisions.forms import NoteForm
from sanding_web.district.models import Agency, Village


class RuleForm(forms.Form):
    """One pair to lock or to ban, and why."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[("lock", _("kunci: pasangan ini harus berdiri")), ("ban", _("larangan: pasangan ini tidak boleh"))],
        widget=forms.RadioSelect,
    )
    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Agency.objects.none(),
        to_field_name="code",
        empty_label=_("pilih perangkat daerah"),
    )
    village = forms.ModelChoiceField(
        label=_("Desa/kelurahan"),
        queryset=Village.objects.none(),
        to_field_name="code",
        empty_label=_("pilih desa/kelurahan"),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tampil di meja dan tersimpan bersama nama Anda."),
    )

    def __init__(self, *args: Any, villages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.order_by("short")  # type: ignore[attr-defined]
        self.fields["village"].queryset = Village.objects.filter(code__in=villages).order_by("name")  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why a lock or ban ends."""

    reason = forms.CharField(
        label=_("Alasan diakhiri"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tersimpan di riwayat bersama nama Anda."),
    )


class ProposeForm(NoteForm):
    """A note for those who sign; and why, where the office keeps a list of its own that is not the best."""

    reason = forms.CharField(
        label=_("Alasan memakai daftar sendiri"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ikut dibekukan dan tampil pada keputusan."),
    )

    def __init__(self, *args: Any, reasoned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reasoned:
            del self.fields["reason"]


class WhatIfForm(forms.Form):
    """One agency to force; none asks for the best few."""

    agency = forms.ChoiceField(label=_("Perangkat daerah tertentu"), required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("pilih perangkat daerah")), *agencies]  # type: ignore[attr-defined]


class KeepForm(forms.Form):
    """How much may be given up so that few villages move, and which pairs are to be kept."""

    loss = forms.FloatField(label=_("Kerugian"), min_value=0, max_value=1)
    against = forms.ChoiceField(label=_("Pasangan yang dipegang"))

    def __init__(self, *args: Any, against: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].choices = against  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A hand-made list as a sheet."""

    file = forms.FileField(
        label=_("Berkas daftar"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv"}),
        help_text=_(
            "Kolom KODE DESA dan KODE PERANGKAT. Susunan dari tombol unduh di meja dapat dipakai sebagai contoh."
        ),
    )
