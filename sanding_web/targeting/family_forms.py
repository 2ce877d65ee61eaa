"""How many families there is room for, and the seed of the lots among equals."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class QuotaForm(forms.Form):
    """Optional: an empty quota shows the whole list."""

    kuota = forms.IntegerField(
        label=_("Kuota (keluarga)"),
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": _("Isi bilangan bulat, misalnya 40."),
            "min_value": _("Isi paling sedikit 1."),
            "max_value": _("Isi paling banyak 100.000."),
        },
    )
    benih = forms.CharField(label=_("Benih undian"), required=False, max_length=80)

    def __init__(self, data: Mapping[str, Any], *, year: int) -> None:
        self.usual = seed_of(year)
        asked = {"kuota": data["kuota"], "benih": data.get("benih") or self.usual} if "kuota" in data else None
        super().__init__(asked)
        self.fields["benih"].initial = self.usual
        self.fields["benih"].help_text = _(
            "Dipakai bila kuota memotong satu tingkat. Umumkan sebelum dihitung, supaya tidak dapat dipilih-pilih."
        )

    def clean_benih(self) -> str:
        return str(self.cleaned_data["benih"]) or self.usual


def seed_of(year: int) -> str:
    """The seed where nobody announced another one: fixed by the year alone, so that nobody can choose it."""
    return f"undian keluarga sasaran {year}"
