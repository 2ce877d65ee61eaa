"""NIK and No. KK at rest: AES-SIV (RFC 5297), deterministic and authenticated, the column's name as associated data.

One sealed column serves display, unique look-up and equality joins; it reveals equality (ADR 0004).
"""

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sanding.errors import EngineFault
from sanding.keys import Keys

MASK = "•" * 8


class Sealer:
    """Seals and opens identity numbers of one installation."""

    def __init__(self, keys: Keys) -> None:
        self._siv = AESSIV(keys.identity)

    def seal(self, column: str, number: str) -> bytes:
        """The sealed form of one number; equal numbers of a column seal equally."""
        return self._siv.encrypt(number.encode(), [column.encode()])

    def unseal(self, column: str, sealed: bytes) -> str:
        """The number again; EngineFault if it was sealed with another key, for another column, or altered."""
        try:
            return self._siv.decrypt(bytes(sealed), [column.encode()]).decode()
        except InvalidTag:
            raise EngineFault(
                "nomor identitas tidak dapat dibuka", remedy="Periksa folder kunci.", code="SND-KEY-04"
            ) from None

    def seal_series(self, column: str, numbers: pl.Series) -> pl.Series:
        """Seal a text series, each distinct value once; null stays null. Returns binary of the same length and name."""
        codes = numbers.rle_id() if numbers.is_empty() else numbers.rank("dense")
        distinct = numbers.drop_nulls().unique().sort()
        associated = [column.encode()]
        encrypt = self._siv.encrypt
        sealed = pl.Series(
            numbers.name, [encrypt(one.encode(), associated) for one in distinct.to_list()], dtype=pl.Binary
        )
        return sealed.gather(codes.cast(pl.Int64) - 1) if not numbers.is_empty() else sealed


def masked(number: str | None) -> str:
    """How a NIK or KK is shown: region and last four digits.

    >>> masked("3399010101010017")
    '3399••••••••0017'
    >>> masked("")
    'tak ada'
    """
    if not number:
        return "tak ada"
    if len(number) < 12:
        return MASK
    return f"{number[:4]}{MASK}{number[-4:]}"
