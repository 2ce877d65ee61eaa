"""``sanding certificate renew``: the office's own authority and the server's certificate, made or renewed."""

import os
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from pathlib import Path

from sanding.certificates import ends, renew

HELP = "buat atau perbarui sertifikat HTTPS jaringan kantor"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument(
        "act", choices=["renew"], metavar="TINDAKAN", help="renew: buat yang belum ada, perbarui yang hampir habis"
    )
    part.add_argument("--within", type=int, default=30, metavar="HARI", help="perbarui bila habis dalam sekian hari")
    part.add_argument("--host", default="", metavar="NAMA", help="nama situs; bawaannya nama pertama di SANDING_HOSTS")
    part.add_argument(
        "--authority", type=Path, default=Path("/etc/sanding/ca"), metavar="FOLDER", help="folder otoritas"
    )
    part.add_argument(
        "--tls", type=Path, default=None, metavar="FOLDER", help="folder sertifikat; bawaannya SANDING_TLS"
    )


def run(arguments: Namespace) -> int:
    host = arguments.host or os.environ.get("SANDING_HOSTS", "sanding.lan").split(",")[0]
    tls = arguments.tls or Path(os.environ.get("SANDING_TLS", "/etc/sanding/tls"))
    passphrase = os.environ.get("SANDING_CA_PASSPHRASE", "").encode()
    within = timedelta(days=arguments.within)
    said = renew(host, authority=arguments.authority, tls=tls, within=within, passphrase=passphrase)
    print("\n".join(said) or f"Sertifikat {host} masih berlaku sampai {ends(tls / 'server.crt'):%Y-%m-%d}.")
    return 0
