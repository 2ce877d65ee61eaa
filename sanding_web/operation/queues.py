"""The start page's word on backups: the last one and the last test restore; an alarm where one is old or failed."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.backup.facts import read_facts
from sanding.installation import read_installation
from sanding.parameters import value
from sanding_web.ui import words
from sanding_web.ui.parts import QueueRow


def line(user: Any) -> str:
    """The last backup and test restore in one sentence; "" for those it is not for, and where backups are not set."""
    at = read_installation()
    if at.backups is None or not user.scope.may("audit.view"):
        return ""
    facts = read_facts(at)
    made = _day(facts.get("backup")) or _("belum ada")
    tested = facts.get("self_restore", {})
    told = _day(tested) or _("belum pernah")
    if tested and not tested["good"]:
        told = _("%(day)s gagal") % {"day": told}
    return _("Cadangan terakhir: %(made)s. Uji pemulihan: %(tested)s.") % {"made": made, "tested": told}


def due(user: Any) -> list[QueueRow]:
    """Alarms for administrator and inspector."""
    at = read_installation()
    if at.backups is None or not user.scope.may("audit.view"):
        return []
    facts, today = read_facts(at), timezone.localdate()
    rows = []
    if _older(facts.get("backup"), timedelta(hours=value("machine.backup_age", today))):
        detail = _("Jalankan sanding backup dan periksa sanding-backup.timer.")
        rows.append(QueueRow(_("Cadangan terlambat"), detail, due=today))
    tested = facts.get("self_restore")
    if tested and not tested["good"]:
        detail = _("Cadangan terbaru tidak dapat dipulihkan (%(code)s). Buat cadangan baru, lalu uji lagi.")
        rows.append(QueueRow(_("Uji pemulihan gagal"), detail % {"code": tested["code"]}, due=today))
    elif _older(tested, timedelta(days=value("machine.self_restore_age", today))):
        detail = _("Jalankan sanding backup --self-test dan periksa sanding-self-restore.timer.")
        rows.append(QueueRow(_("Uji pemulihan terlambat"), detail, due=today))
    return rows


def _older(fact: dict[str, Any] | None, age: timedelta) -> bool:
    return fact is None or timezone.now() - datetime.fromisoformat(fact["at"]) > age


def _day(fact: dict[str, Any] | None) -> str:
    """The local day of a fact as the pages write it."""
    if not fact:
        return ""
    day: date = timezone.localtime(datetime.fromisoformat(fact["at"])).date()
    return words.long_date(day)
