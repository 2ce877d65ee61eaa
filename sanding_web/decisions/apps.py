from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "sanding_web.decisions"
    verbose_name = "Keputusan"

    def ready(self) -> None:
        from sanding_web.decisions import jobs  # noqa: F401
