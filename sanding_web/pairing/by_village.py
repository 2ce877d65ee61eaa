"""The pairing village by village: one row each, with its agency, what changed, and what the office may still weigh."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sanding_web.pairing.models import PairingRun
from sanding_web.ui.parts import Column, Pill, Row, Table
from sanding_web.ui.small import shown_row


def rules_then(run: PairingRun) -> dict[str, int]:
    """How many locks and bans a run was given."""
    question = run.content["question"]
    return {name: len(question[name]) for name in ("locks", "bans")}


def village_table(
    run: PairingRun,
    *,
    limit: int,
    picked: str = "",
    locked: frozenset[str] = frozenset(),
    ties: frozenset[str] = frozenset(),
) -> Table:
    """One row per village in the order of the list. ``ties``: villages whose pair is almost as good as another."""
    short = {one["code"]: one["short"] for one in run.content["agencies"]}
    word = _(run.content["question"]["unit"])
    columns = (
        Column(_("Urutan"), numeric=True),
        Column(_("Desa/kelurahan")),
        Column(_("Pendamping")),
        Column(_("Desil 1"), numeric=True, short=_("Desil 1 (%s)") % word),
        Column(_("Keadaan"), wide=True),
    )
    marks = {code: _("terkunci") for code in locked}
    for code in ties:
        marks[code] = ", ".join(filter(None, (marks.get(code), _("hampir sama baik"))))
    count = "families_d1" if run.content["question"]["unit"] == "keluarga" else "persons_d1"
    rows = [_row(row, short, marks, shown_row(row, limit)[count], picked) for row in run.rows]
    caption = _("Desil 1 dalam %s. Keadaan dibanding sebelumnya.") % word
    return Table(caption, columns, rows, header=1, id="daftar-desa", keyboard=True)


def _row(row: Mapping[str, Any], short: Mapping[str, str], marks: Mapping[str, str], load: object, picked: str) -> Row:
    code = row["village_code"]
    agency = short.get(row["agency"]) if row["agency"] else Pill("gawat", _("Tanpa pendamping"))
    state = ", ".join(filter(None, (_(row["change"]), marks.get(code))))
    name = format_html("{} <small>{}</small>", row["name"], row["kecamatan"])
    url = f"{reverse('pairing:index')}?desa={code}&lihat=desa#mengapa"
    return Row((row["rank"], name, agency, load, state), url=url, selected=code == picked)
