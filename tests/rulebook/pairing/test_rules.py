"""Apa yang harus dipenuhi sebuah penugasan."""

from sanding.pairing.rules import RULES, check_pairing


def rows(table: str) -> list[list[str]]:
    """The cells of a drawn table, without its heading."""
    lines = [line for line in table.strip().splitlines() if "|" in line]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[1:]]


def leads(cell: str) -> dict[str, str | None]:
    """As "1:A 2:- 3:B": village and its companion, - for nobody."""
    pairs = (part.split(":") for part in cell.split())
    return {village: None if agency == "-" else agency for village, agency in pairs}


def test_setiap_desa_berpendamping_dan_batas_jumlah_dijaga() -> None:
    """S1.5: setiap desa prioritas satu pendamping utama. S3.1: semua unit dilibatkan; batas paling banyak per unit."""
    table = """
    | desa:pendamping | paling sedikit | paling banyak | yang dilanggar           |
    | 1:A 2:B 3:A     | A1 B1          | A2 B2         | -                        |
    | 1:A 2:- 3:A     | A1 B0          | A2 B2         | one lead 2 (1)           |
    | 1:A 2:A 3:A     | A1 B1          | A2 B2         | at least B (1) at most A (1) |
    | 1:B 2:B 3:B     | A2 B1          | A2 B3         | at least A (2)           |
    | 1:A 2:B 3:B     | A0 B0          | A0 B1         | at most A (1) at most B (1) |
    """
    for paired, least, most, expected in rows(table):
        broken = check_pairing(
            leads(paired),
            at_least={one[0]: int(one[1:]) for one in least.split()},
            at_most={one[0]: int(one[1:]) for one in most.split()},
        )
        said = " ".join(f"{one.rule} {one.agency or one.village} ({one.amount})" for one in broken)
        assert (said or "-") == expected


def test_kunci_dan_larangan_dijaga() -> None:
    """Keputusan TKPK mengunci atau melarang pasangan (PAIR-04)."""
    table = """
    | desa:pendamping | kunci | larangan | yang dilanggar |
    | 1:A 2:B         | A1    | A2       | -              |
    | 1:B 2:B         | A1    | -        | lock A 1       |
    | 1:- 2:B         | A1    | -        | lock A 1       |
    | 1:A 2:B         | -     | B2       | ban B 2        |
    """
    for paired, lock, ban, expected in rows(table):
        broken = check_pairing(
            leads(paired),
            at_least={"A": 0, "B": 0},
            at_most={"A": 9, "B": 9},
            locks=[] if lock == "-" else [(lock[0], lock[1:])],
            bans=[] if ban == "-" else [(ban[0], ban[1:])],
        )
        kept = [one for one in broken if one.rule != "one lead"]
        assert (" ".join(f"{one.rule} {one.agency} {one.village}" for one in kept) or "-") == expected


def test_setiap_aturan_menyebut_sumbernya() -> None:
    """Setiap aturan punya arti dan sumber, dan itu yang dicetak pada buku aturan."""
    assert set(RULES) == {"one lead", "at least", "at most", "lock", "ban"}
    assert all(rule.meaning and rule.source for rule in RULES.values())
