from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "sanding_web.home"
    verbose_name = "Pekan ini"
