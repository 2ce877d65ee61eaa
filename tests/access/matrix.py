"""The rows of the access matrix: for every URL its arguments in scope, and where it names an object, one out of scope.

Who may come in is not written here: it follows from the view's audience and ``sanding/roles.py``. What stands behind
the ids is in ``world.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.access.world import NOBODY, World

Arguments = Callable[[World], tuple[Any, ...]]
LOCAL = ("companion", "kecamatan", "village", "facilitator")
DISTRICT = "only district roles have the right, and their scope is everything"
OFFICE = "only roles of the office have the right; settings and papers belong to no village"
SUPPORT = "names the agencies that can act on a need: the register of competences is the district's"
HIDDEN = "which counts are hidden depends on the rest of the kecamatan, else the hidden ones could be computed"
NOT_THE_OWNER = ("leader", "companion", "kecamatan", "village", "administrator")
GONE = frozenset({404})
ENDS = {200, 204, 302, 409, 422}


@dataclass(frozen=True)
class Row:
    """One URL and what it answers.

    outside, unknown   go together: to ``outsiders`` an object out of scope answers as one that does not exist
    no_outside         why there is no object out of scope, where the address names one
    method             "POST" where the address only takes a form
    get, post          the statuses that holders of the right get; ``also`` are taken too, with a comment why
    whole              local roles get 404: the page is about the whole district
    district_wide      why a page of a local role may change with facts of other places (test_non_interference.py)
    """

    arguments: Arguments = field(default=lambda world: ())
    outside: Arguments | None = None
    unknown: Arguments | None = None
    method: Literal["GET", "POST"] = "GET"
    extra: dict[str, Any] = field(default_factory=dict)
    also: frozenset[int] = frozenset()
    no_outside: str = ""
    outsiders: tuple[str, ...] = LOCAL
    get: frozenset[int] = frozenset({200})
    post: frozenset[int] = frozenset(ENDS)
    whole: bool = False
    district_wide: str = ""

    @property
    def reaches(self) -> bool:
        """Whether the objects that its arguments name are there."""
        return 404 not in (self.get if self.method == "GET" else self.post) and NOBODY not in self.arguments(_NOTHING)

    def expected(self, role: str, method: str) -> set[int]:
        """The statuses for a role that has the right."""
        if self.method == "POST" and method == "GET":
            return {405}
        if self.whole and role in LOCAL:
            return {404}
        return set(self.get if method == "GET" else self.post) | self.also


_NOTHING: Any = type("Nothing", (), {"__getattr__": lambda self, name: self})()


def _place(**more: Any) -> Row:
    return Row(lambda w: (w.village,), lambda w: (w.far_village,), lambda w: (w.no_village,), **more)


def _milestone() -> Row:
    return Row(lambda w: (w.village, 2027, 1), lambda w: (w.far_village, 2027, 1), lambda w: (w.no_village, 2027, 1))


def _plain(*names: str, **more: Any) -> dict[str, Row]:
    return dict.fromkeys(names, Row(**more))


def _post(*names: str) -> dict[str, Row]:
    return dict.fromkeys(names, Row(method="POST"))


def _id(what: str, *names: str, no_outside: str = DISTRICT, **more: Any) -> dict[str, Row]:
    """Addresses of one object: ``what`` names it in the world."""
    return dict.fromkeys(names, Row(lambda w: (getattr(w, what),), no_outside=no_outside, **more))


def _by_id(*names: str, method: Literal["GET", "POST"] = "GET", no_outside: str = DISTRICT) -> dict[str, Row]:
    """Addresses of objects that need a long life before: holders get 404 for an id that does not exist."""
    return dict.fromkeys(names, Row(lambda w: (NOBODY,), method=method, get=GONE, post=GONE, no_outside=no_outside))


def _job(method: Literal["GET", "POST"]) -> Row:
    """Everybody has jobs of their own; the one of the world is the secretariat's."""
    return Row(
        lambda w: (w.job.pk,), lambda w: (w.job.pk,), lambda w: (NOBODY,), method=method, outsiders=NOT_THE_OWNER,
        get=frozenset({200, 404}), post=frozenset({302, 404}),
    )  # fmt: skip


