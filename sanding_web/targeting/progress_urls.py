"""Addresses of the progress pages, below those of the step."""

from django.urls import path

from sanding_web.targeting import progress_views

_STEP = "<str:code>/tahap/<int:wave_year>/<int:number>/"

urlpatterns = [
    path("", progress_views.index, name="progress"),
    path("unduh/<str:form>/", progress_views.export, name="progress_export"),
    path("<str:code>/", progress_views.village, name="progress_village"),
    path(_STEP, progress_views.milestone, name="milestone"),
    path(f"{_STEP}tarik/", progress_views.withdraw, name="milestone_withdraw"),
]
