"""What a decision would change: consequences in numbers, and the measures that stop being computable."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from sanding.registry.layouts import Layout, all_layouts
from sanding_web.registry.changes import register_state
from sanding_web.registry.models import Batch
from sanding_web.ui.words import number

_ENTITIES = {"families": ("family", "both"), "persons": ("person", "both")}


@cache
def _measures() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (Path(__file__).parent.parent / "measures.yaml").read_text("utf-8")
    )
    return content


def stopped_measures(batch: Batch) -> list[tuple[str, str]]:
    """(measure, columns that are gone): what the last accepted list of this register carried and this one does not."""
    before = _filled_before(batch)
    gone: dict[str, list[str]] = {}
    for unit, columns in _measures().items():
        now = set(batch.summary.get("filled", {}).get(unit, []))
        if not now:
            continue
        spelt = _spellings(batch, unit)
        for column, measures in columns.items():
            if column in before.get(unit, set()) and column not in now:
                for measure in measures:
                    gone.setdefault(measure, []).append(spelt.get(column, column))
    return [(measure, ", ".join(columns)) for measure, columns in sorted(gone.items())]


def _spellings(batch: Batch, unit: str) -> dict[str, str]:
    """Our field → the header under which the layouts know it, this batch's own layouts before all others."""
    own = {sheet["layout"] for sheet in batch.summary.get("sheets", [])}
    fitting: list[Layout] = [one for one in all_layouts().values() if one.entity in _ENTITIES[unit]]
    fitting.sort(key=lambda one: (one.name in own, one.register == batch.register))
    return {column.field: column.headers[0] for layout in fitting for column in layout.columns}


def _filled_before(batch: Batch) -> dict[str, set[str]]:
    """Columns with content in the last accepted list of the same register."""
    last = Batch.objects.filter(register=batch.register, state=Batch.ACCEPTED).exclude(pk=batch.pk)
    earlier = last.filter(decided_at__lt=batch.decided_at) if batch.decided_at else last
    found: dict[str, Any] = (earlier.order_by("-decided_at").values_list("summary", flat=True).first() or {}).get(
        "filled", {}
    )
    return {unit: set(columns) for unit, columns in found.items()}


def consequences(batch: Batch) -> list[str]:
    """One sentence per effect, in the units of the register."""
    changes = batch.summary.get("changes")
    if not changes:
        return []
    words = {"families": _("keluarga"), "persons": _("orang")}
    said = []
    for unit, word in words.items():
        one = changes[unit]
        said.append(
            _("%(new)s %(unit)s baru, %(changed)s berubah, %(same)s tetap")
            % {"new": number(one["new"]), "changed": number(one["changed"]), "same": number(one["same"]), "unit": word}
        )
        if one["gone"]:
            said.append(
                _("%(n)s %(unit)s tidak tercantum lagi dan diakhiri") % {"n": number(one["gone"]), "unit": word}
            )
    if changes["moved_decile"]:
        said.append(_("%s keluarga pindah desil") % number(changes["moved_decile"]))
    repeated = changes["families"]["repeated"] + changes["persons"]["repeated"]
    if repeated:
        said.append(
            _("%s baris memuat nomor yang sudah ada pada baris lain; hanya yang pertama masuk") % number(repeated)
        )
    return said


def is_stale(batch: Batch) -> bool:
    """Whether the register changed since the batch was compared with it."""
    return batch.state == Batch.WAITING and batch.based_on != register_state(batch.register)
