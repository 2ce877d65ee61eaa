from django.urls import include, path

from sanding_web.pairing.views import agencies, desk, hand_made, history, rules, villages, what_if

app_name = "pairing"
urlpatterns = [
    path("", desk.index, name="index"),
    path("hitung/", desk.solve, name="solve"),
    path("aturan/", rules.set_rule, name="rule"),
    path("aturan/<int:pk>/akhiri/", rules.end_rule, name="end_rule"),
    path("usulkan/", desk.propose, name="propose"),
    path("unduh/<str:form>/", desk.export_pairs, name="export"),
    path("andai/<str:code>/", what_if.what_if, name="what_if"),
    path("sedikit-pindah/", what_if.losses, name="losses"),
    path("sedikit-pindah/hitung/", what_if.keep, name="keep"),
    path("hampir-sama/", what_if.near_ties, name="near_ties"),
    path("daftar-sendiri/", hand_made.upload, name="hand_made"),
    path("daftar-sendiri/sunting/", hand_made.edit, name="edit"),
    path("banding/", history.compare, name="compare"),
    path("riwayat/", history.history, name="history"),
    path("hitungan/<int:number>/", history.run, name="run"),
    path("pendukung/", villages.support, name="support"),
    path("desa/<str:code>/", villages.village, name="village"),
    path("naskah/", include("sanding_web.pairing.paper_urls")),
    path("perangkat/", agencies.agencies, name="agencies"),
    path("perangkat/<str:code>/", agencies.agency, name="agency"),
]
