"""How papers look on a day: template, letterhead, signatory, logo; and how those of a signed decision stay."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sanding.documents.letterhead import Letterhead, Paper, Signatory
from sanding.documents.picture import BLANK_PICTURE
from sanding_web.decisions.models import Decision, Imprint, LetterheadVersion, SignatoryTerm, TemplateUse
from sanding_web.decisions.paper_kinds import PaperKind
from sanding_web.district.models import Programme

OWN = "bawaan"
OPEN = "……………………………"
"""Room to write a name by hand."""


@dataclass(frozen=True)
class Look:
    """What a paper is printed with. ``words`` names the template; ``address`` is empty where the site has none."""

    template: bytes
    words: str
    letterhead: Letterhead
    signatory: Signatory
    logo: bytes
    address: str = ""

    @property
    def pictures(self) -> dict[str, bytes]:
        return {"logo.png": self.logo}


def look_on(kind: PaperKind, on: date) -> Look:
    """With the settings as they stand: what papers that are not signed yet are printed with."""
    use = template_in_use(kind.code)
    version = use.version if use else None
    head = LetterheadVersion.objects.first()
    return Look(
        template=bytes(version.content) if version else kind.own_template(),
        words=f"templat {version.filename}, versi {version.number}" if version else f"templat {OWN}",
        letterhead=letterhead(Programme.objects.get(), head),
        signatory=signatory_on(kind.signs, on),
        logo=bytes(head.logo) if head and head.logo else BLANK_PICTURE,
        address=settings.SANDING_ADDRESS,
    )


def template_in_use(kind: str) -> TemplateUse | None:
    """The newest choice for a kind; None where nobody ever chose."""
    return TemplateUse.objects.filter(kind=kind).select_related("version", "by").first()


def letterhead(programme: Programme, head: LetterheadVersion | None) -> Letterhead:
    """The district's letterhead: its own settings first, else what the programme says."""
    kind, _, region = programme.district_name.upper().partition(" ")
    city = kind == "KOTA"
    paper: Paper = "A4" if head and head.paper == "A4" else "F4"
    return Letterhead(
        head_title="WALI KOTA" if city else "BUPATI",
        region_kind="KOTA" if city else "KABUPATEN",
        region=region if kind in ("KABUPATEN", "KOTA") else programme.district_name.upper(),
        province=programme.province_name.upper().removeprefix("PROVINSI "),
        place=(head.place if head else "") or programme.capital or programme.district_name,
        secretariat=programme.secretariat,
        programme=programme.brand or programme.programme_name,
        lines=tuple(head.lines) if head and head.lines else default_lines(programme),
        paper=paper,
    )


def default_lines(programme: Programme) -> tuple[str, ...]:
    """The head of letters before anyone set it."""
    lines = (f"PEMERINTAH {programme.district_name.upper()}", programme.secretariat.upper(), programme.address)
    return tuple(line for line in lines if line.strip())


def signatory_on(signs: str, on: date) -> Signatory:
    """Who signs on a day: the term that began last, else what the programme says."""
    term = terms_on(on).filter(signs=signs).order_by("-valid_from", "-pk").first()
    if term is None:
        return _unset(signs, Programme.objects.get())
    return Signatory(term.name, term.capacity, term.title, term.on_behalf, term.rank, term.nip)


def _unset(signs: str, programme: Programme) -> Signatory:
    """Before anyone was entered: the head of the district as the programme names it, else room for a name."""
    if signs == "decree":
        return Signatory(programme.signer_name or OPEN)
    return Signatory(OPEN, title=f"KEPALA {programme.secretariat.upper()}")


def terms_on(on: date) -> Any:
    """The terms that span a day."""
    return SignatoryTerm.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def look_of(decision: Decision, kind: PaperKind) -> Look:
    """What a decision's papers are printed with: as fixed when it was signed, else as things stand."""
    imprint = Imprint.objects.filter(decision=decision).first()
    if imprint is None:
        return look_on(kind, decision.decree_date or timezone.localdate())
    return _thawed(imprint)


def fix_look(decision: Decision, kind: PaperKind) -> Imprint:
    """Fix it for good; called in the transaction that signs."""
    look = look_on(kind, decision.decree_date or timezone.localdate())
    return Imprint.objects.create(
        decision=decision,
        template=look.template,
        template_words=look.words[:80],
        logo=look.logo,
        settings={
            "letterhead": asdict(look.letterhead),
            "signatory": asdict(look.signatory),
            "address": look.address,
        },
        at=timezone.now(),
    )


def _thawed(imprint: Imprint) -> Look:
    kept: Mapping[str, Any] = imprint.settings
    head = dict(kept["letterhead"]) | {"lines": tuple(kept["letterhead"]["lines"])}
    return Look(
        template=bytes(imprint.template),
        words=imprint.template_words,
        letterhead=Letterhead(**head),
        signatory=Signatory(**kept["signatory"]),
        logo=bytes(imprint.logo) if imprint.logo else BLANK_PICTURE,
        address=kept["address"],
    )
