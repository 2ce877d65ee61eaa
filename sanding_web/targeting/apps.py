from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "sanding_web.targeting"
    verbose_name = "Prioritas desa"

    def ready(self) -> None:
        from sanding_web.decisions.kinds import register
        from sanding_web.district.standing import tell_standing
        from sanding_web.registry.after import on_change
        from sanding_web.targeting.earlier import goes_on_from
        from sanding_web.targeting.family_jobs import register_changed
        from sanding_web.targeting.freezing import PRIORITY

        register(PRIORITY)
        on_change(register_changed)
        tell_standing(goes_on_from)
