"""Villages as their pages show them: counts by decile with small cells suppressed, the map, tables and exports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.documents.sheet import Cell
from sanding.documents.sheet import Column as SheetColumn
from sanding.parameters import value
from sanding_web.registry.models import Batch
from sanding_web.registry.queries import Counted
from sanding_web.ui.map import VillageMap, class_layers
from sanding_web.ui.outline import Outline
from sanding_web.ui.parts import Column, Figure, Row, Table
from sanding_web.ui.small import shown_count
from sanding_web.ui.words import Missing, long_date


def source_of(batch: Batch | None) -> str:
    """Where counts come from, in words."""
    if batch is None:
        return _("belum ada batch yang diterima")
    return _("%(batch)s, diterima sebagai batch %(number)s, penetapan") % {"batch": batch, "number": batch.number}


def shown_deciles(by_decile: Mapping[str, int], limit: int) -> dict[str, int | Missing]:
    """Decile ('' = not set) to count. Where one cell alone is suppressed, the next smallest goes too, so that no
    subtraction from the total gives it back."""
    small = [decile for decile, count in by_decile.items() if 0 < count < limit]
    others = sorted((count, decile) for decile, count in by_decile.items() if count >= limit)
    hidden = {*small, *([others[0][1]] if len(small) == 1 and others else [])}
    return {decile: Missing.SUPPRESSED if decile in hidden else count for decile, count in by_decile.items()}


def shown_counts(found: Counted, limit: int) -> dict[str, int | Missing | None]:
    """The counts of one village as every page, map and export shows them: what one hides, none gives back."""
    names = ("families", "families_d1", "families_d1_2", "persons", "persons_d1")
    shown = {name: shown_count(found.number(name), limit) for name in names}
    if found.count is None:
        return shown
    deciles = shown_deciles(found.count.by_decile, limit)
    first, second = (deciles.get(one, 0) is Missing.SUPPRESSED for one in ("1", "2"))
    if first:
        shown["families_d1"] = shown["persons_d1"] = Missing.SUPPRESSED
    if first != second:
        shown["families_d1_2"] = Missing.SUPPRESSED
    return shown


def figures(found: Counted, batch: Batch | None, limit: int) -> list[Figure]:
    """Families, of those decile 1, persons."""
    source, on = source_of(batch), batch.decreed_on if batch else None
    shown = shown_counts(found, limit)
    return [
        Figure(_("Keluarga di register"), shown["families"], _("keluarga"), source, on),
        Figure(_("Desil 1"), shown["families_d1"], _("keluarga"), source, on),
        Figure(_("Orang di register"), shown["persons"], _("orang"), source, on),
    ]


def decile_table(found: Counted, batch: Batch | None, limit: int) -> Table | None:
    """Families by decile, one row each."""
    if found.count is None or batch is None:
        return None
    shown = shown_deciles(found.count.by_decile, limit)
    order = [str(decile) for decile in range(1, 11)] + [""]
    rows = [
        Row([_("Desil %s") % decile if decile else _("Desil belum ditentukan"), shown[decile]])
        for decile in order
        if decile in shown
    ]
    columns = [Column(_("Desil nasional")), Column(_("Keluarga"), numeric=True)]
    caption = _("Keluarga menurut desil, satuan keluarga. Sumber: %s") % batch
    return Table(caption, columns, rows)


def index_table(rows: Sequence[Any]) -> Table | None:
    """Index by year; IDM and Indeks Desa are named apart."""
    columns = [
        Column(_("Indeks")),
        Column(_("Tahun"), digits=0),
        Column(_("Nilai"), numeric=True, digits=4),
        Column(_("Status")),
        Column("IKS", numeric=True, digits=4),
        Column("IKE", numeric=True, digits=4),
        Column("IKL", numeric=True, digits=4),
    ]
    shown = [
        Row([one.get_index_display(), str(one.year), one.score, one.status, one.iks, one.ike, one.ikl]) for one in rows
    ]
    return (
        Table(_("Indeks menurut tahun; nilai 0 sampai 1, status seperti diberikan sumber"), columns, shown)
        if shown
        else None
    )


def needs_table(rows: Sequence[Any]) -> Table | None:
    """Indicators not yet full, biggest gain first."""
    columns = [
        Column(_("Indikator"), wide=True),
        Column(_("Skor"), numeric=True),
        Column(_("Kenaikan indeks"), numeric=True, digits=4),
        Column(_("Pelaku")),
        Column(_("Kegiatan disarankan"), wide=True),
    ]
    shown = [
        Row([one.indicator, one.score, one.gain, f"{one.level} {one.actor}".strip(), one.activity]) for one in rows
    ]
    return Table(_("Indikator indeks yang belum penuh; skor 0 sampai 5"), columns, shown) if shown else None


def chosen_count(found: Counted, deciles: Sequence[int], limit: int) -> int | Missing | None:
    """Families in a set of deciles (S1.21): the sum of what is shown, suppressed where one of them is."""
    if found.count is None:
        return None
    shown = shown_deciles(found.count.by_decile, limit)
    parts = [shown.get(str(decile), 0) for decile in deciles]
    return sum(parts) if all(isinstance(part, int) for part in parts) else Missing.SUPPRESSED  # type: ignore[arg-type]


def in_words(deciles: Sequence[int]) -> str:
    """Deciles as a reader says them: runs as a range.

    >>> in_words([1, 2, 3, 5])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for decile in sorted(deciles):
        if runs and decile == runs[-1][-1] + 1:
            runs[-1].append(decile)
        else:
            runs.append([decile])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def villages_table(rows: Sequence[Counted], batch: Batch | None, limit: int, deciles: Sequence[int]) -> Table:
    """Villages with their counts; a village without a row in the register says so."""
    columns = [
        Column(_("Desa/kelurahan"), sortable=True),
        Column(_("Jenis")),
        Column(_("Kecamatan"), sortable=True),
        Column(_("Keluarga"), numeric=True, sortable=True),
        Column(_("Desil 1"), numeric=True, sortable=True),
        Column(_("Bagian desil 1 (%)"), numeric=True, sortable=True, digits=1),
        Column(_("Desil %s") % in_words(deciles), numeric=True, sortable=True),
        Column(_("Orang"), numeric=True, sortable=True),
    ]
    shown = [
        Row(_village_row(one, limit, deciles), url=reverse("registry:village", args=[one.village.code])) for one in rows
    ]
    return Table(_("Keluarga dan orang menurut desa. Sumber: %s") % (batch or source_of(None)), columns, shown)


