"""The sheets of all agencies in the background."""

from sanding_web.jobs.run import Handle, job_kind
from sanding_web.pairing.bundles import KIND, make_bundle


@job_kind(KIND)
def sheets(handle: Handle) -> str:
    """Prints the sheets; its page offers the archive."""
    return make_bundle(handle)
