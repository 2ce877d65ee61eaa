"""What each field of the papers' templates means, and an invented paper of each kind to try a template on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sanding.documents.letterhead import Letterhead, Signatory
from sanding.pairing.handout import AgencyLoad, Meeting, PairedVillage, handout_values
from sanding.pairing.sheets import Need, Reason, SheetHead, VillageFacts, agency_values, village_values

_POINTS = "butir berurut: huruf, teks"
_HEAD = {
    "kop": "baris kepala surat; baris pertama biasanya tebal",
    "nomor": "nomor naskah menurut pola; kosong bila tidak bernomor",
    "tahun": "tahun pendampingan",
    "keadaan": "menurut keputusan mana, dan apakah berlaku",
    "gerakan": "nama gerakan",
    "tempat": "tempat penandatanganan",
    "tanggal": "tanggal naskah",
    "penanda": "penanda tangan: penanda.jabatan, penanda.nama, penanda.baris (pangkat, NIP)",
    "sumber": "baris sumber data",
    "kode": "kode periksa",
    "alamat_periksa": "alamat halaman periksa, juga isi kode QR",
}
_VILLAGE = {
    "desa": "nama dengan jenisnya",
    "kode_desa": "kode Kemendagri bertitik",
    "kecamatan": "nama kecamatan",
    "urutan": "urutan pada daftar prioritas",
    "gelombang": "gelombang dan tahunnya",
    "desil1": "keluarga desil 1",
    "orang1": "orang di keluarga desil 1",
    "indeks": "indeks dengan tahun dan status",
    "indeks_singkat": "nilai indeks saja",
    "desil": "keluarga menurut desil: desil.d1 sampai desil.d10, desil.belum, desil.semua",
    "penduduk": "kalimat hitungan dengan satuan, tanggal, dan sumber",
    "alasan": "alasan pasangan: nama, poin, teks",
    "kurang": "indikator yang kurang: indikator, kegiatan, pelaku",
    "kurang_lain": "keterangan di bawah tabel kekurangan",
}
AGENCY_FIELDS: Mapping[str, str] = _HEAD | {
    "perangkat": "nama perangkat daerah",
    "banyak_desa": "banyaknya desa",
    "kalimat": "kalimat pembuka",
    "desa": "desa dampingan, diulang; setiap desa: no, " + ", ".join(_VILLAGE),
    "tugas": _POINTS,
    "tanggal_berikut": "tanggal berikutnya: kapan, apa",
}
VILLAGE_FIELDS: Mapping[str, str] = (
    _HEAD
    | _VILLAGE
    | {
        "keterangan": "keterangan desa: nama, isi",
        "mengapa": "alasan urutan: nama, isi",
        "keterangan_peta": "kalimat di bawah peta kecil (gambar peta.png)",
    }
)
HANDOUT_FIELDS: Mapping[str, str] = _HEAD | {
    "judul": "penugasan yang dibahas",
    "ringkasan": _POINTS,
    "putusan": "yang perlu diputuskan, " + _POINTS,
    "gelombang": "gelombang per kecamatan: gelombang, tahun, kecamatan, jumlah, desa",
    "pasangan": "desa dan pendamping: urutan, desa, kecamatan, desil1, gelombang, pendamping, perubahan",
    "beban": "beban perangkat: no, unit, jumlah, beban, desa",
    "perubahan": _POINTS,
    "berganti": "desa yang berganti pendamping: desa, sebelum, kini",
}
DECREE_FIELDS: Mapping[str, str] = {
    "kepala": "kepala naskah, misalnya BUPATI CONTOH",
    "jabatan": "jabatan yang menetapkan",
    "sebutan": "BUPATI atau WALI KOTA",
    "provinsi": "nama provinsi",
    "nomor": "nomor keputusan",
    "tentang": "judul keputusan",
    "menimbang": _POINTS,
    "mengingat": _POINTS,
    "memperhatikan": _POINTS,
    "diktum": "diktum: urutan, teks, rincian (butir)",
    "tempat": "tempat penetapan",
    "tanggal": "tanggal penetapan",
    "pejabat": "nama penanda tangan saja",
    "penanda": "penanda tangan: penanda.jabatan, penanda.nama, penanda.baris (pangkat, NIP)",
    "tembusan": _POINTS,
    "satuan": "keluarga atau orang",
    "tahun": "tahun pendampingan",
    "prioritas": "Lampiran I: no, kode, desa, kecamatan, jumlah, bagian, indeks, peringkat, gelombang, tahun",
    "gelombang": "Lampiran II: gelombang, tahun, kecamatan, jumlah, desa",
    "pendamping": "Lampiran III: no, unit, desa, kode, kecamatan, jumlah",
    "sumber": "baris sumber data",
    "sekretariat": "unit yang menyimpan naskah",
    "gerakan": "nama gerakan",
    "kode": "kode periksa",
    "alamat_periksa": "alamat halaman periksa, juga isi kode QR",
}

_LETTERS = Letterhead("BUPATI", "KABUPATEN", "CONTOH", "CONTOH", "Contoh", "Bappeda", "Gerakan Contoh")
_SIGNS = Signatory("NAMA PEJABAT", title="KEPALA BAPPEDA KABUPATEN CONTOH", rank="Pembina", nip="")
_SAMPLE = SheetHead(
    _LETTERS, _SIGNS, 2027, date(2027, 1, 4), "Contoh isian, bukan naskah.", "0000-0000-0000", number="050/1/2027",
    sources=("data rekaan.",),
)  # fmt: skip


def _sample_village(number: int) -> VillageFacts:
    return VillageFacts(
        code=f"33990120{number:02d}",
        name=f"Desa Rekaan {number}",
        kecamatan="Rekaan",
        counts={"families": 400, "families_d1": 90, "persons": 1500, "persons_d1": 350},
        deciles={str(decile): 40 for decile in range(1, 11)},
        counted="register rekaan",
        index="Indeks Desa 2024: 0,6100 (Berkembang).",
        index_short="0,6100",
        rank=number,
        wave=1,
        wave_year=2027,
        companion="Dinas Rekaan",
        reasons=(Reason("Cocok dengan tugas", 12.5, "kebutuhan desa adalah tugas dinas ini"),),
        why=(("Jumlah", "90 keluarga desil 1"),),
        needs=(Need("Akses ke puskesmas", "Pelayanan keliling", "Dinkes", own=True),),
    )


def sample_agency() -> dict[str, Any]:
    """An invented agency's sheet, as values."""
    return agency_values(_SAMPLE, "Dinas Rekaan", [_sample_village(1), _sample_village(2)])


