"""Texts that break programmes: control signs, NUL, right-to-left, lone surrogates, very long, markup, long numbers."""

from hypothesis import strategies as st

MARK = "<script>tertanam</script>"
NIK = "3399010101900001"
KNOWN = (
    "", " ", "\x00", "a\x00b", "\x00" * 20, "\r\n", "\x1b[2J", "\x7f", "\u202e3399", "\u200f\u200e", "\ufeff", "\ufffe",
    "🧑‍🌾" * 30, "ﷺ" * 40, "a" * 5000, "9" * 400, "-" * 30, "1e400", "nan", "inf", "-0", "٣٣٩٩", "²", "0x1F", "1_000",
    MARK, f'"\'>{MARK}', "javascript:alert(1)", "{{ 7|add:7 }}{% debug %}", "%s%n%d", "%00", "../../etc/passwd",
    "'; DROP TABLE x; --", "=cmd|' /C calc'!A0", NIK, f"{NIK} ", f"x{NIK}y", "9999-12-31", "0001-01-01", "2027-02-30",
    "31/12/2026", "99999999999999999999", "-99999999999999999999", "9223372036854775808", "2147483648", "on", "None",
)  # fmt: skip
LONE = ("\ud800", "a\udfffb", "\udcff")

# What a browser can send in an address or a form is UTF-8; a lone surrogate reaches a form only from inside.
sendable = st.one_of(st.sampled_from(KNOWN), st.text(st.characters(codec="utf-8"), max_size=40))
anything = st.one_of(sendable, st.sampled_from(LONE), st.text(st.characters(exclude_categories=()), max_size=40))
