from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "sanding_web.accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from sanding_web.accounts import fresh, sessions

        user_logged_in.connect(fresh.on_sign_in, dispatch_uid="fresh")
        user_logged_in.connect(sessions.on_sign_in, dispatch_uid="sessions")
