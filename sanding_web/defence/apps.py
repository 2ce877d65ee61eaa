from django.apps import AppConfig


class DefenceConfig(AppConfig):
    name = "sanding_web.defence"
    verbose_name = "Pertahanan"
