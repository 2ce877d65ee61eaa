"""One page per agency, one per village, and the meeting's handout, as DOCX, PDF and XLSX for one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from sanding.documents.picture import place_picture
from sanding.pairing.handout import TEMPLATE as HANDOUT_TEMPLATE
from sanding.pairing.handout import handout_values, handout_xlsx
from sanding.pairing.sheet_books import sheet_xlsx
from sanding.pairing.sheets import (
    AGENCY_TEMPLATE,
    VILLAGE_TEMPLATE,
    SheetHead,
    agency_values,
    sheet_docx,
    village_values,
)
from sanding_web.decisions import imprints, numbers
from sanding_web.decisions.export import XLSX
from sanding_web.decisions.models import Decision
from sanding_web.decisions.paper_kinds import paper_kind
from sanding_web.decisions.printing import as_pdf
from sanding_web.district.models import Agency, Village
from sanding_web.pairing.meeting import meeting_of
from sanding_web.pairing.sheet_facts import Facts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"docx": DOCX, "pdf": "application/pdf", "xlsx": XLSX}
AGENCY, VILLAGE, HANDOUT = "lembar-perangkat", "lembar-desa", "bahan-rakor"
_OWN = {AGENCY: AGENCY_TEMPLATE, VILLAGE: VILLAGE_TEMPLATE, HANDOUT: HANDOUT_TEMPLATE}


@dataclass(frozen=True)
class Printed:
    """A file to hand out."""

    content: bytes
    filename: str
    media: str


@dataclass
class Sheets:
    """Prints for one reader; ``base`` is the public address under which codes are checked."""

    user: Any
    year: int
    base: str

    def __post_init__(self) -> None:
        self.on: date = timezone.localdate()
        self.facts = Facts(self.user, self.year, self.on)

    def agency(self, agency: Agency, form: str) -> Printed:
        """The sheet of one agency: its villages in the reader's scope."""
        facts = self.facts.villages([pair.village_id for pair in self.facts.pairs(agency)])
        head = self.head(AGENCY, self.facts.pairing, agency.code)
        name = f"lembar-{agency.code.lower()}-{self.year}"
        title = f"Lembar pendampingan {agency.name} {self.year}"
        if form == "xlsx":
            return Printed(sheet_xlsx(head, title, facts), f"{name}.xlsx", XLSX)
        return self._printed(AGENCY, agency_values(head, agency.name, facts), form, name, title)

    def village(self, village: Village, form: str) -> Printed:
        """The sheet of one village."""
        (facts,) = self.facts.villages([village.code])
        head = self.head(VILLAGE, self.facts.pairing or self.facts.priority, village.code)
        name, title = f"lembar-desa-{village.code}-{self.year}", f"Lembar {facts.name} {self.year}"
        if form == "xlsx":
            return Printed(sheet_xlsx(head, title, [facts]), f"{name}.xlsx", XLSX)
        around = Village.objects.filter(kecamatan_code=village.kecamatan_code, valid_to__isnull=True)
        shapes = {code: shape for code, shape in around.values_list("code", "geometry") if shape}
        picture = place_picture(shapes, village.code)
        return self._printed(VILLAGE, village_values(head, facts), form, name, title, {"peta.png": picture})

    def handout(self, decision: Decision, form: str) -> Printed:
        """The meeting's handout on a pairing, proposed or in force."""
        meeting = meeting_of(decision, self.facts.limit)
        head = self.head(HANDOUT, decision, str(decision.pk))
        name, title = f"bahan-rakor-{self.year}-v{decision.number}", f"Bahan rakor {decision.official_name}"
        if form == "xlsx":
            return Printed(handout_xlsx(head, meeting), f"{name}.xlsx", XLSX)
        return self._printed(HANDOUT, handout_values(head, meeting), form, name, title)

    def _printed(
        self,
        kind: str,
        values: Mapping[str, Any],
        form: str,
        name: str,
        title: str,
        pictures: Mapping[str, bytes] | None = None,
    ) -> Printed:
        look = imprints.look_on(paper_kind(kind), self.on)
        document = sheet_docx(
            values,
            own=_OWN[kind],
            template=look.template,
            name=look.words,
            pictures={**look.pictures, **(pictures or {})},
            paper=look.letterhead.paper,
        )
        content = document if form == "docx" else as_pdf(document, title=title)
        return Printed(content, f"{name}.{form}", MEDIA[form])

    def head(self, kind: str, decision: Decision | None, subject: str) -> SheetHead:
        """What the sheet carries: letterhead, signatory, number, decision and its code."""
        look = imprints.look_on(paper_kind(kind), self.on)
        base = f"{look.address.rstrip('/')}/keputusan" if look.address else self.base
        held = numbers.number_of(kind, number_subject(decision, subject)) if decision else ""
        return SheetHead(
            letterhead=look.letterhead,
            signatory=look.signatory,
            year=self.year,
            dated=self.on,
            standing=_standing(decision),
            code=decision.code if decision else "belum ada",
            check_base=base,
            number=held,
            sources=self._sources(decision),
        )

    def _sources(self, decision: Decision | None) -> list[str]:
        """Each source once, with its date."""
        found = [f"hitungan: {self.facts.counted}", "kebutuhan: lembar indikator indeks desa"]
        if decision is not None:
            found.append(f"penugasan: {decision.official_name}")
        return [f"{one[0].upper()}{one[1:]}." for one in found]


def number_subject(decision: Decision, subject: str) -> str:
    """What a number belongs to: one sheet of one decision."""
    return f"{decision.pk}:{subject}"


def _standing(decision: Decision | None) -> str:
    if decision is None:
        return "Belum ada penugasan yang ditetapkan tahun ini; yang tampil pendampingan yang masih berlaku."
    number = f", Keputusan Nomor {decision.decree_number}" if decision.decree_number else ""
    word = {"proposed": "usulan, belum ditetapkan", "signed": "berlaku"}.get(decision.state, "tidak berlaku lagi")
    return f"Menurut {decision.official_name} ({word}{number})."
