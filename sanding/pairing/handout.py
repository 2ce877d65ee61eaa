"""The handout of the coordination meeting: what must be decided, then summary, waves, pairs, loads and changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanding.documents.sheet import Cell, Column, Sheet, write_workbook
from sanding.documents.wording import counted, letter, number
from sanding.pairing.sheets import SheetHead, Shown, head_values, shown

TEMPLATE = "bahan_rakor.docx"
_CHANGES = ("tetap", "berganti", "baru", "tanpa pendamping", "tidak lagi prioritas")


@dataclass(frozen=True)
class PairedVillage:
    """One village of the list with its companion, as one reader may see it; families of decile 1 [keluarga]."""

    rank: int
    code: str
    name: str
    kecamatan: str
    wave: int | None
    wave_year: int | None
    families_d1: Shown
    companion: str
    before: str
    change: str


@dataclass(frozen=True)
class AgencyLoad:
    """One agency and its villages; load is families of decile 1 over them [keluarga]."""

    name: str
    load: Shown
    villages: Sequence[str]


@dataclass(frozen=True)
class Meeting:
    """What the meeting looks at. ``came`` and ``left`` are villages newly accompanied and no longer on the list;
    ``ties`` those of equal score where the list is cut; ``conflicts`` the rules that cannot hold together, in words."""

    title: str
    pairs: Sequence[PairedVillage]
    loads: Sequence[AgencyLoad]
    came: Sequence[str] = ()
    left: Sequence[str] = ()
    ties: Sequence[str] = ()
    conflicts: Sequence[str] = ()
    proposed: bool = False
    proof: str = ""


def handout_values(head: SheetHead, meeting: Meeting) -> dict[str, Any]:
    """Every field of the handout's template."""
    return head_values(head) | {
        "judul": meeting.title,
        "ringkasan": lettered(_summary(meeting)),
        "putusan": lettered(questions(meeting)),
        "gelombang": _waves(meeting.pairs),
        "pasangan": [_pair(one) for one in meeting.pairs if one.change != "tidak lagi prioritas"],
        "beban": [_load(place, one) for place, one in enumerate(meeting.loads, start=1)],
        "perubahan": lettered(_changes(meeting)),
        "berganti": [
            {"desa": one.name, "sebelum": one.before, "kini": one.companion}
            for one in meeting.pairs
            if one.change == "berganti"
        ],
    }


def handout_xlsx(head: SheetHead, meeting: Meeting) -> bytes:
    """List and pairs, waves, loads and open questions as a workbook."""
    values = handout_values(head, meeting)
    above = [meeting.title, head.standing]
    pairs: list[list[Cell]] = [
        [one.rank, one.code, one.name, one.kecamatan, one.wave, str(one.wave_year or "tak ada"),
         "tak ada" if one.families_d1 is None else one.families_d1, one.companion or "tanpa pendamping",
         one.before or "tak ada", one.change]
        for one in meeting.pairs
    ]  # fmt: skip
    waves: list[list[Cell]] = [
        [str(row["gelombang_penuh"]), str(row["tahun_penuh"]), row["kecamatan"], row["banyak"], row["desa"]]
        for row in values["gelombang"]
    ]
    loads: list[list[Cell]] = [
        [one.name, len(one.villages), "tak ada" if one.load is None else one.load, ", ".join(one.villages)]
        for one in meeting.loads
    ]
    said: list[list[Cell]] = [[point["huruf"], point["teks"]] for point in values["putusan"]]
    sheets = [
        Sheet("Daftar dan pasangan", above, _PAIR_COLUMNS, pairs, note=list(head.sources)),
        Sheet("Gelombang", above, _WAVE_COLUMNS, waves),
        Sheet("Beban", above, _LOAD_COLUMNS, loads, note=list(head.sources)),
        Sheet("Perlu diputuskan", above, (Column("No.", 6), Column("Hal", 110)), said),
    ]
    footer = f"Kode periksa {values['kode']}  {values['alamat_periksa']}"
    return write_workbook(sheets, title=meeting.title, footer=footer)


_PAIR_COLUMNS = (
    Column("Urutan", 8, 0), Column("Kode desa", 13), Column("Desa/kelurahan", 26), Column("Kecamatan", 20),
    Column("Gelombang", 10, 0), Column("Tahun", 8), Column("Desil 1 (keluarga)", 11, 0),
    Column("Pendamping utama", 36), Column("Sebelumnya", 30), Column("Keadaan", 16),
)  # fmt: skip
_WAVE_COLUMNS = (
    Column("Gelombang", 10), Column("Tahun", 8), Column("Kecamatan", 22), Column("Desa/kelurahan", 11, 0),
    Column("Nama", 80),
)  # fmt: skip
_LOAD_COLUMNS = (
    Column("Perangkat daerah", 40), Column("Desa", 8, 0), Column("Desil 1 (keluarga)", 11, 0), Column("Nama desa", 70),
)  # fmt: skip