def sample_village() -> dict[str, Any]:
    """An invented village's sheet, as values."""
    return village_values(_SAMPLE, _sample_village(1))


def sample_handout() -> dict[str, Any]:
    """An invented handout, as values."""
    pairs = [
        PairedVillage(n, f"33990120{n:02d}", f"Desa Rekaan {n}", "Rekaan", 1, 2027, 90, "Dinas Rekaan", "", "baru")
        for n in (1, 2)
    ]
    loads = [AgencyLoad("Dinas Rekaan", 180, ["Desa Rekaan 1", "Desa Rekaan 2"])]
    return handout_values(_SAMPLE, Meeting("Penugasan pendamping 2027, versi 1", pairs, loads, proposed=True))


def sample_decree() -> dict[str, Any]:
    """An invented decree, as values."""
    points = [{"huruf": "a.", "teks": "contoh butir;"}]
    row = {
        "no": "1.", "kode": "33.99.01.2001", "desa": "Desa Rekaan 1", "kecamatan": "Rekaan", "jumlah": "90",
        "bagian": "22,5%", "indeks": "0,6100", "peringkat": "1", "gelombang": 1, "tahun": 2027, "unit": "Dinas Rekaan",
    }  # fmt: skip
    clause = {"urutan": "KESATU", "teks": "Contoh diktum.", "rincian": points}
    return {name: points for name in ("menimbang", "mengingat", "memperhatikan", "tembusan")} | {
        "kepala": _LETTERS.office, "jabatan": _LETTERS.office, "sebutan": "BUPATI", "provinsi": "CONTOH",
        "nomor": "400/1/2027", "tentang": "CONTOH ISIAN, BUKAN NASKAH", "diktum": [clause], "tempat": "Contoh",
        "tanggal": "4 Januari 2027", "pejabat": "NAMA PEJABAT",
        "penanda": Signatory("NAMA PEJABAT").block("BUPATI CONTOH"),
        "satuan": "keluarga", "tahun": 2027, "prioritas": [row], "gelombang": [row], "pendamping": [row],
        "sumber": ["data rekaan."], "sekretariat": "Bappeda", "gerakan": "Gerakan Contoh", "kode": "0000-0000-0000",
        "alamat_periksa": "/periksa/0000-0000-0000",
    }  # fmt: skip
