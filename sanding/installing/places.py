"""Where an installation stands on a server; with ``--root`` the same tree inside one folder."""

from dataclasses import dataclass
from pathlib import Path

USER = "sanding"


@dataclass(frozen=True)
class Places:
    """Every path of an installation; ``root`` is ``/`` on a real server."""

    root: Path

    @property
    def real(self) -> bool:
        """Whether this is the server itself, with its users and systemd."""
        return self.root == Path("/")

    @property
    def releases(self) -> Path:
        return self.root / "opt" / "sanding"

    @property
    def current(self) -> Path:
        """A link to the release in use; changed in one step."""
        return self.releases / "current"

    @property
    def settings(self) -> Path:
        return self.root / "etc" / "sanding"

    @property
    def environment(self) -> Path:
        return self.settings / "sanding.env"

    @property
    def keys(self) -> Path:
        return self.settings / "keys"

    @property
    def tls(self) -> Path:
        return self.settings / "tls"

    @property
    def authority(self) -> Path:
        return self.settings / "ca"

    @property
    def data(self) -> Path:
        return self.root / "var" / "lib" / "sanding"

    @property
    def backups(self) -> Path:
        return self.root / "var" / "backups" / "sanding"

    @property
    def units(self) -> Path:
        return self.root / "etc" / "systemd" / "system"

    @property
    def journal(self) -> Path:
        return self.root / "etc" / "systemd" / "journald@sanding.conf"

    @property
    def commands(self) -> Path:
        return self.root / "usr" / "local" / "bin"

    def release(self, version: str) -> Path:
        return self.releases / version
