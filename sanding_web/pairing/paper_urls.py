"""Addresses of what is printed; part of the pairing's own (``pairing:papers`` and so on)."""

from django.urls import path

from sanding_web.pairing.views import papers

urlpatterns = [
    path("", papers.index, name="papers"),
    path("rakor/<str:form>/", papers.handout, name="handout"),
    path("perangkat/<str:code>/<str:form>/", papers.agency, name="agency_paper"),
    path("desa/<str:code>/<str:form>/", papers.village, name="village_paper"),
    path("semua/", papers.bundle, name="bundle"),
    path("semua/<int:pk>/", papers.bundle_file, name="bundle_file"),
]
