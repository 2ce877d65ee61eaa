"""The decree on priority villages and their companions: words and annexes from frozen frames (S1.5, PAIR-07)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from sanding.documents.code_mark import check_address, qr_png
from sanding.documents.letterhead import Letterhead, Paper, Signatory
from sanding.documents.paper_size import on_paper
from sanding.documents.picture import BLANK_PICTURE
from sanding.documents.reading_copy import reading_copy
from sanding.documents.render import own_template, render_docx
from sanding.documents.wording import ORDINALS, counted, letter, long_date
from sanding.errors import RuleBroken
from sanding.pairing.annexes import companion_rows, priority_rows, wave_rows
from sanding.parameters import value
from sanding.targeting.goalposts import Unit

_UNNUMBERED = "……"
TEMPLATE = "sk_pendamping.docx"


@dataclass(frozen=True)
class Decree:
    """What the office decides about the paper itself.

    year         year of the assistance; number and dated stay open in a draft
    mengingat    laws and regulations in order of rank and age; memperhatikan instructions, circulars, letters
    revoked      title of the decree this one replaces; empty if none
    copies       who receives a copy (tembusan)
    sources      one line per data source, printed under the annexes
    """

    letterhead: Letterhead
    signatory: Signatory
    year: int
    mengingat: Sequence[str]
    memperhatikan: Sequence[str] = ()
    number: str = ""
    dated: date | None = None
    revoked: str = ""
    copies: Sequence[str] = ()
    sources: Sequence[str] = field(default=())


def legal_bases(on: date) -> dict[str, list[str]]:
    """Laws ("mengingat") and instructions ("memperhatikan") a draft begins with; the legal division completes them."""
    bases: dict[str, list[str]] = value("pairing.decree_bases", on)
    return bases


def decree_values(
    decree: Decree,
    listed: pl.DataFrame,
    pairs: pl.DataFrame,
    agencies: pl.DataFrame,
    *,
    unit: Unit,
    code: str,
    check_base: str = "",
) -> dict[str, Any]:
    """Every field of the decree's templates, as plain values.

    listed      as ``assign_waves`` returns it; pairs PAIRS of the year; agencies AGENCIES
    code        short form of the frozen decision's hash; check_base public address of the installation or ""
    Raises      RuleBroken where a village whose wave has begun has no companion
    """
    _refuse_uncovered(listed, pairs, decree.year)
    head = decree.letterhead
    words = {
        "region": f"{head.region_kind} {head.region}".title(),
        "office_title": head.office_title,
        "year": decree.year,
        "villages": counted(int(listed["priority"].sum())),
        "agencies": _agencies_in_words(pairs, agencies),
        "revoked": decree.revoked,
    }
    subject = _texts()["subject"].format(**words)
    words |= {"subject_title": _title(subject)}
    return {
        "kepala": head.office,
        "jabatan": head.office,
        "sebutan": head.head_title,
        "provinsi": head.province,
        "nomor": decree.number or _UNNUMBERED,
        "tentang": subject.upper(),
        "menimbang": _points([text.format(**words) for text in _texts()["menimbang"]]),
        "mengingat": _numbered(decree.mengingat),
        "memperhatikan": _numbered(decree.memperhatikan),
        "diktum": _diktum(words),
        "tempat": head.place,
        "tanggal": long_date(decree.dated) if decree.dated else _UNNUMBERED,
        "pejabat": decree.signatory.name,
        "penanda": decree.signatory.block(head.office),
        "tembusan": _numbered(decree.copies, last="."),
        "satuan": unit,
        "tahun": decree.year,
        "prioritas": priority_rows(listed, unit),
        "gelombang": wave_rows(listed),
        "pendamping": companion_rows(listed, pairs, agencies, unit),
        "sumber": list(decree.sources),
        "sekretariat": head.secretariat,
        "gerakan": head.programme,
        "kode": code,
        "alamat_periksa": check_address(check_base, code),
    }


def decree_docx(
    values: dict[str, Any],
    *,
    template: bytes | None = None,
    name: str = "templat SK",
    paper: Paper = "F4",
    logo: bytes = BLANK_PICTURE,
) -> bytes:
    """The decree as DOCX, from the office's own template or the one that comes with the product."""
    pictures = {"kode_periksa.png": qr_png(values["alamat_periksa"]), "logo.png": logo}
    made = render_docx(template or own_template(TEMPLATE), values, name=name, pictures=pictures)
    return on_paper(made, paper) if paper != "F4" else made


