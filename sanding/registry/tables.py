"""Families, persons and villages: the columns the registry hands on. Codes are those of DTSEN (codes/*.yaml)."""

from sanding.columns import Column, Kind, Privacy, Table


def _many(names: str, kind: Kind, meaning: str, unit: str = "", privacy: Privacy = "personal") -> tuple[Column, ...]:
    return tuple(Column(name, kind, f"{meaning}: {name}", unit, privacy=privacy) for name in names.split())


_PLACE = (
    Column("village_code", "text", "desa/kelurahan, kode Kemendagri 10 angka tanpa titik", required=True),
    Column("address", "text", "alamat", privacy="personal"),
    Column("rt", "text", "RT, tiga angka", privacy="personal"),
    Column("rw", "text", "RW, tiga angka", privacy="personal"),
    Column("dusun", "text", "dusun/lingkungan", privacy="personal"),
)

_SOURCE = (
    Column("file", "text", "berkas asal"),
    Column("source_row", "integer", "baris pada lembar asal (baris pertama = 1)", required=True),
    Column("sheet", "text", "lembar asal", required=True),
)

_AID = _many(
    "pbi_national pbi_local aid_pkh aid_bpnt aid_sembako aid_bst aid_bpum stunting_risk", "boolean", "penerima/penanda"
)

FAMILIES = Table(
    "families",
    "satu keluarga dalam satu register",
    (
        *_SOURCE,
        Column(
            "family_key",
            "text",
            "kunci keluarga di berkas: No. KK bila sah, selain itu kunci dari sumber",
            privacy="personal",
            required=True,
        ),
        Column("kk", "text", "No. KK 16 angka; kosong bila tidak sah", privacy="personal"),
        Column("source_family_id", "text", "id keluarga/rumah tangga menurut sumber (P3KE, BDT)", privacy="personal"),
        *_PLACE,
        Column("head_name", "text", "nama kepala keluarga", privacy="personal"),
        Column("head_nik", "text", "NIK kepala keluarga", privacy="personal"),
        Column("member_count", "integer", "jumlah anggota keluarga menurut sumber", "orang"),
        Column(
            "decile", "integer", "desil kesejahteraan nasional 1..10; kosong = belum ditentukan", privacy="specific"
        ),
        Column("decile_province", "integer", "desil provinsi", privacy="specific"),
        Column("decile_district", "integer", "desil kabupaten/kota", privacy="specific"),
        *_AID,
        Column("dukcapil_matched", "boolean", "padan Dukcapil menurut sumber"),
        *_many(
            "home_ownership floor wall roof water lighting power fuel toilet closet sewage",
            "text",
            "perumahan, kode DTSEN",
        ),
        Column("floor_area", "integer", "luas lantai", "m2", privacy="personal"),
        *_many(
            "asset_gas_tube asset_fridge asset_ac asset_water_heater asset_phone asset_tv asset_gold asset_computer "
            "asset_motorcycle asset_bicycle asset_car asset_boat asset_motor_boat asset_smartphone asset_land "
            "asset_house",
            "boolean",
            "aset",
        ),
        *_many("cattle buffalo horse pig goat", "integer", "ternak", "ekor"),
    ),
    key=("family_key",),
)

PERSONS = Table(
    "persons",
    "satu orang dalam satu register",
    (
        *_SOURCE,
        Column(
            "family_key", "text", "kunci keluarga di berkas, seperti pada families", privacy="personal", required=True
        ),
        Column("kk", "text", "No. KK 16 angka; kosong bila tidak sah", privacy="personal"),
        Column("source_person_id", "text", "id orang menurut sumber", privacy="personal"),
        Column("nik", "text", "NIK 16 angka; kosong bila sementara atau tidak ada", privacy="personal"),
        Column("nik_state", "text", "keadaan NIK", allowed=("sah", "sementara"), required=True),
        Column("name", "text", "nama, huruf besar, tanpa gelar dan ALM", privacy="personal", required=True),
        Column("name_given", "text", "nama seperti tertulis di sumber", privacy="personal"),
        Column("birth_date", "date", "tanggal lahir", privacy="personal"),
        Column("sex", "text", "jenis kelamin", allowed=("L", "P"), privacy="personal"),
        Column("relation", "text", "hubungan dengan kepala keluarga, 8 kode DTSEN", privacy="personal"),
        Column("marital", "text", "status kawin, 4 kode", privacy="personal"),
        Column("deceased_hint", "boolean", "sumber memuat tanda meninggal (ALM/ALMH)", privacy="personal"),
        *_PLACE,
        Column("decile", "integer", "desil bila lembar individu memuatnya (P3KE)", privacy="specific"),
        *_AID,
        Column("dukcapil_matched", "boolean", "padan Dukcapil menurut sumber"),
        *_many(
            "school school_level school_class diploma works sector work_status has_business nutrition",
            "text",
            "sekolah/kerja/gizi, kode DTSEN",
        ),
        *_many("occupation_ktp education_ktp", "text", "menurut KTP, kode Dukcapil"),
        Column("wage", "integer", "gaji sebulan", "rupiah", privacy="specific"),
        *_many(
            "sees hears walks uses_hands learns controls_behaviour speaks cares_for_self remembers depressed",
            "text",
            "fungsi, kode 1..4 DTSEN",
            privacy="specific",
        ),
        Column(
            "chronic_illness", "text", "penyakit kronis, kode DTSEN; tidak dimuat ke basis data", privacy="specific"
        ),
    ),
)

