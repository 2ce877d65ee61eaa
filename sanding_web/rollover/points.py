"""What forbids the change of year, and what a person should have read before it: each with the page that mends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Village
from sanding_web.jobs.models import Job
from sanding_web.registry.models import Batch
from sanding_web.ui.words import long_date, number


@dataclass(frozen=True)
class Point:
    """One thing: a code that stays the same in every language, what it is, what to do, and where."""

    code: str
    text: str
    remedy: str
    url: str
    word: str


@dataclass(frozen=True)
class Facts:
    """What the points are judged by.

    kinds    kinds of decision in force for the old year; own villages of the next wave; carried and how many ``alone``
    leaving  agencies that are gone when the new year begins, with the villages they stand beside today
    reached  whether any milestone of the old year's wave is recorded
    """

    year: int
    on: date
    kinds: frozenset[str]
    own: int
    carried: Sequence[Village]
    alone: int
    leaving: Sequence[tuple[Agency, int]]
    reached: bool


def blockers(facts: Facts) -> list[Point]:
    """What must be settled first."""
    found = [_proposal(one) for one in _open_proposals()]
    found += [_running(one) for one in _live_runs()]
    if "priority" not in facts.kinds:
        found.append(
            Point(
                "no_list",
                _("Tahun %s belum mempunyai daftar prioritas yang ditetapkan.") % facts.year,
                _("Tanpa daftar itu tidak ada gelombang yang dapat ditutup atau dibawa."),
                reverse("targeting:index"),
                _("Buka Prioritas desa"),
            )
        )
    return found


def _open_proposals() -> "QuerySet[Decision]":
    return Decision.objects.filter(state="proposed").select_related("proposed_by").defer("content").order_by("pk")


def _live_runs() -> "QuerySet[Job]":
    return Job.objects.filter(kind="pairing.solve", state__in=[Job.WAITING, Job.RUNNING]).order_by("pk")


def _proposal(one: Decision) -> Point:
    text = _("%(decision)s masih menunggu penetapan, diusulkan %(who)s.")
    return Point(
        f"proposal_{one.pk}",
        text % {"decision": one, "who": one.proposed_by},
        _("Pimpinan menetapkan atau menolaknya, atau pengusul menariknya."),
        reverse("decisions:decision", args=[one.pk]),
        _("Buka usulan"),
    )


def _running(one: Job) -> Point:
    return Point(
        f"run_{one.pk}",
        _("Hitungan penugasan masih berjalan: %s.") % one.title,
        _("Tunggu sampai selesai, atau batalkan."),
        reverse("jobs:index"),
        _("Buka pekerjaan"),
    )


def warnings(facts: Facts) -> list[Point]:
    """What does not forbid the change, but must have been read."""
    found = [*_of_the_year(facts), *_of_villages(facts)]
    found += [_leaving(agency, villages) for agency, villages in facts.leaving]
    waiting = Batch.objects.filter(state__in=["uploaded", "checking", "waiting", "reviewing", "applying"]).count()
    if waiting:
        found.append(
            Point(
                f"batches_{waiting}",
                _("%s batch data belum diputuskan.") % number(waiting),
                _("Data tidak terikat tahun pendampingan; batch boleh diputuskan sesudahnya."),
                reverse("registry:index"),
                _("Buka Data terpadu"),
            )
        )
    return found


def _of_the_year(facts: Facts) -> list[Point]:
    found = []
    end = date(facts.year, 12, 31)
    if facts.on <= end:
        found.append(
            Point(
                "early",
                _("Tahun %(year)s baru berakhir %(day)s.") % {"year": facts.year, "day": long_date(end)},
                _("Tahap yang selesai sesudah ini tetap dapat dicatat pada gelombangnya."),
                reverse("targeting:progress"),
                _("Lihat kemajuan"),
            )
        )
    if "pairing" not in facts.kinds:
        found.append(
            Point(
                "no_pairing",
                _("Tahun %s belum mempunyai penugasan pendamping yang ditetapkan.") % facts.year,
                _("Pendampingan yang berlaku hari ini berjalan terus; penugasan tahun itu tidak dapat disusun lagi."),
                reverse("pairing:index"),
                _("Buka Penugasan"),
            )
        )
    if not facts.own:
        found.append(
            Point(
                "no_wave",
                _("Rencana gelombang tidak memuat desa untuk tahun %s.") % (facts.year + 1),
                _("Daftar tahun baru dimulai dengan desa terbawa; gelombangnya disusun di Prioritas desa."),
                reverse("targeting:index"),
                _("Buka Prioritas desa"),
            )
        )
    return found


def _of_villages(facts: Facts) -> list[Point]:
    found = []
    if not facts.reached:
        found.append(
            Point(
                "nothing_reached",
                _("Belum ada tahap yang tercatat pada gelombang %s; semua desanya akan terbawa.") % facts.year,
                _("Minta pendamping mencatat tahap yang sudah selesai."),
                reverse("targeting:progress") + f"?gelombang={facts.year}",
                _("Catat kemajuan"),
            )
        )
    if facts.alone:
        found.append(
            Point(
                f"alone_{facts.alone}",
                _("%s desa terbawa tidak berpendamping hari ini.") % number(facts.alone),
                _("Penugasan tahun baru memasangkannya."),
                reverse("targeting:progress") + "?keadaan=belum+tuntas",
                _("Lihat desanya"),
            )
        )
    gone = [one for one in facts.carried if one.valid_to is not None]
    if gone:
        names = ", ".join(str(one) for one in gone[:3])
        found.append(
            Point(
                f"gone_{len(gone)}",
                _("%(n)s desa terbawa tidak berlaku lagi: %(names)s.") % {"n": number(len(gone)), "names": names},
                _("Desa itu tidak ikut pada daftar tahun baru; riwayatnya tersimpan."),
                reverse("targeting:progress_village", args=[gone[0].code]),
                _("Lihat riwayatnya"),
            )
        )
    return found


def _leaving(agency: Agency, villages: int) -> Point:
    words = {"agency": agency.short, "day": long_date(agency.valid_to), "n": number(villages)}
    return Point(
        f"leaving_{agency.code}_{villages}",
        _("%(agency)s berlaku sampai %(day)s dan masih mendampingi %(n)s desa.") % words,
        _("Perbaiki masa berlakunya bila keliru; bila benar, penugasan tahun baru memindahkan desanya."),
        reverse("district:agency", args=[agency.pk]),
        pgettext("satu", "Buka perangkat daerah"),
    )
