"""The gallery and the layout's own addresses, without any step of the cycle."""

from django.urls import include, path

from sanding_web.ui import views

urlpatterns = [
    path("galeri/", views.gallery),
    path("tampilan/", include("sanding_web.ui.urls")),
    path("pertahanan/", include("sanding_web.defence.urls")),
]
