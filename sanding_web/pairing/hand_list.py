"""A list made by hand: read from a sheet or from the editing table, checked as a whole, and what it breaks in words."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sanding.errors import InputFault
from sanding.pairing.tables import PAIRS
from sanding.registry.read_tables import read_plain
from sanding_web.decisions.frames import pack
from sanding_web.pairing import priced
from sanding_web.pairing.keeping import pairs_frame
from sanding_web.pairing.models import PairingRun

SHOWN = 8
"""Faults named one by one; the rest is counted."""


def read_list(path: Path, *, villages: Mapping[str, str], agencies: Mapping[str, str]) -> dict[str, str]:
    """Agency code by village code from a sheet with KODE DESA and KODE PERANGKAT; empty agencies are left out.

    villages, agencies  names by code of those that take part; another code is a fault
    Raises  InputFault naming every row that cannot be used; then nothing is taken
    """
    rows = read_plain(path, "daftar_pendamping").rows(named=True)
    faults, found = list[str](), dict[str, str]()
    for row in rows:
        code = "".join(sign for sign in (row["village_code"] or "") if sign.isdigit())
        agency = (row["agency_code"] or "").strip()
        if not agency or agency.lower() == "tak ada":
            continue
        fault = _fault(code, agency, found, villages, agencies)
        if fault:
            faults.append(_("baris %(row)s: %(fault)s") % {"row": row["_row"], "fault": fault})
        else:
            found[code] = agency
    refuse(faults, where=path.name)
    if not found:
        raise InputFault(
            "daftar ini tidak memuat satu pasangan pun", where=path.name,
            remedy="Isi kolom KODE PERANGKAT, lalu unggah kembali.", code="SND-PRW-16",
        )  # fmt: skip
    return found


def _fault(
    code: str, agency: str, found: Mapping[str, str], villages: Mapping[str, str], agencies: Mapping[str, str]
) -> str:
    """What is wrong with one row, in words; empty where nothing is."""
    if code not in villages:
        return _("desa %s tidak ada pada daftar prioritas") % (code or _("tanpa kode"))
    if agency not in agencies:
        return _("perangkat %s tidak dikenal atau tidak berlaku") % agency
    if found.get(code, agency) != agency:
        return _("%s sudah diberi pendamping lain pada baris sebelumnya") % villages[code]
    return ""


def refuse(faults: list[str], *, where: str) -> None:
    """InputFault with the first faults and how many more; nothing where there is none."""
    if not faults:
        return
    more = len(faults) - SHOWN
    told = "; ".join(faults[:SHOWN]) + (_("; dan %s lagi") % more if more > 0 else "")
    raise InputFault(
        told,
        where=where,
        remedy="Belum ada yang tersimpan. Perbaiki baris itu, lalu unggah kembali.",
        code="SND-PRW-12",
    )


def packed(year: int, leads: Mapping[str, str]) -> str:
    """The list as canonical CSV."""
    return pack(pairs_frame(year, dict(leads)), PAIRS).decode()


def findings(run: PairingRun) -> dict[str, Any]:
    """What a list of the office costs, breaks, and where it differs from the best, in words."""
    hand = run.content["hand"]
    short = {one["code"]: one["short"] for one in run.content["agencies"]}
    names = {row["village_code"]: row["name"] for row in run.rows}
    unit = _(run.content["question"]["unit"])
    return {
        "as_good": hand["as_good"],
        "total": priced.total_in_words(hand["prices"], unit),
        "prices": priced.prices_in_words(hand["prices"], unit),
        "broken": [_broken(one, short, names) for one in hand["broken"]],
        "strangers": [f"{short.get(agency, agency)} – {names.get(code, code)}" for agency, code in hand["strangers"]],
        "different": _different(run.rows, hand["best"], short),
    }


def _different(rows: Iterable[Mapping[str, Any]], best: Mapping[str, str], short: Mapping[str, str]) -> list[Any]:
    """Villages whose agency is another one in the best."""
    nobody = _("tanpa pendamping")
    return [
        {
            "row": row,
            "own": short.get(row["agency"], nobody) if row["agency"] else nobody,
            "best": short.get(best.get(row["village_code"], ""), nobody),
        }
        for row in rows
        if row["agency"] != best.get(row["village_code"])
    ]


def _broken(one: Mapping[str, Any], short: Mapping[str, str], names: Mapping[str, str]) -> str:
    """One broken rule in words."""
    words = {
        "agency": short.get(one["agency"], one["agency"]), "village": names.get(one["village"], one["village"]),
        "n": one["amount"],
    }  # fmt: skip
    told = {
        "one lead": _("%(village)s tanpa pendamping"),
        "at least": _("%(agency)s kurang %(n)s desa dari batas paling sedikit"),
        "at most": _("%(agency)s lebih %(n)s desa dari batas paling banyak"),
        "lock": _("kunci %(agency)s – %(village)s tidak dipatuhi"),
        "ban": _("larangan %(agency)s – %(village)s dilanggar"),
    }
    return told[one["rule"]] % words
