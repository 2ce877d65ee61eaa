"""How firmness looks: a pill with its share, the band of ranks, and a sentence about the draws."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sanding_web.targeting.robust import Robustness
from sanding_web.ui.icons import SURENESS
from sanding_web.ui.parts import Pill, Tone
from sanding_web.ui.templatetags.sanding import render_pill
from sanding_web.ui.words import Missing, number, percent

_TONES: dict[str, Tone] = {"pasti": "nila", "batas": "awas", "tidak": "netral"}


def class_pill(row: Mapping[str, Any] | None) -> Pill:
    """The class of one village with the share of draws that list it."""
    if row is None or row["class"] is None:
        return Pill("netral", _("Tidak dapat dihitung"))
    kind: str = row["class"]
    words = {"pasti": _("Pasti"), "batas": _("Batas"), "tidak": _("Tidak")}
    return Pill(_TONES[kind], f"{words[kind]} {percent(row['share_in'], 0)}", SURENESS[kind])


def band(row: Mapping[str, Any] | None) -> str:
    """The ranks between which the village stood in most draws."""
    if row is None or row["rank_low"] is None:
        return str(Missing.INCOMPUTABLE)
    low, high = number(row["rank_low"]), number(row["rank_high"])
    return _("peringkat %s") % (low if low == high else f"{low}–{high}")


def firm_cell(row: Mapping[str, Any] | None) -> SafeString:
    """Pill and band in one cell."""
    if row is None or row["class"] is None:
        return render_pill(class_pill(row))
    return format_html('<span class="s-firm">{} <small>{}</small></span>', render_pill(class_pill(row)), band(row))


def sizes_sentence(found: Robustness) -> str:
    """How many villages are in each class."""
    words = {name: number(count) for name, count in found.sizes.items()}
    return _("%(pasti)s pasti, %(batas)s batas, %(tidak)s tidak") % words


def draws_sentence(found: Robustness) -> str:
    """How many draws, from which seed."""
    return _("%(draws)s undian dengan benih %(seed)s") % {"draws": number(found.draws), "seed": found.seed}