def lettered(texts: Sequence[str]) -> list[dict[str, str]]:
    """Points with their letters, or numbers where the alphabet is too short."""
    marks = [f"{letter(place)}." if len(texts) <= 26 else f"{place + 1}." for place in range(len(texts))]
    return [{"huruf": mark, "teks": text} for mark, text in zip(marks, texts, strict=True)]


def _listed(meeting: Meeting) -> list[PairedVillage]:
    return [one for one in meeting.pairs if one.change != "tidak lagi prioritas"]


def _summary(meeting: Meeting) -> list[str]:
    listed = _listed(meeting)
    places = len({one.kecamatan for one in listed})
    covered = sum(bool(one.companion) for one in listed)
    busy = [one for one in meeting.loads if one.villages]
    known = [one.families_d1 for one in listed if isinstance(one.families_d1, int)]
    hidden = sum(isinstance(one.families_d1, str) for one in listed)
    # A total beside a single hidden count would give it back by subtraction.
    families = "" if hidden else f" Desil 1 di sana: {number(sum(known))} keluarga."
    return [
        f"{counted(len(listed))} desa/kelurahan prioritas di {counted(places)} kecamatan.{families}",
        f"{number(covered)} dari {number(len(listed))} berpendamping utama, "
        f"oleh {counted(len(busy))} perangkat daerah.",
        *([meeting.proof] if meeting.proof else []),
    ]


def questions(meeting: Meeting) -> list[str]:
    """What the meeting must decide: villages and agencies left over, rules in conflict, ties, the signature itself."""
    bare = [one.name for one in _listed(meeting) if not one.companion]
    idle = [one.name for one in meeting.loads if not one.villages]
    found = [*meeting.conflicts]
    if bare:
        found.append(f"Desa/kelurahan tanpa pendamping: {', '.join(bare)}.")
    if idle:
        found.append(f"Perangkat daerah tanpa desa: {', '.join(idle)}.")
    if meeting.ties:
        found.append(f"Desa/kelurahan dengan nilai sama di batas daftar: {', '.join(meeting.ties)}.")
    if meeting.proposed:
        found.append("Menyetujui daftar dan penugasan ini untuk ditetapkan, atau menyebut apa yang diubah.")
    return found or ["Tidak ada; daftar dan penugasan ini sudah ditetapkan."]


def _waves(pairs: Sequence[PairedVillage]) -> list[dict[str, Any]]:
    groups: dict[tuple[int, int, str], list[str]] = {}
    for one in sorted(pairs, key=lambda one: (one.wave or 0, one.code)):
        if one.wave is not None and one.change != "tidak lagi prioritas":
            groups.setdefault((one.wave, one.wave_year or 0, one.kecamatan), []).append(one.name)
    rows, before = [], None
    for (wave, year, kecamatan), names in groups.items():
        first = wave != before
        rows.append({
            "gelombang": wave if first else "", "tahun": year if first else "", "gelombang_penuh": wave,
            "tahun_penuh": year, "kecamatan": kecamatan, "jumlah": number(len(names)), "banyak": len(names),
            "desa": ", ".join(names),
        })  # fmt: skip
        before = wave
    return rows


def _pair(one: PairedVillage) -> dict[str, Any]:
    return {
        "urutan": one.rank,
        "desa": one.name,
        "kecamatan": one.kecamatan,
        "desil1": shown(one.families_d1),
        "gelombang": shown(one.wave),
        "pendamping": one.companion or "tanpa pendamping",
        "perubahan": one.change,
    }


def _load(place: int, one: AgencyLoad) -> dict[str, Any]:
    return {
        "no": f"{place}.",
        "unit": one.name,
        "jumlah": number(len(one.villages)),
        "beban": shown(one.load) if one.villages else number(0),
        "desa": ", ".join(one.villages) or "tanpa desa",
    }


def _changes(meeting: Meeting) -> list[str]:
    tally: Mapping[str, int] = {name: sum(one.change == name for one in meeting.pairs) for name in _CHANGES}
    return [
        ", ".join(f"{number(count)} {name}" for name, count in tally.items() if count) + ".",
        *([f"Baru berpendamping: {', '.join(meeting.came)}."] if meeting.came else []),
        *([f"Tidak lagi prioritas: {', '.join(meeting.left)}."] if meeting.left else []),
    ]
