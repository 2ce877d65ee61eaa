"""The systemd units: web, worker, and what runs by the clock. As little of the machine as each of them needs."""

from collections.abc import Mapping

from sanding.installing.places import USER, Places

_SHELTER = """\
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictNamespaces=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallArchitectures=native
SystemCallFilter=@system-service
UMask=0077
"""
# No RemoveIPC: it would empty the scratch folder in memory whenever one of the units ends.
_LOCAL_ONLY = "IPAddressDeny=any\nIPAddressAllow=localhost\n"
"""A document cannot fetch anything, and nothing can be sent away."""


def units(places: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """Every unit by its file name."""
    python = places.current / "bin" / "python"
    web = f"{python} -m gunicorn -c python:sanding_web.web_server"
    sanding = places.current / "bin" / "sanding"
    local = "" if _elsewhere(environment) else _LOCAL_ONLY
    return {
        "sanding-web.service": _service(
            places, "situs", web, "Type=notify\nNotifyAccess=all\nExecReload=/bin/kill -HUP $MAINPID\n", keeps=True
        )
        + "AmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"
        + _INSTALL,
        "sanding-worker.service": _service(
            places,
            "pekerja latar",
            f"{python} -m sanding_web worker",
            "KillMode=mixed\nTimeoutStopSec=90\n",
            keeps=True,
        )
        + f"CapabilityBoundingSet=\n{local}{_INSTALL}",
        "sanding-backup.service": _once(places, "cadangan tersandi", f"{sanding} backup", local),
        "sanding-backup.timer": _timer("cadangan setiap malam", "*-*-* 01:30:00"),
        "sanding-self-restore.service": _once(
            places, "uji pemulihan cadangan", f"{python} -m sanding_web self_restore", local
        ),
        "sanding-self-restore.timer": _timer("uji pemulihan setiap bulan", "*-*-02 03:30:00"),
        "sanding-doctor.service": _once(places, "pemeriksaan diri", f"{sanding} doctor --json", local),
        "sanding-doctor.timer": _timer("pemeriksaan diri setiap hari", "*-*-* 06:00:00"),
        "sanding-certificate.service": _renewal(places, f"{sanding} certificate renew --within 30"),
        "sanding-certificate.timer": _timer("pembaruan sertifikat setiap pekan", "Mon *-*-* 04:30:00"),
    }


STANDING = ("sanding-web.service", "sanding-worker.service")
TIMERS = (
    "sanding-backup.timer",
    "sanding-self-restore.timer",
    "sanding-doctor.timer",
    "sanding-certificate.timer",
)
_INSTALL = "\n[Install]\nWantedBy=multi-user.target\n"

JOURNAL = """\
# The log of Sanding stands apart from the machine's: journalctl --namespace sanding
[Journal]
Storage=persistent
Compress=yes
SystemMaxUse=300M
MaxRetentionSec=1year
"""


def _elsewhere(environment: Mapping[str, str]) -> bool:
    """Whether the database is on another machine."""
    url = environment.get("DATABASE_URL", "")
    host = url.split("//", 1)[-1].split("/", 1)[0].rpartition("@")[2].rpartition(":")[0] or ""
    named = host or url.split("//", 1)[-1].split("/", 1)[0].rpartition("@")[2]
    return bool(named) and named not in ("localhost", "127.0.0.1", "[::1]") and not named.startswith("%2F")


def _service(places: Places, about: str, command: str, kind: str, *, keeps: bool) -> str:
    after = "network-online.target postgresql.service"
    again = "Restart=always\nRestartSec=5\n" if keeps else ""
    return (
        f"[Unit]\nDescription=Sanding: {about}\nWants=network-online.target\nAfter={after}\n\n"
        f"[Service]\n{kind}User={USER}\nGroup={USER}\nEnvironmentFile={places.environment}\n"
        f"WorkingDirectory={places.data}\nExecStart={command}\n{again}LogNamespace=sanding\n"
        f"ReadWritePaths={places.data} {places.backups}\n{_SHELTER}"
    )


def _once(places: Places, about: str, command: str, local: str) -> str:
    return _service(places, about, command, "Type=oneshot\n", keeps=False) + f"CapabilityBoundingSet=\n{local}"


def _renewal(places: Places, command: str) -> str:
    """As root: the key of the local authority is root's alone. The web is told to take the new certificate."""
    return (
        f"[Unit]\nDescription=Sanding: pembaruan sertifikat\n\n[Service]\nType=oneshot\n"
        f"EnvironmentFile={places.environment}\nExecStart={command}\n"
        f"ExecStartPost=/bin/systemctl try-reload-or-restart sanding-web.service\nLogNamespace=sanding\n"
        f"NoNewPrivileges=yes\nProtectSystem=strict\nReadWritePaths={places.settings}\nProtectHome=yes\nPrivateTmp=yes\n"
    )


def _timer(about: str, when: str) -> str:
    return (
        f"[Unit]\nDescription=Sanding: {about}\n\n[Timer]\nOnCalendar={when}\nPersistent=yes\n"
        f"RandomizedDelaySec=10min\n\n[Install]\nWantedBy=timers.target\n"
    )
