from django.urls import path

from sanding_web.pairing.views import agencies, desk, rules

app_name = "pairing"
urlpatterns = [
    path("", desk.index, name="index"),
    path("hitung/", desk.solve, name="solve"),
    path("aturan/", rules.set_rule, name="rule"),
    path("aturan/<int:pk>/akhiri/", rules.end_rule, name="end_rule"),
    path("usulkan/", desk.propose, name="propose"),
    path("unduh/<str:form>/", desk.export_pairs, name="export"),
    path("perangkat/", agencies.agencies, name="agencies"),
    path("perangkat/<str:code>/", agencies.agency, name="agency"),
]
