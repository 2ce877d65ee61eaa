"""Checks of the running site: database, migrations, worker, audit seals, backups, settings. Words name no person."""

from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min
from django.utils.translation import gettext_noop as _

from sanding import __version__
from sanding.doctor.finding import Answer, Check, fine, warning, wrong
from sanding_web.audit.models import Entry
from sanding_web.doctor.site import Site
from sanding_web.jobs.models import Job

OLDEST_SQLITE, OLDEST_POSTGRES = (3, 38), 130_000
_INDONESIAN_ZONES = {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
_RESTART = "systemctl restart sanding-web sanding-worker"


def database(at: Site) -> Answer:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return wrong("basis data tidak terjangkau", "Nyalakan PostgreSQL, atau periksa DATABASE_URL.")
    if connection.vendor == "sqlite":
        return _sqlite_version()
    version = connection.cursor().connection.info.server_version
    said = f"PostgreSQL {version // 10_000}"
    return (
        fine(said)
        if version >= OLDEST_POSTGRES
        else wrong(f"{said} terlalu lama", "Pakai PostgreSQL 13 atau lebih baru.")
    )


def _sqlite_version() -> Answer:
    import sqlite3

    said = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return wrong(f"{said} terlalu lama", "Pakai Debian 12, yang memuat SQLite 3.40.")
    return fine(said)


def journal(at: Site) -> Answer:
    if connection.vendor != "sqlite":
        return fine("tidak berlaku pada PostgreSQL")
    with connection.cursor() as cursor:
        mode = cursor.execute("SELECT journal_mode FROM pragma_journal_mode").fetchone()[0]
    if mode != "wal":
        return wrong(
            f"SQLite memakai jurnal {mode}, bukan WAL", f"{_RESTART}; bila tetap, cakramnya tidak mendukung WAL."
        )
    return fine("SQLite memakai WAL")


def migrations(at: Site) -> Answer:
    """Both ways: a database behind the code, and a database ahead of it (a newer release was here)."""
    loader = MigrationExecutor(connection).loader
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    ours = {app for app, _name in known}
    behind = len(known - applied - set(loader.replacements))
    ahead = len({one for one in applied - known if one[0] in ours})
    if ahead:
        remedy = "Pasang lagi terbitan yang lebih baru, atau pulihkan cadangan sebelum kenaikan (bagian Kembali)."
        return wrong(f"basis data lebih baru daripada kode {__version__} ({ahead} langkah)", remedy)
    if behind:
        return wrong(f"basis data tertinggal {behind} langkah dari kode {__version__}", "sanding-web migrate")
    return fine(f"basis data dan kode sama-sama {__version__}")


def worker(at: Site) -> Answer:
    if at.worker is None:
        return wrong("pekerja latar belum pernah berjalan", "systemctl start sanding-worker")
    silence = (at.now - at.worker).total_seconds()
    if silence > at.limit("worker_silence"):
        return wrong(f"pekerja latar diam {_span(silence)}", "systemctl restart sanding-worker")
    return fine("pekerja latar berjalan")


def jobs(at: Site) -> Answer:
    """Work that waits or runs although nobody moves it."""
    old = at.now - timedelta(seconds=at.limit("worker_silence"))
    stuck = Job.objects.filter(state=Job.RUNNING, heartbeat__lt=old).count()
    waiting = Job.objects.filter(state=Job.WAITING, created__lt=old).count()
    if stuck:
        return wrong(
            f"{stuck} pekerjaan berjalan tanpa tanda", "systemctl restart sanding-worker; pekerjaan diambil alih."
        )
    if waiting:
        return warning(
            f"{waiting} pekerjaan lama menunggu", "Tunggu pekerjaan yang sedang berjalan, atau periksa pekerja."
        )
    return fine("tidak ada pekerjaan yang tersangkut")


def seals(at: Site) -> Answer:
    oldest = Entry.objects.filter(block=None).aggregate(at=Min("at"))["at"]
    lag = (at.now - oldest).total_seconds() if oldest else 0.0
    if lag > at.limit("seal_delay"):
        return wrong(
            f"catatan audit menunggu dikunci {_span(lag)}", "Jalankan pekerja latar: systemctl restart sanding-worker"
        )
    return fine("catatan audit terkunci")


def backup(at: Site) -> Answer:
    if at.backups is None or not at.backups.is_dir():
        return (warning if at.demo else wrong)(
            "folder cadangan belum diatur", "Atur SANDING_BACKUPS dan jalankan sanding backup."
        )
    times = [path.stat().st_mtime for path in at.backups.iterdir() if path.is_file() and not path.name.startswith(".")]
    if not times:
        return wrong("belum ada cadangan", "sanding backup; lalu salin hasilnya keluar peladen.")
    age = (at.now - datetime.fromtimestamp(max(times), UTC)).total_seconds()
    if age > at.limit("backup_age") * 3600:
        return wrong(
            f"cadangan terakhir berumur {_span(age)}", "sanding backup; periksa systemctl status sanding-backup.timer"
        )
    return fine(f"cadangan terakhir berumur {_span(age)}")


def settings_of_production(at: Site) -> Answer:
    """Demo accounts sign in without a password, and debugging shows local values."""
    if at.debug:
        return wrong(
            "SANDING_DEBUG menyala: halaman galat menampilkan isi data", f"Hapus SANDING_DEBUG, lalu {_RESTART}"
        )
    if at.demo:
        return warning("mode contoh: akun contoh masuk tanpa kata sandi", "Jangan pakai untuk data sungguhan.")
    return fine("bukan mode contoh, bukan mode pengembang")


def https(at: Site) -> Answer:
    if not at.https:
        return (warning if at.demo else wrong)("situs tidak memakai HTTPS", "Atur SANDING_HTTPS=1 dan sertifikat.")
    return fine("situs memakai HTTPS")


def hosts(at: Site) -> Answer:
    if "*" in at.hosts or any(host.startswith(".") for host in at.hosts):
        return wrong("SANDING_HOSTS menerima nama apa saja", "Sebutkan hanya nama situs di jaringan kantor.")
    local = {"localhost", "127.0.0.1", "[::1]"}
    if set(at.hosts) <= local and not at.demo:
        return warning("situs hanya menjawab di peladen ini sendiri", "Tambahkan nama situs ke SANDING_HOSTS.")
    return fine(f"situs menjawab {len(at.hosts)} nama")


def time_zone(at: Site) -> Answer:
    if at.time_zone not in _INDONESIAN_ZONES:
        return warning(
            f"zona waktu {at.time_zone} bukan zona Indonesia", "Atur SANDING_TIME_ZONE, misalnya Asia/Jakarta."
        )
    return fine(f"zona waktu {at.time_zone}")


def clock_back(at: Site) -> Answer:
    """The audit log knows a later moment than the clock does: the clock was set back, or was ahead before."""
    latest = Entry.objects.aggregate(at=Max("at"))["at"]
    ahead = (latest - at.now).total_seconds() if latest else 0.0
    if ahead > at.limit("clock_ahead"):
        remedy = "Cocokkan jam peladen (timedatectl); catatan tetap urut menurut nomornya."
        return wrong(f"jam peladen mundur {_span(ahead)} dari catatan terakhir", remedy)
    return fine("jam tidak pernah mundur dari catatan terakhir")


def sealed_numbers(at: Site) -> Answer:
    """Whether the keys open a sealed NIK of the register; the number itself is not told."""
    from sanding.identity import Sealer
    from sanding_web.registry import storage
    from sanding_web.registry.models import Person

    sample = Person.objects.filter(nik__isnull=False).values_list("nik", flat=True).first()
    if sample is None:
        return fine("belum ada NIK tersandi untuk dicoba")
    Sealer(storage.keys()).unseal("nik", bytes(sample))
    return fine("kunci membuka NIK tersandi")


def _span(seconds: float) -> str:
    """A length of time in the largest unit that is at least two.

    >>> _span(90), _span(600), _span(200_000)
    ('90 detik', '10 menit', '55 jam')
    """
    for size, unit in ((86_400 * 3, "hari"), (7_200, "jam"), (120, "menit")):
        if seconds >= size:
            whole = {"hari": 86_400, "jam": 3_600, "menit": 60}[unit]
            return f"{int(seconds // whole)} {unit}"
    return f"{int(seconds)} detik"


CHECKS: tuple[Check[Site], ...] = (
    Check("database", _("Basis data"), database),
    Check("journal", _("Jurnal basis data"), journal),
    Check("migrations", _("Terbitan dan basis data"), migrations),
    Check("sealed_numbers", _("Kunci dan NIK"), sealed_numbers),
    Check("worker", _("Pekerja latar"), worker),
    Check("jobs", _("Pekerjaan latar"), jobs),
    Check("seals", _("Kunci jejak audit"), seals),
    Check("backup", _("Cadangan"), backup),
    Check("settings", _("Mode situs"), settings_of_production),
    Check("https", "HTTPS", https),
    Check("hosts", _("Nama situs"), hosts),
    Check("time_zone", _("Zona waktu"), time_zone),
    Check("clock_back", _("Jam mundur"), clock_back),
)
