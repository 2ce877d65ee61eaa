"""How the turn of the year looks: one table for each thing that goes on, ends, or is open."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.decisions.models import Decision
from sanding_web.rollover.queries import Preview, RuleLine, names
from sanding_web.targeting.models import YearChange
from sanding_web.targeting.progress_drawing import in_words, state_pill, steps_done, village_cell
from sanding_web.ui.parts import Column, Figure, Pill, Row, Table
from sanding_web.ui.words import Missing, clock, number, short_date


def figures(found: Preview) -> list[Figure]:
    """The four numbers of the turn."""
    unit, source = _("desa/kelurahan"), _("Daftar yang berlaku dan catatan tahap")
    return [
        Figure(_("Gelombang %s") % found.to_year, len(found.own), unit, source, found.on),
        Figure(_("Terbawa"), len(found.carried), unit, source, found.on),
        Figure(_("Tuntas"), len(found.completed), unit, source, found.on),
        Figure(_("Berpendamping hari ini"), found.companions_going_on, unit, _("Penugasan yang berlaku"), found.on),
    ]


def own_table(found: Preview) -> Table | None:
    """The next year's wave by kecamatan."""
    held: dict[str, list[str]] = {}
    for one in found.own:
        held.setdefault(one.village.kecamatan, []).append(str(one.village))
    columns = (Column(_("Kecamatan")), Column(_("Desa/kelurahan"), numeric=True), Column(_("Nama"), wide=True))
    rows = [Row((place, len(these), ", ".join(these))) for place, these in sorted(held.items())]
    return Table(_("Gelombang %s menurut rencana yang berlaku") % found.to_year, columns, rows) if rows else None


def carried_table(found: Preview) -> Table | None:
    """Villages that go on because they are not done: since when, what is missing, who stands beside them."""
    columns = (
        Column(_("Desa/kelurahan, kecamatan")), Column(_("Gelombang")), Column(_("Keadaan")),
        Column(_("Tahap selesai")), Column(_("Belum selesai"), wide=True), Column(_("Pendamping")),
    )  # fmt: skip
    rows = [
        Row(
            (
                village_cell(one), str(one.place.wave_year), state_pill(one), steps_done(one), in_words(one.missing),
                one.companion or Missing.ABSENT,
            ),
            url=reverse("targeting:progress_village", args=[one.place.village.code]),
        )
        for one in found.carried
    ]  # fmt: skip
    caption = _("Desa terbawa ke %s, dengan tahap yang belum selesai") % found.to_year
    return Table(caption, columns, rows, tall=True) if rows else None


def completed_table(found: Preview) -> Table | None:
    """Villages that are done and leave."""
    columns = (Column(_("Desa/kelurahan, kecamatan")), Column(_("Gelombang")), Column(_("Tuntas pada")))
    rows = [
        Row(
            (village_cell(one), str(one.place.wave_year), one.completed_on),
            url=reverse("targeting:progress_village", args=[one.place.village.code]),
        )
        for one in found.completed
    ]
    return Table(_("Desa yang tuntas dan tidak dibawa"), columns, rows, tall=True) if rows else None


def agencies_table(found: Preview) -> Table | None:
    """Agencies that end or begin."""
    words = {
        "ends": Pill("gawat", _("Berakhir")), "ends_later": Pill("awas", _("Berakhir tahun depan")),
        "begins": Pill("baik", _("Mulai")),
    }  # fmt: skip
    columns = (
        Column(_("Perangkat daerah")), Column(_("Perubahan")), Column(_("Tanggal")),
        Column(_("Desa dampingan"), numeric=True),
    )  # fmt: skip
    rows = [
        Row(
            (one.agency.name, words[one.kind], one.day, one.villages),
            url=reverse("district:agency", args=[one.agency.pk]),
        )
        for one in found.agencies
    ]
    return Table(_("Perangkat daerah yang berakhir atau mulai"), columns, rows) if rows else None


