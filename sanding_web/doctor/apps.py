from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "sanding_web.doctor"
    verbose_name = "Kesehatan situs"
