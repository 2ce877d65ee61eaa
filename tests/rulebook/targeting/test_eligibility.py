"""Siapa yang dapat masuk daftar prioritas."""

from sanding.targeting.rules import Category, in_category, may_join


def rows(table: str) -> list[list[str]]:
    """The cells of a drawn table, without its heading."""
    lines = [line for line in table.strip().splitlines() if "|" in line]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[1:]]


def whole(cell: str) -> int | None:
    return None if cell == "tak ada" else int(cell)


def test_kategori_miskin_ekstrem_menurut_aturan_bertanggal() -> None:
    """Desa masuk kategori bila keluarga desil 1 dan bagiannya mencapai aturan (S2.7 Pemalang)."""
    table = """
    | keluarga | desil 1 | aturan: keluarga | aturan: bagian % | masuk |
    | 400      | 60      | 1                | 0                | ya    |
    | 400      | 0       | 1                | 0                | tidak |
    | 400      | 40      | 1                | 10               | ya    |
    | 400      | 39      | 1                | 10               | tidak |
    | 400      | 40      | 50               | 0                | tidak |
    | 0        | 0       | 0                | 0                | tidak |
    | tak ada  | 10      | 1                | 0                | tidak |
    | 400      | tak ada | 1                | 0                | tidak |
    """
    for families, first, least, share, answer in rows(table):
        rule = Category(families_d1=int(least), share_d1=int(share) / 100)
        assert in_category(whole(families), whole(first), rule) is (answer == "ya"), (families, first, least, share)


def test_alasan_desa_tidak_dapat_mengambil_kuota() -> None:
    """Kelengkapan data diperiksa dahulu, lalu kategori, lalu rencana gelombang (S2.5, S2.7, TGT-10)."""
    table = """
    | keluarga | desil 1 | berperingkat | dalam rencana | alasan                              |
    | 400      | 60      | ya           | ya            | -                                   |
    | 400      | 60      | tidak        | ya            | data belum lengkap                  |
    | tak ada  | tak ada | tidak        | tidak         | data belum lengkap                  |
    | 400      | 0       | ya           | ya            | di luar kategori                    |
    | 400      | 0       | ya           | tidak         | di luar kategori                    |
    | 400      | 60      | ya           | tidak         | kecamatan di luar rencana gelombang |
    """
    rule = Category(families_d1=1, share_d1=0.0)
    for families, first, ranked, planned, reason in rows(table):
        found = may_join(
            families=whole(families),
            families_d1=whole(first),
            ranked=ranked == "ya",
            in_plan=planned == "ya",
            rule=rule,
        )
        assert (found or "-") == reason
