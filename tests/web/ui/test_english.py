"""The second language: nothing Indonesian is left on a page but data, and what is stored stays Indonesian."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings as SettingsWrapper

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Companionship
from tests.cast import Cast
from tests.web.counted import counted
from tests.web.counted_steps import propose_pairing, propose_priority, sign

__all__ = ["counted"]

pytestmark = pytest.mark.django_db
CATALOGUE = Path(__file__).resolve().parents[3] / "sanding_web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|</?\w+[^>]*>")
TELLTALE = """
    yang dan belum dengan untuk oleh sudah tidak bila atau dari ada ini menurut sejak sampai boleh hanya
    simpan unggah unduh cari hitung buka tutup masuk keluar kembali lihat muat periksa terima tolak tetapkan usulkan
    baris berkas lembar kolom keadaan urutan skor satuan kuota bobot metode bagian jumlah gelombang
    pendamping penugasan keputusan pengaturan pekerjaan jejak akun peran alasan nomor nama tahun tanggal
    perangkat keluarga orang daftar naskah dasar peta beban celah
    menunggu berlaku selesai gagal ditahan diterima dikembalikan dicabut ditolak diganti
    hari pekan bahasa terang gelap wilayah
""".split()
DATA = (
    "(penetapan 30 September 2026, batch",
    "kode wilayah Kemendagri",
    "lembar indikator indeks desa",
    "daftar perangkat daerah",
    "riwayat pendampingan",
    "Permendagri",
    "Pendampingan desa",
    "Hasil rapat",
    "Hitung penugasan: Usulan ke-1 tahun 2027",
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Bagian Hukum",
    "Data Tunggal Sosial dan Ekonomi Nasional",
    "DTKS/BDT – Data Terpadu Kesejahteraan Sosial",
    "Badan Perencanaan Pembangunan Daerah",
    "Satu Perangkat Daerah Satu Desa Dampingan",
)
PAGES = """
    / /cari/?q=banyu /data/ /data/unggah/ /data/periksa/ /data/rujukan/ /data/kurun/ /data/desa/
    /data/desa/3399012001/ /data/desa/3399011001/
    /prioritas/ /prioritas/semua/ /prioritas/kecamatan/ /prioritas/gelombang/ /prioritas/usulkan/
    /penugasan/ /penugasan/usulkan/ /penugasan/perangkat/ /penugasan/aturan/
    /keputusan/ /keputusan/periksa/ /pekerjaan/ /akun/peran/ /wilayah/perangkat/ /wilayah/perangkat/baru/
