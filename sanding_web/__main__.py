"""``python -m sanding_web COMMAND``: Django's management commands of this site."""

import os
import sys

from django.core.management import execute_from_command_line

from sanding_web.logs import catch_all

_STANDING = {"worker", "serve"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanding_web.settings")
    if _STANDING.intersection(sys.argv[1:2]):
        catch_all()
    execute_from_command_line([sys.argv[0], *sys.argv[1:]])
