from django.urls import path

from sanding_web.district import views

app_name = "district"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("perangkat/", views.agencies, name="agencies"),
    path("perangkat/baru/", views.agency, name="agency_new"),
    path("perangkat/<int:pk>/", views.agency, name="agency"),
]
