"""The app's name."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "sanding_web.operation"
