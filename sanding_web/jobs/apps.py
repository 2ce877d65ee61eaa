from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sanding_web.jobs"
    verbose_name = "Pekerjaan latar"
