from django.urls import include, path

from sanding_web.targeting import meeting_views, method_views, robust_views, rule_views, views

app_name = "targeting"
urlpatterns = [
    path("", views.index, name="index"),
    path("semua/", views.every, name="all"),
    path("kecamatan/", views.kecamatan, name="kecamatan"),
    path("ketahanan/", robust_views.firmness, name="firmness"),
    path("metode/", method_views.methods, name="methods"),
    path("metode/unduh/<str:form>/", method_views.methods_export, name="methods_export"),
    path("rapat/", meeting_views.meeting, name="meeting"),
    path("banding/", meeting_views.compare, name="compare"),
    path("aturan/", rule_views.rules, name="rules"),
    path("undian/", rule_views.lots, name="lots"),
    path("gelombang/", views.waves, name="waves"),
    path("desa/<str:code>/", views.village, name="village"),
    path("unduh/<str:form>/", views.export_list, name="export"),
    path("skenario/", views.save, name="save"),
    path("usulkan/", views.propose, name="propose"),
    path("", include("sanding_web.targeting.family_urls")),
    path("kemajuan/", include("sanding_web.targeting.progress_urls")),
]
