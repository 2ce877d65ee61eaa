"""Makes the release archive for servers without internet: wheels, their lock, our own wheel, the installer, the sums.

Use, on a machine that reaches a package registry, with the assets built (make assets):
    python scripts/build_release.py [--to build] [--trial]
It stops where a package is known to be vulnerable or where the services that know cannot be asked; --trial makes an
archive without asking (ADR 0048), for trying the installation only, and says so inside it.
On the server: tar xzf sanding-X.Y.Z.tar.gz; sudo python3 sanding-X.Y.Z/install.py --host sanding.kantor.lan
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from sanding import __version__  # noqa: E402
from sanding.installing.archive import LOCK, VERSION, WHEELS, write_sums  # noqa: E402
from scripts import sbom, scan  # noqa: E402

PACKAGES = ("sanding", "sanding_web")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
REFUSED = (
    "Rilis TIDAK dibuat: ada paket rentan, atau layanan kerentanan tidak terjangkau (baris di atas). Lihat ADR 0048."
)
TRIAL = "Arsip percobaan: kerentanan paketnya belum ditanyakan. Jangan dipakai untuk data warga.\n"
INSTALLER = '''\
"""Installs this release on this server, without internet: sudo python3 install.py --host NAMA (see --help)."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "installer"))
from sanding.installing.alone import main  # noqa: E402

sys.exit(main(HERE))
'''


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "build", help="where the archive goes")
    parser.add_argument("--trial", action="store_true", help="without asking for vulnerabilities; not to be handed out")
    arguments = parser.parse_args()
    if not arguments.trial and scan.main(["--online"]):
        print(REFUSED, file=sys.stderr)
        return 1
    print(build(arguments.to, trial=arguments.trial))
    return 0


def build(to: Path, *, trial: bool = False) -> Path:
    """The archive ``to/sanding-<version>.tar.gz``, with its parts list."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / f"sanding-{__version__}"
        (folder / WHEELS).mkdir(parents=True)
        download(folder / WHEELS)
        own_wheel(folder / WHEELS, Path(place) / "source")
        shutil.copy2(ROOT / "requirements.txt", folder / LOCK)
        (folder / VERSION).write_text(f"{__version__}\n", encoding="utf-8")
        put_installer(folder)
        shutil.copy2(ROOT / "docs" / "administrator.md", folder / "administrator.md")
        shutil.copy2(ROOT / "docs" / "licences.md", folder / "licences.md")
        if sbom.main(["--to", str(folder / "sbom.json")]):
            raise SystemExit("a part of the release has a licence that does not fit: see above")
        if trial:
            (folder / "PERCOBAAN.txt").write_text(TRIAL, encoding="utf-8")
        write_sums(folder)
        archive = to / f"{folder.name}.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
            packed.add(folder, arcname=folder.name)
    return archive


def download(wheels: Path) -> None:
    """Every wheel of the lock, its hash checked; for this machine's Python and processor."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    lock = ["--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / "requirements.txt"), "--dest", str(wheels)]
    subprocess.run([*command, *lock], check=True)


def own_wheel(wheels: Path, source: Path) -> None:
    """Our wheel from a clean copy: what git holds, the built assets, the compiled messages, and nothing else."""
    for path in wanted():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, source / path)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", str(wheels), str(source)], check=True)
    [made] = wheels.glob("sanding-*.whl")
    with zipfile.ZipFile(made) as wheel:
        inside = set(wheel.namelist())
    lost = [path for path in wanted() if path.split("/")[0] in PACKAGES and path not in inside]
    if lost:
        raise SystemExit(f"not in the wheel (package-data in pyproject.toml): {', '.join(lost[:10])}")


def wanted() -> list[str]:
    """The files of the wheel: tracked ones of both packages, the assets and the compiled messages."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PACKAGES, *BESIDE]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    listed = [path for path in listed if (ROOT / path).exists()]
    assets = [path for path in (ROOT / "sanding_web" / "static_built").rglob("*") if path.is_file()]
    messages = list((ROOT / "sanding_web" / "locale").rglob("*.mo"))
    if not assets or not messages:
        raise SystemExit("assets or messages are not built: make assets")
    made = [path.relative_to(ROOT).as_posix() for path in (*assets, *messages) if not path.name.startswith(".")]
    return sorted({*listed, *made})


def put_installer(folder: Path) -> None:
    """The installer's own modules, which need nothing but Python."""
    target = folder / "installer" / "sanding"
    (target / "installing").mkdir(parents=True)
    for name in ("__init__.py", "errors.py"):
        shutil.copy2(ROOT / "sanding" / name, target / name)
    for path in (ROOT / "sanding" / "installing").glob("*.py"):
        shutil.copy2(path, target / "installing" / path.name)
    (folder / "install.py").write_text(INSTALLER, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
