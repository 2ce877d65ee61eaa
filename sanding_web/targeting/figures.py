"""Dated figures as pages show them: what they mean, their value in words, unit, since when and from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sanding.parameters import in_force
from sanding.targeting.goalposts import RankParameters
from sanding_web.ui.words import number, percent

_NAMES = {
    "low": gettext_noop("tiang bawah"), "high": gettext_noop("tiang atas"), "line": gettext_noop("garis kuadran"),
    "worst": gettext_noop("terburuk"), "best": gettext_noop("terbaik"), "certain": gettext_noop("pasti"),
    "out": gettext_noop("tidak"), "band": gettext_noop("pita"), "turnover": gettext_noop("keluar-masuk desil 1"),
    "spread": gettext_noop("sebaran desa"), "error": gettext_noop("saat diukur"), "drift": gettext_noop("tambahan"),
    "substitute": gettext_noop("bila diganti median"), "count": gettext_noop("jumlah"),
    "share": gettext_noop("bagian"), "index": gettext_noop("indeks"), "remoteness": gettext_noop("keterpencilan"),
    "families_d1": gettext_noop("keluarga desil 1"), "share_d1": gettext_noop("bagian desil 1"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One parameter in words."""

    meaning: str
    value: str
    unit: str
    since: date
    source: str


def told(name: str, on: date) -> Told:
    """The parameter ``targeting.<name>`` in force on a date."""
    one = in_force(f"targeting.{name}", on)
    return Told(one.meaning, _words(one.value), one.unit, one.valid_from, one.source)


def _words(value: Any) -> str:
    """Nested values in one line: ``keluarga (tiang bawah 0; tiang atas 1.000)``."""
    if isinstance(value, Mapping):
        parts = []
        for name, one in value.items():
            label = _(_NAMES[name]) if name in _NAMES else name
            parts.append(f"{label} ({_words(one)})" if isinstance(one, Mapping) else f"{label} {_words(one)}")
        return "; ".join(parts)
    if isinstance(value, list):
        return " + ".join(_words(one) for one in value)
    if isinstance(value, float):
        text = f"{value:.4f}".rstrip("0")
        return number(value, max(1, len(text) - text.index(".") - 1))
    return number(value)


def category_sentence(parameters: RankParameters) -> str:
    """The rule of the category of extreme poverty (S2.7) in one sentence."""
    rule = parameters.category
    words = {"n": number(rule.families_d1), "share": percent(rule.share_d1, 1)}
    return _("Sedikitnya %(n)s keluarga desil 1, dan bagiannya sedikitnya %(share)s dari semua keluarga desa.") % words


def lines_sentence(parameters: RankParameters, unit: str, index: tuple[str, str]) -> str:
    """Where the lines of the quadrants lie."""
    words = {
        "count": number(parameters.count[unit].dividing),
        "unit": _(unit),
        "share": percent(parameters.share.dividing, 0),
        "label": index[1],
        "index": number(parameters.index[index[0]].dividing, 4),
    }
    sentence = _("Garis kuadran: %(count)s %(unit)s desil 1 atau bagian %(share)s; %(label)s rendah sampai %(index)s.")
    return sentence % words
