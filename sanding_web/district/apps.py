from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "sanding_web.district"
    verbose_name = "Kabupaten"