ROWS: dict[str, Row] = {
    "targeting:families": Row(district_wide=HIDDEN),
    **_plain("targeting:pockets", "targeting:poverty_lines"),
    **_post("targeting:families_compute"),
    "targeting:families_village": _place(),
    "targeting:family": Row(
        lambda w: (w.village, w.family), lambda w: (w.far_village, w.family), lambda w: (w.no_village, w.family)
    ),
    # The own account: pages for oneself, acts on what does not stand there.
    **_plain("accounts:confirm", "accounts:security", "accounts:telephone", "accounts:passkey_new"),
    "accounts:second_step": Row(get=frozenset({302}), post=frozenset({302})),  # only between the two proofs
    "accounts:password": Row(get=GONE, post=GONE),  # the cast has no passwords
    "accounts:codes_new": Row(method="POST", post=GONE),  # nothing set up
    "accounts:factor_remove": Row(lambda w: (NOBODY,), method="POST", post=GONE, no_outside=OFFICE),
    "accounts:session_end": Row(lambda w: (NOBODY,), method="POST", post=GONE, no_outside=OFFICE),
    "accounts:care": Row(lambda w: (w.account.pk, "keluarkan"), method="POST", no_outside=OFFICE),
    "handover:new": Row(lambda w: (w.account.pk,), no_outside=OFFICE),
    "privacy:search": Row(),
    **_by_id("privacy:person"),
    **_by_id("privacy:reveal", method="POST"),
    **_plain("registry:profiles"),
    **_by_id("registry:map", "registry:profile_export"),
    **_by_id("registry:profile_retire", method="POST"),
    "registry:profile_import": Row(method="POST"),
    "targeting:pockets_village": _place(district_wide="a pocket is judged by the share of the whole district"),
    "targeting:families_export": Row(lambda w: ("csv",), district_wide=HIDDEN),
    **_plain(
        "targeting:all", "targeting:compare", "targeting:firmness", "targeting:kecamatan", "targeting:lots",
        "targeting:meeting", "targeting:methods", "targeting:rules", "targeting:waves", "pairing:compare",
        "pairing:history", "pairing:support", whole=True,
    ),
    "district:settings": Row(post=frozenset({200, 403})),  # the inspector reads only
    "accounts:choose_role": Row(post=GONE),  # no grant is named
    "registry:index": Row(get=frozenset({200, 302})),  # who sees no batches is led to the villages
    **_plain(
        "home:index", "home:search", "home:health", "accounts:sign_in", "accounts:index",
        "accounts:create", "jobs:index", "decisions:index", "decisions:check", "registry:upload",
        "registry:villages", "registry:vintages", "registry:reference", "registry:check", "targeting:index",

        "targeting:propose",
        "pairing:papers", "decisions:paper_settings", "decisions:letterhead", "decisions:signatory_new",
        "pairing:index", "pairing:losses", "pairing:near_ties", "pairing:hand_made", "pairing:edit",
        "pairing:propose",
        "pairing:agencies", "district:agencies", "district:agency_new",
        "district:about", "district:history", "district:agency_table", "district:start",
        "audit:index", "audit:anchors", "audit:export", "doctor:index",
    ),
    **_post(
        "accounts:sign_in_demo", "accounts:sign_out", "targeting:save", "pairing:solve",
        "pairing:bundle", "ui:theme", "ui:language",
    ),
    **_id("sheet", "district:sheet", "district:sheet_faults", no_outside=OFFICE),
    **_id(
        "sheet", "district:sheet_match", "district:sheet_enter", "district:sheet_drop", "district:sheet_undo",
        method="POST", no_outside=OFFICE,
    ),
    **_id("letter", "district:basis_file", no_outside="a letter of law is for everyone"),
    **_by_id("pairing:bundle_file", "registry:marked"),
    **_id("waiting", "registry:batch"),
    **_id(
        "waiting", "registry:accept", "registry:return", "registry:undo", "registry:resume", "registry:review",
        "registry:note", "registry:recheck", "registry:compare", "registry:cancel", method="POST",
        also=frozenset({403}),  # some acts are for who brought the batch, others for everybody else
    ),
    **_id("proposal", "decisions:sign", "decisions:reject", "decisions:withdraw"),
    **_id("decree", "decisions:revoke"),
    **_id("decree", "decisions:keep", "decisions:recheck", method="POST", whole=True),
    **_id("rule", "pairing:end_rule"),
    "pairing:rule": Row(),
    "pairing:keep": Row(get=frozenset({302})),
    "decisions:decision": Row(lambda w: (w.priority,), lambda w: (w.proposal,), lambda w: (NOBODY,)),
    "jobs:progress": _job("GET"),
    "jobs:cancel": _job("POST"),
    "audit:verify": Row(method="POST"),
    "audit:anchor": Row(lambda w: ("2020-01-01",), get=GONE),
    "accounts:account": Row(lambda w: (w.account.pk,), no_outside=OFFICE),
    "accounts:end_grant": Row(lambda w: (w.account.pk, w.grant), method="POST", no_outside=OFFICE),
    "accounts:renew_grant": Row(lambda w: (w.account.pk, w.grant), method="POST", no_outside=OFFICE),
    "district:agency": Row(lambda w: (w.agency.pk,), no_outside=OFFICE),
    "district:register": Row(lambda w: ("dasar",)),
    "district:entry_new": Row(lambda w: ("upaya",)),
    "district:entry": Row(lambda w: ("angka", w.figure), no_outside=OFFICE),
    "district:entry_remove": Row(lambda w: ("status", w.status), method="POST", no_outside=OFFICE),
    "district:start_template": Row(lambda w: ("pairs",)),
    "district:start_upload": Row(lambda w: ("priority",)),
    "decisions:check_code": Row(lambda w: ("0" * 12,), no_outside="whoever holds the paper may check its code"),
    "decisions:paper": Row(
        lambda w: (w.decree, "sk"), lambda w: (w.proposal, "sk"), lambda w: (NOBODY, "sk"), whole=True
    ),
    "registry:cause": Row(lambda w: (NOBODY, "nik_blank"), get=GONE, no_outside=DISTRICT),
    "registry:villages_export": Row(lambda w: ("csv",)),
    "registry:village": _place(),
    **_post("defence:csp_report"),
    "targeting:village": _place(),
    "targeting:export": Row(lambda w: ("csv",)),
    "targeting:methods_export": Row(lambda w: ("csv",), whole=True),
    "targeting:progress": Row(),
    "rollover:index": Row(),
    "rollover:change": Row(lambda w: (2027,), get=GONE),
    "targeting:progress_export": Row(lambda w: ("csv",)),
    "targeting:progress_village": _place(),
    "targeting:milestone": _milestone(),
    "targeting:milestone_withdraw": _milestone(),
    "pairing:village": _place(),
    "pairing:what_if": Row(lambda w: (w.village,), no_outside=DISTRICT),
    "pairing:run": Row(lambda w: (w.run,), no_outside=DISTRICT, whole=True),
    "pairing:export": Row(lambda w: ("csv",), whole=True),
    "pairing:handout": Row(lambda w: ("docx",), whole=True),
    "pairing:agency_paper": Row(
        lambda w: ("PD01", "docx"), lambda w: (w.far_agency, "docx"), lambda w: ("PD99", "docx"),
        district_wide=SUPPORT,
    ),
    "pairing:village_paper": Row(
        lambda w: (w.village, "docx"), lambda w: (w.far_village, "docx"), lambda w: (w.no_village, "docx"),
        district_wide=SUPPORT,
    ),
    "decisions:template": Row(lambda w: ("lembar-desa",)),
    "decisions:template_upload": Row(lambda w: ("lembar-desa",)),
    "decisions:template_file": Row(lambda w: ("lembar-desa", 0), no_outside=OFFICE),
    "decisions:template_preview": Row(lambda w: ("lembar-desa", 0, "docx"), no_outside=OFFICE),
    "decisions:template_use": Row(lambda w: ("lembar-desa", NOBODY), method="POST", post=GONE, no_outside=OFFICE),
    "decisions:numbering": Row(lambda w: ("lembar-desa",)),
    "decisions:signatory_end": Row(lambda w: (NOBODY,), get=GONE, post=GONE, no_outside=OFFICE),
    "pairing:agency": Row(
        lambda w: ("PD01",), lambda w: (w.far_agency,), lambda w: ("PD99",),
        district_wide="names the villages that one's own agency supports by the signed pairing",
    ),
}  # fmt: skip
