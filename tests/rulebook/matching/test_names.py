"""Which written names are one name when two registers are compared, and what is taken off before."""

import polars as pl

from sanding.matching.expressions import fetched
from sanding.matching.names import deceased_sql, key_sql, name_sql, tidied
from sanding.store import engine
from tests.rulebook.registry.cases import rows


def read(names: list[str]) -> pl.DataFrame:
    """name, alias, key, deceased of each text, in order."""
    connection = engine(memory="200MB")
    connection.register("given", pl.DataFrame({"line": range(len(names)), "text": names}).to_arrow())
    inner = f"SELECT line, text, {tidied('text')} AS tidy FROM given"
    named = f"SELECT line, text, {name_sql('tidy')} AS name, {name_sql('tidy', 2)} AS alias FROM ({inner})"
    found = fetched(
        connection,
        f"SELECT name, alias, {key_sql('name')} AS key, {deceased_sql('text')} AS deceased "
        f"FROM ({named}) ORDER BY line",
    )
    connection.close()
    return found


def test_titles_marks_and_aliases_are_taken_off() -> None:
    """Domain 3.8: titles are noise; ALM is evidence of death; what follows a slash is another name."""
    table = rows("""
    | tertulis                  | nama             | alias  | meninggal |
    | H. SUTRISNO, S.Pd         | SUTRISNO         | -      | tidak     |
    | Hj.Siti Aminah            | SITI AMINAH      | -      | tidak     |
    | Drs. R. Soekarno, M.Si    | SOEKARNO         | -      | tidak     |
    | NY. RUKMINI               | RUKMINI          | -      | tidak     |
    | P. SAMIJAN                | SAMIJAN          | -      | tidak     |
    | BUDI SANTOSO S.E.         | BUDI SANTOSO     | -      | tidak     |
    | ALM. KARSO                | KARSO            | -      | ya        |
    | SARIYEM (ALMH)            | SARIYEM          | -      | ya        |
    | ALMIRA PUTRI              | ALMIRA PUTRI     | -      | tidak     |
    | SUTRISNO/TRISNO           | SUTRISNO         | TRISNO | tidak     |
    | MARTO ALIAS GENDUT        | MARTO            | GENDUT | tidak     |
    | MARTO AL. GENDUT          | MARTO            | GENDUT | tidak     |
    | AL. FATIH                 | AL FATIH         | -      | tidak     |
    | NUR␣AISYAH                | NUR AISYAH       | -      | tidak     |
    | 12345                     | -                | -      | tidak     |
    """)
    found = read([line[0] for line in table])
    for line, row in zip(table, found.to_dicts(), strict=True):
        told = [row["name"] or "-", row["alias"] or "-", "ya" if row["deceased"] else "tidak"]
        assert told == line[1:], line[0]


def test_spellings_of_one_sound_have_one_key() -> None:
    """oe/u, dj/j, tj/c, y/j, ie/i, kh/h, double letters; Muhammad, Siti and Abdul however they are shortened."""
    table = rows("""
    | tertulis            | juga tertulis       | satu nama |
    | SOEKARNO            | SUKARNO             | ya        |
    | DJUWARI             | JUWARI              | ya        |
    | TJAHYO              | CAHYO               | ya        |
    | WAHJU               | WAHYU               | ya        |
    | TRIE                | TRI                 | ya        |
    | KHOTIJAH            | HOTIYAH             | ya        |
    | ACHMAD FAUZAN       | AHMAD FAUSAN        | ya        |
    | RIZKI               | RISKY               | ya        |
    | MOH. RIZKI          | MUHAMMAD RIZKI      | ya        |
    | M. YUSUF            | MOHAMAD YUSUF       | ya        |
    | ST. AMINAH          | SITTI AMINA         | ya        |
    | ABD. ROHMAN         | ABDUL ROHMAN        | ya        |
    | SITI BINTI KARSO    | SITI KARSO          | ya        |
    | SUTRISNO            | SUTRISMO            | tidak     |
    | SRI LESTARI         | SRI LESTARI NINGSIH | tidak     |
    | RATNA               | RATNO               | tidak     |
    """)
    keys = [read([line[at] for line in table])["key"].to_list() for at in (0, 1)]
    for line, one, other in zip(table, *keys, strict=True):
        assert ("ya" if one == other else "tidak") == line[2], line
