"""Writing the audit log: the one write that a read view may make."""

from typing import Any

from django.db import models

from sanding_web.audit.models import Entry


def record(actor: Any, action: str, subject: models.Model | None = None, **detail: Any) -> Entry:
    """Append one entry. ``detail`` holds plain values and never personal data of residents."""
    known = actor if getattr(actor, "is_authenticated", False) else None
    return Entry.objects.create(
        actor=known,
        role=getattr(getattr(actor, "scope", None), "role", ""),
        action=action,
        object_kind=subject._meta.label_lower if subject is not None else "",
        object_id=str(subject.pk) if subject is not None else "",
        detail=detail,
    )
