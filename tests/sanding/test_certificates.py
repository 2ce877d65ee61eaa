"""The office's own authority: signs one name alone, for 397 days, and is renewed before its end."""

import shutil
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sanding.certificates import SERVER_DAYS, ends, make_authority, make_server, renew
from sanding.errors import EngineFault

HOST, NOW = "sanding.lan", datetime.now(UTC)
MONTH = timedelta(days=30)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    for name in ("authority", "tls"):
        (tmp_path / name).mkdir()
    return {"authority": tmp_path / "authority", "tls": tmp_path / "tls"}


def _openssl_accepts(tmp_path: Path, ca: bytes, server: bytes, name: str) -> bool:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    (tmp_path / "ca.pem").write_bytes(ca)
    (tmp_path / "server.pem").write_bytes(server)
    command = [
        "openssl",
        "verify",
        "-CAfile",
        "ca.pem",
        "-verify_hostname",
        name,
        "-purpose",
        "sslserver",
        "server.pem",
    ]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_another_library_accepts_the_certificate_for_its_name_only(tmp_path: Path) -> None:
    ca = make_authority(HOST, NOW)
    ca_pem = ca.certificate.public_bytes(Encoding.PEM)
    server = make_server(HOST, ca, NOW).certificate.public_bytes(Encoding.PEM)
    assert _openssl_accepts(tmp_path, ca_pem, server, HOST)
    assert not _openssl_accepts(tmp_path, ca_pem, server, "bank.example")


def test_a_stolen_authority_key_is_worth_nothing_for_other_names(tmp_path: Path) -> None:
    ca = make_authority(HOST, NOW)
    ca_pem = ca.certificate.public_bytes(Encoding.PEM)
    for name in ("bank.example", "10.1.2.3"):
        forged = make_server(name, ca, NOW).certificate.public_bytes(Encoding.PEM)
        assert not _openssl_accepts(tmp_path, ca_pem, forged, name)


def test_a_server_certificate_lives_397_days_and_never_longer_than_its_authority() -> None:
    ca = make_authority(HOST, NOW)
    assert make_server(HOST, ca, NOW).certificate.not_valid_after_utc <= NOW + timedelta(days=SERVER_DAYS)
    late = ca.certificate.not_valid_after_utc - timedelta(days=20)
    assert make_server(HOST, ca, late).certificate.not_valid_after_utc <= ca.certificate.not_valid_after_utc


def test_renewal_makes_what_is_missing_and_leaves_what_is_well(folders: dict[str, Path]) -> None:
    assert len(renew(HOST, within=MONTH, **folders)) == 2
    before = {path: path.read_bytes() for folder in folders.values() for path in folder.iterdir()}
    assert renew(HOST, within=MONTH, **folders) == []
    assert before == {path: path.read_bytes() for folder in folders.values() for path in folder.iterdir()}
    for key in (folders["authority"] / "ca.key", folders["tls"] / "server.key"):
        assert key.stat().st_mode & 0o777 == 0o600
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
        folders["tls"] / "server.crt", folders["tls"] / "server.key"
    )


def test_a_certificate_that_ends_soon_is_renewed_by_the_same_authority(folders: dict[str, Path]) -> None:
    renew(HOST, within=MONTH, **folders)
    ca, end = (folders["authority"] / "ca.crt").read_bytes(), ends(folders["tls"] / "server.crt")
    [said] = renew(HOST, within=timedelta(days=SERVER_DAYS + 10), **folders)
    assert HOST in said and ends(folders["tls"] / "server.crt") >= end
    assert (folders["authority"] / "ca.crt").read_bytes() == ca


def test_another_name_needs_another_authority(folders: dict[str, Path]) -> None:
    renew(HOST, within=MONTH, **folders)
    assert len(renew("sanding2.lan", within=MONTH, **folders)) == 2


def test_an_authority_key_under_a_passphrase_opens_with_it_only(folders: dict[str, Path]) -> None:
    renew(HOST, within=MONTH, passphrase=b"rahasia kantor", **folders)
    assert b"ENCRYPTED" in (folders["authority"] / "ca.key").read_bytes()
    assert renew(HOST, within=MONTH, passphrase=b"rahasia kantor", **folders) == []
    with pytest.raises(EngineFault) as refused:
        renew(HOST, within=MONTH, passphrase=b"salah", **folders)
    assert refused.value.code == "SND-INS-06"


def test_an_address_in_numbers_works_too(tmp_path: Path) -> None:
    ca = make_authority("192.168.1.10", NOW)
    server = make_server("192.168.1.10", ca, NOW).certificate.public_bytes(Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(ca.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "s.pem").write_bytes(server)
    command = ["openssl", "verify", "-CAfile", "ca.pem", "-verify_ip", "192.168.1.10", "s.pem"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
