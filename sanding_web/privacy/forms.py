"""What is typed to find a person, and why a number is revealed."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding.long_numbers import holds_number
from sanding.parameters import value
from sanding_web.district.models import Village


class SearchForm(forms.Form):
    """A whole number, or a name within one village."""

    number = forms.CharField(
        label=_("NIK atau No. KK"),
        required=False,
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Enam belas angka, lengkap."),
    )
    name = forms.CharField(
        label=_("Nama"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Paling sedikit tiga huruf; pilih desanya."),
    )
    village = forms.ModelChoiceField(
        label=_("Desa/kelurahan"), required=False, queryset=Village.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        number = re.sub(r"[\s.\-']", "", self.cleaned_data["number"])
        if number and not re.fullmatch(r"[1-9]\d{15}", number):
            raise forms.ValidationError(_("NIK dan No. KK terdiri atas 16 angka. Periksa, lalu ketik lagi."))
        return number

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name and sum(sign.isalpha() for sign in name) < 3:
            raise forms.ValidationError(_("Ketik paling sedikit tiga huruf."))
        if holds_number(name):
            raise forms.ValidationError(_("Nomor diketik di kolom nomor."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if bool(data["number"]) == bool(data["name"]):
            raise forms.ValidationError(_("Isi salah satu: nomor, atau nama dengan desanya."))
        if data["name"] and not data["village"]:
            self.add_error("village", _("Pilih desanya: nama hanya dicari di dalam satu desa."))
        return data


class RevealForm(forms.Form):
    """Why a number is shown in full."""

    purpose = forms.ChoiceField(label=_("Tujuan"))
    reason = forms.CharField(
        label=_("Keterangan"),
        min_length=10,
        max_length=300,
        help_text=_("Urusannya apa; tanpa nama dan nomor orang. Tercatat di jejak audit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purposes = value("privacy.reveal_purposes", timezone.localdate())
        self.fields["purpose"].choices = [("", "---------"), *purposes.items()]  # type: ignore[attr-defined]
