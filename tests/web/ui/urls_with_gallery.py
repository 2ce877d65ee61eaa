"""The site's addresses and the gallery, which is otherwise routed only while developing."""

from django.urls import include, path

from sanding_web.ui import views

urlpatterns = [path("galeri/", views.gallery), path("", include("sanding_web.urls"))]
