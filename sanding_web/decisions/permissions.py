"""Whose decision it is: who may propose, sign, reject, withdraw and revoke this very one."""

from typing import Any

from django.utils.translation import gettext as _

from sanding.errors import NotPermitted, RuleBroken, SandingError
from sanding_web.accounts.standing import ever_stood_for, stands_for
from sanding_web.decisions.models import Decision
from sanding_web.decisions.states import TRANSITIONS, Step


def check_state(decision: Decision, step: Step) -> None:
    """Raise RuleBroken unless the step leads on from the present state; says who was first."""
    transition = TRANSITIONS[step]
    if decision.state == transition.source:
        return
    who = decision.ended_by or decision.decided_by
    words = {"state": decision.get_state_display(), "who": who}
    said = (
        _("keadaan keputusan ini sudah %(state)s oleh %(who)s") if who else _("keadaan keputusan ini sudah %(state)s")
    )
    raise RuleBroken(
        said % words,
        where=str(decision),
        remedy="Tidak ada yang berubah. Muat ulang halaman untuk melihat keadaan terakhir.",
        code="SND-DEC-02",
    )


def check_can_decide(actor: Any, decision: Decision) -> None:
    """Sign or reject: the right to do so, and never one's own proposal."""
    actor.scope.require("decision.sign")
    if decision.proposed_by_id in ever_stood_for(actor):
        raise NotPermitted(
            "Anda mengusulkan keputusan ini; orang lain yang menetapkan atau menolaknya",
            remedy="Anda dapat menarik usulan, atau menunggu pimpinan.",
            code="SND-DEC-03",
        )


def check_can_sign(actor: Any, decision: Decision) -> None:
    check_can_decide(actor, decision)
    check_state(decision, "sign")


def check_can_reject(actor: Any, decision: Decision) -> None:
    check_can_decide(actor, decision)
    check_state(decision, "reject")


def check_can_withdraw(actor: Any, decision: Decision) -> None:
    """Only the person who proposed, or who took over that work."""
    actor.scope.require("decision.propose")
    if decision.proposed_by_id not in stands_for(actor):
        raise NotPermitted(
            "hanya pengusul yang dapat menarik usulannya",
            remedy=_("Hubungi %s, atau minta pimpinan menolaknya.") % decision.proposed_by,
            code="SND-DEC-04",
        )
    check_state(decision, "withdraw")


def check_can_revoke(actor: Any, decision: Decision) -> None:
    check_can_decide(actor, decision)
    check_state(decision, "revoke")


CHECKS = {
    "sign": check_can_sign,
    "reject": check_can_reject,
    "withdraw": check_can_withdraw,
    "revoke": check_can_revoke,
}


def can(actor: Any, decision: Decision, step: str) -> bool:
    """Whether the check of that step would pass."""
    try:
        CHECKS[step](actor, decision)
    except SandingError:
        return False
    return True


def can_sign(actor: Any, decision: Decision) -> bool:
    return can(actor, decision, "sign")


def can_reject(actor: Any, decision: Decision) -> bool:
    return can(actor, decision, "reject")


def can_withdraw(actor: Any, decision: Decision) -> bool:
    return can(actor, decision, "withdraw")


def can_revoke(actor: Any, decision: Decision) -> bool:
    return can(actor, decision, "revoke")
