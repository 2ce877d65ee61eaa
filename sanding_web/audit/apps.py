from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sanding_web.audit"
    verbose_name = "Jejak audit"
