from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sanding_web.audit"
    verbose_name = "Jejak audit"

    def ready(self) -> None:
        from sanding_web.audit import jobs  # noqa: F401
