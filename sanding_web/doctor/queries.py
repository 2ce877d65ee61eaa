"""What the health page shows: the site's own checks, the gravest first."""

from sanding.doctor.finding import LEVELS, Finding, examine
from sanding_web.doctor.site import Site
from sanding_web.doctor.site_checks import CHECKS


def findings() -> list[Finding]:
    return sorted(examine(CHECKS, Site()), key=lambda one: -LEVELS.index(one.level))
