from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "sanding_web.handover"
    verbose_name = "Serah terima tugas"
