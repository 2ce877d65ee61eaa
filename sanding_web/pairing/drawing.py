"""How a pairing looks: its strip of proof, the list by agency, the map around one agency, the reasons of one pair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sanding.documents.sheet import Column as Sheet
from sanding_web.pairing.models import PairingRun
from sanding_web.pairing.priced import total_in_words
from sanding_web.ui.map import MapLabel, MapLayer, MapLine, VillageMap
from sanding_web.ui.outline import Outline
from sanding_web.ui.parts import Column, Pill, Row, ScoreRow, Table
from sanding_web.ui.small import has_small, plain, shown_row
from sanding_web.ui.words import Missing, number, percent

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One cell of the strip: a figure in words and what it says; ``icon`` repeats whether it is well."""

    figure: str
    words: str
    icon: str = ""


def strip(run: PairingRun, summary: Plain, *, locks: int, bans: int) -> list[Fact]:
    """Coverage, agencies without village, pairs kept, rules, proof."""
    whole, none = summary["covered"] == summary["villages"], not summary["idle"]
    return [
        Fact(
            _("%(covered)s dari %(villages)s desa") % summary,
            _("berpendamping utama"),
            "circle-check" if whole else "alert-triangle",
        ),
        Fact(
            _("%(idle)s perangkat") % summary,
            _("tanpa desa, dari %(agencies)s") % summary,
            "circle-check" if none else "alert-triangle",
        ),
        Fact(_("%(continued)s dari %(had)s") % summary, _("pasangan sebelumnya dipertahankan")),
        Fact(_("%(locks)s kunci, %(bans)s larangan") % {"locks": locks, "bans": bans}, _("beralasan"), "lock"),
        proof_fact(run),
    ]


def proof_fact(run: PairingRun) -> Fact:
    """Proven best, or the gap; with the time it took."""
    proof = run.proof
    worth = next((one["value"] for one in proof["stages"] if one["goal"] == "worth"), 0.0)
    words = _("celah %(gap)s, nilai %(worth)s, %(seconds)s detik") % {
        "gap": percent(proof["gap"], 2), "worth": number(worth, 1), "seconds": number(proof["seconds"], 1),
    }  # fmt: skip
    if run.way == "hand":
        good, prices = run.content["hand"]["as_good"], run.content["hand"]["prices"]
        words = _("dibanding terbaik: %s") % total_in_words(prices, _(run.content["question"]["unit"]))
        word = _("Sama baik dengan terbaik") if good else _("Bukan yang terbaik")
        return Fact(word, words, "circle-check" if good else "alert-triangle")
    if proof["proven"]:
        word = _("Terbukti terbaik") if run.way == "solve" else _("Terbukti paling sedikit pindah")
        return Fact(word, words, "shield-check")
    return Fact(_("Belum terbukti"), words, "alert-triangle")


def load_share(one: Plain) -> int | None:
    """Load as per cent of the fair share."""
    return round(100 * one["load"] / one["fair_share"]) if one["fair_share"] else None


def agency_table(run: PairingRun, *, picked: str, locked: frozenset[str], limit: int) -> Table:
    """One row per agency: its villages, decile-1 families, load against its fair share, pairs kept."""
    names = {row["village_code"]: row for row in run.rows}
    order = sorted(run.content["agencies"], key=lambda one: (not one["villages"], one["kind"] != "PD", one["short"]))
    rows = [_agency_row(one, names, picked, locked, limit) for one in order]
    unit = run.content["question"]["unit"]
    word = _(unit)
    columns = (
        Column(_("Pendamping")),
        Column(_("Desa dampingan"), wide=True),
        Column(_("Desil 1"), numeric=True, short=_("Desil 1 (%s)") % word),
        Column(_("Beban"), numeric=True),
        Column(_("Tetap"), numeric=True),
    )
    caption = _("Desil 1 dalam %s. Beban 100 = bagian adil menurut pegawai. Tetap = dari tahun lalu.") % word
    return Table(caption, columns, rows, tall=True, id="daftar", keyboard=True)


def _agency_row(one: Plain, names: Mapping[str, Plain], picked: str, locked: frozenset[str], limit: int) -> Row:
    villages = sorted((names[code] for code in one["villages"]), key=lambda row: row["rank"])
    if villages:
        cells = [_village_link(row, picked=picked, locked=row["village_code"] in locked) for row in villages]
        shown: object = format_html_join(", ", "{}", ((cell,) for cell in cells))
    else:
        shown = Pill("gawat", _("Tanpa desa"))
    kept = f"{one['kept']} / {len(villages)}"
    url = reverse("pairing:agency", args=[one["code"]])
    selected = picked in one["villages"]
    hidden = any(has_small(row, limit) for row in villages)
    load = (Missing.SUPPRESSED, Missing.SUPPRESSED) if hidden else (one["load"], load_share(one))
    return Row((one["short"], shown, *load, kept), url=url, selected=selected)


