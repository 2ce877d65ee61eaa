"""Kurun data: which data were in force when, who let them in, and how many families they hold by decile."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sanding_web.registry.models import Batch, VillageCount
from sanding_web.registry.pages.batch import pill
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.words import short_date


@dataclass(frozen=True)
class Group:
    """The vintages of one register, newest determination first."""

    register: str
    table: Table
    deciles: Table | None


def groups(batches: Sequence[Batch]) -> list[Group]:
    by_register: dict[str, list[Batch]] = {}
    for one in batches:
        by_register.setdefault(one.register, []).append(one)
    return [Group(register, _table(register, found), _deciles(found)) for register, found in by_register.items()]


def _table(register: str, batches: Sequence[Batch]) -> Table:
    columns = [
        Column(_("Periode"), wide=True),
        Column(pgettext("data", "Penetapan")),
        Column(_("Keadaan")),
        Column(_("Diterima oleh")),
        Column(_("Baris masuk"), numeric=True),
        Column(_("Berubah"), numeric=True),
        Column(_("Keluarga"), numeric=True),
        Column(_("Orang"), numeric=True),
        Column(_("SHA-256 berkas"), wide=True),
    ]
    rows = [
        Row(
            [
                f"{one.period} · {one.number}",
                one.decreed_on,
                pill(one),
                f"{one.decided_by}, {short_date(one.decided_at)}",
                one.rows_entering,
                one.rows_changed,
                one.families,
                one.persons,
                ", ".join(f"{file.sha256[:12]}…" for file in one.files.all()),
            ],
            url=reverse("registry:batch", args=[one.pk]),
        )
        for one in batches
    ]
    caption = _("Kurun data %s; keluarga dan orang = isi register sesudah batch itu diterima") % register
    return Table(caption, columns, rows)


def _deciles(batches: Sequence[Batch]) -> Table | None:
    """Families of the whole district by decile, one column per vintage; newest four."""
    shown = [one for one in batches if one.state == Batch.ACCEPTED][:4]
    if not shown:
        return None
    counted = {one.pk: _by_decile(one) for one in shown}
    deciles = [str(decile) for decile in range(1, 11)] + [""]
    rows = [
        Row([_("Desil %s") % decile if decile else _("Belum ditentukan"), *(counted[one.pk][decile] for one in shown)])
        for decile in deciles
        if any(counted[one.pk][decile] for one in shown)
    ]
    total = [_("Seluruhnya"), *(sum(counted[one.pk].values()) for one in shown)]
    columns = [Column(_("Desil nasional")), *(Column(f"{one.period} ({one.number})", numeric=True) for one in shown)]
    return Table(_("Keluarga menurut desil, satuan keluarga, seluruh kabupaten"), columns, rows, footer=total)


def _by_decile(batch: Batch) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in VillageCount.objects.filter(batch=batch).order_by().values_list("by_decile", flat=True):
        found.update(one)
    return found
