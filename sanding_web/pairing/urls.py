from django.urls import path

from sanding_web.pairing import views

app_name = "pairing"
urlpatterns = [
    path("", views.index, name="index"),
    path("hitung/", views.solve, name="solve"),
    path("aturan/", views.set_rule, name="rule"),
    path("aturan/<int:pk>/akhiri/", views.end_rule, name="end_rule"),
    path("usulkan/", views.propose, name="propose"),
    path("unduh/<str:form>/", views.export_pairs, name="export"),
    path("perangkat/", views.agencies, name="agencies"),
    path("perangkat/<str:code>/", views.agency, name="agency"),
]
