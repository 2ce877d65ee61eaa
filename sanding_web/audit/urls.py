from django.urls import path

from sanding_web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.index, name="index"),
    path("periksa/", views.verify, name="verify"),
    path("ekspor/", views.export, name="export"),
    path("jangkar/", views.anchors, name="anchors"),
    path("jangkar/<str:day>/", views.anchor, name="anchor"),
]
