"""Writes on the programme and its agencies; every change is logged field by field."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.forms import ModelForm

from sanding_web.audit.actions import record
from sanding_web.district import files
from sanding_web.district.models import Agency, Programme

if TYPE_CHECKING:
    from sanding_web.district.registers import Register

UNLOGGED = {"seen", "upload", "sure", "actors"}


def changes(form: "ModelForm[Any]") -> dict[str, list[str]]:
    """Old and new value of each changed field."""
    return {
        name: [_shown(form, name, form.initial.get(name, "")), _shown(form, name, form.cleaned_data.get(name, ""))]
        for name in form.changed_data
        if name not in UNLOGGED
    }


def _shown(form: "ModelForm[Any]", name: str, value: Any) -> str:
    """A chosen row by its name, not its number."""
    rows = getattr(form.fields[name], "queryset", None)
    if rows is not None and isinstance(value, int):
        return str(rows.filter(pk=value).first() or value)
    return str(value)


@transaction.atomic
def save_programme(actor: Any, form: "ModelForm[Programme]") -> Programme:
    programme = form.save()
    record(actor, "programme.change", programme, changes=changes(form))
    return programme


@transaction.atomic
def save_agency(actor: Any, form: "ModelForm[Agency]") -> Agency:
    created = form.instance.pk is None
    agency = form.save()
    record(actor, "agency.create" if created else "agency.change", agency, changes=changes(form))
    return agency


@transaction.atomic
def save_agency_table(actor: Any, formset: Any) -> int:
    """Every changed line of the table, each with its own entry; all or none. Returns how many changed."""
    changed = [form for form in formset.forms if form.has_changed() and changes(form)]
    for form in changed:
        save_agency(actor, form)
    return len(changed)


@transaction.atomic
def save_entry(actor: Any, register: "Register", form: "ModelForm[Any]") -> Any:
    """One entry of a register, with its file where the form brings one; a file that it replaces stays sealed."""
    upload = form.cleaned_data.get("upload")
    if not upload:
        return _save_entry(actor, register, form, {})
    before = form.instance.file
    with files.kept(actor, upload) as stored:
        form.instance.file = stored
        return _save_entry(actor, register, form, {"file": [before.name if before else "", stored.name]})


def _save_entry(actor: Any, register: "Register", form: "ModelForm[Any]", more: dict[str, list[str]]) -> Any:
    step = "create" if form.instance.pk is None else "change"
    entry = form.save()
    record(actor, f"{register.event}.{step}", entry, changes=changes(form) | more)
    return entry


@transaction.atomic
def remove_entry(actor: Any, register: "Register", entry: Any) -> None:
    """Take an entry out; what it said stays in the log, and its file stays sealed."""
    names = list(register.form._meta.fields or ())
    gone = {name: [str(getattr(entry, name)), ""] for name in names}
    step = "remove"
    record(actor, f"{register.event}.{step}", entry, name=str(entry), changes=gone)
    entry.delete()
