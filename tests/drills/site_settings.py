"""The site as in production, with small pieces so that a kill falls between them."""

from sanding_web.settings import *  # noqa: F403