LISTED = Table(
    "listed",
    "satu orang dalam satu daftar: penerima bantuan atau balasan Dukcapil",
    (
        *_SOURCE,
        Column("nik", "text", "NIK 16 angka; kosong bila sementara atau tidak ada", privacy="personal"),
        Column("nik_state", "text", "keadaan NIK", allowed=("sah", "sementara"), required=True),
        Column("kk", "text", "No. KK 16 angka", privacy="personal"),
        Column("name", "text", "nama, huruf besar, tanpa gelar dan ALM", privacy="personal"),
        Column("name_given", "text", "nama seperti tertulis di sumber", privacy="personal"),
        Column("birth_date", "date", "tanggal lahir", privacy="personal"),
        Column("sex", "text", "jenis kelamin", allowed=("L", "P"), privacy="personal"),
        Column("relation", "text", "hubungan dengan kepala keluarga, 8 kode DTSEN", privacy="personal"),
        Column("marital", "text", "status kawin, 4 kode", privacy="personal"),
        Column("deceased_hint", "boolean", "sumber memuat tanda meninggal (ALM/ALMH)", privacy="personal"),
        Column("village_code", "text", "desa/kelurahan bila terbukti, kode Kemendagri 10 angka"),
        *_PLACE[1:],
        *_many("occupation_ktp education_ktp", "text", "menurut KTP, kode Dukcapil"),
        Column("programme", "text", "program bantuan menurut daftar"),
        Column("criterion", "text", "kriteria penerima menurut daftar", privacy="specific"),
        Column("stage", "text", "tahap atau periode menurut daftar"),
        Column("channel", "text", "cara bayar menurut daftar"),
        Column("amount", "integer", "nilai bantuan", "rupiah"),
        Column("member_count", "integer", "jumlah anggota keluarga menurut daftar", "orang"),
        Column("answer", "text", "jawaban Dukcapil"),
    ),
)

VILLAGES = Table(
    "villages",
    "satu desa atau kelurahan dalam satu masa berlaku",
    (
        Column("code", "text", "kode Kemendagri 10 angka tanpa titik", required=True),
        Column("name", "text", "nama desa/kelurahan", required=True),
        Column("kind", "text", "jenis", allowed=("desa", "kelurahan"), required=True),
        Column("kecamatan_code", "text", "kode kecamatan 6 angka", required=True),
        Column("kecamatan", "text", "nama kecamatan", required=True),
        Column("district_code", "text", "kode kabupaten/kota 4 angka", required=True),
        Column("district", "text", "nama kabupaten/kota", required=True),
        Column("lon", "real", "bujur titik dalam desa", "derajat WGS84"),
        Column("lat", "real", "lintang titik dalam desa", "derajat WGS84"),
        Column("area_km2", "real", "luas poligon", "km2"),
        Column("bps_code", "text", "kode BPS 10 angka bila diketahui"),
        Column("valid_from", "date", "berlaku sejak"),
        Column("valid_to", "date", "berlaku sampai"),
        Column("successor", "text", "kode pengganti bila sudah tidak berlaku"),
    ),
    key=("code",),
)

VILLAGE_INDEX = Table(
    "village_index",
    "satu desa pada satu tahun indeks",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("year", "integer", "tahun indeks", required=True),
        Column("index", "text", "jenis indeks; IDM dan ID tidak pernah dicampur", allowed=("IDM", "ID"), required=True),
        Column("iks", "real", "Indeks Ketahanan Sosial", "0..1"),
        Column("ike", "real", "Indeks Ketahanan Ekonomi", "0..1"),
        Column("ikl", "real", "Indeks Ketahanan Lingkungan", "0..1"),
        Column("score", "real", "nilai indeks seperti diberikan sumber", "0..1"),
        Column("status", "text", "status seperti diberikan sumber"),
    ),
    key=("village_code", "year", "index"),
)

VILLAGE_NEEDS = Table(
    "village_needs",
    "satu indikator indeks yang belum penuh di satu desa",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("dimension", "text", "IKS, IKE atau IKL", required=True),
        Column("indicator", "text", "nama indikator", required=True),
        Column("score", "integer", "skor indikator", "0..5", required=True),
        Column("gain", "real", "kenaikan indeks bila indikator menjadi penuh", "poin indeks"),
        Column("level", "text", "tingkat yang dapat bertindak: PUSAT, PROV, KAB, DESA, CSR, LAINNYA"),
        Column("actor", "text", "pelaku seperti tertulis di lembar, misalnya DINKES"),
        Column("activity", "text", "kegiatan yang disarankan"),
    ),
)

VILLAGE_COUNTS = Table(
    "village_counts",
    "satu desa: hitungan dari satu kurun data",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("families", "integer", "keluarga di register", "keluarga", required=True),
        Column("families_d1", "integer", "keluarga desil 1", "keluarga", required=True),
        Column("families_d1_2", "integer", "keluarga desil 1 dan 2", "keluarga", required=True),
        Column("persons", "integer", "orang di register", "orang", required=True),
        Column("persons_d1", "integer", "orang di keluarga desil 1", "orang", required=True),
    ),
    key=("village_code",),
)
