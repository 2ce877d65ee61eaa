"""One page per agency and one per village: what their templates say, from facts that are already cut to the reader.

The caller decides what a reader may see; a hidden count comes in as its word ("disamarkan"), never as a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sanding.documents.code_mark import check_address, qr_png
from sanding.documents.letterhead import Letterhead, Signatory
from sanding.documents.paper_size import on_paper
from sanding.documents.picture import BLANK_MAP, BLANK_PICTURE
from sanding.documents.render import own_template, render_docx
from sanding.documents.wording import counted, long_date, number
from sanding.pairing.annexes import dotted
from sanding.pairing.decree import duties
from sanding.parameters import value

Shown = int | str | None
"""A count, the word for why it is hidden, or None where there is none."""

AGENCY_TEMPLATE, VILLAGE_TEMPLATE = "lembar_perangkat.docx", "lembar_desa.docx"
MOST_LACKS = 6
"""Indicators printed per village; the workbook holds all."""


@dataclass(frozen=True)
class Need:
    """One indicator not yet full: what is suggested, who can act, and whether that is the village's own companion."""

    indicator: str
    activity: str
    actors: str
    own: bool


@dataclass(frozen=True)
class Reason:
    """One reason of a pair and its points."""

    name: str
    points: float | None
    text: str


@dataclass(frozen=True)
class VillageFacts:
    """What is known of one village, as one reader may see it.

    counts       families, families_d1 [keluarga], persons, persons_d1 [orang]
    deciles      families by decile "1" … "10", "" = not set [keluarga]
    counted      register, period and date of the counts, in words
    index        the index with year and status; index_short its value alone
    """

    code: str
    name: str
    kecamatan: str
    counts: Mapping[str, Shown]
    deciles: Mapping[str, Shown]
    counted: str
    index: str
    index_short: str
    rank: int | None = None
    wave: int | None = None
    wave_year: int | None = None
    companion: str = ""
    since: date | None = None
    supporting: Sequence[str] = ()
    reasons: Sequence[Reason] = ()
    why: Sequence[tuple[str, str]] = ()
    needs: Sequence[Need] = ()


@dataclass(frozen=True)
class SheetHead:
    """What every sheet carries: who issues it, when, on which decision, and where that is checked."""

    letterhead: Letterhead
    signatory: Signatory
    year: int
    dated: date
    standing: str
    code: str
    check_base: str = ""
    number: str = ""
    sources: Sequence[str] = field(default=())


def head_values(head: SheetHead) -> dict[str, Any]:
    """The fields that all sheets share."""
    letters = head.letterhead
    return {
        "kop": list(letters.lines) or [letters.secretariat.upper(), f"{letters.region_kind} {letters.region}"],
        "nomor": head.number,
        "tahun": head.year,
        "keadaan": head.standing,
        "gerakan": letters.programme,
        "tempat": letters.place,
        "tanggal": long_date(head.dated),
        "penanda": head.signatory.block(letters.office),
        "sumber": list(head.sources),
        "kode": head.code,
        "alamat_periksa": check_address(head.check_base, head.code),
    }


def agency_values(head: SheetHead, agency: str, villages: Sequence[VillageFacts]) -> dict[str, Any]:
    """Every field of the agency's sheet; ``villages`` are those the reader may see."""
    letters = head.letterhead
    region = f"{letters.region_kind} {letters.region}".title()
    return head_values(head) | {
        "perangkat": agency,
        "banyak_desa": len(villages),
        "kalimat": _lead(agency, len(villages)),
        "desa": [{"no": f"{place}."} | _village(one) for place, one in enumerate(villages, start=1)],
        "tugas": duties(letters.office_title, region),
        "tanggal_berikut": next_dates(head.dated, letters.office_title),
    }


def village_values(head: SheetHead, facts: VillageFacts) -> dict[str, Any]:
    """Every field of the village's sheet."""
    return (
        head_values(head)
        | _village(facts)
        | {
            "keterangan": [{"nama": name, "isi": text} for name, text in _about(facts)],
            "mengapa": [{"nama": name, "isi": text} for name, text in facts.why]
            or [{"nama": "Urutan", "isi": "belum ada daftar prioritas yang ditetapkan"}],
            "keterangan_peta": f"Letak {facts.name} di Kecamatan {facts.kecamatan}; bukan batas hukum.",
        }
    )


