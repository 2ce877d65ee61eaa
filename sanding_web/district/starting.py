"""Writes of the start: bring a sheet, match its names, enter it whole, drop it, undo it while nothing stands on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding.pairing.start_agencies import AgencyPlan
from sanding.pairing.start_plan import Line, Plan
from sanding.pairing.start_read import StartKind
from sanding_web.audit.actions import record
from sanding_web.district import files, start_sheets
from sanding_web.district.models import Agency, Companionship, EarlierDecision, EarlierVillage, OfficeSheet, StoredFile
from sanding_web.district.standing import stands_on


@transaction.atomic
def bring_sheet(
    actor: Any,
    *,
    kind: StartKind,
    upload: UploadedFile,
    year: int | None = None,
    start: date | None = None,
    goes_on: bool = True,
    **decree: Any,
) -> OfficeSheet:
    """Seal and read a sheet; nothing of it counts yet. The same file again is refused with where it stands.

    decree   number, date and about of the decision that the sheet belongs to; none for a list of agencies
    """
    actor.scope.require("setting.change")
    with files.kept(actor, upload) as stored:
        _refuse_known(stored, kind, year=year, number=decree.get("number", ""))
        found = start_sheets.read_file(stored, kind)
        content = {"rows": [one.plain() for one in found.rows], "skipped": list(found.skipped), "goes_on": goes_on}
        if start is not None:
            content["start"] = start.isoformat()
        sheet = OfficeSheet.objects.create(
            kind=kind, file=stored, year=year, content=content, brought_by=actor, **decree
        )
        record(actor, "start.read", sheet, kind=kind, rows=len(found.rows), decree=sheet.number)
    return sheet


def _refuse_known(stored: StoredFile, kind: str, *, year: int | None, number: str) -> None:
    """The same file for the same decision changes nothing; a list of agencies that was entered may come again."""
    states = ("read",) if kind == "agencies" else ("read", "entered")
    same = OfficeSheet.objects.filter(
        kind=kind, file__sha256=stored.sha256, state__in=states, year=year, number=number
    ).first()
    if same is not None:
        raise RuleBroken(
            _("lembar yang sama persis sudah dibawa (%s)") % same.get_state_display(),
            where=stored.name,
            remedy="Tidak ada yang perlu diunggah lagi; data tidak berubah.",
            code="SND-STA-05",
        )


@transaction.atomic
def match_names(actor: Any, sheet: OfficeSheet, choices: Mapping[str, str]) -> OfficeSheet:
    """Keep a person's choices for names that could not be told for sure."""
    actor.scope.require("setting.change")
    sheet = _locked(sheet, "read")
    sheet.choices = {**sheet.choices, **{key: code for key, code in choices.items() if code}}
    sheet.save(update_fields=["choices"])
    record(actor, "start.match", sheet, rows=len(choices))
    return sheet


@transaction.atomic
def enter_sheet(actor: Any, sheet: OfficeSheet, *, count: int) -> OfficeSheet:
    """Write the whole sheet or nothing. ``count`` is what the person read on the preview; another count stops."""
    actor.scope.require("setting.change")
    sheet = _locked(sheet, "read")
    plan = start_sheets.plan_of(sheet)
    if not plan.ready or count != len(plan.create):
        raise RuleBroken(
            _("lembar belum dapat masuk: %s baris siap") % len(plan.create),
            where=str(sheet),
            remedy="Muat ulang halaman, selesaikan yang disebut, lalu tulis banyaknya baris yang akan masuk.",
            code="SND-STA-06",
        )
    written = _enter_agencies(actor, plan) if isinstance(plan, AgencyPlan) else _enter_decision(sheet, plan)
    _move(actor, sheet, "entered", written=written)
    record(actor, "start.enter", sheet, kind=sheet.kind, rows=len(plan.create), decree=sheet.number)
    return sheet


@transaction.atomic
def drop_sheet(actor: Any, sheet: OfficeSheet) -> OfficeSheet:
    """Set a sheet aside that will not be entered; its rows go, its file stays sealed."""
    actor.scope.require("setting.change")
    sheet = _locked(sheet, "read")
    _move(actor, sheet, "dropped", content={}, choices={})
    record(actor, "start.drop", sheet, kind=sheet.kind)
    return sheet


@transaction.atomic
def undo_sheet(actor: Any, sheet: OfficeSheet) -> OfficeSheet:
    """Take back what a sheet wrote, exactly; RuleBroken where something later stands on it."""
    actor.scope.require("setting.change")
    sheet = _locked(sheet, "entered")
    try:
        with transaction.atomic():
            {"agencies": _undo_agencies, "pairs": _undo_pairs, "priority": _undo_decision}[sheet.kind](sheet)
    except ProtectedError as used:
        raise _stands_on(sheet) from used
    _move(actor, sheet, "undone")
    record(actor, "start.undo", sheet, kind=sheet.kind, decree=sheet.number)
    return sheet


def _locked(sheet: OfficeSheet, state: str) -> OfficeSheet:
    """The row as it stands now, held; RuleBroken where someone else moved it meanwhile."""
    found = OfficeSheet.objects.select_for_update(of=("self",)).select_related("file", "moved_by").get(pk=sheet.pk)
    if found.state != state:
        raise RuleBroken(
            _("lembar ini %(state)s oleh %(who)s")
            % {"state": found.get_state_display(), "who": found.moved_by or found.brought_by},
            where=str(found),
            remedy="Muat ulang halaman untuk melihat keadaannya sekarang.",
            code="SND-STA-07",
        )
    return found


