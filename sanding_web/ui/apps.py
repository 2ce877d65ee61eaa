"""The face: layout, components, assets. It knows no step of the cycle."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layout, components and their template tags."""

    name = "sanding_web.ui"
    label = "ui"
    verbose_name = "Tampilan"
