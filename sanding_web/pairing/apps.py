from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "sanding_web.pairing"
    verbose_name = "Penugasan"

    def ready(self) -> None:
        from sanding_web.decisions.kinds import register
        from sanding_web.pairing import jobs, paper_jobs  # noqa: F401
        from sanding_web.pairing.freezing import PAIRING
        from sanding_web.pairing.paper_catalogue import register_papers

        register(PAIRING)
        register_papers()
