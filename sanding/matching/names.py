"""Names of people as Indonesian offices write them: what is taken off, which spellings are one, what an alias is.

``name`` is the name without titles and marks; ``key`` puts all spellings of one sound together (oe/u, dj/j, tj/c, y/j).
Marks of death are evidence, not noise: ``deceased`` keeps them.
"""

from sanding.matching.expressions import Rewrite, replaced, rewritten

_TITLES = (
    "HAJI|HAJJAH|HJ|KH|DRS|DRA|DR|IR|PROF|NYONYA|NY|TUAN|TN|NN|SDRI|SDR|BPK|IBU|USTADZ|UST|LETKOL|SERKA|RADEN|RR|RA"
)
_MARK = r"(^|[ (\[.,])ALM(H|ARHUM|ARHUMAH)?([ )\].,]|$)"

DECEASED = Rewrite("deceased", "ALM, ALMH, almarhum: sumber menyebut orang ini meninggal", _MARK)

TIDY: tuple[Rewrite, ...] = (
    Rewrite("hidden", "spasi tak terlihat", "[\\x{00A0}\\x{200B}\\x{FEFF}\\t\\r\\n]+"),
    Rewrite("quotes", "tanda petik dibuang", "['\"’`*]", ""),
    DECEASED,
    Rewrite("brackets", "tanda kurung", r"[()\[\]]"),
    Rewrite("alias", "garis miring, ALIAS atau AL. memisahkan nama lain", r" *(/| ALIAS | ALS\.? | AL\. ?) *", "/"),
)
TITLES: tuple[Rewrite, ...] = (
    Rewrite("before", "gelar dan sapaan di depan", rf"^ *((({_TITLES})\.? +|({_TITLES})\.|[HRP]\. *|H +))+", ""),
    Rewrite("comma", "gelar sesudah koma", r" *,.*$", ""),
    Rewrite("after", "gelar bertitik di belakang", r"( +[A-Z]{1,3}\.([A-Z]{1,4}\.?)+)+ *$", ""),
)
PLAIN: tuple[Rewrite, ...] = (
    Rewrite("letters", "selain huruf menjadi spasi", r"[^A-Z]+"),
    Rewrite("trim", "spasi di tepi", r"^ +| +$", ""),
)
WORDS: tuple[Rewrite, ...] = (
    Rewrite(
        "muhammad",
        "semua tulisan Muhammad",
        r" (MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOCHAMMAD|MOCHAMAD|MOKHAMAD|MOKHAMMAD|MUCHAMAD|MUCHAMMAD|MUKHAMAD"
        r"|MUKHAMMAD|MUH|MOH|MOCH|MUCH|MOKH|MHD|MUHD|MOHD) ",
        " MUHAMAD ",
    ),
    Rewrite("m", "M di depan nama lain", r"^ M ", " MUHAMAD "),
    Rewrite("siti", "Siti dan singkatannya", r" (ST|STI|SITTI) ", " SITI "),
    Rewrite("abdul", "Abdul dan singkatannya", r" (ABD|ABDOEL|ABDL) ", " ABDUL "),
    Rewrite("bin", "bin dan binti tidak ikut dibandingkan", r" (BIN|BINTI|BT|BTI) "),
)
SPELLINGS: tuple[tuple[str, str], ...] = (
    ("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "SY"), ("NJ", "NY"), ("CH", "H"), ("KH", "H"), ("DZ", "Z"),
    ("DH", "D"), ("TH", "T"), ("SY", "S"), ("Z", "S"), ("V", "F"), ("Q", "K"), ("X", "KS"), ("IE", "I"), ("EI", "I"),
    ("J", "Y"), ("Y ", "I "), ("H ", " "),
    *((2 * letter, letter) for letter in "ABDEFGHIKLMNOPRSTUWY"),
)  # fmt: skip
_HALF = 18


def tidied(column: str) -> str:
    """SQL: upper case, marks off, an alias parted by "/"."""
    return rewritten(f"upper({column})", TIDY)


def name_sql(tidy: str, part: int = 1) -> str:
    """SQL: the name itself (part 1) or its first alias (part 2) from a tidied column; null where nothing is left."""
    return f"nullif({rewritten(f'split_part({tidy}, {chr(39)}/{chr(39)}, {part})', (*TITLES, *PLAIN))}, '')"


def worded_sql(name: str) -> str:
    """SQL: a name between two spaces, its words and the first half of its spellings brought to one form."""
    return replaced(rewritten(f"(' ' || {name} || ' ')", WORDS), SPELLINGS[:_HALF])


def spelt_sql(worded: str) -> str:
    """SQL: the spelling class from what ``worded_sql`` gives; apart, because engines limit how deep a call may nest."""
    return f"nullif(trim({replaced(worded, SPELLINGS[_HALF:])}), '')"


def key_sql(name: str) -> str:
    """SQL: the spelling class of a name."""
    return spelt_sql(worded_sql(name))


def deceased_sql(column: str) -> str:
    """SQL: whether the name carries a mark of death."""
    return f"coalesce(regexp_replace(upper({column}), '{_MARK}', '') <> upper({column}), FALSE)"


def first_sql(key: str) -> str:
    return f"nullif(split_part({key}, ' ', 1), '')"


def last_sql(key: str) -> str:
    """SQL: the last word where there is more than one; null with single names."""
    return f"CASE WHEN {key} LIKE '% %' THEN regexp_replace({key}, '^.* ', '') END"
