"""Checks of the machine and its folders: they need neither the site nor its database."""

from datetime import timedelta
from pathlib import Path

from sanding.certificates import ends
from sanding.doctor.finding import Answer, Check, fine, warning, wrong
from sanding.doctor.situation import Situation
from sanding.keys import Keys, load_keys
from sanding.sealed_file import unseal_blocks
from sanding.store import Store

_OLDEST = (3, 11)
_GB = 1024**3


def python(at: Situation) -> Answer:
    said = ".".join(str(part) for part in at.python)
    if at.python[:2] < _OLDEST:
        return wrong(f"Python {said} terlalu lama", "Pasang Python 3.11 atau lebih baru.")
    return fine(f"Python {said}")


def pango(at: Situation) -> Answer:
    if at.library("pangoft2-1.0") is None:
        return warning("libpango belum ada, PDF tidak dibuat", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    return fine("libpango ada")


def office(at: Situation) -> Answer:
    if not (at.program("soffice") or at.program("libreoffice")):
        return warning(
            "LibreOffice belum ada, PDF naskah hanya salinan baca",
            "apt-get install --no-install-recommends libreoffice-writer",
        )
    return fine("LibreOffice ada")


def disk_space(at: Situation) -> Answer:
    free = min(_free(at, path) for path in (at.home, at.store, at.uploads) if path.exists())
    said = f"{free / _GB:.1f} GB bebas".replace(".", ",")
    remedy = "Hapus cadangan lama yang sudah disalin keluar, kosongkan /var/log, atau tambah cakram."
    if free < at.limit("free_space_least"):
        return wrong(said, remedy)
    return warning(said, remedy) if free < at.limit("free_space_low") else fine(said)


def _free(at: Situation, path: Path) -> int:
    found = at.space(path)
    return int(found.f_bavail) * int(found.f_frsize)


def inodes(at: Situation) -> Answer:
    found = at.space(at.home)
    if not found.f_files:  # file systems such as btrfs have no fixed number
        return fine("jumlah berkas tidak dibatasi")
    share = found.f_favail / found.f_files
    said = f"{share * 100:.0f} persen inode bebas"
    return (
        fine(said) if share >= at.limit("free_inodes_least") else wrong(said, "Hapus berkas kecil yang tidak dipakai.")
    )


def folders(at: Situation) -> Answer:
    paths = {at.home, at.keys, at.store, at.uploads}
    if gone := sorted(path.name for path in paths if not path.is_dir()):
        return wrong(
            f"folder tidak ada: {', '.join(gone)}", "Kembalikan dari cadangan, atau jalankan sanding install lagi."
        )
    if open_ := sorted(str(path) for path in paths if path.stat().st_mode & 0o077):
        return wrong(f"folder dapat dibuka orang lain: {', '.join(open_)}", f"chmod 700 {' '.join(open_)}")
    return fine("folder ada dan hanya terbuka bagi situs")


def keys(at: Situation) -> Answer:
    load_keys(at.keys)
    if at.keys.resolve().is_relative_to(at.home.resolve()) and at.real:
        return warning("kunci berada di dalam folder data", "Pindahkan ke luar data dan cadangan (SANDING_KEYS).")
    return fine("kunci ada dan hanya terbaca pemiliknya")


def keys_match(at: Situation) -> Answer:
    """Whether the keys open what stands here: the newest vintage's data key and the newest sealed file."""
    held = load_keys(at.keys)
    opened = _opens_vintage(at, held) + _opens_upload(at, held)
    return fine("kunci membuka data yang ada" if opened else "belum ada data tersegel untuk dicoba")


def _opens_vintage(at: Situation, held: Keys) -> int:
    store = Store(at.store, held)
    sealed = [name for name in store.names() if (at.store / name / "data.key").exists()]
    for name in sealed[-1:]:
        store.open(name)
    return len(sealed[-1:])


def _opens_upload(at: Situation, held: Keys) -> int:
    newest = sorted(at.uploads.glob("*.sealed"), key=lambda path: path.stat().st_mtime)[-1:]
    for path in newest:
        next(unseal_blocks(path, held))
    return len(newest)


def scratch(at: Situation) -> Answer:
    place = at.scratch if at.scratch.exists() else at.scratch.parent
    if at.in_memory(place):
        return fine("tempat sementara berada di memori")
    if at.encrypted(place):
        return fine("tempat sementara berada di cakram tersandi")
    return (wrong if at.real else warning)(
        "tempat sementara berada di cakram biasa: berkas terbuka dapat terbaca dari cakram yang dicuri",
        "Atur SANDING_SCRATCH ke folder di /dev/shm atau di cakram tersandi (LUKS).",
    )


def leftovers(at: Situation) -> Answer:
    old = (at.now - timedelta(days=at.limit("draft_kept"))).timestamp()
    drafts = [path for path in at.store.glob(".draft-*") if path.stat().st_mtime < old]
    asides = [path for path in at.uploads.glob(".*") if path.is_file() and path.stat().st_mtime < old]
    plain = [path for path in at.scratch.glob("*") if path.stat().st_mtime < old] if at.scratch.is_dir() else []
    said = f"{len(drafts)} rancangan, {len(asides)} berkas setengah jadi, {len(plain)} berkas sementara tertinggal"
    if plain:
        return wrong(said, f"Hentikan pekerja latar, lalu hapus isi {at.scratch}.")
    if drafts or asides:
        return warning(said, "Putuskan atau batalkan batch yang lama menunggu; sisa berkas boleh dihapus.")
    return fine("tidak ada sisa pekerjaan lama")


def sqlite_place(at: Situation) -> Answer:
    if not at.sqlite:
        return fine("basis data di PostgreSQL")
    if at.on_network(at.home):
        return wrong(
            f"basis data SQLite berada di cakram jaringan ({at.mount(at.home)[0]}): kuncinya tidak dapat dipercaya",
            "Pindahkan SANDING_HOME ke cakram peladen ini, atau pakai PostgreSQL.",
        )
    return fine(f"basis data SQLite di cakram setempat ({at.mount(at.home)[0]})")


def certificate(at: Situation) -> Answer:
    if not (folder := at.environment.get("SANDING_TLS")):
        return fine("HTTPS tidak dilayani sendiri")
    path = Path(folder) / "server.crt"
    if not path.exists():
        return wrong("sertifikat HTTPS tidak ada", "Sebagai root: sanding certificate renew")
    days = (ends(path) - at.now).days
    if days < 0:
        return wrong("sertifikat HTTPS sudah habis", "Sebagai root: sanding certificate renew")
    if days < at.limit("certificate_warning"):
        return warning(f"sertifikat HTTPS habis dalam {days} hari", "Sebagai root: sanding certificate renew")
    return fine(f"sertifikat HTTPS berlaku {days} hari lagi")


def clock(at: Situation) -> Answer:
    state = at.clock_state()
    if state == "no":
        return warning(
            "jam peladen tidak disetel dari jaringan", "timedatectl set-ntp true, atau cocokkan jam tiap pekan."
        )
    return fine("jam disetel dari jaringan" if state == "yes" else "penyetelan jam tidak dapat ditanyakan di mesin ini")


CHECKS: tuple[Check[Situation], ...] = (
    Check("python", "Python", python),
    Check("pango", "Pembuat PDF", pango),
    Check("office", "LibreOffice", office),
    Check("disk_space", "Ruang cakram", disk_space),
    Check("inodes", "Jumlah berkas", inodes),
    Check("folders", "Folder", folders),
    Check("keys", "Kunci", keys),
    Check("keys_match", "Kunci dan data", keys_match),
    Check("scratch", "Tempat sementara", scratch),
    Check("leftovers", "Sisa pekerjaan", leftovers),
    Check("sqlite_place", "Tempat basis data", sqlite_place),
    Check("certificate", "Sertifikat", certificate),
    Check("clock", "Jam", clock),
)
