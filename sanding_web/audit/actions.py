"""Writing the audit log: the one write that a read view may make."""

import re
from typing import Any

from django.db import models

from sanding.long_numbers import HIDDEN, hide_numbers
from sanding_web.audit.models import Entry

_DIGEST = re.compile(r"[0-9a-f]{32,128}")
_LONG = 10**15


def record(actor: Any, action: str, subject: models.Model | None = None, **detail: Any) -> Entry:
    """Append one entry. ``detail`` holds plain values and never personal data of residents.

    What is sealed cannot be mended, so a number as long as a NIK that slipped into a text is hidden before it is kept.
    """
    known = actor if getattr(actor, "is_authenticated", False) else None
    return Entry.objects.create(
        actor=known,
        role=getattr(getattr(actor, "scope", None), "role", ""),
        action=action,
        object_kind=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        detail=_without_numbers(detail),
    )


def _without_numbers(value: Any) -> Any:
    """The same value with every run of 16 or more digits hidden; digests in hexadecimal stay."""
    if isinstance(value, dict):
        return {key: _without_numbers(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_numbers(one) for one in value]
    if isinstance(value, str):
        return value if _DIGEST.fullmatch(value) and not value.isdigit() else hide_numbers(value)
    if isinstance(value, int) and abs(value) >= _LONG:
        return HIDDEN
    return value
