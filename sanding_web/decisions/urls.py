from django.urls import path

from sanding_web.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.index, name="index"),
    path("periksa/", views.check, name="check"),
    path("periksa/<str:code>/", views.check, name="check_code"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/tetapkan/", views.sign, name="sign"),
    path("<int:pk>/tolak/", views.reject, name="reject"),
    path("<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("<int:pk>/cabut/", views.revoke, name="revoke"),
    path("<int:pk>/hitung-ulang/", views.recheck, name="recheck"),
    path("<int:pk>/naskah/<slug:name>/", views.paper, name="paper"),
]
