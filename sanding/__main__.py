"""The command line: ``sanding demo | check | import | rank | pair | link | dedupe | freeze | audit``.

Exit codes: 0 done; 1 not equal (freeze --verify, audit verify) or other; 2 wrong call; 3 the file must be mended;
4 a rule forbids it; 5 not permitted; 6 ours to mend.
"""

import json
import sys
from collections.abc import Sequence

from sanding import __version__
from sanding.commands import COMMANDS
from sanding.commands.indonesian import Parser
from sanding.errors import InputFault, SandingError


def parser() -> Parser:
    """The whole command line with its help, in Indonesian."""
    whole = Parser(
        prog="sanding",
        description="Dari lembar data pemerintah sampai penugasan pendamping desa.",
        epilog="Kode keluar: 0 selesai; 1 berbeda; 2 salah panggil; 3 berkas perlu diperbaiki; 4 aturan melarang; "
        "5 tidak berhak; 6 gangguan sistem.",
    )
    whole.add_argument("--version", action="version", version=f"sanding {__version__}", help="tampilkan versi")
    parts = whole.add_subparsers(dest="command", required=True, metavar="PERINTAH", title="perintah")
    for name, command in COMMANDS.items():
        part = parts.add_parser(name, help=command.HELP, description=command.HELP)
        part.add_argument("--json", action="store_true", help="jawaban sebagai JSON")
        command.add_arguments(part)
        part.set_defaults(run=command.run)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; errors become words on stderr (or JSON on stdout with --json) and an exit code."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except SandingError as error:
        _tell(error, as_json=arguments.json)
        return error.exit_code
    except BrokenPipeError:
        return 0
    return code


def _tell(error: SandingError, *, as_json: bool) -> None:
    faults = [str(fault) for fault in error.faults] if isinstance(error, InputFault) else []
    if as_json:
        print(json.dumps({"error": str(error), "code": error.code, "faults": faults}, ensure_ascii=False, indent=2))
        return
    print(str(error), file=sys.stderr)
    for fault in faults:
        print(f"  {fault}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