def _village_link(row: Plain, *, picked: str, locked: bool) -> SafeString:
    url = f"{reverse('pairing:index')}?desa={row['village_code']}#mengapa"
    word = format_html(' <span class="s-src">({})</span>', _("terkunci")) if locked else ""
    if row["village_code"] == picked:
        return format_html('<a href="{}" aria-current="true"><b>{}</b></a>{}', url, row["name"], word)
    return format_html('<a href="{}">{}</a>{}', url, row["name"], word)


Places = Mapping[str, tuple[float | None, float | None]]
"""(lon, lat) by village code"""


def agency_map(
    run: PairingRun, drawn: Outline, *, row: Plain, regions: Mapping[str, str], places: Places
) -> VillageMap:
    """The picked village, the other villages of its agency with lines to the seat, and all other priority villages."""
    agencies = {one["code"]: one for one in run.content["agencies"]}
    one = agencies.get(row["agency"] or "")
    mine = set(one["villages"]) if one else set()
    others = {other["village_code"] for other in run.rows} - mine - {row["village_code"]}
    blank = set(drawn.villages) - mine - others - {row["village_code"]}
    short = one["short"] if one else _("tanpa pendamping")
    names = {other["village_code"]: other["name"] for other in run.rows if other["village_code"] in mine}
    return VillageMap(
        outline=drawn,
        sentence=_("Peta penugasan: desa dampingan %(agency)s, desa terpilih %(village)s, dan desa prioritas lain.")
        % {"agency": short, "village": row["name"]},
        unit=_("satu warna = satu keadaan desa"),
        source=str(run),
        layers=[
            MapLayer("blank", blank),
            MapLayer("other", others, _("desa prioritas lain")),
            MapLayer("mine", mine - {row["village_code"]}, _("desa lain %s") % short),
            MapLayer("picked", {row["village_code"]}, _("desa terpilih")),
        ],
        table_url="#daftar",
        regions=regions,
        names={**names, row["village_code"]: row["name"]},
        **_seat(one, mine, places),
    )


def _seat(one: Plain | None, villages: set[str], places: Places) -> dict[str, Any]:
    """The office and a line to each of its villages; nothing where its place is unknown."""
    if one is None or one["lon"] is None or one["lat"] is None:
        return {}
    seat = (one["lon"], one["lat"])
    ends = [places.get(code, (None, None)) for code in sorted(villages)]
    return {
        "labels": [MapLabel(_("Kantor %s") % one["short"], *seat, seat=True)],
        "lines": [MapLine(seat, (lon, lat)) for lon, lat in ends if lon is not None and lat is not None],
    }


LOAD_REASON = "Beban lebih"
"""The reason whose sentence names the load of the agency, the sum over its villages."""


def hides_load(rows: Iterable[Plain], agency: str | None, limit: int) -> bool:
    """Whether an agency's load would give back the small count of one of its villages."""
    return any(row["agency"] == agency and has_small(row, limit) for row in rows)


def shown_reason(one: Plain, *, hidden: bool) -> dict[str, Any]:
    """A reason; where the load is hidden, its sentence says so."""
    return {**one, "text": str(Missing.SUPPRESSED)} if hidden and one["name"] == LOAD_REASON else dict(one)


def reasons(run: PairingRun, row: Plain, limit: int) -> list[ScoreRow]:
    """The additive reasons of a pair."""
    hidden = hides_load(run.rows, row["agency"], limit)
    found = [shown_reason(one, hidden=hidden) for one in row["reasons"]]
    return [ScoreRow(_(one["name"]), one["points"], one["text"]) for one in found]


def changes(run: PairingRun) -> list[dict[str, Any]]:
    """Villages whose agency differs from the one before."""
    short = {one["code"]: one["short"] for one in run.content["agencies"]}
    return [
        {"name": row["name"], "before": short.get(row["before"], row["before"]), "now": short.get(row["agency"])}
        for row in run.rows
        if row["change"] == "berganti"
    ]


EXPORT = (
    Sheet("URUTAN", 8, 0),
    Sheet("KODE DESA", 13),
    Sheet("DESA/KELURAHAN", 22),
    Sheet("KECAMATAN", 18),
    Sheet("KELUARGA DESIL 1", 10, 0),
    Sheet("KODE PERANGKAT", 12),
    Sheet("PERANGKAT DAERAH", 34),
    Sheet("NILAI", 10, 2),
    Sheet("SEBELUMNYA", 12),
    Sheet("KEADAAN", 16),
)


def export_lines(run: PairingRun, limit: int) -> list[list[Any]]:
    """The pairs in the order of EXPORT."""
    names = {one["code"]: one["name"] for one in run.content["agencies"]}
    return [
        [
            row["rank"], row["village_code"], row["name"], row["kecamatan"], plain(row["families_d1"]), row["agency"],
            names.get(row["agency"]), row["value"], row["before"], row["change"],
        ]
        for row in (shown_row(one, limit) for one in run.rows)
    ]  # fmt: skip
