from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sanding_web.accounts"
    verbose_name = "Akun"
