"""What a person may type when deciding."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """The number is often given after the signature, so it may stay empty."""

    decree_number = forms.CharField(
        label=_("Nomor keputusan"), max_length=80, required=False, help_text=_("Boleh diisi kemudian pada naskah.")
    )
    decree_date = forms.DateField(
        label=_("Tanggal keputusan"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    take_number = forms.BooleanField(label=_("Beri nomor menurut pola"), required=False)

    def __init__(self, *args: Any, next_number: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decree_date"].initial = timezone.localdate()
        if next_number:
            self.fields["take_number"].help_text = (
                _("Nomor berikutnya sekarang %s; diambil saat ditetapkan.") % next_number
            )
        else:
            del self.fields["take_number"]

    def clean(self) -> dict[str, Any]:
        """A number typed by hand or one from the pattern, not both."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("take_number") and found.get("decree_number"):
            self.add_error("decree_number", _("Kosongkan, atau jangan centang nomor menurut pola."))
        return found


class ReasonForm(forms.Form):
    """A reason that stays in the record."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Tercatat bersama nama Anda. Jangan menulis nama atau NIK warga."),
    )


class NoteForm(forms.Form):
    """An optional note to the person who decides."""

    note = forms.CharField(
        label=_("Catatan untuk pimpinan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
