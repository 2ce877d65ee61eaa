"""Writes on the programme and its agencies; every change is logged field by field."""

from typing import Any

from django.db import transaction
from django.forms import ModelForm

from sanding_web.audit.actions import record
from sanding_web.district.models import Agency, Programme


def _changes(form: "ModelForm[Any]") -> dict[str, list[str]]:
    """Old and new value of each changed field."""
    return {name: [str(form.initial.get(name, "")), str(form.cleaned_data.get(name, ""))] for name in form.changed_data}


@transaction.atomic
def save_programme(actor: Any, form: "ModelForm[Programme]") -> Programme:
    programme = form.save()
    record(actor, "programme.change", programme, changes=_changes(form))
    return programme


@transaction.atomic
def save_agency(actor: Any, form: "ModelForm[Agency]") -> Agency:
    created = form.instance.pk is None
    agency = form.save()
    record(actor, "agency.create" if created else "agency.change", agency, changes=_changes(form))
    return agency