""".split()


def _forget_catalogues() -> None:
    trans_real._translations = {}
    trans_real._default = None
    trans_real.gettext_module._translations = {}  # type: ignore[attr-defined]


@pytest.fixture
def catalogue(tmp_path: Path, settings: SettingsWrapper) -> Iterator[None]:
    """The catalogue as it stands in the source, not as it was compiled last."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with CATALOGUE.open("rb") as source, (folder / "django.mo").open("wb") as target:
        write_mo(target, read_po(source, locale="en"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    _forget_catalogues()
    yield
    _forget_catalogues()


@pytest.fixture
def english(catalogue: None, counted: Cast) -> Client:
    """Siti, signed in, reading English."""
    client = Client()
    client.force_login(counted.siti)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def decided(english: Client, counted: Cast) -> tuple[Decision, Decision]:
    """A signed priority list and a proposed pairing, both made by people who read English."""
    bupati = Client()
    bupati.force_login(counted.bupati)
    bupati.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    priority = sign(bupati, propose_priority(english))
    pairing = propose_pairing(english)
    return priority, sign(bupati, pairing)


def shown(page: bytes) -> list[str]:
    """What a reader sees or hears: text between tags and the attributes that are read out."""
    text = re.sub(r"<(script|style|code)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder|data-l|alt)="([^"]*)"', text)
    pieces = [*re.sub(r"<[^>]+>", "\n", text).splitlines(), *spoken]
    return [line for piece in pieces if (line := html.unescape(piece).strip())]


def leaks(page: bytes, *, data: tuple[str, ...] = ()) -> list[str]:
    """Lines that hold an interface word of the first language once data are taken out."""
    words = re.compile(rf"\b({'|'.join(TELLTALE)})\b", re.IGNORECASE)
    found = []
    for line in shown(page):
        rest = line
        for known in (*DATA, *data):
            rest = rest.replace(known, "")
        if words.search(rest):
            found.append(line)
    return found


def pairs() -> list[tuple[str, str]]:
    """Every form of every message beside its English."""
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, locale="en") if one.id]
    found = []
    for one in messages:
        left = one.id if isinstance(one.id, list | tuple) else [one.id]
        right = one.string if isinstance(one.string, list | tuple) else [one.string]
        assert len(left) == len(right), one.id
        found += list(zip(left, right, strict=True))
    return found


def test_every_english_string_keeps_the_placeholders_and_tags_of_its_source() -> None:
    broken = [
        (source, said)
        for source, said in pairs()
        if sorted(_PLACEHOLDER.findall(source)) != sorted(_PLACEHOLDER.findall(said))
    ]
    assert not broken


def test_no_english_string_is_left_in_indonesian() -> None:
    words = re.compile(r"\b(yang|belum|dengan|untuk|oleh|sudah|tidak|bila|menurut)\b")
    assert [said for _source, said in pairs() if words.search(re.sub(r"%\(\w+\)s", "", said))] == []


def test_the_main_pages_of_the_secretariat_are_english(english: Client, decided: tuple[Decision, Decision]) -> None:
    found = {}
    for address in PAGES:
        answer = english.get(address)
        assert answer.status_code == 200, address
        reasons = {one["text"] for row in _reasons() for one in row["reasons"]}
        if left := leaks(answer.content, data=tuple(sorted(reasons, key=len, reverse=True))):
            found[address] = left
    assert found == {}


def _reasons() -> list[dict[str, list[dict[str, str]]]]:
    """The sentences that the core wrote into the newest pairing: frozen with it, hence data."""
    from sanding_web.pairing.models import PairingRun

    return PairingRun.objects.order_by("-number")[0].rows  # type: ignore[return-value]


def test_a_decision_is_shown_in_english(english: Client, decided: tuple[Decision, Decision]) -> None:
    priority, pairing = decided
    for one in decided:
        page = english.get(f"/keputusan/{one.pk}/")
        assert leaks(page.content, data=(priority.official_name, pairing.official_name)) == []
    assert b"Companion pairing 2027, version 1" in page.content


@pytest.mark.parametrize(("address", "status"), [("/tidak-ada/", 404), ("/akun/", 403)])
def test_refusals_are_english(english: Client, address: str, status: int) -> None:
    answer = english.get(address)
    assert (answer.status_code, leaks(answer.content)) == (status, [])


def test_signing_in_is_english(catalogue: None, cast: Cast, client: Client) -> None:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    assert leaks(client.get("/akun/masuk/").content) == []


def test_numbers_and_dates_are_written_the_english_way(catalogue: None) -> None:
    from datetime import date

    from sanding_web.ui import words

    with translation.override("en"):
        assert words.weekday_date(date(2026, 10, 12)) == "Monday, 12 October 2026"
        assert words.rupiah_short(2_400_000) == "Rp2.4 million"
        assert words.percentage_points(-0.0046) == "−0.46 percentage points"
        assert words.due(date(2026, 10, 9), date(2026, 10, 12))[0] == "3 days late"
        assert words.due(date(2026, 10, 11), date(2026, 10, 12))[0] == "1 day late"


def test_what_is_stored_stays_indonesian_for_people_who_read_english(decided: tuple[Decision, Decision]) -> None:
    _priority, pairing = decided
    with translation.override("en"):
        assert (str(pairing), pairing.official_name) == (
            "Companion pairing 2027, version 1",
            "Penugasan pendamping 2027, versi 1",
        )
    sources = set(Companionship.objects.filter(valid_to__isnull=True).values_list("source", flat=True))
    assert sources == {"Penugasan pendamping 2027, versi 1"}


def test_revoking_in_english_closes_what_was_signed_in_indonesian(
    catalogue: None, counted: Cast, decided: tuple[Decision, Decision]
) -> None:
    bupati = Client()
    bupati.force_login(counted.bupati)
    bupati.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = bupati.post(f"/keputusan/{decided[1].pk}/cabut/", {"reason": "Salah daftar"})
    assert answer.status_code == 302
    assert not Companionship.objects.filter(valid_to__isnull=True).exists()


def test_papers_are_indonesian_for_people_who_read_english(english: Client, decided: tuple[Decision, Decision]) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    answer = english.get(f"/keputusan/{decided[0].pk}/naskah/daftar/")
    assert answer.status_code == 200
    rows = load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    text = " ".join(str(cell) for row in rows for cell in row if cell)
    assert "Desa/kelurahan prioritas 2027, versi 1: berlaku" in text


def test_what_signing_would_change_is_said_in_english(english: Client, counted: Cast) -> None:
    bupati = Client()
    bupati.force_login(counted.bupati)
    bupati.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    priority = propose_priority(english)
    page = bupati.get(f"/keputusan/{priority.pk}/tetapkan/")
    assert (page.status_code, leaks(page.content)) == (200, [])
    assert "4 villages become priority in 2027" in page.content.decode()
    assert leaks(bupati.get("/").content) == []