def _village_row(one: Counted, limit: int, deciles: Sequence[int]) -> list[object]:
    shown, share = shown_counts(one, limit), shown_share(one, limit)
    percent = share * 100 if isinstance(share, float) else share
    place = [str(one.village), one.village.get_kind_display(), one.village.kecamatan]
    chosen = chosen_count(one, deciles, limit)
    return [*place, shown["families"], shown["families_d1"], percent, chosen, shown["persons"]]


def shown_share(one: Counted, limit: int) -> float | Missing | None:
    """Share of decile 1, unless the count behind it is suppressed."""
    hidden = shown_counts(one, limit)["families_d1"] is Missing.SUPPRESSED
    return Missing.SUPPRESSED if hidden else one.share_d1


def share_map(rows: Sequence[Counted], drawn: Outline, batch: Batch | None, limit: int, table_url: str) -> VillageMap:
    """Share of decile 1 on the map; counts stand in the table."""
    shares = {one.village.code: shown_share(one, limit) for one in rows}
    known = [share for share in shares.values() if isinstance(share, float)]
    sentence = (
        _("Bagian keluarga desil 1 menurut desa, dari %(low)s%% sampai %(high)s%%")
        % {"low": round(100 * min(known)), "high": round(100 * max(known))}
        if known
        else _("Bagian keluarga desil 1 belum ada untuk desa-desa ini")
    )
    return VillageMap(
        drawn,
        sentence,
        _("Persen keluarga di register"),
        source_of(batch) + (f" {long_date(batch.decreed_on)}" if batch else ""),
        class_layers(shares, value("publishing.share_map_classes", timezone.localdate())),
        table_url=table_url,
        regions={one.village.kecamatan_code: one.village.kecamatan for one in rows},
    )


EXPORT = (
    SheetColumn("KODE DESA", 13),
    SheetColumn("DESA/KELURAHAN", 24),
    SheetColumn("JENIS", 11),
    SheetColumn("KODE KECAMATAN", 11),
    SheetColumn("KECAMATAN", 20),
    SheetColumn("KELUARGA", 11, 0),
    SheetColumn("KELUARGA DESIL 1", 11, 0),
    SheetColumn("KELUARGA DESIL 1-2", 11, 0),
    SheetColumn("ORANG", 11, 0),
    SheetColumn("ORANG DESIL 1", 11, 0),
)


def export_rows(rows: Sequence[Counted], limit: int) -> list[list[Cell]]:
    """The same values as on the page; codes are text, suppressed cells say so."""
    return [_export_row(one, limit) for one in rows]


def _export_row(one: Counted, limit: int) -> list[Cell]:
    village = one.village
    place: list[Cell] = [village.code, village.name, village.kind, village.kecamatan_code, village.kecamatan]
    shown = shown_counts(one, limit).values()
    return [*place, *(str(count) if isinstance(count, Missing) else count for count in shown)]
