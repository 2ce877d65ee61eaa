"""Steps of the office that several tests need: rank, propose, sign, compute, propose, sign."""

from collections.abc import Callable

from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.decisions.models import Decision
from sanding_web.pairing.models import PairingRun

Clients = Callable[[User], Client]


def propose_priority(client: Client, query: str = "") -> Decision:
    """Read the confirmation, then propose exactly that."""
    page = client.get(f"/prioritas/usulkan/{query}")
    answer = client.post(f"/prioritas/usulkan/{query}", {"seen": page.context["seen"], "note": "Hasil rapat"})
    assert answer.status_code == 302, answer.status_code
    return Decision.objects.get(kind="priority", state="proposed")


def sign(client: Client, decision: Decision, **fields: str) -> Decision:
    answer = client.post(f"/keputusan/{decision.pk}/tetapkan/", fields)
    assert answer.status_code == 302, answer.status_code
    decision.refresh_from_db()
    return decision


def compute_pairing(client: Client) -> PairingRun:
    assert client.post("/penugasan/hitung/").status_code == 302
    return PairingRun.objects.order_by("-number")[0]


def propose_pairing(client: Client) -> Decision:
    run = compute_pairing(client)
    assert client.post("/penugasan/usulkan/", {"run": run.number, "note": ""}).status_code == 302
    return Decision.objects.get(kind="pairing", state="proposed")
