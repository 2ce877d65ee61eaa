"""Two people at one form: what was seen when it was opened is compared with what stands there when it is saved."""

from hashlib import sha256
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

CHANGED = _("Isian ini sudah diubah orang lain sejak Anda membukanya. Muat ulang halaman, lalu isi kembali.")


def stamp(row: models.Model) -> str:
    """A short mark of every value of a row, as it stands in the database."""
    if row.pk is None:
        return ""
    stored = type(row)._default_manager.filter(pk=row.pk).values_list().first()
    return sha256(repr(stored).encode()).hexdigest()[:16] if stored else ""


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form over one row that refuses to overwrite what someone else saved meanwhile; nothing typed is lost."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = stamp(self.instance)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        seen = data.pop("seen", "")
        if seen and seen != stamp(self.instance):
            self.add_error(None, CHANGED)
        return data