def lapsing_table(found: Preview) -> Table | None:
    """Locks and bans that cannot go on, with the reason."""
    columns = (
        Column(_("Jenis")), Column(_("Pasangan")), Column(_("Alasan"), wide=True), Column(_("Mengapa berakhir")),
    )  # fmt: skip
    rows = [_lapsing(line) for line in found.rules if line.lapses]
    return Table(_("Kunci dan larangan yang berakhir dengan sendirinya"), columns, rows) if rows else None


def _lapsing(line: RuleLine) -> Row:
    why = {
        "agency": _("perangkat daerah berakhir"),
        "gone": _("desa tidak berlaku lagi"),
        "done": _("desa tuntas atau di luar rencana"),
    }
    rule = line.rule
    return Row((rule.get_kind_display(), f"{rule.agency.short} – {rule.village}", rule.reason, why[line.lapses]))


def decisions_table(rows: Iterable[Decision]) -> Table | None:
    """The decisions in force for the old year; they stay as they are."""
    columns = (Column(_("Keputusan")), Column(_("Nomor")), Column(_("Ditetapkan")))
    shown = [
        Row(
            (str(one), one.decree_number or Missing.UNFILLED, one.decree_date or one.decided_at),
            url=reverse("decisions:decision", args=[one.pk]),
        )
        for one in rows
    ]
    return Table(_("Keputusan yang berlaku"), columns, shown, hidden_caption=True) if shown else None


def consequences(found: Preview) -> list[str]:
    """What pressing changes, and what it leaves."""
    words = {"old": found.from_year, "new": found.to_year}
    return [
        _("Tahun pendampingan menjadi %(new)s; semua meja bekerja untuk tahun itu.") % words,
        _("%(n)s desa terbawa tetap pada daftar %(new)s dengan gelombang asalnya.")
        % {"n": number(len(found.carried)), "new": found.to_year},
        _("%(n)s pendampingan berjalan terus sampai penugasan %(new)s ditetapkan.")
        % {"n": number(found.companions_going_on), "new": found.to_year},
        _("Keputusan, hitungan, dan catatan tahun %(old)s tersimpan dan tetap dapat dibuka.") % words,
        _("Tahun tidak dapat dikembalikan dari halaman ini."),
    ]


def changes_table(rows: Iterable[YearChange]) -> Table | None:
    """Every turn of the year so far."""
    columns = (
        Column(_("Tahun")), Column(_("Diganti oleh")), Column(_("Pada")), Column(_("Terbawa"), numeric=True),
        Column(_("Tuntas"), numeric=True),
    )  # fmt: skip
    shown = [
        Row(
            (
                str(one), str(one.changed_by), _when(one), len(one.summary.get("carried", ())),
                len(one.summary.get("completed", ())),
            ),
            url=reverse("rollover:change", args=[one.to_year]),
        )
        for one in rows
    ]  # fmt: skip
    return Table(_("Ganti tahun sebelumnya"), columns, shown, hidden_caption=True) if shown else None


def _when(one: YearChange) -> str:
    return f"{short_date(one.changed_at)} {clock(one.changed_at)}"


def kept_words(change: YearChange) -> dict[str, Any]:
    """What was kept with a change: villages by name, decisions with their hashes, rules in numbers."""
    kept = change.summary
    known = names([*kept["own"], *kept["carried"], *kept["completed"]])
    carried = [(known.get(code, code), in_words(missing)) for code, missing in kept["carried"].items()]
    return {
        "when": _when(change),
        "carried": carried,
        "own": _named(known, kept["own"]),
        "completed": _named(known, kept["completed"]),
        "decisions": [(name, code[:12]) for name, code in kept["decisions"].items()],
        "kept": kept["rules_kept"],
        "ended": kept["rules_ended"],
    }


def _named(known: dict[str, str], codes: Sequence[str]) -> list[str]:
    return [known.get(code, code) for code in codes]
