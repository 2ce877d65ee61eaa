from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "sanding_web.registry"
    verbose_name = "Data terpadu"

    def ready(self) -> None:
        from sanding_web.district.competences import tell_actors
        from sanding_web.registry import jobs  # noqa: F401
        from sanding_web.registry.queries import named_actors

        tell_actors(named_actors)
