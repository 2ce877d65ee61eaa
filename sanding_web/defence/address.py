"""Where a request came from: the address that the own proxy saw, never what the browser claims about itself."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind the own proxy (asked from this machine) the last one that the proxy added."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if settings.SECURE_PROXY_SSL_HEADER and forwarded and _is_local(peer):
        return forwarded if _is_address(forwarded) else "unknown"
    return peer or "unknown"


def _is_local(peer: str) -> bool:
    """This machine, or a socket that has no address."""
    return not peer or (_is_address(peer) and ip_address(peer).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