def sheet_docx(
    values: Mapping[str, Any],
    *,
    own: str,
    template: bytes | None = None,
    name: str = "templat",
    pictures: Mapping[str, bytes] | None = None,
    paper: str = "F4",
) -> bytes:
    """A sheet as DOCX from the office's template or our ``own``; pictures by the name of what they replace."""
    found = {"logo.png": BLANK_PICTURE, "peta.png": BLANK_MAP, **(pictures or {})}
    found["kode_periksa.png"] = qr_png(values["alamat_periksa"])
    made = render_docx(template or own_template(own), values, name=name, pictures=found)
    return on_paper(made, "A4") if paper == "A4" else made


def next_dates(on: date, office_title: str) -> list[dict[str, str]]:
    """The dates of a companion's year from a day on, nearest first."""
    found = []
    for year in (on.year, on.year + 1):
        for month_day, what in value("pairing.companion_dates", on):
            month, day = (int(part) for part in month_day.split("-"))
            found.append((date(year, month, day), what.format(office_title=office_title)))
    coming = sorted(one for one in found if one[0] >= on)[:2]
    return [{"kapan": long_date(day), "apa": what} for day, what in coming]


def _lead(agency: str, villages: int) -> str:
    if not villages:
        return f"{agency} belum mendampingi satu desa/kelurahan pun."
    return f"{agency} menjadi pendamping utama {counted(villages)} desa/kelurahan prioritas."


def shown(count: Shown) -> str:
    """A count as it is printed.

    >>> shown(1200), shown("disamarkan"), shown(None)
    ('1.200', 'disamarkan', 'tak ada')
    """
    return count if isinstance(count, str) else number(count)


def _wave(facts: VillageFacts) -> str:
    return "tak ada" if facts.wave is None else f"{facts.wave} ({facts.wave_year})"


def _village(facts: VillageFacts) -> dict[str, Any]:
    lacks = sorted(facts.needs, key=lambda one: not one.own)
    return {
        "desa": facts.name,
        "kode_desa": dotted(facts.code),
        "kecamatan": facts.kecamatan,
        "urutan": shown(facts.rank),
        "gelombang": _wave(facts),
        "desil1": shown(facts.counts.get("families_d1")),
        "orang1": shown(facts.counts.get("persons_d1")),
        "indeks": facts.index,
        "indeks_singkat": facts.index_short,
        "desil": _deciles(facts),
        "penduduk": _people(facts),
        "alasan": [{"nama": one.name, "poin": _points(one.points), "teks": one.text} for one in facts.reasons],
        "kurang": [
            {"indikator": one.indicator, "kegiatan": one.activity or "belum ada saran", "pelaku": one.actors}
            for one in lacks[:MOST_LACKS]
        ],
        "kurang_lain": _more(facts),
    }


def _points(points: float | None) -> str:
    """Signed with a true minus, as the pages show it."""
    return "" if points is None else number(points, 1).replace("-", "\u2212")


def _deciles(facts: VillageFacts) -> dict[str, str]:
    found = {
        f"d{decile}": shown(facts.deciles.get(str(decile), 0 if facts.deciles else None)) for decile in range(1, 11)
    }
    return found | {
        "belum": shown(facts.deciles.get("", 0 if facts.deciles else None)),
        "semua": shown(facts.counts.get("families")),
    }


def _people(facts: VillageFacts) -> str:
    if facts.counts.get("families") is None:
        return "Desa ini belum ada pada hitungan register."
    return (
        f"Satuan keluarga. Di register: {shown(facts.counts.get('families'))} keluarga, "
        f"{shown(facts.counts.get('persons'))} orang; desil 1: {shown(facts.counts.get('families_d1'))} keluarga, "
        f"{shown(facts.counts.get('persons_d1'))} orang. Sumber: {facts.counted}."
    )


def _more(facts: VillageFacts) -> str:
    if not facts.needs:
        return "Lembar indikator desa ini belum dimuat."
    rest = len(facts.needs) - MOST_LACKS
    tail = f" {number(rest)} indikator lain ada pada berkas XLSX." if rest > 0 else ""
    return f"Indikator indeks yang belum penuh, urut tugas pendamping lalu kenaikan indeks terbesar.{tail}"


def _about(facts: VillageFacts) -> list[tuple[str, str]]:
    since = f", sejak {long_date(facts.since)}" if facts.since else ""
    return [
        ("Kode desa", dotted(facts.code)),
        ("Urutan prioritas", shown(facts.rank)),
        ("Gelombang (tahun)", _wave(facts)),
        ("Pendamping utama", f"{facts.companion}{since}" if facts.companion else "belum ada"),
        ("Perangkat pendukung", ", ".join(facts.supporting) or "belum ditetapkan"),
        ("Indeks", facts.index),
        (
            "Desil 1",
            f"{shown(facts.counts.get('families_d1'))} keluarga, {shown(facts.counts.get('persons_d1'))} orang",
        ),
    ]
