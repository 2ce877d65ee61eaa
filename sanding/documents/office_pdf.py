"""PDF by LibreOffice where it is installed: one short-lived process with a profile of its own, never waited on long."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

PROGRAMMES = ("soffice", "libreoffice")
SECONDS = 25.0
"""How long one conversion may take; a first start with an empty profile needs about 5 s on an old machine."""


def office_programme() -> str | None:
    """Where LibreOffice stands; None where it is not installed."""
    return next((found for name in PROGRAMMES if (found := shutil.which(name))), None)


def office_pdf(document: bytes, *, scratch: Path, seconds: float = SECONDS) -> bytes | None:
    """A DOCX as PDF; None where LibreOffice is absent, fails or takes too long (then a reading copy stands in)."""
    return office_pdfs({"naskah": document}, scratch=scratch, seconds=seconds).get("naskah")


def office_pdfs(documents: Mapping[str, bytes], *, scratch: Path, seconds: float = SECONDS) -> dict[str, bytes]:
    """Several DOCX in one start of the programme; those that did not succeed are left out.

    documents  DOCX bytes by a name of letters, digits, "-" and "_"
    scratch    folder on tmpfs or an encrypted disk: the papers stand there in plain for a moment
    """
    programme = office_programme()
    if programme is None or not documents:
        return {}
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=scratch) as held:
        folder = Path(held)
        for name, content in documents.items():
            (folder / f"{name}.docx").write_bytes(content)
        _convert(programme, folder, sorted(documents), seconds)
        found = {name: folder / "pdf" / f"{name}.pdf" for name in documents}
        made = {name: path.read_bytes() for name, path in found.items() if path.is_file()}
    return {name: content for name, content in made.items() if content.startswith(b"%PDF")}


def _convert(programme: str, folder: Path, names: list[str], seconds: float) -> None:
    """Run it apart from us: own profile, own home, own process group, so that nothing is left when time is up."""
    command = [
        programme, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--convert-to", "pdf:writer_pdf_Export",
        "--outdir", str(folder / "pdf"), *(str(folder / f"{name}.docx") for name in names),
    ]  # fmt: skip
    surroundings = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    ) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
