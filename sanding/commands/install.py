"""``sanding install``: see ``sanding/installing/install.py``, which also runs from inside a release archive."""

from sanding.installing.install import HELP, add_arguments, run

__all__ = ["HELP", "add_arguments", "run"]
