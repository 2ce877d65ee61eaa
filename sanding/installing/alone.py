"""The installer as it runs from inside a release archive, before anything is installed."""

import argparse
import sys
from pathlib import Path

from sanding.errors import SandingError
from sanding.installing import install


def main(folder: Path) -> int:
    """Install the release in ``folder``; the exit code."""
    parser = argparse.ArgumentParser(prog="install.py", description=install.HELP)
    install.add_arguments(parser)
    arguments = parser.parse_args()
    arguments.source = arguments.source or folder
    try:
        return install.run(arguments)
    except SandingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