def _move(actor: Any, sheet: OfficeSheet, state: str, **values: Any) -> None:
    for name, value in {**values, "state": state, "moved_by": actor, "moved_at": timezone.now()}.items():
        setattr(sheet, name, value)
    sheet.save()


def _enter_decision(sheet: OfficeSheet, plan: Plan) -> dict[str, Any]:
    """The decision that the sheet belongs to, and its pairs or its list."""
    kind = "pairing" if sheet.kind == "pairs" else "priority"
    assert sheet.year is not None and sheet.date is not None
    if EarlierDecision.objects.filter(kind=kind, number=sheet.number, year=sheet.year).exists():
        raise RuleBroken(
            _("keputusan %s sudah dimasukkan untuk tahun itu") % sheet.number,
            where=str(sheet),
            remedy="Batalkan dulu lembar yang lama, atau periksa nomor dan tahunnya.",
            code="SND-STA-08",
        )
    decision = EarlierDecision.objects.create(
        kind=kind, year=sheet.year, number=sheet.number, date=sheet.date, about=sheet.about, sheet=sheet
    )
    return {"decision": decision.pk} | (
        _enter_pairs(sheet, plan) if kind == "pairing" else _enter_list(decision, plan.create)
    )


def _enter_pairs(sheet: OfficeSheet, plan: Plan) -> dict[str, Any]:
    closed = []
    for pk, last in plan.close:
        span = Companionship.objects.get(pk=pk)
        closed.append([pk, last.isoformat()])
        span.valid_to = last
        span.save(update_fields=["valid_to"])
    agencies = dict(Agency.objects.values_list("code", "pk"))
    created = []
    for line in plan.create:
        assert line.start is not None and line.year is not None
        row = Companionship.objects.create(
            village_id=line.village,
            agency_id=agencies[line.agency],
            year=line.year,
            valid_from=line.start,
            valid_to=line.end,
            source=_source(sheet, line),
        )
        created.append([row.pk, line.end.isoformat() if line.end else ""])
    return {"created": created, "closed": closed}


def _source(sheet: OfficeSheet, line: Line) -> str:
    """The decree and the place on its sheet, as the history shows it."""
    place = f"lembar {line.row.sheet}, baris {line.row.row}" if line.row.sheet else f"baris {line.row.row}"
    return f"{sheet.number[:120]} ({place[:70]})"


def _enter_list(decision: EarlierDecision, lines: tuple[Line, ...]) -> dict[str, Any]:
    EarlierVillage.objects.bulk_create(
        EarlierVillage(
            decision=decision,
            village_id=line.village,
            rank=line.rank,
            wave=line.wave or 1,
            wave_year=line.year or decision.year,
            row=line.row.row,
        )
        for line in lines
    )
    return {"villages": len(lines)}


def _enter_agencies(actor: Any, plan: AgencyPlan) -> dict[str, Any]:
    created, changed = [], []
    for line in plan.create:
        if line.state == "baru":
            agency = Agency.objects.create(**line.values)
            created.append(agency.pk)
            record(actor, "agency.create", agency, changes={name: ["", str(one)] for name, one in line.values.items()})
            continue
        agency = Agency.objects.get(code=line.values["code"])
        for name, (_old, new) in line.changes.items():
            setattr(agency, name, new)
        agency.save(update_fields=list(line.changes))
        changed.append([agency.pk, {name: list(pair) for name, pair in line.changes.items()}])
        logged = {name: [str(old if old is not None else ""), str(new)] for name, (old, new) in line.changes.items()}
        record(actor, "agency.change", agency, changes=logged)
    return {"created": created, "changed": changed}


def _stands_on(sheet: OfficeSheet) -> RuleBroken:
    return RuleBroken(
        "sesudah lembar ini masuk, datanya sudah dipakai atau diubah",
        where=str(sheet),
        remedy="Batalkan dulu yang sesudahnya, atau betulkan barisnya satu per satu.",
        code="SND-STA-09",
    )


def _undo_pairs(sheet: OfficeSheet) -> None:
    """Only while every span stands as it was written, and no later one of these villages began."""
    created = {pk: _day(end) for pk, end in sheet.written["created"]}
    closed = {pk: _day(end) for pk, end in sheet.written["closed"]}
    rows = Companionship.objects.in_bulk([*created, *closed])
    as_written = all(pk in rows and rows[pk].valid_to == end for pk, end in (created | closed).items())
    villages = {rows[pk].village_id for pk in created if pk in rows}
    newer = Companionship.objects.filter(village__in=villages, pk__gt=max(created, default=0)).exists()
    if not as_written or newer:
        raise _stands_on(sheet)
    Companionship.objects.filter(pk__in=created).delete()
    Companionship.objects.filter(pk__in=closed).update(valid_to=None)
    _undo_decision(sheet)


def _undo_decision(sheet: OfficeSheet) -> None:
    """Only while no step says that it went on from the decision."""
    decision = EarlierDecision.objects.get(sheet=sheet)
    if stands_on(decision):
        raise _stands_on(sheet)
    decision.delete()


def _undo_agencies(sheet: OfficeSheet) -> None:
    """Only while every value stands as it was written, and nobody uses a new agency."""
    for pk, fields in sheet.written["changed"]:
        agency = Agency.objects.get(pk=pk)
        if any(getattr(agency, name) != new for name, (_old, new) in fields.items()):
            raise _stands_on(sheet)
        for name, (old, _new) in fields.items():
            setattr(agency, name, "" if old is None and name == "competences" else old)
        agency.save(update_fields=list(fields))
    Agency.objects.filter(pk__in=sheet.written["created"]).delete()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
