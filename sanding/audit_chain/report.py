"""What a proof of the audit log found, in words an inspector can use."""

from collections.abc import Mapping
from dataclasses import dataclass

KEPT = 100
"""So many flaws are kept; the others are counted."""

_WORDS: Mapping[str, str] = {
    "changed": "Catatan {entry} pada blok {block} telah diubah",
    "removed": "Catatan {entry} pada blok {block} telah dihilangkan",
    "inserted": "Catatan {entry} disisipkan ke blok {block}",
    "reordered": "Urutan catatan pada blok {block} diubah, mulai dari catatan {entry}",
    "members": "Daftar sidik catatan pada blok {block} telah diubah",
    "block": "Isi blok {block} tidak cocok dengan sidiknya",
    "missing_block": "Blok {block} hilang atau bertukar urutan",
    "link": "Blok {block} tidak menyambung ke blok sebelumnya",
    "time": "Waktu blok {block} mendahului blok sebelumnya",
    "anchor": "Jangkar {text} tidak cocok dengan blok {block}",
    "unreadable": "Baris {line} berkas tidak terbaca",
    "after_end": "Baris {line} ditambahkan sesudah penutup berkas",
    "cut": "Berkas terpotong atau rusak sesudah baris {line}",
    "file": "Isi berkas tidak cocok dengan baris penutupnya",
    "no_anchor": "Sidik jangkar {text} tidak ada pada rantai ini",
}


@dataclass(frozen=True)
class Flaw:
    """One thing that is not as it was sealed; ``line`` counts the lines of the file."""

    kind: str
    entry: int | None = None
    block: int | None = None
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        entry = "tanpa nomor" if self.entry is None else self.entry
        text = f"{self.text[:12]}…" if self.kind == "no_anchor" else self.text
        return _WORDS[self.kind].format(entry=entry, block=self.block, line=self.line, text=text)


@dataclass(frozen=True)
class Report:
    """Counts, the last hash and its moment (UTC), and the flaws: the first ``KEPT`` of ``flaw_count``.

    ``met``: anchor hash → (number, moment) of the block that has it.
    """

    blocks: int
    entries: int
    anchors: int
    last: str
    until: str
    flaws: tuple[Flaw, ...]
    flaw_count: int
    met: Mapping[str, tuple[int, str]]

    @property
    def whole(self) -> bool:
        return not self.flaw_count
