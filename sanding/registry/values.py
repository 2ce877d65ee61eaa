"""How one cell is read: the clean text and what had to be said about it. Plain functions, applied to distinct values.

A reading never guesses: a lossy number gives no value. Notes are ids of rules (rules/*.py).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sanding.registry.code_lists import CodeList, label_key, words

# every character that is seen as nothing or as a blank: controls, format marks, all separators but the space
HIDDEN = "".join(
    chr(at) for at in range(0x10000) if unicodedata.category(chr(at)) in ("Cc", "Cf", "Zs", "Zl", "Zp") and at != 32
)
_HIDDEN = re.compile(f"[{re.escape(HIDDEN)}\U000e0000-\U000e0fff]")
_SPACES = re.compile(r"\s+")
_QUOTES = "'’‘`´\""
_SCIENTIFIC = re.compile(r"^\d([.,]\d+)?\s*[eE]\s*\+?\s*\d{1,2}$")
_DECIMAL_TAIL = re.compile(r"^(\d{2,})[.,]0+$")
_SEPARATORS = re.compile(r"[\s.\-–_/\u00a0\u200b\u2007\u202f\ufeff]+")


class Reading(NamedTuple):
    """The clean value (None where there is none) and the ids of the rules that speak of this cell."""

    value: str | None
    notes: tuple[str, ...] = ()


Reader = Callable[[str], Reading]


def tidy(text: str) -> Reading:
    """Text without hidden characters and doubled spaces; blank becomes None.

    >>> tidy("DUSUN\\u00a0KRAJAN ")
    Reading(value='DUSUN KRAJAN', notes=('text_hidden_characters',))
    """
    seen = _HIDDEN.sub(" ", text)
    notes = ("text_hidden_characters",) if seen != text else ()
    clean = _SPACES.sub(" ", seen).strip()
    return Reading(None if clean.casefold() in words()["blank"] else clean, notes if clean else ())


def _ascii_digits(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", one) if "\uff01" <= one <= "\uff5e" else one for one in text)


def _unquoted(text: str) -> str:
    return text.strip().strip(_QUOTES).strip()


def read_nik(text: str) -> Reading:
    """A NIK of 16 digits, or why there is none.

    >>> read_nik("'3399010101010017").notes
    ('nik_quoted',)
    """
    bare = text.strip()
    if not bare.strip(HIDDEN + " "):
        return Reading(None, ("nik_blank",))
    notes = []
    if (unquoted := _unquoted(bare)) != bare:
        notes.append("nik_quoted")
    if (narrow := _ascii_digits(unquoted)) != unquoted:
        notes.append("nik_fullwidth")
    if _SCIENTIFIC.match(narrow):
        return Reading(None, ("nik_scientific",))
    if tail := _DECIMAL_TAIL.match(narrow):
        narrow = tail[1]
        notes.append("nik_decimal_tail")
    return _judged_nik(narrow, tuple(notes))


def _judged_nik(narrow: str, notes: tuple[str, ...]) -> Reading:
    digits = _SEPARATORS.sub("", narrow)
    if _is_placeholder(digits):
        return Reading(None, ("nik_placeholder",))
    if not (digits.isascii() and digits.isdigit()):
        return Reading(None, ("nik_letters",))
    if len(digits) != 16:
        return Reading(None, ("nik_short" if len(digits) < 16 else "nik_long",))
    if digits[0] == "0":
        return Reading(None, ("nik_temporary",))
    return Reading(digits, (*notes, "nik_separated") if digits != narrow else notes)


def _is_placeholder(digits: str) -> bool:
    if not digits or set(digits) in ({"0"}, {"9"}):
        return True
    return bool(re.fullmatch(r"\d{0,12}[xX*]+\d*", digits)) or digits.casefold() in _NO_NUMBER


_NO_NUMBER = frozenset({"null", "none", "nan", "na", "#na", "tidakada", "belumada", "kosong", "tdkada"})


def read_kk(text: str) -> Reading:
    """A No. KK of 16 digits, or why there is none.

    >>> read_kk("3399.0101.0101.0017")
    Reading(value='3399010101010017', notes=('kk_separated',))
    """
    bare = text.strip()
    unquoted = _unquoted(bare)
    quoted = ("kk_quoted",) if unquoted != bare else ()
    narrow = _ascii_digits(unquoted)
    if _SCIENTIFIC.match(narrow):
        return Reading(None, ("kk_scientific",))
    tail = _DECIMAL_TAIL.match(narrow)
    digits = _SEPARATORS.sub("", tail[1] if tail else narrow)
    if not digits or set(digits) == {"0"} or digits.casefold() in _NO_NUMBER:
        return Reading(None, ("kk_blank",))
    if len(digits) != 16 or not (digits.isascii() and digits.isdigit()):
        return Reading(None, ("kk_wrong_length",))
    return Reading(digits, (*quoted, "kk_separated") if digits != unquoted else quoted)


def sex_reader() -> Reader:
    known = {
        "l": "L",
        "lakilaki": "L",
        "laki": "L",
        "lk": "L",
        "pria": "L",
        "1": "L",
        "1lakilaki": "L",
        "01lakilaki": "L",
    }
    known |= {"p": "P", "perempuan": "P", "pr": "P", "wanita": "P", "2": "P", "2perempuan": "P", "02perempuan": "P"}

    def read(text: str) -> Reading:
        value = known.get(label_key(text))
        return Reading(value, () if value else ("sex_unreadable",))

    return read


_CODE_LABEL = re.compile(r"^0*(\d{1,2})\s*[.\-:)=]+\s*(\S.*)$")
_PLAIN_CODE = re.compile(r"^0*(\d{1,2})([.,]0+)?$")


def code_reader(codes: CodeList, *, unknown: str = "code_not_in_list", blank: str = "") -> Reader:
    """Reader of one code list. ``unknown`` and ``blank`` are the notes for a value outside the list and for none."""

    def read(text: str) -> Reading:
        clean, notes = tidy(text)
        if clean is None:
            return Reading(None, (blank,) if blank else ())
        code, note = _coded(clean, codes)
        value = codes.told(code) if code else None
        return Reading(value, (*notes, note or unknown) if note is not None else notes)

    return read


def _coded(clean: str, codes: CodeList) -> tuple[str | None, str | None]:
    """The code and the note: None = nothing to say, '' = not in the list."""
    if plain := _PLAIN_CODE.match(clean):
        return (plain[1], None) if plain[1] in codes.codes else (None, "")
    if code := codes.labels.get(label_key(clean)):
        return code, None
    both = _CODE_LABEL.match(clean)
    if both and both[1] in codes.codes:
        by_label = codes.labels.get(label_key(both[2]))
        return (both[1], "code_with_label") if by_label in (None, both[1]) else (None, "")
    return None, ""


def boolean_reader() -> Reader:
    yes, no = ({str(one) for one in words()[name]} for name in ("said_yes", "said_no"))

    def read(text: str) -> Reading:
        seen = _HIDDEN.sub(" ", text).strip().casefold()
        hidden = ("text_hidden_characters",) if _HIDDEN.search(text) and seen else ()
        if not seen:
            return Reading(None)
        if seen in yes or seen in no:
            return Reading("1" if seen in yes else "0", hidden)
        both = _CODE_LABEL.match(seen)
        if both and both[2] in (yes | no):
            return Reading("1" if both[2] in yes else "0", (*hidden, "code_with_label"))
        return Reading(None, ("boolean_unknown",))

    return read


_UNITS = {"rb": 1_000, "ribu": 1_000, "jt": 1_000_000, "juta": 1_000_000, "m": 10**9, "miliar": 10**9, "milyar": 10**9}
_WRITTEN = re.compile(
    r"^(?:rp\.?|idr)?\s*(-?[\d.,]+?)\s*(rb|ribu|jt|juta|m|miliar|milyar)?\s*(?:,-|,--|\.-|-)?\s*(?:ekor|orang|m2|m²|watt|unit|jiwa)?\.?$"
)


def read_number(text: str) -> Reading:
    """A whole number as Indonesian offices write it; parts of a unit are cut off.

    >>> read_number("Rp 300.000,-"), read_number("1,2 jt")
    (Reading(value='300000', notes=('number_written',)), Reading(value='1200000', notes=('number_written',)))
    """
    clean, notes = tidy(text)
    if clean is None:
        return Reading(None)
    if re.fullmatch(r"\d{1,15}([.,]0{1,2})?", clean):
        return Reading(str(int(re.split(r"[.,]", clean)[0])), notes)
    found = _WRITTEN.match(clean.casefold())
    amount = _indonesian(found[1]) if found else None
    if found is None or amount is None:
        return Reading(None, ("number_unreadable",))
    return Reading(str(int(amount * _UNITS.get(found[2] or "", 1))), (*notes, "number_written"))


def _indonesian(digits: str) -> Decimal | None:
    """``1.234.567,89`` or, where only points in groups of three stand, thousands; ``7.5`` is a decimal point."""
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d*)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d*)?", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    try:
        return Decimal(digits.rstrip("."))
    except InvalidOperation:
        return None


def percentile_reader(bounds: Mapping[str, int]) -> Reader:
    """Decile from a percentile of BDT; above the last bound it is not known (the register held the bottom 40 %)."""

    def read(text: str) -> Reading:
        clean, notes = tidy(text)
        found = re.fullmatch(r"(\d{1,3})([.,]\d+)?", clean) if clean else None
        if clean is None:
            return Reading(None, ("decile_missing",))
        if found is None or int(found[1]) > 100:
            return Reading(None, ("decile_out_of_range",))
        decile = next((name for name, last in bounds.items() if int(found[1]) <= last), None)
        return Reading(decile, notes)

    return read


def optional(read: Reader) -> Reader:
    """The same reader where a blank cell is nothing to speak of."""

    def read_if_any(text: str) -> Reading:
        return read(text) if tidy(text).value is not None else Reading(None)

    return read_if_any


_DECILE = re.compile(r"^(?:desil)?\s*(\d{1,3})([.,]0+)?(?:\s*\(.*\))?$")


def decile_reader(*, missing: str = "decile_missing") -> Reader:
    """Decile 1..10; blank, 0 and '-' mean "belum ditentukan"."""

    def read(text: str) -> Reading:
        clean, notes = tidy(text)
        found = _DECILE.match(clean.casefold()) if clean else None
        if clean is None or (found and int(found[1]) == 0) or clean.casefold() == "belum ditentukan":
            return Reading(None, (missing,) if missing else ())
        if found and 1 <= int(found[1]) <= 10:
            return Reading(str(int(found[1])), notes)
        return Reading(None, ("decile_out_of_range",))

    return read


_FLOAT_CODE = re.compile(r"^(\d+)[.,]0+$")
_DOTTED = re.compile(r"^\d{2}([. ]\d{2}){0,2}([. ]\d{3,4})?$")


def read_region_code(text: str) -> Reading:
    """A region code without dots; a code that Excel made a number is mended.

    >>> read_region_code("3.399012001E9"), read_region_code("33.99.01.2001")
    (Reading(value='3399012001', notes=('code_as_float',)), Reading(value='3399012001', notes=()))
    """
    clean = _unquoted(_HIDDEN.sub("", text))
    if clean.isdecimal() or _DOTTED.match(clean):
        return Reading(re.sub(r"[. ]", "", clean))
    if whole := _FLOAT_CODE.match(clean):
        return Reading(whole[1], ("code_as_float",))
    if _SCIENTIFIC.match(clean):
        number = Decimal(clean.replace(",", ".").replace(" ", ""))
        if len(re.sub(r"[eE].*|[.,]", "", clean)) >= 7:
            return Reading(str(int(number)), ("code_as_float",))
    return Reading(None)


_RT_DATE = re.compile(
    r"^(\d{1,2}[-/ ][A-Za-z]{3,}|[A-Za-z]{3,}[-/ ]\d{1,2}|\d{4}-\d\d-\d\d.*|\d{1,2}/\d{1,2}/\d{4}.*)$"
)
_RT_RW = re.compile(r"^(?:RT)?[\s.:]*(\d{1,3})\s*(?:[/\\,\-]|\s)\s*(?:RW)?[\s.:]*(\d{1,3})$", re.IGNORECASE)
_RT = re.compile(r"^(?:R[TW])?[\s.:]*0*(\d{1,3})([.,]0+)?$", re.IGNORECASE)


def read_rt(text: str) -> Reading:
    """RT as three digits; "003/005" stays joined for the caller to part.

    >>> read_rt("RT 3/RW 5"), read_rt("3-May")
    (Reading(value='003/005', notes=('rt_rw_joined',)), Reading(value=None, notes=('rt_as_date',)))
    """
    clean, notes = tidy(text)
    if clean is None:
        return Reading(None)
    if one := _RT.match(clean):
        return Reading(f"{int(one[1]):03d}" if int(one[1]) else None, notes)
    if _RT_DATE.match(clean):
        return Reading(None, ("rt_as_date",))
    if both := _RT_RW.match(clean):
        return Reading(f"{int(both[1]):03d}/{int(both[2]):03d}", (*notes, "rt_rw_joined"))
    return Reading(None, notes)


def read_rw(text: str) -> Reading:
    """RW as three digits; a dusun's name in this column is kept after a colon for the caller to move.

    >>> read_rw("KRAJAN")
    Reading(value=':KRAJAN', notes=('dusun_in_rw',))
    """
    found = read_rt(text)
    clean = tidy(text).value
    if found.value is not None or found.notes[-1:] == ("rt_as_date",) or clean is None or _RT.match(clean):
        return found
    if any(one.isalpha() for one in clean):
        return Reading(f":{clean.upper()}", (*found.notes, "dusun_in_rw"))
    return found
