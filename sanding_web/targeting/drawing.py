"""How the priority list looks: its table around the cut line, its map with limits that do not move, its stages."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sanding.canonical import digest
from sanding.parameters import value
from sanding.targeting.carried import STANDING
from sanding.targeting.explain import Reason
from sanding.targeting.methods import QUADRANTS
from sanding_web.targeting import queries
from sanding_web.targeting.ranking import Ranking
from sanding_web.targeting.robust import Robustness
from sanding_web.targeting.robust_drawing import firm_cell
from sanding_web.ui.map import MapLayer, VillageMap, class_layers
from sanding_web.ui.outline import Outline, outline
from sanding_web.ui.parts import Column, Pill, Row, Stage, StageState, Table
from sanding_web.ui.small import has_small, shown_row, suppressed
from sanding_web.ui.templatetags.sanding import render_pill
from sanding_web.ui.words import Missing, number, percent

Village = Mapping[str, Any]
_HEAD, _BEFORE, _AFTER = 4, 8, 8
_SCORE = {"pemalang": (1.0, 1), "count": (1.0, 0), "weighted": (100.0, 1), "topsis": (100.0, 1)}


def score_text(method: str, row: Village) -> str | None:
    """The score as shown: count (per index), per cent, 0..100, or the quadrant 1..4."""
    score: float | Missing | None = row["score"]
    if score is None:
        return None
    if isinstance(score, Missing):
        return str(score)
    if method == "share":
        return percent(score, 1)
    if method in QUADRANTS:
        return _("kuadran %d") % int(row["quadrant"])
    factor, digits = _SCORE[method]
    return number(score * factor, digits)


def name_cell(row: Village) -> SafeString:
    kind = "Kel. " if row["kind"] == "kelurahan" else ""
    return format_html("{}{} <small>{}</small>", kind, row["name"], row["kecamatan"])


def index_cell(row: Village) -> object:
    """The published index; else "tak ada" and what is used instead, never a silent number."""
    if row["index_score"] is not None:
        return number(row["index_score"], 3)
    if row["index_used"] is None:
        return format_html('<span class="s-missing">{}</span>', _("tak ada"))
    used = _("dipakai %s") % number(row["index_used"], 3)
    return format_html('<span class="s-missing">{}</span> <small class="s-soft">{}</small>', _("tak ada"), used)


def standing_pill(row: Village) -> Pill:
    if row["standing"] == STANDING:
        return Pill("info", _("Terbawa dari %d") % row["year"], "arrow-right")
    if row["priority"]:
        return Pill("nila", _("Gel. %d") % row["wave"])
    tone, icon = ("netral", "circle") if row["standing"] == "di bawah kuota" else ("awas", "circle-half-2")
    word = _(row["standing"])
    return Pill(tone, word[0].upper() + word[1:], icon)  # type: ignore[arg-type]


def columns(unit: str, index: str, *, firm: bool = False) -> tuple[Column, ...]:
    state = Column(_("Keadaan, ketahanan"), wide=True) if firm else Column(_("Keadaan"))
    return (
        Column(_("No."), numeric=True, short=_("Urutan")),
        Column(_("Desa/kelurahan, kecamatan")),
        Column(_("Desil 1"), numeric=True, short=_("Desil 1 (%s)") % _(unit)),
        Column(_("Bagian"), numeric=True, short=_("Bagian desil 1")),
        Column(index, numeric=True),
        Column(_("Skor"), numeric=True),
        state,
    )


def village_row(row: Village, *, query: str = "", method: str, unit: str, firm: Robustness | None = None) -> Row:
    """One village: count, share and index always together; with the draws also how firmly it stands."""
    part = row["families_d1"] if unit == "keluarga" else row["persons_d1"]
    cells = (
        row["rank"], name_cell(row), part, percent(row["share_d1"]), index_cell(row),
        score_text(method, row), standing_pill(row) if firm is None else _state_cell(row, firm),
    )  # fmt: skip
    return Row(cells, url=village_url(row, query))


def _state_cell(row: Village, firm: Robustness) -> SafeString:
    """Where it stands and how firmly, in one cell: the table must fit beside the form and the map."""
    pill = standing_pill(row)
    below = row["standing"] == "di bawah kuota"
    state = format_html('<small class="s-soft">{}</small>', pill.word) if below else render_pill(pill)
    return format_html('<span class="s-states">{} {}</span>', state, firm_cell(firm.by_code.get(row["village_code"])))


def village_url(row: Village, query: str = "") -> str:
    """The page that says why a village stands where it stands."""
    return reverse("targeting:village", args=[row["village_code"]]) + (f"?{query}" if query else "")


def list_table(rows: Sequence[Row], *, unit: str, index: str, caption: str, firm: bool = False) -> Table:
    return Table(caption, columns(unit, index, firm=firm), rows, header=1, id="urutan")


def cut_words(ranking: Ranking) -> str:
    """The cut line in words: one quota, or one for each wave."""
    if ranking.quota is not None:
        return _("Garis batas: kuota %s desa/kelurahan") % number(ranking.quota)
    parts = " + ".join(number(wave.quota) for wave in ranking.plan)
    return _("Desa prioritas terakhir; kuota per gelombang %s desa/kelurahan") % parts


def around_the_cut(ranking: Ranking, query: str, fold_url: str, *, limit: int, firm: Robustness | None = None) -> Table:
    """The first places, what lies around the cut line, and the line itself. Carried villages keep their place wherever
    they rank: the line stands below the last that is on the list by its rank."""
    rows = ranking.listed.to_dicts()
    by_rank = (at for at, row in enumerate(rows, start=1) if row["priority"] and row["standing"] != STANDING)
    cut = max(by_rank, default=0)
    choice = ranking.choice

    def drawn(some: Sequence[Village]) -> list[Row]:
        seen = (shown_row(row, limit) for row in some)
        return [village_row(row, query=query, method=choice.method, unit=choice.unit, firm=firm) for row in seen]

    line = Row([cut_words(ranking)], kind="cut")
    if cut <= _HEAD + _BEFORE + 1:
        above = drawn(rows[:cut])
    else:
        above = [*drawn(rows[:_HEAD]), _fold(cut, fold_url), *drawn(rows[cut - _BEFORE : cut])]
    caption = _("Urutan dari %(n)s desa/kelurahan; desil 1 dalam %(unit)s.") % {
        "n": number(len(rows)),
        "unit": _(choice.unit),
    }
    shown = [*above, line, *drawn(rows[cut : cut + _AFTER])]
    return list_table(shown, unit=choice.unit, index=ranking.index[1], caption=caption, firm=firm is not None)


def _fold(cut: int, url: str) -> Row:
    """The places between the first and those before the cut, in one line with the way to all."""
    words = _("Urutan %(first)s–%(last)s tidak ditampilkan di sini.") % {"first": _HEAD + 1, "last": cut - _BEFORE}
    return Row([format_html('{} <a href="{}">{}</a>', words, url, _("Tampilkan semua"))], kind="fold")


def district_outline(district_code: str) -> Outline | None:
    """Boundaries of the district, drawn once in ten minutes; None where nobody uploaded any. Bare shapes say nothing of
    a village, so that local roles see where theirs lie; what they may know of the others is kept out of the layers."""
    codes = queries.codes_with_shape(district_code)
    if not codes:
        return None
    key = f"outline:{digest('|'.join(codes).encode())}"
    found: Outline | None = cache.get(key)
    if found is None:
        found = outline(queries.shapes(district_code))
        cache.set(key, found, 600)
    return found


def share_map(
    listed: pl.DataFrame, drawn: Outline, *, unit: str, source: str, table_url: str, limit: int
) -> VillageMap:
    """Share of decile 1 by village, the priority villages outlined. ``listed`` holds only villages in scope."""
    shares = {row["village_code"]: shown_row(row, limit)["share_d1"] for row in listed.to_dicts()}
    chosen = frozenset(listed.filter(pl.col("priority"))["village_code"])
    return VillageMap(
        outline=drawn,
        sentence=_("Peta bagian %(unit)s desil 1 menurut desa; %(n)s desa/kelurahan prioritas bergaris tepi.")
        % {"unit": _(unit), "n": number(len(chosen))},
        unit=_("%% %s desil 1 di desa") % _(unit),
        source=source,
        layers=[
            MapLayer("blank", drawn.villages.keys() - shares.keys()),
            *class_layers(shares, value("publishing.share_map_classes", timezone.localdate())),
            MapLayer("outlined", chosen, _("%s prioritas") % number(len(chosen))),
        ],
        table_url=table_url,
        regions=dict(listed.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code").iter_rows()),
    )


def stages(ranking: Ranking, *, decided: str, here: int, query: str) -> list[Stage]:
    """Data › Cara hitung › Gelombang › Penetapan."""
    years = sorted({wave.year for wave in ranking.plan})
    span = f"{years[0]}–{years[-1]}" if years else _("belum ada")
    facts = (
        (_("Data"), _("%s sumber") % len(ranking.inputs.sources), reverse("registry:index") if _has_registry() else ""),
        (_("Cara hitung"), _(METHOD_NAMES[ranking.choice.method]), f"{reverse('targeting:index')}?{query}"),
        (_("Gelombang"), span, f"{reverse('targeting:waves')}?{query}"),
        (_("Penetapan"), decided, f"{reverse('decisions:index')}?jenis=priority"),
    )
    return [Stage(label, fact, _state(at, here), url) for at, (label, fact, url) in enumerate(facts, start=1)]


METHOD_NAMES = {
    "pemalang": gettext_noop("desil 1 ÷ indeks"),
    "count": gettext_noop("jumlah desil 1"),
    "share": gettext_noop("bagian desil 1"),
    "weighted": gettext_noop("jumlah berbobot"),
    "topsis": gettext_noop("TOPSIS"),
    "quadrant_count": gettext_noop("kuadran jumlah"),
    "quadrant_share": gettext_noop("kuadran bagian"),
}

SHORT_NAMES = {
    "pemalang": gettext_noop("÷ indeks"),
    "count": gettext_noop("jumlah"),
    "share": gettext_noop("bagian"),
    "weighted": gettext_noop("berbobot"),
    "topsis": gettext_noop("TOPSIS"),
    "quadrant_count": gettext_noop("kuadran jumlah"),
    "quadrant_share": gettext_noop("kuadran bagian"),
}


def _state(at: int, here: int) -> StageState:
    return "done" if at < here else "now" if at == here else "todo"


def _has_registry() -> bool:
    from django.urls import NoReverseMatch

    try:
        reverse("registry:index")
    except NoReverseMatch:
        return False
    return True


def without_index(listed: pl.DataFrame) -> int:
    """How many villages have no published index."""
    return int(listed["index_score"].null_count())


def unranked(listed: pl.DataFrame) -> list[str]:
    """Names of the villages that have no rank, because a figure is missing."""
    return listed.filter(pl.col("rank").is_null()).sort("name")["name"].to_list()


def kecamatan_rows(ranking: Ranking, limit: int) -> list[dict[str, Any]]:
    """Kecamatan in order; one that holds a suppressed village is suppressed too, or its sum gives the village back."""
    hiding = {row["kecamatan_code"] for row in ranking.listed.to_dicts() if has_small(row, limit)}
    rows = ranking.kecamatan.to_dicts()
    return [suppressed(row) if row["kecamatan_code"] in hiding else shown_row(row, limit) for row in rows]


_HARMLESS = frozenset({"Indeks desa", "Kuadran", "Keterpencilan", "Penetapan"})


def shown_reasons(row: Village, reasons: Sequence[Reason], limit: int) -> list[tuple[str, str]]:
    """Name and sentence of each reason; those that tell a small count say that it is suppressed, the rank stays."""
    if not has_small(row, limit):
        return [(one.name, one.text) for one in reasons]
    ranked = {"Peringkat": number(row["rank"])}
    return [
        (one.name, one.text if one.name in _HARMLESS else ranked.get(one.name, str(Missing.SUPPRESSED)))
        for one in reasons
    ]


def kecamatan_table(ranking: Ranking, query: str, *, limit: int) -> Table:
    """The same ranking one level up (S2.3), with how many priority villages each kecamatan holds."""
    held = dict(ranking.listed.filter(pl.col("priority")).group_by("kecamatan_code").len().iter_rows())
    unit, method = ranking.choice.unit, ranking.choice.method
    rows = [
        Row(
            (
                row["rank"], row["kecamatan"], row["villages"],
                row["families_d1"] if unit == "keluarga" else row["persons_d1"], percent(row["share_d1"]),
                number(row["index_used"], 3), score_text(method, row), held.get(row["kecamatan_code"], 0),
                ranking.wave_of.get(row["kecamatan_code"]) or _("di luar rencana"),
            ),
            url=f"{reverse('targeting:all')}?{query}&kecamatan={row['kecamatan_code']}",
        )
        for row in kecamatan_rows(ranking, limit)
    ]  # fmt: skip
    heads = (
        Column(_("No."), numeric=True, short=_("Urutan")), Column(_("Kecamatan")),
        Column(_("Desa/kelurahan"), numeric=True), Column(_("Desil 1 (%s)") % _(unit), numeric=True),
        Column(_("Bagian"), numeric=True), Column(ranking.index[1], numeric=True), Column(_("Skor"), numeric=True),
        Column(_("Desa prioritas"), numeric=True), Column(_("Gelombang")),
    )  # fmt: skip
    caption = _("Kecamatan menurut urutan; indeks = rata-rata desa berindeks. Desil 1 dalam %s.") % _(unit)
    return Table(caption, heads, rows, header=1)