def decree_pdf(values: dict[str, Any]) -> bytes:
    """A reading copy as PDF, marked "salinan baca"; the DOCX is the document."""
    return reading_copy(decree_docx(values), title=f"Keputusan {values['jabatan']} Nomor {values['nomor']}")


def default_copies(letterhead: Letterhead) -> list[str]:
    """Who receives a copy, as a draft begins; the legal division completes the list."""
    region = f"{letterhead.region_kind} {letterhead.region}".title()
    words = {"region": region, "province": letterhead.province.title()}
    return [text.format(**words) for text in _texts()["copies"]]


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("decree.yaml").read_text(encoding="utf-8"))
    return texts


def _title(subject: str) -> str:
    small = {"dan", "atau", "di", "ke", "dari", "yang", "untuk"}
    return " ".join(word if word in small else _capital(word) for word in subject.split())


def _capital(word: str) -> str:
    return "/".join(part[:1].upper() + part[1:] for part in word.split("/"))


def _agencies_in_words(pairs: pl.DataFrame, agencies: pl.DataFrame) -> str:
    """As "24 (dua puluh empat) Perangkat Daerah dan 9 (sembilan) Bagian pada Sekretariat Daerah"."""
    kinds = agencies.filter(pl.col("code").is_in(pairs["agency_code"].unique().to_list()))["kind"].to_list()
    parts = [f"{counted(kinds.count(kind))} {name}" for kind, name in _texts()["kinds"].items() if kind in kinds]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} dan {parts[-1]}"


def _points(texts: Sequence[str]) -> list[dict[str, str]]:
    """Lettered points, each closed by a semicolon, as a preamble asks."""
    return [{"huruf": f"{letter(place)}.", "teks": f"{text};"} for place, text in enumerate(texts)]


def _numbered(texts: Sequence[str], *, last: str = ";") -> list[dict[str, str]]:
    ends = [";"] * (len(texts) - 1) + [last]
    return [
        {"huruf": f"{place}.", "teks": f"{text.rstrip(';.')}{end}"}
        for place, (text, end) in enumerate(zip(texts, ends, strict=False), start=1)
    ]


def _diktum(words: dict[str, Any]) -> list[dict[str, Any]]:
    clauses = [one for one in _texts()["diktum"] if "only_with" not in one or words[one["only_with"]]]
    return [
        {
            "urutan": ORDINALS[place],
            "teks": clause["text"].format(**words),
            "rincian": _duties([point.format(**words) for point in clause.get("points", ())]),
        }
        for place, clause in enumerate(clauses)
    ]


def duties(office_title: str, region: str) -> list[dict[str, str]]:
    """The tasks of a lead companion, lettered, as the decree gives them."""
    clause = next(one for one in _texts()["diktum"] if "points" in one)
    return _duties([text.format(office_title=office_title, region=region) for text in clause["points"]])


def _duties(points: Sequence[str]) -> list[dict[str, str]]:
    """Lettered duties: semicolons, "dan" before the last, a full stop at the end."""
    last = len(points) - 1
    ends = [";"] * max(last - 1, 0) + ["; dan", "."] if last > 0 else ["."]
    return [
        {"huruf": f"{letter(place)}.", "teks": f"{text}{end}"}
        for place, (text, end) in enumerate(zip(points, ends, strict=False))
    ]


def _refuse_uncovered(listed: pl.DataFrame, pairs: pl.DataFrame, year: int) -> None:
    due = listed.filter(pl.col("priority") & (pl.col("year") <= year))
    bare = due.filter(~pl.col("village_code").is_in(pairs["village_code"].to_list()))
    if bare.height:
        some = ", ".join(bare["name"].sort().head(3).to_list())
        raise RuleBroken(
            f"{bare.height} desa/kelurahan prioritas belum berpendamping, misalnya {some}",
            rule="S1.5",
            where="draf keputusan",
            remedy="Selesaikan penugasan atau keluarkan desanya dari daftar dahulu.",
            code="SND-PAIR-07",
        )
