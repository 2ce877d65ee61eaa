"""Addresses of target families, pockets and poverty lines; never a NIK or KK, families by our own number."""

from django.urls import path

from sanding_web.targeting import family_views, pocket_views

urlpatterns = [
    path("keluarga/", family_views.families, name="families"),
    path("keluarga/unduh/<str:form>/", family_views.export, name="families_export"),
    path("keluarga/hitung/", family_views.compute, name="families_compute"),
    path("keluarga/desa/<str:code>/", family_views.village, name="families_village"),
    path("keluarga/desa/<str:code>/<int:number>/", family_views.family, name="family"),
    path("kantong/", pocket_views.pockets, name="pockets"),
    path("kantong/desa/<str:code>/", pocket_views.village, name="pockets_village"),
    path("garis-kemiskinan/", pocket_views.lines, name="poverty_lines"),
]
