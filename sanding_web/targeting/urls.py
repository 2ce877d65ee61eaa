from django.urls import include, path

from sanding_web.targeting import views

app_name = "targeting"
urlpatterns = [
    path("", views.index, name="index"),
    path("semua/", views.every, name="all"),
    path("kecamatan/", views.kecamatan, name="kecamatan"),
    path("gelombang/", views.waves, name="waves"),
    path("desa/<str:code>/", views.village, name="village"),
    path("unduh/<str:form>/", views.export_list, name="export"),
    path("skenario/", views.save, name="save"),
    path("usulkan/", views.propose, name="propose"),
    path("kemajuan/", include("sanding_web.targeting.progress_urls")),
]
