"""The mapping wizard: sheets of a batch, targets of its register, the table of profiles."""

import secrets
from collections.abc import Sequence

from django.utils.translation import gettext as _

from sanding.registry.layouts import Layout, all_layouts
from sanding.registry.mapping import propose, samples
from sanding.registry.read import Sheet, open_sheets
from sanding_web.registry import storage
from sanding_web.registry.mapping_forms import Unmapped
from sanding_web.registry.models import Batch, MappingProfile
from sanding_web.registry.staging import layouts_of
from sanding_web.ui.parts import Column, Pill, Row, Table


def sheets_of(batch: Batch) -> list[Unmapped]:
    """Every sheet with a table; the files are in plain only while this runs."""
    found = []
    with storage.plain_files(batch, place=f"petakan-{secrets.token_hex(4)}") as paths:
        for path in paths:
            sheets = open_sheets(path, encoding=batch.encoding or None, delimiter=batch.delimiter or None)
            found += [Unmapped(_title(one), one.headers, samples(one)) for one in sheets]
    return found


def _title(sheet: Sheet) -> str:
    return f"{sheet.file.name}, {sheet.name}" if sheet.name else sheet.file.name


def targets(register: str) -> list[Layout]:
    """The layouts of families and persons that a sheet of this register can be read as."""
    return [
        one
        for one in all_layouts().values()
        if one.register in layouts_of(register) and one.entity in ("family", "person")
    ]


def nearest_target(sheet: Unmapped, layouts: Sequence[Layout]) -> Layout:
    """The layout for which most required columns, then most columns, have a proposal."""

    def fit(layout: Layout) -> tuple[float, int]:
        found = propose(sheet.headers, layout)
        required = [one.field for one in layout.required]
        return sum(one in found for one in required) / max(1, len(required)), len(found)

    return max(layouts, key=fit)


def profiles_table(kept: Sequence[MappingProfile]) -> Table:
    """The versions of all profiles, newest first."""
    titles = {one.name: one.title for one in all_layouts().values()}
    rows = [
        Row(
            [one.name, one.version, one.year, titles.get(one.target, one.target), one.source, one.made_at, _state(one)],
            key=f"profil-{one.pk}",
        )
        for one in kept
    ]
    columns = [
        Column(_("Profil"), wide=True),
        Column(_("Versi"), numeric=True),
        Column(_("Tahun")),
        Column(_("Dibaca sebagai"), wide=True),
        Column(_("Sumber"), wide=True),
        Column(_("Disimpan")),
        Column(_("Keadaan")),
    ]
    return Table(_("Profil kolom, terbaru di atas"), columns, rows)


def _state(kept: MappingProfile) -> Pill:
    return Pill("netral", _("dihentikan")) if kept.retired_at else Pill("baik", _("dipakai"))
