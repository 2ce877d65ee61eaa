"""Writes the generated pages of docs/: data dictionary, rules, parameters, roles, addresses, life cycles, rulebook.

With --check nothing is written: a page that differs from what the code says is named, and the exit code is 1.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.access_page import access  # noqa: E402
from scripts.docs_from_source import errors, rulebook_page, rulebook_steps  # noqa: E402
from scripts.markdown import ROOT, cell, page, table  # noqa: E402

DOCS = ROOT / "docs"
GENERATED = (DOCS / "data", DOCS / "aturan")
_PRIVACY = {"open": "", "personal": "pribadi", "specific": "pribadi spesifik"}
_SCOPES = {
    "district": "seluruh kabupaten/kota",
    "pairing": "desa dampingannya",
    "kecamatan": "kecamatannya",
    "village": "desanya",
    "rt": "RT-nya",
    "none": "tanpa wilayah",
}


# -- data dictionary


def table_modules() -> list[str]:
    """The steps that hand on tables, in the order of the cycle, then what is not a step."""
    from sanding.columns import Table
    from sanding.steps import NAMES

    names = [path.parent.name for path in sorted((ROOT / "sanding").glob("*/tables.py"))]
    names.sort(key=lambda name: (NAMES.index(name) if name in NAMES else len(NAMES), name))
    return [name for name in names if any(isinstance(one, Table) for one in vars(_tables(name)).values())]


def _tables(step: str) -> Any:
    return importlib.import_module(f"sanding.{step}.tables")


def data_page(step: str) -> str:
    from sanding.columns import Table
    from sanding.steps import STEPS

    label = next((one.label for one in STEPS if one.name == step), step)
    declared = [one for one in vars(_tables(step)).values() if isinstance(one, Table)]
    intro = f"Tabel yang diserahkan langkah ini kepada langkah sesudahnya. Sumber: `sanding/{step}/tables.py`."
    return page(f"Kamus data: {label}", intro, *(_table_part(one) for one in declared))


def _table_part(declared: Any) -> str:
    key = f" Kunci: {', '.join(f'`{name}`' for name in declared.key)}." if declared.key else ""
    head = ("kolom", "jenis", "satuan", "data pribadi", "wajib", "arti")
    rows = [
        (f"`{one.name}`", one.kind, one.unit, _PRIVACY[one.privacy], "ya" if one.required else "", _meaning(one))
        for one in declared.columns
    ]
    return f"## {declared.name}\n\nSatu baris = {declared.row}.{key}\n\n{table(head, rows)}"


def _meaning(column: Any) -> str:
    if not column.allowed:
        return str(column.meaning)
    allowed = column.allowed if isinstance(column.allowed, str) else ", ".join(column.allowed)
    return f"{column.meaning} ({allowed})"


# -- rules, parameters, roles, layouts


def registry_rules() -> str:
    from sanding.registry.rules import LEVEL_WORDS, all_rules

    rules = all_rules()
    parts = []
    for level, word in LEVEL_WORDS.items():
        rows = [(f"`{one.id}`", one.title, one.meaning, one.remedy) for one in rules if one.level == level]
        parts.append(
            f"## {word.capitalize()} ({len(rows)})\n\n" + table(("aturan", "nama", "arti", "yang dilakukan"), rows)
        )
    intro = (
        f"{len(rules)} aturan atas lembar yang masuk. *Ditahan*: baris tidak masuk dan kembali kepada pengunggah. "
        "*Peringatan*: baris masuk dan ditandai. *Diperbaiki*: dibaca tanpa kehilangan isi dan dicatat. "
        "*Dilewati*: baris yang bukan data."
    )
    return page("Aturan data terpadu", intro, *parts)


def pairing_rules() -> str:
    from sanding.pairing.rules import RULES

    rows = [(one.name, one.meaning, one.source) for one in RULES.values()]
    return page(
        "Aturan penugasan", "Syarat yang harus dipenuhi setiap penugasan.", table(("aturan", "arti", "sumber"), rows)
    )


def parameters() -> str:
    from sanding.parameters import all_parameters

    parts = []
    for file, members in groupby(all_parameters().items(), key=lambda item: item[0].split(".")[0]):
        entries = [_parameter(name.split(".", 1)[1], values) for name, values in members]
        parts.append(f"## {file}\n\n" + "\n".join(entries))
    intro = "Nilai yang berlaku pada suatu tanggal, dengan satuan dan sumbernya. Nilai lama tidak dihapus."
    return page("Parameter bertanggal", intro, *parts)


def _parameter(name: str, values: Sequence[Any]) -> str:
    rows = [(one.valid_from, one.valid_to or "", _plain(one.value), one.source) for one in values]
    head = f"### `{name}`\n\n{cell(values[0].meaning)}. Satuan: {cell(values[0].unit)}.\n\n"
    return head + table(("berlaku sejak", "sampai", "nilai", "sumber"), rows)


def _plain(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False, default=str)}`"


def roles() -> str:
    from sanding.roles import ACTIONS, ROLES, may

    kinds = table(
        ("kode", "peran", "wilayah"), [(f"`{one.code}`", one.label, _SCOPES[one.scope]) for one in ROLES.values()]
    )
    rows = [
        (f"`{action}`", words, *("●" if may(role, action) else "" for role in ROLES))
        for action, words in ACTIONS.items()
    ]
    matrix = table(("hak", "arti", *(f"`{role}`" for role in ROLES)), rows)
    intro = "Siapa boleh berbuat apa, dan di mana. Yang tidak tertulis tidak boleh. Sumber: `sanding/roles.py`."
    return page("Peran dan hak", intro, f"## Peran\n\n{kinds}", f"## Peran × hak\n\n{matrix}")


def layouts() -> str:
    from sanding.registry.layouts import all_layouts

    known = all_layouts().values()
    index = table(
        ("tata letak", "versi", "register", "satu baris", "kolom", "sumber"),
        [
            (f"[{one.name}](#{one.name})", one.version, one.register, one.entity, len(one.columns), one.source)
            for one in known
        ],
    )
    intro = "Lembar yang dikenali, dengan semua ejaan judul kolom yang diterima. Sumber: `sanding/registry/layouts/`."
    return page("Tata letak lembar", intro, index, *(_layout(one) for one in known))


def _layout(layout: Any) -> str:
    rows = [
        (
            f"`{one.field}`" if not one.field.startswith("_") else "tidak dibaca",
            one.kind,
            f"`{one.codes}`" if one.codes else "",
            "ya" if one.required else "",
            ", ".join(one.headers),
            ", ".join(one.misspelt),
        )
        for one in layout.columns
    ]
    head = ("isian", "jenis", "daftar kode", "wajib", "judul kolom", "salah eja yang dikenali")
    return f"## {layout.name}\n\n{layout.title}, versi {layout.version}.\n\n{table(head, rows)}"


# -- the command line


def command_line() -> str:
    """Each command with its options, from the parser itself."""
    from sanding.__main__ import parser

    whole = parser()
    parts = next(one for one in whole._actions if isinstance(one, argparse._SubParsersAction))
    sections = [_command(name, part) for name, part in parts.choices.items()]
    return page("Perintah sanding", f"{whole.description} {whole.epilog}", *sections)


def _command(name: str, part: argparse.ArgumentParser) -> str:
    options = [one for one in part._actions if not isinstance(one, argparse._HelpAction)]
    rows = [(f"`{_usage(one)}`", "ya" if one.required else "", one.help or "") for one in options]
    return f"## sanding {name}\n\n{part.description}\n\n" + table(("isian", "wajib", "arti"), rows)


def _usage(option: argparse.Action) -> str:
    shown = option.metavar or (f"{{{','.join(map(str, option.choices))}}}" if option.choices else option.dest.upper())
    if not option.option_strings:
        return str(shown)
    name = ", ".join(option.option_strings)
    return name if option.nargs == 0 else f"{name} {shown}"


# -- life cycles


def life_cycles() -> str:
    """Both diagrams, drawn from the dictionaries that the actions obey."""
    batch = importlib.import_module("sanding_web.registry.states")
    decision = importlib.import_module("sanding_web.decisions.states")
    batch_steps = [
        (before, after, event) for before, nexts in batch.TRANSITIONS.items() for after, event in nexts.items()
    ]
    decision_steps = [(one.source, one.target, one.event) for one in decision.TRANSITIONS.values()]
    return page(
        "Daur hidup",
        "Keadaan dan perpindahannya. Nama pada panah adalah nama kejadian di jejak audit.",
        _diagram("Batch", batch.LABELS, batch_steps),
        _diagram("Keputusan", decision.STATES, decision_steps),
    )


def _diagram(title: str, labels: dict[str, str], steps: Sequence[tuple[str, str, str]]) -> str:
    reached, left = {after for _, after, _ in steps}, {before for before, _, _ in steps}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {name}' for name, label in labels.items()]
    lines += [f"    [*] --> {name}" for name in labels if name not in reached]
    lines += [f"    {before} --> {after}: {event}" for before, after, event in steps]
    lines += [f"    {name} --> [*]" for name in labels if name not in left]
    rows = [(labels[before], labels[after], f"`{event}`") for before, after, event in steps]
    return f"## {title}\n\n" + "\n".join([*lines, "```", ""]) + "\n" + table(("dari", "ke", "kejadian"), rows)


# -- writing


def pages() -> dict[Path, str]:
    """Every generated page by its path; the same code gives the same bytes."""
    single: dict[str, Callable[[], str]] = {
        "registry": registry_rules,
        "penugasan": pairing_rules,
        "parameter": parameters,
        "peran": roles,
        "akses": access,
        "daur-hidup": life_cycles,
        "tata-letak": layouts,
        "galat": errors,
        "perintah": command_line,
    }
    found = {DOCS / "aturan" / f"{name}.md": write() for name, write in single.items()}
    found |= {DOCS / "aturan" / f"kasus-{step}.md": rulebook_page(step) for step in rulebook_steps()}
    found |= {DOCS / "data" / f"{step}.md": data_page(step) for step in table_modules()}
    return {path: text.rstrip("\n") + "\n" for path, text in found.items()}


def stale(wanted: dict[Path, str]) -> list[str]:
    """The pages that differ from the code, are missing, or belong to nothing any more; as words."""
    names = []
    for path, text in wanted.items():
        if not path.exists():
            names.append(f"belum ada: {path.relative_to(ROOT)}")
        elif path.read_text(encoding="utf-8") != text:
            names.append(f"basi: {path.relative_to(ROOT)}")
    return names + [f"tak berasal lagi: {path.relative_to(ROOT)}" for path in orphans(wanted)]


def orphans(wanted: dict[Path, str]) -> list[Path]:
    return [path for folder in GENERATED for path in sorted(folder.glob("*.md")) if path not in wanted]


def write(wanted: dict[Path, str]) -> None:
    for folder in GENERATED:
        folder.mkdir(parents=True, exist_ok=True)
    for path in orphans(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is stale")
    wanted = pages()
    if not parser.parse_args().check:
        write(wanted)
        print(f"{len(wanted)} halaman di docs/data dan docs/aturan")
        return 0
    names = stale(wanted)
    print("\n".join([*names, "Jalankan: make docs"] if names else [f"{len(wanted)} halaman segar"]))
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
