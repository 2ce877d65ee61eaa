"""The pairs that a run with few moves holds on to: those in force, or those of a finished run."""

import polars as pl
from django.utils.translation import gettext as _

from sanding.pairing.tables import PAIRS
from sanding_web.decisions.frames import pack
from sanding_web.pairing import queries
from sanding_web.pairing.models import PairingRun

STANDING = "berlaku"


def kept_choices(run: PairingRun) -> list[tuple[str, str]]:
    """(value, words) of the pairs that can be held on to."""
    return [(STANDING, _("pasangan yang berlaku, atau yang terakhir berlaku")), (str(run.number), str(run))]


def table_before(year: int, chosen: str) -> tuple[str, str]:
    """The pairs by that value: their name for the papers, and canonical CSV."""
    if chosen == STANDING:
        return "pasangan yang berlaku atau terakhir berlaku", pack(queries.past(year), PAIRS).decode()
    run = queries.run(year, int(chosen))
    leads = {row["village_code"]: row["agency"] for row in run.rows if row["agency"]}
    return run.official_name, pack(pairs_frame(year - 1, leads), PAIRS).decode()


def pairs_frame(year: int, leads: dict[str, str]) -> pl.DataFrame:
    """PAIRS of one year from agency code by village code."""
    rows = [(year, agency, village) for village, agency in leads.items()]
    return pl.DataFrame(rows, schema=PAIRS.schema(), orient="row")
