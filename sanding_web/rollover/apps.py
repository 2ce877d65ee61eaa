from django.apps import AppConfig


class RolloverConfig(AppConfig):
    name = "sanding_web.rollover"
    verbose_name = "Ganti tahun"

    def ready(self) -> None:
        from sanding_web.district.year import hold_year
        from sanding_web.rollover.queries import something_decided

        hold_year(something_decided)
