"""A certificate authority of the office's own and the server's certificate for one name of the LAN.

The authority may sign nothing but that name (name constraints, RFC 5280 4.2.1.10), so that a stolen authority key is no
danger to other sites. Server certificates live 397 days, the longest that browsers take.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sanding.errors import EngineFault

SERVER_DAYS = 397
AUTHORITY_DAYS = 10 * 365
_EARLIER = timedelta(hours=1)
"""A PC whose clock is a little behind accepts the certificate too."""


@dataclass(frozen=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_authority(host: str, now: datetime) -> Pair:
    """An authority that may sign for ``host`` alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Otoritas Sanding {host}")
    allowed = x509.NameConstraints(permitted_subtrees=[*_permitted(host)], excluded_subtrees=None)
    certificate = (
        _begun(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(allowed, critical=True)
        .sign(key, hashes.SHA256())
    )
    return Pair(certificate, key)


def make_server(host: str, authority: Pair, now: datetime) -> Pair:
    """A certificate for the site, signed by the authority and never outliving it."""
    key = ec.generate_private_key(ec.SECP256R1())
    days = min(SERVER_DAYS, (authority.certificate.not_valid_after_utc - now).days)
    issuer = authority.certificate.subject
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _begun(_name("Peladen Sanding"), issuer, key, now, days)  # a common name like a host would be checked as one
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_general(host)]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Pair(certificate, key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    begun = begun.serial_number(x509.random_serial_number())
    begun = begun.not_valid_before(now - _EARLIER).not_valid_after(now + timedelta(days=days) - _EARLIER)
    return begun.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _permitted(host: str) -> list[x509.GeneralName]:
    """The name itself; a kind of name that is not listed would be free, so the other kind is closed to this machine."""
    try:
        network = ipaddress.ip_network(host)
    except ValueError:
        return [x509.DNSName(host), x509.IPAddress(ipaddress.ip_network("127.0.0.1/32"))]
    return [x509.IPAddress(network), x509.DNSName("localhost")]


def renew(host: str, *, authority: Path, tls: Path, within: timedelta, passphrase: bytes = b"") -> list[str]:
    """Make what is missing or ends soon; the words of what was done, nothing where all is well.

    authority  folder of ca.crt and ca.key (root only); tls  folder of server.crt, server.key and a copy of ca.crt
    """
    now, said = datetime.now(UTC), []
    ca = _load(authority / "ca.crt", authority / "ca.key", passphrase)
    if ca is None or _ends_within(ca.certificate, now, within) or not _may_sign(ca.certificate, host):
        ca = make_authority(host, now)
        _save(ca, authority / "ca.crt", authority / "ca.key", passphrase)
        said.append("Otoritas sertifikat kantor dibuat.")
    server = _load(tls / "server.crt", tls / "server.key", b"")
    if server is None or _ends_within(server.certificate, now, within) or not _is_of(server.certificate, ca, host):
        server = make_server(host, ca, now)
        _save(server, tls / "server.crt", tls / "server.key", b"")
        said.append(f"Sertifikat {host} dibuat, berlaku sampai {server.certificate.not_valid_after_utc:%Y-%m-%d}.")
    (tls / "ca.crt").write_bytes(ca.certificate.public_bytes(serialization.Encoding.PEM))
    return said


def ends(certificate: Path) -> datetime:
    """The moment until which a certificate file is valid."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _ends_within(certificate: x509.Certificate, now: datetime, within: timedelta) -> bool:
    return certificate.not_valid_after_utc - now < within


def _may_sign(ca: x509.Certificate, host: str) -> bool:
    allowed = ca.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    return _permitted(host)[0] in allowed


def _is_of(certificate: x509.Certificate, ca: Pair, host: str) -> bool:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if _general(host) not in names:
        return False
    try:
        certificate.verify_directly_issued_by(ca.certificate)
    except Exception:
        return False
    return True


def _load(certificate: Path, key: Path, passphrase: bytes) -> Pair | None:
    if not (certificate.exists() and key.exists()):
        return None
    try:
        secret = serialization.load_pem_private_key(key.read_bytes(), passphrase or None)
    except (ValueError, TypeError) as error:
        raise EngineFault(
            f"kunci {key.name} tidak terbuka",
            remedy="Beri sandinya lewat SANDING_CA_PASSPHRASE, atau pindahkan berkas itu untuk membuat otoritas baru.",
            code="SND-INS-06",
        ) from error
    assert isinstance(secret, ec.EllipticCurvePrivateKey)
    return Pair(x509.load_pem_x509_certificate(certificate.read_bytes()), secret)


def _save(pair: Pair, certificate: Path, key: Path, passphrase: bytes) -> None:
    """The key first, both aside and renamed: a key without its certificate is simply made anew."""
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    encoded = pair.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    _put(key, encoded, key.stat().st_mode & 0o777 if key.exists() else 0o600)
    _put(certificate, pair.certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def _put(path: Path, content: bytes, mode: int) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    if path.exists():
        os.chown(aside, path.stat().st_uid, path.stat().st_gid)
    aside.replace(path)
