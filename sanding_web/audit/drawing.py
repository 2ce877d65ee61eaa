"""How one entry of the audit log reads: who, what, on which object, with which details."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sanding.roles import ROLES
from sanding_web.accounts.scope import Scope
from sanding_web.audit.models import Entry
from sanding_web.audit.queries import SESSION
from sanding_web.audit.words import ACTIONS, DETAILS, FIELDS, OBJECTS, PAGES, VALUES
from sanding_web.ui.words import Missing, number

_LONG_NUMBER = re.compile(r"\d{16,}")
_COUNTS = ("rows", "held", "blocks", "entries", "flaws")


def actor(entry: Entry) -> str:
    """The person; without one the system, or somebody not yet signed in."""
    if entry.actor:
        return str(entry.actor)
    return _("belum masuk") if entry.action.startswith(SESSION) else _("sistem")


def role(code: str) -> str | Missing:
    return _(ROLES[code].label) if code in ROLES else Missing.ABSENT


def action(entry: Entry) -> str:
    """The act in words; a code that has none stands as it is."""
    return str(ACTIONS.get(entry.action, entry.action))


def subject(entry: Entry, scope: Scope) -> str | SafeString | Missing:
    """The object in words and its number; a link where it has a page that this person may open."""
    if not entry.object_kind:
        return Missing.ABSENT
    words = f"{OBJECTS.get(entry.object_kind, entry.object_kind)} {entry.object_id}"
    page, right = PAGES.get(entry.object_kind, ("", ""))
    if page and scope.may(right) and entry.object_id.isdigit():
        return format_html('<a href="{}">{}</a>', reverse(page, args=[int(entry.object_id)]), words)
    return words


def details(entry: Entry) -> SafeString | Missing:
    """Old and new values, then the other details that may be shown, each on its own line."""
    lines = [*_changes(entry), *_others(entry)]
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) if lines else Missing.ABSENT


def check_result(entry: Entry) -> str:
    """What the last check of the chain found, in one line."""
    return "; ".join(_others(entry))


def _changes(entry: Entry) -> Iterator[str]:
    fields = FIELDS.get(entry.object_kind, {})
    for name, (old, new) in entry.detail.get("changes", {}).items():
        if name in fields:
            yield f"{fields[name]}: {_value(name, old)} → {_value(name, new)}"


def _others(entry: Entry) -> Iterator[str]:
    for key, value in entry.detail.items():
        if key in DETAILS and value not in ("", None):
            yield f"{DETAILS[key]}: {_value(key, value)}"


def _value(key: str, value: Any) -> str:
    """A value in words; a number as long as a NIK is never shown."""
    if key in _COUNTS and isinstance(value, int):
        return number(value)
    if key == "digest":
        return str(value)[:12]
    if key == "role":
        return str(role(str(value)))
    plain = {"True": _("ya"), "False": _("tidak"), "": str(Missing.UNFILLED), "None": str(Missing.UNFILLED)}
    text = plain.get(str(value)) or str(VALUES.get(key, {}).get(str(value), value))
    return Truncator(_LONG_NUMBER.sub(str(Missing.SUPPRESSED), text)).chars(120)
