"""One person per role, and Dewi from outside. All invented."""

from dataclasses import dataclass
from datetime import date

from sanding_web.accounts.models import Grant, User
from sanding_web.district.models import Agency, Companionship, LegalBasis, Programme, Village

START = date(2026, 1, 1)


@dataclass(frozen=True)
class Cast:
    """Who plays in the tests. Siti and Ratna are two secretaries, so that one can be the second person."""

    siti: User
    ratna: User
    bupati: User
    dinsos: User
    agus: User
    dewi: User
    camat: User
    operator: User
    kader: User
    fasilitator: User
    bendahara: User
    analis: User
    mitra: User
    inspektur: User
    admin: User
    tanpa_peran: User

    def by_role(self) -> dict[str, User]:
        """One person for each role of the table."""
        return {
            "secretariat": self.siti,
            "leader": self.bupati,
            "social": self.dinsos,
            "companion": self.agus,
            "kecamatan": self.camat,
            "village": self.operator,
            "enumerator": self.kader,
            "facilitator": self.fasilitator,
            "treasurer": self.bendahara,
            "analyst": self.analis,
            "partner": self.mitra,
            "inspector": self.inspektur,
            "administrator": self.admin,
        }


def make_person(name: str, role: str = "", *, agency: Agency | None = None, area: str = "") -> User:
    """An account with one role in force since the start of 2026."""
    user = User(username=name.lower().replace(" ", "."), full_name=name)
    user.set_unusable_password()
    user.save()
    if role:
        Grant.objects.create(user=user, role=role, agency=agency, area=area, valid_from=START)
    return user


def make_cast() -> Cast:
    """The cast in the tiny district of ``make_district``: Agus accompanies 3399012001, Dewi's agency 3399022001."""
    health, works = Agency.objects.get(code="PD01"), Agency.objects.get(code="PD02")
    return Cast(
        siti=make_person("Siti", "secretariat"),
        ratna=make_person("Ratna", "secretariat"),
        bupati=make_person("Bupati", "leader"),
        dinsos=make_person("Dinsos", "social"),
        agus=make_person("Agus", "companion", agency=health),
        dewi=make_person("Dewi", "companion", agency=works),
        camat=make_person("Camat", "kecamatan", area="339901"),
        operator=make_person("Operator", "village", area="3399012001"),
        kader=make_person("Kader", "enumerator", area="3399012001"),
        fasilitator=make_person("Fasilitator", "facilitator", area="339901"),
        bendahara=make_person("Bendahara", "treasurer"),
        analis=make_person("Analis", "analyst"),
        mitra=make_person("Mitra", "partner"),
        inspektur=make_person("Inspektur", "inspector"),
        admin=make_person("Admin", "administrator"),
        tanpa_peran=make_person("Tanpa Peran"),
    )


def _square(column: int, row: int) -> dict[str, object]:
    west, south = 110 + column * 0.1, -7.5 + row * 0.1
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _village(kecamatan: int, number: int) -> Village:
    """Number 1 and 2 are desa, 3 is a kelurahan."""
    kind = "kelurahan" if number == 3 else "desa"
    middle = 1001 if kind == "kelurahan" else 2000 + number
    return Village(
        code=f"3399{kecamatan:02d}{middle}",
        name=f"{['Banyu', 'Karang', 'Watu'][kecamatan - 1]}{['sari', 'rejo', 'agung'][number - 1]}",
        kind=kind,
        kecamatan_code=f"3399{kecamatan:02d}",
        kecamatan=["Banyumili", "Karangdawa", "Watulawang"][kecamatan - 1],
        district_code="3399",
        district="Kabupaten Sumbersari",
        lon=110.05 + 0.1 * number,
        lat=-7.45 + 0.1 * kecamatan,
        area_km2=4.0,
        geometry=_square(number, kecamatan),
    )


def make_district() -> Programme:
    """Three kecamatan of three villages each, three agencies, two companionships in force."""
    programme = Programme.objects.create(
        pk=1,
        district_code="3399",
        district_name="Kabupaten Sumbersari",
        province_name="Provinsi Rekaan",
        capital="Sumbersari",
        brand="SANDING DESA",
        year=2027,
        signer_name="Nama Bupati Rekaan",
        priority_quota=4,
    )
    LegalBasis.objects.create(number="Instruksi 1/2026", date=date(2026, 2, 2), about="Pendampingan desa")
    Village.objects.bulk_create([_village(kecamatan, number) for kecamatan in (1, 2, 3) for number in (1, 2, 3)])
    for code, name, short, kind, tags in (
        ("PD01", "Dinas Kesehatan", "Dinkes", "PD", "DINKES"),
        ("PD02", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR", "PD", "PU"),
        ("BG01", "Bagian Hukum", "Bag. Hukum", "Bagian", ""),
    ):
        Agency.objects.create(
            code=code,
            name=name,
            short=short,
            kind=kind,
            staff=20,
            lon=110.2,
            lat=-7.2,
            competences=tags,
            min_villages=1,
            max_villages=3,
        )
    for code, village in (("PD01", "3399012001"), ("PD02", "3399022001")):
        Companionship.objects.create(
            agency=Agency.objects.get(code=code), village_id=village, year=2026, valid_from=START, source="Daftar 2026"
        )
    return programme
