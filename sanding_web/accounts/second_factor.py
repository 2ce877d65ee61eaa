"""Second factors: codes of a telephone (TOTP, RFC 6238), recovery codes, passkeys (WebAuthn). ADR 0040.

Secrets lie sealed under a key of their own, bound to their account; a code of the telephone is taken once.
"""

import json
import secrets
import time
from base64 import b32decode, b32encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sanding.errors import EngineFault, InputFault
from sanding.keys import load_or_create_keys
from sanding.parameters import value
from sanding_web.accounts.models import SecondFactor, User

STEP = 30
_DRIFT = 1
"""Steps before and after now that are taken too: clocks of telephones differ."""
_SECRET = 20


def _cipher() -> AESGCM:
    return AESGCM(load_or_create_keys(Path(settings.SANDING_KEYS)).derive("second-factor"))


def sealed(user: User, content: bytes) -> bytes:
    """Content that opens for this account only."""
    nonce = secrets.token_bytes(12)
    return nonce + _cipher().encrypt(nonce, content, f"account:{user.pk}".encode())


def opened(factor: SecondFactor) -> bytes:
    """The secret of a factor; EngineFault where the keys are not the ones it was sealed with."""
    content = bytes(factor.secret)
    try:
        return _cipher().decrypt(content[:12], content[12:], f"account:{factor.user_id}".encode())
    except InvalidTag:
        raise EngineFault("sandi kedua tidak dapat dibuka", remedy="Periksa folder kunci.", code="SND-ACC-20") from None


def has_second_factor(user: User) -> bool:
    """Whether a telephone or a passkey is set up (recovery codes alone are none)."""
    return user.factors.exclude(kind=SecondFactor.CODES).exists()


# -- telephone


def new_secret() -> str:
    """A fresh secret in base32, as authenticator apps take it."""
    return b32encode(secrets.token_bytes(_SECRET)).decode()


def _totp(secret: str) -> TOTP:
    return TOTP(b32decode(secret), 6, SHA1(), STEP)


def address_for(user: User, secret: str, issuer: str) -> str:
    """What the QR code holds (otpauth://)."""
    return _totp(secret).get_provisioning_uri(user.username, issuer)


def step_of(secret: str, code: str, *, at: float | None = None) -> int | None:
    """The time step whose code this is; None where it is none of the steps around now."""
    now = int(time.time() if at is None else at) // STEP
    code = code.replace(" ", "")
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        try:
            _totp(secret).verify(code.encode("ascii", "replace"), step * STEP)
        except InvalidToken:
            continue
        return step
    return None


@transaction.atomic
def take(user: User, code: str) -> bool:
    """Whether a code of the telephone, or a recovery code, proves the person; each is taken once."""
    return _takes_totp(user, code) or _takes_recovery(user, code)


def _takes_totp(user: User, code: str) -> bool:
    for factor in user.factors.filter(kind=SecondFactor.TOTP):
        step = step_of(opened(factor).decode(), code)
        if step is not None:
            taken = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            return bool(taken.update(last_step=step, used_at=timezone.now()))
    return False


# -- recovery codes


def word(length: int) -> str:
    """Signs by chance, without those that are read for one another."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(length))


def new_codes() -> list[str]:
    """Recovery codes of ten signs."""
    count = int(value("accounts.recovery_codes", timezone.localdate()))
    return [f"{word(5)}-{word(5)}" for _ in range(count)]


def _takes_recovery(user: User, code: str) -> bool:
    written = code.strip().lower().replace(" ", "").encode()
    factor = user.factors.select_for_update().filter(kind=SecondFactor.CODES).first()
    if factor is None:
        return False
    left = json.loads(opened(factor))
    found = [one for one in left if bytes_eq(one.encode(), written)]
    if not found:
        return False
    factor.secret = sealed(user, json.dumps([one for one in left if one not in found]).encode())
    factor.used_at = timezone.now()
    factor.save(update_fields=["secret", "used_at"])
    return True


def codes_left(user: User) -> int:
    factor = user.factors.filter(kind=SecondFactor.CODES).first()
    return len(json.loads(opened(factor))) if factor else 0


# -- passkeys


def server(host: str) -> Fido2Server:
    """Speaks WebAuthn for one name of the site (without port)."""
    return Fido2Server(PublicKeyCredentialRpEntity(name="Sanding", id=host.rsplit(":", 1)[0].strip("[]")))


def credentials(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(opened(one)) for one in user.factors.filter(kind=SecondFactor.PASSKEY)]


def begin_passkey(host: str, user: User) -> tuple[dict[str, Any], Any]:
    """Options for the browser and the state to keep until it answers."""
    person = PublicKeyCredentialUserEntity(
        id=f"akun-{user.pk}".encode(), name=user.username, display_name=user.full_name
    )
    options, state = server(host).register_begin(
        person, credentials(user), resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )  # fmt: skip
    return dict(options), state


def finish_passkey(host: str, state: Any, answer: Mapping[str, Any]) -> bytes:
    """The credential that the browser made; InputFault where its answer does not fit what was asked."""
    try:
        made = server(host).register_complete(state, answer)
    except (ValueError, KeyError, TypeError):
        raise _unfit() from None
    assert made.credential_data is not None
    return bytes(made.credential_data)


def begin_proof(host: str, user: User) -> tuple[dict[str, Any], Any]:
    options, state = server(host).authenticate_begin(credentials(user), UserVerificationRequirement.PREFERRED)
    return dict(options), state


def takes_passkey(host: str, user: User, state: Any, answer: Mapping[str, Any]) -> bool:
    """Whether a passkey of the account signed what was asked."""
    try:
        used = server(host).authenticate_complete(state, credentials(user), answer)
    except Exception:  # the library raises ValueError, KeyError or InvalidSignature by the part that does not fit
        return False
    for factor in user.factors.filter(kind=SecondFactor.PASSKEY):
        if AttestedCredentialData(opened(factor)).credential_id == used.credential_id:
            SecondFactor.objects.filter(pk=factor.pk).update(used_at=timezone.now())
    return True


def _unfit() -> InputFault:
    return InputFault("kunci sandi tidak dapat dibuat", remedy="Ulangi dari halaman Keamanan akun.", code="SND-ACC-21")
