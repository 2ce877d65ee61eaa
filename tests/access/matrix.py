"""The rows of the access matrix: for every URL its arguments in scope, and where it is about a place, one out of scope.

Who may come in is not written here: it follows from the view's audience and ``sanding/roles.py``. Objects that need a
long life before (batches, decisions) are asked for by an id that does not exist: holders get 404, the others 403.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sanding_web.accounts.models import User
from sanding_web.district.models import Agency
from sanding_web.jobs.models import Job
from tests.cast import Cast, make_person

NOBODY = 999_999
Arguments = Callable[["World"], tuple[Any, ...]]


@dataclass(frozen=True)
class World:
    """The tiny district with one of everything that an address can name."""

    cast: Cast
    account: User
    agency: Agency
    job: Job
    village: str = "3399012001"
    far_village: str = "3399032001"
    far_agency: str = "BG01"
    no_village: str = "3399992001"


def make_world(cast: Cast) -> World:
    account = make_person("Wulan", "analyst")
    job = Job.objects.create(kind="test", title="Uji", owner=cast.siti)
    return World(cast, account, Agency.objects.get(code="PD01"), job)


@dataclass(frozen=True)
class Row:
    """One URL. ``outside`` and ``unknown`` go together: out of scope answers as if it did not exist."""

    arguments: Arguments = field(default=lambda world: ())
    outside: Arguments | None = None
    unknown: Arguments | None = None
    method: Literal["GET", "POST"] = "GET"
    extra: dict[str, Any] = field(default_factory=dict)
    also: frozenset[int] = frozenset()


def _place() -> Row:
    return Row(lambda w: (w.village,), lambda w: (w.far_village,), lambda w: (w.no_village,))


def _milestone() -> Row:
    return Row(lambda w: (w.village, 2027, 1), lambda w: (w.far_village, 2027, 1), lambda w: (w.no_village, 2027, 1))


def _plain(*names: str) -> dict[str, Row]:
    return dict.fromkeys(names, Row())


def _post(*names: str) -> dict[str, Row]:
    return dict.fromkeys(names, Row(method="POST"))


def _by_id(*names: str, method: Literal["GET", "POST"] = "GET") -> dict[str, Row]:
    return dict.fromkeys(names, Row(lambda w: (NOBODY,), method=method))


ROWS: dict[str, Row] = {
    **_plain("targeting:families", "targeting:pockets", "targeting:poverty_lines"),
    **_post("targeting:families_compute"),
    "targeting:families_village": _place(),
    "targeting:family": Row(
        lambda w: (w.village, NOBODY), lambda w: (w.far_village, NOBODY), lambda w: (w.no_village, NOBODY)
    ),
    "targeting:pockets_village": _place(),
    **_plain("privacy:search"),
    **_by_id("privacy:person"),
    **_by_id("privacy:reveal", method="POST"),
    "targeting:families_export": Row(lambda w: ("csv",)),
    **_plain(
        "home:index", "home:search", "home:health", "accounts:sign_in", "accounts:choose_role", "accounts:index",
        "accounts:second_step", "accounts:confirm", "accounts:security", "accounts:telephone", "accounts:passkey_new",
        "accounts:password",
        "accounts:create", "jobs:index", "decisions:index", "decisions:check", "registry:index", "registry:upload",
        "registry:villages", "registry:vintages", "registry:reference", "registry:check", "targeting:index",
        "targeting:all", "targeting:firmness", "targeting:methods", "targeting:meeting", "targeting:compare",
        "targeting:rules", "targeting:lots", "targeting:kecamatan", "targeting:waves", "targeting:propose",
        "pairing:papers", "decisions:paper_settings", "decisions:letterhead", "decisions:signatory_new",
        "pairing:index", "pairing:losses", "pairing:near_ties", "pairing:hand_made", "pairing:edit",
        "pairing:compare", "pairing:history", "pairing:support", "pairing:propose",
        "pairing:agencies", "district:settings", "district:agencies", "district:agency_new",
        "district:about", "district:history", "district:agency_table", "district:start",
        "audit:index", "audit:anchors", "audit:export", "doctor:index",
    ),
    **_post(
        "accounts:sign_in_demo", "accounts:sign_out", "accounts:codes_new",
        "targeting:save", "pairing:solve", "pairing:keep",
        "pairing:bundle", "pairing:rule", "ui:theme", "ui:language",
    ),
    **_by_id("district:sheet", "district:sheet_faults", "district:basis_file"),
    **_by_id("pairing:bundle_file", "decisions:decision", "registry:batch", "registry:marked"),
    **_plain("registry:profiles"),
    **_by_id("registry:map", "registry:profile_export"),
    **_by_id("registry:profile_retire", method="POST"),
    **_post("registry:profile_import"),
    **_by_id(
        "jobs:progress", "jobs:cancel", "decisions:sign", "decisions:reject", "decisions:withdraw", "decisions:revoke",
        "decisions:keep", "decisions:recheck", "registry:accept", "registry:return", "registry:undo", "registry:resume",
        "registry:review", "registry:note", "registry:recheck", "registry:compare", "registry:cancel",
        "pairing:end_rule", "district:sheet_match", "district:sheet_enter", "district:sheet_drop",
        "district:sheet_undo", method="POST",
    ),
    "audit:verify": Row(method="POST"),
    "audit:anchor": Row(lambda w: ("2020-01-01",)),
    "accounts:account": Row(lambda w: (w.account.pk,)),
    "accounts:care": Row(lambda w: (w.account.pk, "keluarkan"), method="POST"),
    "accounts:factor_remove": Row(lambda w: (NOBODY,), method="POST"),
    "accounts:session_end": Row(lambda w: (NOBODY,), method="POST"),
    "handover:new": Row(lambda w: (w.account.pk,)),
    "accounts:end_grant": Row(lambda w: (w.account.pk, NOBODY), method="POST"),
    "accounts:renew_grant": Row(lambda w: (w.account.pk, NOBODY), method="POST"),
    "district:agency": Row(lambda w: (w.agency.pk,)),
    "district:register": Row(lambda w: ("dasar",)),
    "district:entry_new": Row(lambda w: ("upaya",)),
    "district:entry": Row(lambda w: ("angka", NOBODY)),
    "district:entry_remove": Row(lambda w: ("status", NOBODY), method="POST"),
    "district:start_template": Row(lambda w: ("pairs",)),
    "district:start_upload": Row(lambda w: ("priority",)),
    "decisions:check_code": Row(lambda w: ("0" * 12,)),
    "decisions:paper": Row(lambda w: (NOBODY, "sk")),
    "registry:cause": Row(lambda w: (NOBODY, "nik_blank")),
    "registry:villages_export": Row(lambda w: ("csv",)),
    "registry:village": _place(),
    **_post("defence:csp_report"),
    "targeting:village": _place(),
    "targeting:export": Row(lambda w: ("csv",)),
    "targeting:methods_export": Row(lambda w: ("csv",)),
    "targeting:progress": Row(),
    "rollover:index": Row(),
    "rollover:change": Row(lambda w: (2027,)),
    "targeting:progress_export": Row(lambda w: ("csv",)),
    "targeting:progress_village": _place(),
    "targeting:milestone": _milestone(),
    "targeting:milestone_withdraw": _milestone(),
    "pairing:village": _place(),
    "pairing:what_if": Row(lambda w: (w.village,)),
    "pairing:run": Row(lambda w: (NOBODY,)),
    "pairing:export": Row(lambda w: ("csv",)),
    "pairing:handout": Row(lambda w: ("docx",)),
    "pairing:agency_paper": Row(
        lambda w: ("PD01", "docx"), lambda w: (w.far_agency, "docx"), lambda w: ("PD99", "docx")
    ),
    "pairing:village_paper": Row(
        lambda w: (w.village, "docx"), lambda w: (w.far_village, "docx"), lambda w: (w.no_village, "docx")
    ),
    "decisions:template": Row(lambda w: ("lembar-desa",)),
    "decisions:template_upload": Row(lambda w: ("lembar-desa",)),
    "decisions:template_file": Row(lambda w: ("lembar-desa", 0)),
    "decisions:template_preview": Row(lambda w: ("lembar-desa", 0, "docx")),
    "decisions:template_use": Row(lambda w: ("lembar-desa", NOBODY), method="POST"),
    "decisions:numbering": Row(lambda w: ("lembar-desa",)),
    "decisions:signatory_end": Row(lambda w: (NOBODY,)),
    "pairing:agency": Row(lambda w: ("PD01",), lambda w: (w.far_agency,), lambda w: ("PD99",)),
}  # fmt: skip
