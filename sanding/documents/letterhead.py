"""Who issues a document and who signs it: plain values of a district, never of the code."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Letterhead:
    """The head of a district's documents.

    head_title     "BUPATI" or "WALI KOTA"; region_kind "KABUPATEN" or "KOTA"
    region         name of the district in capitals as the decree writes it, without its kind
    province       name of the province in capitals
    place          where documents are signed (seat of government)
    secretariat    unit that keeps the programme's papers, e.g. "Bappeda"
    programme      name of the movement as the district calls it; empty if it has none
    """

    head_title: Literal["BUPATI", "WALI KOTA"]
    region_kind: Literal["KABUPATEN", "KOTA"]
    region: str
    province: str
    place: str
    secretariat: str
    programme: str = ""

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
    """Who signs: name with titles, as on paper; acting officials carry their capacity ("Plt.", "Pj.")."""

    name: str
    capacity: str = ""
