"""What is chosen when the year changes: which locks and bans go along, and that the points were read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding_web.rollover.queries import Preview


class ChangeForm(forms.Form):
    """``from_year`` and ``seen`` tie the form to the page that was read."""

    from_year = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    keep = forms.TypedMultipleChoiceField(
        label=_("Kunci dan larangan yang dibawa"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yang tidak dicentang berakhir bersama tahunnya; riwayatnya tersimpan."),
    )
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    read = forms.BooleanField(label=_("Saya sudah membaca hal-hal yang perlu diperhatikan"))

    def __init__(self, data: Any = None, *, preview: Preview) -> None:
        choosable = [line.rule for line in preview.rules if not line.lapses]
        first = {"from_year": preview.from_year, "seen": preview.seen, "keep": [rule.pk for rule in choosable]}
        super().__init__(data, initial=first)
        self.fields["keep"].choices = [(rule.pk, f"{rule}: {rule.reason}") for rule in choosable]  # type: ignore[attr-defined]
        if not choosable:
            del self.fields["keep"]
        if not preview.warnings:
            del self.fields["read"]
