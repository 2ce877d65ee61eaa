"""The audit log's codes in words: acts, objects and the details that may be shown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, Any] = {
    "account.create": _("membuat akun"),
    "account.end_grant": _("mengakhiri peran"),
    "account.grant": _("memberi peran"),
    "agency.change": _("mengubah perangkat daerah"),
    "agency.create": _("menambah perangkat daerah"),
    "batch.accept": _("menerima batch"),
    "batch.accepted": _("memasukkan batch ke register sampai selesai"),
    "batch.cancel": _("membatalkan batch"),
    "batch.check": _("memulai pemeriksaan batch"),
    "batch.checked": _("selesai memeriksa batch"),
    "batch.download_marked": _("mengunduh buku kerja bertanda"),
    "batch.failed": _("gagal mengolah batch"),
    "batch.note": _("menulis catatan pada batch"),
    "batch.resume": _("melanjutkan penerimaan batch"),
    "batch.return": _("mengembalikan batch"),
    "batch.review": _("mulai mencermati batch bersama"),
    "batch.reviewed": _("selesai mencermati batch bersama"),
    "batch.undo": _("membatalkan penerimaan batch"),
    "count.export": _("mengunduh angka desa"),
    "decision.propose": _("mengusulkan keputusan"),
    "decision.recheck": _("menghitung ulang keputusan"),
    "decision.reject": _("menolak keputusan"),
    "decision.replace": _("mengganti keputusan"),
    "decision.revoke": _("mencabut keputusan"),
    "decision.sign": _("menetapkan keputusan"),
    "decision.withdraw": _("menarik usulan keputusan"),
    "document.download": _("mengunduh naskah keputusan"),
    "file.check": _("memeriksa berkas tanpa mengunggahnya"),
    "job.cancel": _("membatalkan pekerjaan latar"),
    "milestone.correct": _("membetulkan tahap pendampingan"),
    "milestone.export": _("mengunduh kemajuan gelombang"),
    "milestone.record": _("mencatat tahap pendampingan"),
    "milestone.withdraw": _("menarik catatan tahap pendampingan"),
    "pairing.ban": _("melarang pasangan penugasan"),
    "pairing.end_rule": _("mengakhiri kunci atau larangan pasangan"),
    "pairing.export": _("mengunduh usulan penugasan"),
    "pairing.lock": _("mengunci pasangan penugasan"),
    "pairing.run": _("meminta hitungan penugasan"),
    "priority.export": _("mengunduh daftar prioritas desa"),
    "priority.save_scenario": _("menyimpan skenario prioritas"),
    "programme.change": _("mengubah pengaturan program"),
    "reference.agencies": _("memuat daftar perangkat daerah"),
    "reference.boundaries": _("memuat batas wilayah desa"),
    "reference.index": _("memuat indeks desa"),
    "reference.needs": _("memuat kebutuhan desa"),
    "reference.pairs": _("memuat pasangan pendampingan"),
    "reference.villages": _("memuat daftar desa"),
    "session.refused": _("ditolak masuk"),
    "session.role": _("berganti peran"),
    "session.sign_in": _("masuk"),
    "session.sign_out": _("keluar"),
}

OBJECTS: Mapping[str, Any] = {
    "accounts.grant": _("peran"),
    "accounts.user": _("akun"),
    "decisions.decision": _("keputusan"),
    "district.agency": _("perangkat daerah"),
    "district.programme": _("program"),
    "jobs.job": _("pekerjaan latar"),
    "pairing.pairingrun": _("usulan penugasan"),
    "pairing.pairrule": _("aturan pasangan"),
    "registry.batch": _("batch"),
    "targeting.milestone": _("tahap pendampingan"),
    "targeting.scenario": _("skenario prioritas"),
}

PAGES: Mapping[str, tuple[str, str]] = {
    "registry.batch": ("registry:batch", "batch.view"),
    "decisions.decision": ("decisions:decision", "decision.view"),
    "accounts.user": ("accounts:account", "account.manage"),
    "district.agency": ("district:agency", "setting.change"),
}
"""The page of an object, and the right that opens it."""

DETAILS: Mapping[str, Any] = {
    "agency": _("perangkat daerah"),
    "area": _("kode wilayah"),
    "demo": _("akun contoh"),
    "done_on": _("tanggal selesai"),
    "digest": _("sidik"),
    "equal": _("sama persis"),
    "form": _("bentuk berkas"),
    "held": _("baris tertahan"),
    "kind": _("jenis"),
    "name": _("nama"),
    "number": _("nomor urut"),
    "paper": _("naskah"),
    "register": _("register"),
    "role": _("peran"),
    "rows": _("baris"),
    "source": _("sumber"),
    "village": _("kode desa"),
    "year": _("tahun"),
}
"""The details that may be shown. A key that is not here stays hidden, so nothing personal slips through."""

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "district.programme": {
        "district_code": _("Kode kabupaten/kota (Kemendagri, 4 angka)"),
        "district_name": _("Nama kabupaten/kota"),
        "province_name": _("Provinsi"),
        "capital": _("Tempat penetapan naskah"),
        "programme_name": _("Nama program"),
        "brand": _("Nama singkat gerakan"),
        "brand_meaning": _("Kepanjangan nama gerakan"),
        "outcome": _("Tujuan gerakan"),
        "year": _("Tahun pendampingan"),
        "priority_quota": _("Banyaknya desa/kelurahan prioritas"),
        "secretariat": _("Sekretariat TKPK"),
        "address": _("Alamat kepala surat"),
        "signer_title": _("Jabatan penanda tangan"),
        "signer_name": _("Nama penanda tangan"),
        "four_eyes": _("Penerimaan batch harus oleh orang kedua"),
        "legal_text": _("Dasar hukum"),
    },
    "district.agency": {
        "code": _("Kode"),
        "name": _("Nama resmi"),
        "short": _("Singkatan"),
        "kind": _("Jenis"),
        "staff": _("Pegawai yang dapat turun (orang)"),
        "vehicles": _("Kendaraan (unit)"),
        "budget": _("Anggaran pendampingan (rupiah)"),
        "lat": _("Lintang kantor"),
        "lon": _("Bujur kantor"),
        "competences": _("Kewenangan, dipisah titik koma"),
        "min_villages": _("Paling sedikit (desa)"),
        "max_villages": _("Paling banyak (desa)"),
        "valid_from": _("Berlaku sejak"),
        "valid_to": _("Berlaku sampai"),
    },
}
"""The fields of the settings pages whose old and new values are logged."""

VALUES: Mapping[str, Mapping[str, Any]] = {
    "kind": {
        "priority": _("Desa/kelurahan prioritas"),
        "pairing": _("Penugasan pendamping"),
        "lock": _("kunci"),
        "ban": _("larangan"),
    }
}
