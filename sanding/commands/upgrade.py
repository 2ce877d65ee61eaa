"""``sanding upgrade``: see ``sanding/installing/upgrade.py``."""

from sanding.installing.upgrade import HELP, add_arguments, run

__all__ = ["HELP", "add_arguments", "run"]
