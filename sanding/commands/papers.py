"""The decree and its annexes on disk: DOCX and XLSX, and a reading copy as PDF where Pango is installed."""

from pathlib import Path

import polars as pl
import yaml

from sanding.commands.choices import PairChoice
from sanding.commands.ranking import villages_in_force
from sanding.commands.workspace import Workspace
from sanding.documents.letterhead import Letterhead, Signatory
from sanding.errors import InputFault
from sanding.pairing.annexes import decree_xlsx
from sanding.pairing.decree import Decree, decree_docx, decree_values
from sanding.parameters import value

LETTERHEAD = "letterhead.yaml"
_OPEN = "……"
_FIRST_KOTA = "71"  # district codes 01–69 are kabupaten, 71–99 kota (Kepmendagri 300.2.2-2138/2025)


def write_papers(
    workspace: Workspace,
    listed: pl.DataFrame,
    pairs: pl.DataFrame,
    choice: PairChoice,
    *,
    head: tuple[Letterhead, Signatory],
    code: str,
) -> list[Path]:
    """Write the draft of the decree under documents/; returns the paths, PDF last where it could be made.

    head  as ``read_letterhead`` gives it; code short form of the frozen pairing's hash, printed and in the square code
    """
    agencies = workspace.table("agencies")
    bases = value("pairing.decree_bases", choice.on)
    decree = Decree(*head, choice.year, bases["mengingat"], bases["memperhatikan"], sources=_sources(listed, choice))
    values = decree_values(decree, listed, pairs, agencies, unit=choice.unit, code=code)
    papers = [
        workspace.write("documents/sk_pendamping.docx", decree_docx(values)),
        workspace.write("documents/lampiran_sk.xlsx", decree_xlsx(values, listed, pairs, agencies, unit=choice.unit)),
    ]
    try:
        from sanding.pairing.decree import decree_pdf

        papers.append(workspace.write("documents/sk_pendamping.pdf", decree_pdf(values)))
    except OSError:  # WeasyPrint without Pango
        (workspace.folder / "documents/sk_pendamping.pdf").unlink(missing_ok=True)
    return papers


def read_letterhead(workspace: Workspace, path: Path | None) -> tuple[Letterhead, Signatory]:
    """Letterhead and signatory from a YAML file (fields of Letterhead, and ``signatory``), else the workspace's own.

    Dots to fill in by hand where none was set.
    """
    own = path or workspace.folder / LETTERHEAD
    if path is None and not own.exists():
        return _open_letterhead(workspace), Signatory(_OPEN)
    try:
        content = yaml.safe_load(own.read_text(encoding="utf-8"))
        signatory = content.pop("signatory")
        return Letterhead(**content), Signatory(**signatory)
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError):
        raise InputFault(
            "kepala surat tidak dapat dibaca",
            where=own.name,
            remedy="Isi head_title, region_kind, region, province, place, secretariat dan signatory (name).",
            code="SND-CLI-05",
        ) from None


def _open_letterhead(workspace: Workspace) -> Letterhead:
    code, region = villages_in_force(workspace).select("district_code", "district").row(0)
    kota = code[2:] >= _FIRST_KOTA
    return Letterhead(
        head_title="WALI KOTA" if kota else "BUPATI",
        region_kind="KOTA" if kota else "KABUPATEN",
        region=region.upper(),
        province=_OPEN,
        place=_OPEN,
        secretariat="Bappeda",
    )


def _sources(listed: pl.DataFrame, choice: PairChoice) -> list[str]:
    published = listed.filter(pl.col("index_score").is_not_null())["index_source"].unique().sort().to_list()
    return [f"Hitungan desil 1 dalam {choice.unit} dari kurun data yang dibekukan", f"Indeks: {', '.join(published)}"]
