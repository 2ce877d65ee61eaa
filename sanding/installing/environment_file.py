"""/etc/sanding/sanding.env: what the units and commands of the site read. NAME=value lines, kept by hand too."""

import re
from pathlib import Path

from sanding.errors import InputFault
from sanding.installing.machine import write_whole
from sanding.installing.places import USER, Places

_LINE = re.compile(r'([A-Z][A-Z0-9_]*)="?([^"\n]*)"?')
_SAFE = re.compile(r"[A-Za-z0-9_./:,@%?&=+\[\]~ -]*")


def read(path: Path) -> dict[str, str]:
    """The values of the file; nothing where it is absent."""
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := _LINE.fullmatch(line.strip()))}


def write(places: Places, values: dict[str, str]) -> bool:
    """Add the values that the file does not have yet; what an administrator wrote stays."""
    kept = read(places.environment)
    whole = {**values, **kept}
    if unsafe := [name for name, value in whole.items() if not _SAFE.fullmatch(value)]:
        raise InputFault(
            f"nilai {', '.join(unsafe)} memuat tanda yang tidak boleh ada",
            where=places.environment.name,
            remedy="Pakai huruf, angka dan tanda baca biasa, tanpa petik dan tanpa $.",
            code="SND-INS-04",
        )
    if kept == whole and places.environment.exists():
        return False
    text = "".join(f'{name}="{value}"\n' for name, value in whole.items())
    return write_whole(places, places.environment, _HEAD + text, 0o640, f"root:{USER}")


_HEAD = """\
# Pengaturan Sanding; artinya ada di docs/administrator.md.
# Sesudah diubah: systemctl restart sanding-web sanding-worker
"""


def first_values(places: Places, *, host: str, bind: str, database_url: str) -> dict[str, str]:
    """The values of a new installation that speaks HTTPS at one name of the LAN."""
    port = bind.rpartition(":")[2]
    address = f"https://{host}" if port == "443" else f"https://{host}:{port}"
    return {
        "SANDING_HOME": str(places.data),
        "SANDING_KEYS": str(places.keys),
        "SANDING_BACKUPS": str(places.backups),
        "SANDING_HOSTS": ",".join(dict.fromkeys([host, "localhost", "127.0.0.1"])),
        "SANDING_ADDRESS": address,
        "SANDING_HTTPS": "1",
        "SANDING_TLS": str(places.tls),
        "SANDING_BIND": bind,
        "SANDING_LOG": "INFO",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
