"""Theme and language for everyone; the gallery of components while developing."""

from django.conf import settings
from django.urls import path

from sanding_web.ui import views

app_name = "ui"
urlpatterns = [
    path("tema/", views.theme, name="theme"),
    path("bahasa/", views.language, name="language"),
]
if settings.DEBUG or getattr(settings, "UI_GALLERY", False):
    urlpatterns.append(path("galeri/", views.gallery, name="gallery"))
