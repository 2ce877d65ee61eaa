"""People sheets → an encrypted vintage with a manifest; resumable, and done once for the same files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from sanding.canonical import canonical_json, file_digest
from sanding.commands.workspace import Workspace
from sanding.decision import versions_in_use
from sanding.errors import InputFault
from sanding.registry.counts import counts_of
from sanding.registry.regions import Regions
from sanding.registry.stage import Progress, stage
from sanding.store import Folder

_BEGUN = "begun.json"


@dataclass(frozen=True)
class Provenance:
    """Where a vintage comes from (S1.20): source agency, date of the penetapan, date of receipt."""

    penetapan: date
    source: str
    received: date

    def record(self) -> dict[str, str]:
        return {"penetapan": self.penetapan.isoformat(), "source": self.source, "received": self.received.isoformat()}


def make_vintage(
    workspace: Workspace,
    name: str,
    paths: Sequence[Path],
    provenance: Provenance,
    *,
    disabled: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> tuple[dict[str, Any], bool]:
    """The manifest of the vintage, and whether it was there already.

    Goes on where an interrupted call with the same files ended. Raises InputFault where ``name`` holds other files.
    """
    inputs = {path.name: file_digest(path) for path in paths}
    begun = {"inputs": inputs, "disabled": sorted(disabled)} | provenance.record()
    if name in workspace.store.names():
        manifest = workspace.store.open(name).manifest
        _refuse_other(name, {key: manifest.get(key) for key in begun}, begun)
        return manifest, True
    draft = workspace.store.draft(name)
    _begin(draft, name, begun)
    summary = stage(paths, draft, regions_of(workspace), on=provenance.penetapan, disabled=disabled, progress=progress)
    counts = counts_of(draft)
    draft.write("village_counts", counts)
    manifest = begun | {
        "name": name,
        "summary": summary.as_dict(),
        "counts": {one: int(counts[one].sum()) for one in counts.columns if one != "village_code"},
        "versions": versions_in_use(),
    }
    return workspace.store.finish(name, manifest).manifest, False


def regions_of(workspace: Workspace) -> Regions | None:
    """The loaded code tables with former names; None where no villages are loaded."""
    if not workspace.has_table("villages"):
        return None
    path = workspace.folder / "tables" / "former_names.csv"
    former = pl.read_csv(path, infer_schema=False) if path.exists() else None
    return Regions.from_frame(workspace.table("villages"), former)


def _begin(draft: Folder, name: str, begun: dict[str, Any]) -> None:
    """Note what the draft is made from; a draft begun from other files is not mixed with these."""
    note = draft.path / _BEGUN
    if note.exists():
        _refuse_other(name, json.loads(note.read_bytes()), begun)
        return
    note.write_bytes(canonical_json(begun))


def _refuse_other(name: str, before: dict[str, Any], now: dict[str, Any]) -> None:
    changed = sorted(key for key in now if before.get(key) != now[key])
    if changed:
        words = {
            "inputs": "berkas",
            "penetapan": "tanggal penetapan",
            "source": "sumber",
            "received": "tanggal terima",
            "disabled": "aturan yang dimatikan",
        }
        raise InputFault(
            f"kurun {name} sudah dipakai untuk isian lain ({', '.join(words[key] for key in changed)})",
            where="sanding import",
            remedy="Pakai --name lain.",
            code="SND-CLI-07",
        )
