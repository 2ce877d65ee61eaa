"""The page docs/aturan/akses.md: every address, the right it needs, whether it writes, and the roles that hold it."""

import os

from scripts.markdown import page, table


def access() -> str:
    """Read from the resolver and the views themselves, so that it cannot say more than the site does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanding_web.settings")
    import django

    django.setup()
    from sanding.roles import ROLES
    from sanding_web.accounts.access import all_views

    rows = [_row(name, route, view) for name, route, view in sorted(all_views(), key=lambda one: one[:2])]
    heads = ("alamat", "nama", "hak", "menulis", "sandi lagi", *(f"`{role}`" for role in ROLES))
    intro = (
        "Setiap alamat situs ini dengan hak yang dimintanya dan peran yang memegangnya. Kolom *menulis*: kiriman isian "
        "dapat mengubah data; alamat lain ditolak bila mencoba menulis. Kolom *sandi lagi*: kata sandi diminta lagi "
        "sebelum dibuka. Wilayah membatasi isinya: yang di luar wilayah dijawab seperti yang tidak ada. "
        "Diuji oleh `tests/access/`."
    )
    return page("Alamat dan hak", intro, table(heads, rows))


def _row(name: str, route: str, view: object) -> tuple[str, ...]:
    from sanding.roles import ACTIONS, ROLES, may

    action = getattr(view, "audience", "")
    holds = [action == "public" or may(role, action) for role in ROLES]
    return (
        f"`/{route}`",
        f"`{name}`",
        "terbuka" if action == "public" else ACTIONS.get(action, action),
        "ya" if getattr(view, "writes", False) else "",
        "ya" if getattr(view, "fresh", False) else "",
        *("●" if held else "" for held in holds),
    )
