from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "sanding_web.privacy"
    verbose_name = "Data pribadi"
