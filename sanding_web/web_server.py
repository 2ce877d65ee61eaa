"""gunicorn's settings (``-c python:sanding_web.web_server``): where it listens, HTTPS of its own, our log lines.

With ``SANDING_TLS`` (a folder with ``server.crt`` and ``server.key``) it speaks HTTPS itself (ADR 0059).
"""

import ssl
from pathlib import Path
from typing import Any

from sanding_web import environment as env
from sanding_web import logs

wsgi_app = "sanding_web.wsgi:application"
bind = env.text("SANDING_BIND", "127.0.0.1:8000")
workers = int(env.text("SANDING_WEB_PROCESSES", "2"))
threads = int(env.text("SANDING_WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
control_socket_disable = True
accesslog = None
logconfig_dict = logs.settings(env.text("SANDING_LOG", "WARNING"))
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

if _folder := env.text("SANDING_TLS", ""):
    certfile, keyfile = str(Path(_folder) / "server.crt"), str(Path(_folder) / "server.key")

    def ssl_context(_config: Any, make: Any) -> ssl.SSLContext:
        """TLS 1.2 and newer only."""
        context: ssl.SSLContext = make()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context
