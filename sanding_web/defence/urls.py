"""The address browsers report to."""

from django.urls import path

from sanding_web.defence import views

app_name = "defence"
urlpatterns = [path("laporan-muatan/", views.csp_report, name="csp_report")]
