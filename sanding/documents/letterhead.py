"""Who issues a document and who signs it: plain values of a district, never of the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Paper = Literal["F4", "A4"]


@dataclass(frozen=True)
class Letterhead:
    """The head of a district's documents.

    head_title     "BUPATI" or "WALI KOTA"; region_kind "KABUPATEN" or "KOTA"
    region         name of the district in capitals as the decree writes it, without its kind
    province       name of the province in capitals
    place          where documents are signed (seat of government)
    secretariat    unit that keeps the programme's papers, e.g. "Bappeda"
    programme      name of the movement as the district calls it; empty if it has none
    lines          the head of letters and sheets, the first line in bold; paper the office prints on
    """

    head_title: Literal["BUPATI", "WALI KOTA"]
    region_kind: Literal["KABUPATEN", "KOTA"]
    region: str
    province: str
    place: str
    secretariat: str
    programme: str = ""
    lines: Sequence[str] = ()
    paper: Paper = "F4"

    @property
    def office(self) -> str:
        """The office that signs, as "BUPATI CONTOH"."""
        return f"{self.head_title} {self.region}"

    @property
    def office_title(self) -> str:
        """The office in running text, as "Bupati" or "Wali Kota"."""
        return self.head_title.title()


@dataclass(frozen=True)
class Signatory:
    """Who signs: name with titles, as on paper.

    capacity    how an acting official stands in for the office: "Plt.", "Plh.", "Pj."; empty otherwise
    title       the office, where it is not the head of the district
    on_behalf   the office in whose name the person signs ("a.n."), in capitals; empty otherwise
    rank, nip   for civil servants
    """

    name: str
    capacity: str = ""
    title: str = ""
    on_behalf: str = ""
    rank: str = ""
    nip: str = ""

    def block(self, office: str) -> dict[str, Any]:
        """The signature block as templates read it; ``office`` signs where the person names no office of their own.

        >>> Signatory("RATNA", capacity="Plt.").block("BUPATI CONTOH")["jabatan"]
        'Plt. BUPATI CONTOH'
        """
        title = f"{self.capacity} {self.title or office}".strip()
        lines = [line for line in (self.rank, f"NIP {self.nip}" if self.nip else "") if line]
        return {
            "jabatan": f"a.n. {self.on_behalf}\n{title}" if self.on_behalf else title,
            "nama": self.name,
            "baris": lines,
        }
